// A git repository opened for reading, by libgit2. Nothing here writes to it or runs a program.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

struct git_repository;

namespace remit {

struct CloseRepository {
  void operator()(git_repository* repository) const;
};

class Repository {
 public:
  // The repository around `folder`, found upward; where `folder` is "." also by GIT_DIR,
  // GIT_INDEX_FILE and their like, as git does for hooks. Missing: there is none. BadInput, each
  // saying what to do: one that belongs to somebody else, SHA-256 object names, an extension of
  // the repository format that is not known (partialClone and worktreeConfig are).
  static Result<Repository> Open(const std::string& folder);

  git_repository* get() const { return repository_.get(); }
  bool is_shallow() const;
  std::string work_tree() const;  // absolute, ends in "/"; empty for a bare repository

 private:
  std::unique_ptr<git_repository, CloseRepository> repository_;
};

// Where files are read from: a commit, or the index, or the work tree.
struct TreeSource {
  enum class Kind : uint8_t { Commit, Index, WorkTree };
  Kind kind = Kind::Commit;
  std::string commit;  // hex; Kind::Commit only
};
std::string SourceName(const TreeSource& source);  // "1a2b3c4d5e6f", "the index", "the work tree"

// Which change.
struct RangeRequest {
  TreeSource::Kind head_kind = TreeSource::Kind::Commit;
  std::string base;  // a revision; empty: origin/HEAD, else an error that says how to name one.
                     // Index and work tree: HEAD
  std::string head = "HEAD";  // a revision; Kind::Commit only
};

// A change is what leads from the merge base to the head.
struct Range {
  TreeSource base;         // what `base` names: where policies are read from
  std::string merge_base;  // hex id of the commit compared with; empty: there is no commit yet
  TreeSource head;
  // Criss-cross merges leave several merge bases. `merge_base` is the one that git takes; what
  // differs from any of these is part of the change too, or undoing what was merged would not show.
  std::vector<std::string> other_bases;
};

// Missing: a revision that is not there; no merge base; history cut off by a shallow clone. Each
// error says what to do.
Result<Range> FindRange(const Repository& repository, const RangeRequest& request);

// The paths of all files that git tracks there (of the work tree: the index's), sorted, as git has
// them: bytes, relative to the top of the repository.
Result<std::vector<std::string>> ListFiles(const Repository& repository, const TreeSource& source);

// The bytes of one file; `path` relative to the top, with `/`. Missing: it is not there, or is no
// file (a symlink, a submodule), or its object is not in this clone. Limit: larger than `limit`,
// known before memory is taken.
Result<std::string> ReadFile(const Repository& repository, const TreeSource& source,
                             const std::string& path, size_t limit);

// The bytes of the blob of that hex id. Missing, Limit.
Result<std::string> ReadBlob(const Repository& repository, const std::string& blob, size_t limit);

}  // namespace remit
