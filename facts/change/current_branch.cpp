#include "facts/change/current_branch.h"

#include <string_view>

#include "facts/change/git.h"

namespace remit {

std::string CurrentBranch(const Repository& repository) {
  constexpr std::string_view kBranches = "refs/heads/";
  git_reference* found = nullptr;
  if (git_reference_lookup(&found, repository.get(), "HEAD") < 0) return "";
  const Git<git_reference> head(found);
  const char* target = git_reference_symbolic_target(head.get());
  const std::string_view name = target == nullptr ? "" : target;
  return std::string(name.starts_with(kBranches) ? name.substr(kBranches.size()) : "");
}

}  // namespace remit
