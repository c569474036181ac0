#include "facts/change/merge_base.h"

#include <algorithm>
#include <map>
#include <string>

#include "facts/change/git.h"

namespace remit {
namespace {

struct Ancestor {
  std::vector<std::string> parents;  // none where a shallow clone cuts the history off
  git_time_t time = 0;
};
using Ancestors = std::map<std::string, Ancestor>;  // by hex id

Result<Ancestors> AncestorsOf(git_repository* repository, const git_oid& start,
                              const std::vector<std::string>& cut) {
  Ancestors found;
  std::vector<std::string> open = {HexId(start)};
  while (!open.empty()) {
    const std::string hex = std::move(open.back());
    open.pop_back();
    const auto [entry, is_new] = found.try_emplace(hex);
    if (!is_new) continue;
    const auto commit = FindCommit(repository, hex);
    if (!commit) return std::unexpected(commit.error());
    entry->second.time = git_commit_time(commit->get());
    if (std::ranges::binary_search(cut, hex)) continue;
    for (unsigned i = 0; i < git_commit_parentcount(commit->get()); ++i) {
      entry->second.parents.push_back(HexId(*git_commit_parent_id(commit->get(), i)));
      open.push_back(entry->second.parents.back());
    }
  }
  return found;
}

// libgit2's own walk fails at the parents that a shallow clone lacks, also where nobody needs them.
// The ancestors of what is common are common, so the best ones are those that are nobody's parent.
Result<std::vector<git_oid>> ShallowMergeBases(git_repository* repository, const git_oid& one,
                                               const git_oid& two) {
  const std::vector<std::string> cut = ShallowCommits(repository);
  auto left = AncestorsOf(repository, one, cut);
  if (!left) return std::unexpected(left.error());
  const auto right = AncestorsOf(repository, two, cut);
  if (!right) return std::unexpected(right.error());
  std::erase_if(*left, [&](const auto& entry) { return !right->contains(entry.first); });
  std::vector<std::string> parents;
  for (const auto& [hex, ancestor] : *left) {
    parents.insert(parents.end(), ancestor.parents.begin(), ancestor.parents.end());
  }
  for (const std::string& hex : parents) left->erase(hex);
  std::vector<std::pair<git_time_t, git_oid>> best;
  for (const auto& [hex, ancestor] : *left) best.emplace_back(-ancestor.time, *ParseId(hex));
  std::ranges::sort(best, {}, [](const auto& it) { return std::pair(it.first, HexId(it.second)); });
  std::vector<git_oid> bases;
  bases.reserve(best.size());
  for (const auto& [time, id] : best) bases.push_back(id);
  return bases;
}

}  // namespace

Result<std::vector<git_oid>> MergeBases(git_repository* repository, const git_oid& one,
                                        const git_oid& two) {
  if (git_repository_is_shallow(repository) == 1) return ShallowMergeBases(repository, one, two);
  git_oidarray found = {};
  const int code = git_merge_bases(&found, repository, &one, &two);
  if (code == GIT_ENOTFOUND) {
    const git_error* last = git_error_last();
    const bool no_object = last != nullptr && last->klass == GIT_ERROR_ODB;
    if (no_object) return std::unexpected(MissingObject(repository, "a commit", "git log"));
    git_error_clear();
    return std::vector<git_oid>{};
  }
  if (code < 0) return std::unexpected(GitError(code, "the merge base"));
  std::vector<git_oid> bases(found.ids, found.ids + found.count);
  git_oidarray_dispose(&found);
  return bases;
}

}  // namespace remit
