// Which files differ between the two sides of a range, before renames are found and without their
// content. Private to facts/change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "facts/change/change.h"
#include "facts/change/repository.h"

namespace remit {

// A file on one side.
struct FileSide {
  std::string path;  // as git has it: bytes
  FileKind kind = FileKind::File;
  std::string id;             // hex, of the blob, of a submodule its commit
  bool in_work_tree = false;  // the bytes are on disk; `id` is what they would have in git
  bool operator==(const FileSide&) const = default;
};

// At least one side is there; they differ in kind or id, or (renames) in path.
struct Delta {
  std::optional<FileSide> before, after;
  const std::string& path() const { return after ? after->path : before->path; }
};

// By path(), bytes ascending. Missing: a tree is not in this clone. BadInput: the index has
// conflicts. Limit: more than `limits.files`.
Result<std::vector<Delta>> FindDeltas(const Repository& repository, const Range& range,
                                      const ChangeLimits& limits);

}  // namespace remit
