// What else a gate asks of a repository.
#pragma once

#include <string>

#include "engine/base/error.h"
#include "facts/change/repository.h"

namespace remit {

// Whether git tracks `folder` or anything under it there (relative to the top, without a `/` at its
// end).
Result<bool> TracksFolder(const Repository& repository, const TreeSource& source,
                          const std::string& folder);

// "a rebase", "a merge" …, where git is in the middle of one; empty: it is not.
std::string Unfinished(const Repository& repository);

// The mail address that git is configured to commit with; empty: none.
std::string ConfiguredAuthor(const Repository& repository);

}  // namespace remit
