#include "facts/change/main_branch.h"

#include <string_view>

#include "facts/change/git.h"

namespace remit {
namespace {

Git<git_reference> Find(const Repository& repository, const std::string& name) {
  git_reference* found = nullptr;
  if (git_reference_lookup(&found, repository.get(), name.c_str()) < 0) found = nullptr;
  return Git<git_reference>(found);
}

// What the symbolic reference `name` points to, without `prefix`; empty: to nothing that has it.
std::string TargetOf(const Repository& repository, const std::string& name,
                     std::string_view prefix) {
  const Git<git_reference> reference = Find(repository, name);
  const char* found =
      reference == nullptr ? nullptr : git_reference_symbolic_target(reference.get());
  const std::string_view target = found == nullptr ? "" : found;
  return std::string(target.starts_with(prefix) ? target.substr(prefix.size()) : "");
}

}  // namespace

std::string MainBranch(const Repository& repository) {
  const std::string remote =
      TargetOf(repository, "refs/remotes/origin/HEAD", "refs/remotes/origin/");
  for (const std::string& name : {remote, std::string("main"), std::string("master")}) {
    if (!name.empty() && Find(repository, "refs/heads/" + name) != nullptr) return name;
  }
  return TargetOf(repository, "HEAD", "refs/heads/");
}

}  // namespace remit
