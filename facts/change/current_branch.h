// The branch that is checked out.
#pragma once

#include <string>

#include "facts/change/repository.h"

namespace remit {

// Its name without `refs/heads/`, bytes as git has them, also before its first commit; empty: a
// detached head.
std::string CurrentBranch(const Repository& repository);

}  // namespace remit
