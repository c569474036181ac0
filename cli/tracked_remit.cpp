#include "cli/tracked_remit.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "cli/check_policies.h"
#include "engine/base/escape.h"
#include "facts/change/repository_state.h"

namespace remit {
namespace {

Error TrackedRemit(const std::string& folder, const std::string& where) {
  return {ErrorKind::BadInput,
          "git tracks it in " + where +
              ": what Remit writes there must not come with a change; help: `git rm -r --cached " +
              EscapeText(folder) + "`, and a line `.remit/` in .gitignore",
          EscapeText(folder)};
}

// The `.remit` of the folder and of every one above it, relative to the top.
std::vector<std::string> RemitFolders(std::string folder) {
  std::vector<std::string> folders;
  while (!folder.empty()) {
    folders.push_back(folder + "/.remit");
    const size_t slash = folder.rfind('/');
    folder = slash == folder.npos ? "" : folder.substr(0, slash);
  }
  folders.emplace_back(".remit");
  return folders;
}

// Whether a segment of a path is called `.remit`; some file systems do not tell case apart.
size_t EndOfRemit(const std::string& path) {
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find('/', begin), path.size());
    std::string segment = path.substr(begin, end - begin);
    for (char& c : segment) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (segment == ".remit") return end;
    begin = end + 1;
  }
  return 0;
}

}  // namespace

Result<void> RefuseTrackedRemit(const Repository& repository, const Range& range) {
  std::vector<TreeSource> sources = {range.head};
  if (!repository.work_tree().empty()) sources.push_back({TreeSource::Kind::Index, ""});
  for (const std::string& folder : RemitFolders(FolderInside(repository))) {
    for (const TreeSource& source : sources) {
      const Result<bool> tracked = TracksFolder(repository, source, folder);
      if (!tracked) return std::unexpected(tracked.error());
      if (*tracked) return std::unexpected(TrackedRemit(folder, SourceName(source)));
    }
  }
  return {};
}

Result<void> RefuseChangedRemit(const ChangeFacts& change) {
  for (const ChangedFile& file : change.files) {
    const size_t end = EndOfRemit(file.path);
    if (end == 0 || file.status == FileStatus::Deleted) continue;
    return std::unexpected(TrackedRemit(file.path.substr(0, end), "the change"));
  }
  return {};
}

}  // namespace remit
