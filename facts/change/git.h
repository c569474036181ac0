// libgit2's objects with owners, and its errors as ours. Private to facts/change.
#pragma once

#include <git2.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace remit {

struct FreeGit {
  void operator()(git_blob* it) const { git_blob_free(it); }
  void operator()(git_buf* it) const { git_buf_dispose(it); }
  void operator()(git_commit* it) const { git_commit_free(it); }
  void operator()(git_diff* it) const { git_diff_free(it); }
  void operator()(git_filter_list* it) const { git_filter_list_free(it); }
  void operator()(git_index* it) const { git_index_free(it); }
  void operator()(git_object* it) const { git_object_free(it); }
  void operator()(git_odb* it) const { git_odb_free(it); }
  void operator()(git_reference* it) const { git_reference_free(it); }
  void operator()(git_remote* it) const { git_remote_free(it); }
  void operator()(git_revwalk* it) const { git_revwalk_free(it); }
  void operator()(git_tree* it) const { git_tree_free(it); }
  void operator()(git_tree_entry* it) const { git_tree_entry_free(it); }
};

template <typename T>
using Git = std::unique_ptr<T, FreeGit>;

// Has libgit2 ready to use; called before anything else of it.
void StartGit();

// What libgit2 said last, as an error of ours: "WHAT: its message". GIT_ENOTFOUND is Missing, the
// rest Io.
Error GitError(int code, std::string_view what);

// Missing: `what` ("commit `1a2b3c4d5e6f`") is not in this clone, and how to have git fetch it.
// `command`, which makes git read it, fetches it in a partial clone.
Error MissingObject(git_repository* repository, std::string_view what, std::string_view command);

// The commits where a shallow clone cuts the history off: their parents are not there. Sorted hex
// ids. libgit2 1.5 knows nothing of them: walks have to stop there by themselves.
std::vector<std::string> ShallowCommits(git_repository* repository);

// The repository's index. BadInput: of a form that libgit2 cannot read; says what to do.
Result<Git<git_index>> OpenIndex(git_repository* repository);

std::string HexId(const git_oid& id);
Result<git_oid> ParseId(const std::string& hex);

// The commit of that hex id. Missing says what to do where the history is cut off.
Result<Git<git_commit>> FindCommit(git_repository* repository, const std::string& hex);
Result<Git<git_tree>> FindTree(git_repository* repository, const std::string& commit_hex);

}  // namespace remit
