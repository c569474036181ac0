// Which commits a range holds. Private to facts/change.
#pragma once

#include <git2.h>

#include <vector>

#include "engine/base/error.h"
#include "facts/change/repository.h"

namespace remit {

// Every commit that the head reaches and the base does not, parents before children; of index and
// work tree, and of an unborn head, none; an unborn base reaches nothing. Missing: an object that
// the walk needs is not in this clone, or a shallow clone cuts the range itself off.
Result<std::vector<git_oid>> FindCommits(const Repository& repository, const Range& range);

}  // namespace remit
