#include "facts/change/repository_state.h"

#include "facts/change/git.h"
#include "facts/change/text.h"

namespace remit {

Result<bool> TracksFolder(const Repository& repository, const TreeSource& source,
                          const std::string& folder) {
  if (source.kind != TreeSource::Kind::Commit) {
    git_index* opened = nullptr;
    if (int code = git_repository_index(&opened, repository.get()); code < 0) {
      return std::unexpected(GitError(code, "the index cannot be read"));
    }
    const Git<git_index> index(opened);
    const std::string prefix = folder + "/";
    return git_index_find_prefix(nullptr, index.get(), prefix.c_str()) == 0 ||
           git_index_get_bypath(index.get(), folder.c_str(), 0) != nullptr;
  }
  if (source.commit.empty()) return false;
  const Result<Git<git_tree>> tree = FindTree(repository.get(), source.commit);
  if (!tree) return std::unexpected(tree.error());
  git_tree_entry* found = nullptr;
  const int code = git_tree_entry_bypath(&found, tree->get(), folder.c_str());
  const Git<git_tree_entry> entry(found);
  if (code < 0 && code != GIT_ENOTFOUND) {
    return std::unexpected(GitError(code, "a tree cannot be read"));
  }
  return code == 0;
}

std::string Unfinished(const Repository& repository) {
  switch (git_repository_state(repository.get())) {
    case GIT_REPOSITORY_STATE_REBASE:
    case GIT_REPOSITORY_STATE_REBASE_INTERACTIVE:
    case GIT_REPOSITORY_STATE_REBASE_MERGE:
    case GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE:
      return "a rebase";
    case GIT_REPOSITORY_STATE_MERGE:
      return "a merge";
    case GIT_REPOSITORY_STATE_REVERT:
    case GIT_REPOSITORY_STATE_REVERT_SEQUENCE:
      return "a revert";
    case GIT_REPOSITORY_STATE_CHERRYPICK:
    case GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
      return "a cherry-pick";
    case GIT_REPOSITORY_STATE_BISECT:
      return "a bisection";
    default:
      return "";
  }
}

std::string ConfiguredAuthor(const Repository& repository) {
  git_signature* signature = nullptr;
  if (git_signature_default(&signature, repository.get()) < 0) return "";
  std::string mail = DecodeName(signature->email);
  git_signature_free(signature);
  return mail;
}

}  // namespace remit
