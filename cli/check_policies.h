// The policies that judge a change, read from one side of it.
#pragma once

#include <expected>
#include <string>

#include "cli/arguments.h"
#include "cli/config.h"
#include "cli/exit_code.h"
#include "engine/decide/engine.h"
#include "facts/change/agent_marks.h"
#include "facts/change/repository.h"

namespace remit {

struct CheckPolicies {
  Config config;
  Engine engine;
  AgentMarks marks;  // Remit's own and the project's
  // What was read: configuration, policies, imports, marks, trusted keys; relative to the top of
  // the repository.
  std::vector<std::string> files;
  std::string source;  // "the base 1a2b3c4d5e6f"
  std::string at;      // for the record: a hex id, or "index", "worktree"
};

// Prints what is wrong to standard error and gives the status to end with: Rejected where that side
// has no policy, with the hint how one gets there.
std::expected<CheckPolicies, ExitCode> LoadCheckPolicies(const CheckArguments& arguments,
                                                         const Repository& repository,
                                                         const Range& range);

// The folder one stands in, relative to the top of the work tree, without a `/` at its end; empty:
// the top, or there is no work tree, or one stands outside it.
std::string FolderInside(const Repository& repository);

}  // namespace remit
