#include "facts/change/fetch_command.h"

namespace remit {

// Counting lines reads both sides of every file, and what was renamed as well where renames are not
// looked for.
std::string FetchCommand(const Range& range) {
  std::string command = "git diff --numstat --no-renames ";
  if (range.head.kind == TreeSource::Kind::Index) command += "--cached ";
  command += range.merge_base.empty() ? "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
                                      : range.merge_base.substr(0, 12);
  if (range.head.kind == TreeSource::Kind::Commit) command += " " + range.head.commit.substr(0, 12);
  return command + " > /dev/null";
}

}  // namespace remit
