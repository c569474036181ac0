// Where two histories meet. Private to facts/change.
#pragma once

#include <git2.h>

#include <vector>

#include "engine/base/error.h"

namespace remit {

// The best common ancestors, in the order of `git merge-base --all`, in a shallow clone as far as
// its history goes; empty: the histories do not meet. Missing: a commit is not in this clone.
Result<std::vector<git_oid>> MergeBases(git_repository* repository, const git_oid& one,
                                        const git_oid& two);

}  // namespace remit
