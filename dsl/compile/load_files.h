// Policy files with what they import: read, parsed, kept inside the policy root. Private to
// dsl/compile.
#pragma once

#include <string>
#include <vector>

#include "dsl/check/check.h"
#include "dsl/diagnostics/diagnostic.h"
#include "dsl/source/source.h"
#include "engine/base/error.h"

namespace remit::lowering {

// The parsed built-in types, then every file of `paths` and what they import, each once. A path
// that cannot be read is an ImportFailed diagnostic.
std::vector<ParsedFile> LoadFiles(const std::vector<std::string>& paths, const FileReader& read,
                                  const SourceLimits& limits, SourceSet& sources,
                                  Diagnostics& diagnostics);

// `path` relative to `directory`, without `.` and `..`; empty if it leaves the root or is absolute.
std::string JoinInsideRoot(const std::string& directory, const std::string& path);

}  // namespace remit::lowering
