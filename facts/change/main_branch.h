// Which branch of a repository others are merged into.
#pragma once

#include <string>

#include "facts/change/repository.h"

namespace remit {

// The local branch that origin/HEAD is about, else `main` or `master` where there is one, else the
// branch that is checked out, also before its first commit. Without `refs/heads/`, bytes as git has
// them; empty: none of these.
std::string MainBranch(const Repository& repository);

}  // namespace remit
