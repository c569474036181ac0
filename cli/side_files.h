// Configuration and policy files of one side of a change, as the work tree's are found on disk.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/config.h"
#include "dsl/source/source.h"
#include "facts/change/repository.h"

namespace remit {

// A side of the change, and the folder of it that one stands in (FolderInside).
struct SideFiles {
  const Repository& repository;
  TreeSource source;
  std::string folder;
};

// `path` as one writes it in that folder, relative to the top of the repository. BadInput: it leads
// outside.
Result<std::string> PathInside(const SideFiles& files, const std::string& path);

// As FindConfig: the remit.yaml at `path`, or the nearest from the folder upward. nullopt: none.
// `root` is the policy root, relative to the top; `records_folder` stays as written.
Result<std::optional<Config>> FindSideConfig(const SideFiles& files, const std::string& path);

// As PolicyFiles: relative to the top of the repository, sorted, each once.
Result<std::vector<std::string>> SidePolicyFiles(const SideFiles& files, const Config& config);

// Reads for the compiler: paths are relative to `root`, or to the top where they begin with `/`.
// BadInput for what lies under a `.remit`, wherever that is: what Remit writes has no say.
FileReader SideReader(const SideFiles& files, const std::string& root, size_t limit);

// `path`, relative to the top, as SideReader and diagnostics have it; and back.
std::string FromSideRoot(const std::string& root, const std::string& path);
std::string FromTop(const std::string& root, const std::string& path);

}  // namespace remit
