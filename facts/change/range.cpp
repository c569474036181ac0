// From what a user names to two ends: the merge base and the head.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/escape.h"
#include "facts/change/git.h"
#include "facts/change/merge_base.h"
#include "facts/change/repository.h"

namespace remit {
namespace {

constexpr const char* kUnshallow =
    "this is a shallow clone; `git fetch --unshallow` fetches its history (GitHub Actions: "
    "`fetch-depth: 0` for actions/checkout; GitLab: `GIT_DEPTH: 0`)";

std::string Quoted(const std::string& revision) { return "`" + EscapeText(revision, 200) + "`"; }

Error NamesNothing(const Repository& repository, const std::string& revision) {
  std::string message = Quoted(revision) + " names no commit of this repository: ";
  if (repository.is_shallow()) {
    message += kUnshallow;
  } else if (revision.starts_with("origin/")) {
    message += "`git fetch origin` fetches the branches of `origin`";
  } else {
    message += "`git branch --all` and `git log` show what there is";
  }
  return {ErrorKind::Missing, message, ""};
}

// The commits that the name at the beginning of a revision ("main" of "main~1") stands for, by the
// full names of the references, in git's order.
std::vector<std::pair<std::string, git_oid>> Named(const Repository& repository,
                                                   const std::string& revision) {
  const size_t end = std::min(revision.find_first_of("~^:"), revision.find("@{"));
  const std::string name = revision.substr(0, end);
  std::vector<std::pair<std::string, git_oid>> found;
  for (const char* folder : {"", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"}) {
    git_reference* looked_up = nullptr;
    if (git_reference_lookup(&looked_up, repository.get(), (folder + name).c_str()) != 0) continue;
    const Git<git_reference> reference(looked_up);
    git_object* peeled = nullptr;
    if (git_reference_peel(&peeled, reference.get(), GIT_OBJECT_COMMIT) != 0) continue;
    const Git<git_object> commit(peeled);
    found.emplace_back(folder + name, *git_object_id(commit.get()));
  }
  git_error_clear();
  return found;
}

// Git takes a tag before a branch, and whoever may push a tag could name another base by it.
Result<void> RefuseTwoMeanings(const Repository& repository, const std::string& revision) {
  const auto named = Named(repository, revision);
  for (size_t i = 1; i < named.size(); ++i) {
    if (git_oid_equal(&named[0].second, &named[i].second)) continue;
    return Fail(ErrorKind::BadInput, Quoted(revision) + " is the name of " +
                                         Quoted(named[0].first) + " and of " +
                                         Quoted(named[i].first) +
                                         ", which are two commits: name the one you mean in full");
  }
  return {};
}

Result<git_oid> FindRevision(const Repository& repository, const std::string& revision) {
  if (const auto one = RefuseTwoMeanings(repository, revision); !one) {
    return std::unexpected(one.error());
  }
  git_object* found = nullptr;
  int code = git_revparse_single(&found, repository.get(), revision.c_str());
  const Git<git_object> object(found);
  git_object* peeled = nullptr;
  if (code == 0) code = git_object_peel(&peeled, object.get(), GIT_OBJECT_COMMIT);
  const Git<git_object> commit(peeled);
  if (code == 0) return *git_object_id(commit.get());
  git_error_clear();
  if (code == GIT_EAMBIGUOUS) {
    return Fail(ErrorKind::BadInput, Quoted(revision) +
                                         " is the start of several object ids: "
                                         "give more of it");
  }
  if (revision.contains("..")) {
    return Fail(ErrorKind::BadInput,
                Quoted(revision) + " is a range: name its two ends, `--base` and `--head`");
  }
  if (code == GIT_EPEEL || code == GIT_EINVALIDSPEC) {
    return Fail(ErrorKind::BadInput, Quoted(revision) + " is no revision that names a commit");
  }
  return std::unexpected(NamesNothing(repository, revision));
}

// nullopt: no commit yet.
Result<std::optional<git_oid>> FindHead(const Repository& repository) {
  if (git_repository_head_unborn(repository.get()) == 1) return std::nullopt;
  const auto head = FindRevision(repository, "HEAD");
  if (!head) return std::unexpected(head.error());
  return *head;
}

bool Exists(const Repository& repository, const std::string& revision) {
  git_object* found = nullptr;
  const int code = git_revparse_single(&found, repository.get(), revision.c_str());
  git_object_free(found);
  git_error_clear();
  return code == 0;
}

// Not the upstream of the branch, which is often the branch itself as it was last pushed: only what
// is not pushed yet would be judged.
Result<std::string> DefaultBase(const Repository& repository) {
  constexpr const char* kDefault = "refs/remotes/origin/HEAD";
  if (Exists(repository, kDefault)) return kDefault;
  return Fail(ErrorKind::Missing,
              "there is no `origin/HEAD` to compare with: name the branch to merge into with "
              "`--base` (`--base origin/main`), or judge what is not "
              "committed with `--staged` or `--worktree`");
}

// `base` and the merge base of both, or why there is none.
Result<Range> Between(const Repository& repository, const git_oid& base, const git_oid& head) {
  const auto bases = MergeBases(repository.get(), base, head);
  if (!bases) return std::unexpected(bases.error());
  if (bases->empty()) {
    return Fail(ErrorKind::Missing,
                "no merge base: `" + HexId(base).substr(0, 12) + "` and `" +
                    HexId(head).substr(0, 12) + "` have no commit in common: " +
                    (repository.is_shallow() ? kUnshallow
                                             : "name a base of the same history with `--base`"));
  }
  Range range;
  range.base.commit = HexId(base);
  range.merge_base = HexId(bases->front());
  for (size_t i = 1; i < bases->size(); ++i) range.other_bases.push_back(HexId((*bases)[i]));
  return range;
}

Result<Range> FindUncommitted(const Repository& repository, const RangeRequest& request) {
  if (git_repository_is_bare(repository.get()) == 1) {
    return Fail(ErrorKind::BadInput,
                "a bare repository has neither index nor work tree: name commits with `--base` and "
                "`--head`");
  }
  const auto head = FindHead(repository);
  if (!head) return std::unexpected(head.error());
  Range range;
  if (!request.base.empty()) {
    const auto base = FindRevision(repository, request.base);
    if (!base) return std::unexpected(base.error());
    auto between = Between(repository, *base, head->value_or(*base));
    if (!between) return between;
    range = *std::move(between);
  } else if (head->has_value()) {
    range.base.commit = range.merge_base = HexId(**head);
  }
  range.head.kind = request.head_kind;
  return range;
}

}  // namespace

Result<Range> FindRange(const Repository& repository, const RangeRequest& request) {
  if (request.head_kind != TreeSource::Kind::Commit) return FindUncommitted(repository, request);
  const auto default_base =
      request.base.empty() ? DefaultBase(repository) : Result<std::string>(request.base);
  if (!default_base) return std::unexpected(default_base.error());
  const auto base = FindRevision(repository, *default_base);
  if (!base) return std::unexpected(base.error());
  const auto head = FindRevision(repository, request.head);
  if (!head) return std::unexpected(head.error());
  auto range = Between(repository, *base, *head);
  if (range) range->head.commit = HexId(*head);
  return range;
}

}  // namespace remit
