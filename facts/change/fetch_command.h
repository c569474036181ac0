// The git command that reads every object of a change, and so fetches what a partial clone lacks.
// Private to facts/change.
#pragma once

#include <string>

#include "facts/change/repository.h"

namespace remit {

std::string FetchCommand(const Range& range);

}  // namespace remit
