#include "facts/change/commit_walk.h"

#include <algorithm>
#include <set>
#include <string>

#include "facts/change/fetch_command.h"
#include "facts/change/git.h"

namespace remit {
namespace {

std::string ShortName(const std::string& hex) { return "`" + hex.substr(0, 12) + "`"; }

// A walk over a shallow clone, which libgit2 does not know of. Its history is short, so that all
// ancestors of the base can be held.
struct ShallowWalk {
  git_repository* repository;
  std::vector<std::string> cut = ShallowCommits(repository);
  std::set<std::string> seen = {};
  std::vector<git_oid> found = {};  // parents first

  struct Step {
    std::string hex;
    std::vector<std::string> parents;
    size_t next = 0;  // of the parents
  };

  bool IsCut(const std::string& hex) const { return std::ranges::binary_search(cut, hex); }

  // What `start` reaches and nobody saw before. A range that is itself cut off lacks commits that
  // nobody can judge.
  Result<void> Walk(const std::string& start, bool may_be_cut) {
    std::vector<Step> path;
    if (auto entered = Enter(start, may_be_cut, path); !entered) return entered;
    while (!path.empty()) {
      Step& step = path.back();
      if (step.next < step.parents.size()) {
        const std::string parent = step.parents[step.next++];
        if (auto entered = Enter(parent, may_be_cut, path); !entered) return entered;
      } else {
        found.push_back(*ParseId(step.hex));
        path.pop_back();
      }
    }
    return {};
  }

  Result<void> Enter(const std::string& hex, bool may_be_cut, std::vector<Step>& path) {
    if (!seen.insert(hex).second) return {};
    const auto commit = FindCommit(repository, hex);
    if (!commit) return std::unexpected(commit.error());
    Step step{.hex = hex, .parents = {}};
    const unsigned parents = git_commit_parentcount(commit->get());
    if (IsCut(hex) && parents > 0) {
      if (!may_be_cut) {
        return std::unexpected(
            MissingObject(repository, "the parent of " + ShortName(hex), "git log"));
      }
    } else {
      for (unsigned i = 0; i < parents; ++i) {
        step.parents.push_back(HexId(*git_commit_parent_id(commit->get(), i)));
      }
    }
    path.push_back(std::move(step));
    return {};
  }
};

Result<std::vector<git_oid>> WalkShallow(git_repository* repository, const Range& range) {
  ShallowWalk walk{repository};
  if (!range.base.commit.empty()) {
    if (auto hidden = walk.Walk(range.base.commit, true); !hidden) {
      return std::unexpected(hidden.error());
    }
  }
  walk.found.clear();
  if (auto walked = walk.Walk(range.head.commit, false); !walked) {
    return std::unexpected(walked.error());
  }
  return std::move(walk.found);
}

Error WalkError(git_repository* repository, const Range& range, int code) {
  if (code != GIT_ENOTFOUND) return GitError(code, "the commits of the change");
  return MissingObject(repository, "a commit of the change", FetchCommand(range));
}

Result<std::vector<git_oid>> WalkWhole(git_repository* repository, const Range& range) {
  const auto head = ParseId(range.head.commit);
  if (!head) return std::unexpected(head.error());
  git_revwalk* made = nullptr;
  int code = git_revwalk_new(&made, repository);
  const Git<git_revwalk> walk(made);
  if (code == 0) code = git_revwalk_sorting(walk.get(), GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE);
  if (code == 0) code = git_revwalk_push(walk.get(), &*head);
  if (code == 0 && !range.base.commit.empty()) {
    const auto base = ParseId(range.base.commit);
    if (!base) return std::unexpected(base.error());
    code = git_revwalk_hide(walk.get(), &*base);
  }
  std::vector<git_oid> found;
  git_oid id;
  while (code == 0 && (code = git_revwalk_next(&id, walk.get())) == 0) found.push_back(id);
  if (code != GIT_ITEROVER) return std::unexpected(WalkError(repository, range, code));
  return found;
}

}  // namespace

Result<std::vector<git_oid>> FindCommits(const Repository& repository, const Range& range) {
  if (range.head.kind != TreeSource::Kind::Commit || range.head.commit.empty()) {
    return std::vector<git_oid>{};
  }
  if (repository.is_shallow()) return WalkShallow(repository.get(), range);
  return WalkWhole(repository.get(), range);
}

}  // namespace remit
