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
    return git_index_find_prefix(nullptr, index.get(), prefix.c_str()) == 0;
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

std::string ConfiguredAuthor(const Repository& repository) {
  git_signature* signature = nullptr;
  if (git_signature_default(&signature, repository.get()) < 0) return "";
  std::string mail = DecodeName(signature->email);
  git_signature_free(signature);
  return mail;
}

}  // namespace remit
