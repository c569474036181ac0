// What git's diff says of a range, in the words of our facts.
#include "facts/change/test_repository.h"

#include <algorithm>
#include <map>

namespace remit {
namespace {

std::vector<std::string> SplitAtNul(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\0', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

FileKind KindOfMode(const std::string& mode) {
  if (mode == "100755") return FileKind::Executable;
  if (mode == "120000") return FileKind::Symlink;
  if (mode == "160000") return FileKind::Submodule;
  return FileKind::File;
}

FileStatus StatusOfLetter(char letter) {
  switch (letter) {
    case 'A':
      return FileStatus::Added;
    case 'D':
      return FileStatus::Deleted;
    case 'R':
      return FileStatus::Renamed;
    case 'T':
      return FileStatus::TypeChanged;
    default:
      return FileStatus::Modified;
  }
}

}  // namespace

std::vector<std::string> GitRows(const TestRepository& repository, const std::string& base,
                                 const std::string& head) {
  const auto parts = SplitAtNul(repository.Git(
      "diff --raw --numstat -z -M --abbrev=40 --no-ext-diff --no-textconv " + base + " " + head));
  std::map<std::string, ChangedFile> files;
  size_t at = 0;
  for (; at < parts.size() && parts[at].starts_with(':'); ++at) {
    ChangedFile file;
    file.status = StatusOfLetter(parts[at][97]);
    const std::string old_mode = parts[at].substr(1, 6);
    const std::string new_mode = parts[at].substr(8, 6);
    file.kind = KindOfMode(file.status == FileStatus::Deleted ? old_mode : new_mode);
    if (file.status != FileStatus::Added) file.old_kind = KindOfMode(old_mode);
    if (file.status == FileStatus::Renamed) file.old_path = parts[++at];
    file.path = parts[++at];
    files[file.path] = file;
  }
  for (; at < parts.size(); ++at) {
    const size_t first = parts[at].find('\t');
    const size_t second = parts[at].find('\t', first + 1);
    const std::string added = parts[at].substr(0, first);
    const std::string removed = parts[at].substr(first + 1, second - first - 1);
    std::string path = parts[at].substr(second + 1);
    if (path.empty()) path = parts[at += 2];
    ChangedFile& file = files.at(path);
    file.binary = added == "-";
    if (!file.binary) {
      file.added = std::stoull(added);
      file.removed = std::stoull(removed);
    }
  }
  std::vector<std::string> rows;
  for (const auto& [path, file] : files) rows.push_back(Row(file));
  return rows;
}

}  // namespace remit
