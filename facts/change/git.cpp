// libgit2's errors as ours, and what is done with objects that are not there.
#include "facts/change/git.h"

#include <algorithm>
#include <fstream>

#include "engine/base/escape.h"

namespace remit {
namespace {

// What checkouts of CI services set; libgit2 1.5 refuses extensions that nobody told it of. Neither
// changes how what is there is read: partial clones lack objects, the other keeps some settings
// in a file of each work tree. Names as libgit2 compares them: in lower case.
constexpr const char* kExtensions[] = {"partialclone", "worktreeconfig", "preciousobjects"};

int FindPromise(const git_config_entry* entry, void* found) {
  const std::string_view name = entry->name;
  if (name == "extensions.partialclone" ||
      (name.starts_with("remote.") && name.ends_with(".promisor"))) {
    *static_cast<bool*>(found) = true;
  }
  return 0;
}

bool IsPartialClone(git_repository* repository) {
  git_config* config = nullptr;
  if (git_repository_config_snapshot(&config, repository) < 0) return false;
  bool partial = false;
  git_config_foreach(config, FindPromise, &partial);
  git_config_free(config);
  return partial;
}

}  // namespace

void StartGit() {
  static const bool started = [] {
    git_libgit2_init();
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, const_cast<const char**>(kExtensions),
                     std::size(kExtensions));
    return true;
  }();
  static_cast<void>(started);
}

Error GitError(int code, std::string_view what) {
  const git_error* last = git_error_last();
  Error error;
  error.kind = code == GIT_ENOTFOUND ? ErrorKind::Missing : ErrorKind::Io;
  error.message = std::string(what) + ": ";
  error.message += last != nullptr && last->message != nullptr
                       ? EscapeText(last->message, 500)
                       : "libgit2 gives the error " + std::to_string(code);
  git_error_clear();
  return error;
}

Error MissingObject(git_repository* repository, std::string_view what, std::string_view command) {
  Error error;
  error.kind = ErrorKind::Missing;
  error.message = std::string(what) + " is not in this clone: ";
  if (git_repository_is_shallow(repository) == 1) {
    error.message +=
        "it is a shallow one; `git fetch --unshallow` fetches the history (GitHub Actions: "
        "`fetch-depth: 0` for actions/checkout; GitLab: `GIT_DEPTH: 0`)";
  } else if (IsPartialClone(repository)) {
    error.message += "it is a partial one; have git fetch what is missing with `";
    error.message += command;
    error.message += "`";
  } else {
    error.message += "`git fsck` says what else is missing, a fresh clone has it";
  }
  git_error_clear();
  return error;
}

std::vector<std::string> ShallowCommits(git_repository* repository) {
  std::vector<std::string> commits;
  std::ifstream file(std::string(git_repository_commondir(repository)) + "shallow");
  for (std::string line; std::getline(file, line);) {
    if (ParseId(line)) commits.push_back(line);
  }
  std::ranges::sort(commits);
  return commits;
}

Result<Git<git_index>> OpenIndex(git_repository* repository) {
  git_index* index = nullptr;
  const int code = git_repository_index(&index, repository);
  if (code == 0) return Git<git_index>(index);
  Error error = GitError(code, "the index");
  if (error.message.contains("extension: 'link'")) {
    return Fail(ErrorKind::BadInput,
                "the index is split, which remit cannot read: `git update-index --no-split-index` "
                "makes it whole");
  }
  if (error.message.contains("extension: 'sdir'")) {
    return Fail(ErrorKind::BadInput,
                "the index is a sparse one, which remit cannot read: `git sparse-checkout reapply "
                "--no-sparse-index` makes it whole");
  }
  return std::unexpected(std::move(error));
}

std::string HexId(const git_oid& id) {
  std::string hex(GIT_OID_HEXSZ, '0');
  git_oid_fmt(hex.data(), &id);
  return hex;
}

Result<git_oid> ParseId(const std::string& hex) {
  git_oid id;
  if (hex.size() != GIT_OID_HEXSZ || git_oid_fromstr(&id, hex.c_str()) < 0) {
    git_error_clear();
    return Fail(ErrorKind::BadInput, "`" + EscapeText(hex, 80) + "` is no object id");
  }
  return id;
}

Result<Git<git_commit>> FindCommit(git_repository* repository, const std::string& hex) {
  const auto id = ParseId(hex);
  if (!id) return std::unexpected(id.error());
  git_commit* commit = nullptr;
  const int code = git_commit_lookup(&commit, repository, &*id);
  const std::string what = "commit `" + hex.substr(0, 12) + "`";
  if (code == GIT_ENOTFOUND) {
    return std::unexpected(MissingObject(repository, what, "git cat-file -e " + hex));
  }
  if (code < 0) return std::unexpected(GitError(code, what));
  return Git<git_commit>(commit);
}

Result<Git<git_tree>> FindTree(git_repository* repository, const std::string& commit_hex) {
  const auto commit = FindCommit(repository, commit_hex);
  if (!commit) return std::unexpected(commit.error());
  git_tree* tree = nullptr;
  const int code = git_commit_tree(&tree, commit->get());
  const std::string what = "the tree of commit `" + commit_hex.substr(0, 12) + "`";
  if (code == GIT_ENOTFOUND) {
    return std::unexpected(
        MissingObject(repository, what, "git ls-tree -r " + commit_hex.substr(0, 12)));
  }
  if (code < 0) return std::unexpected(GitError(code, what));
  return Git<git_tree>(tree);
}

}  // namespace remit
