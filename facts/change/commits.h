// The commits of a range, with their trailers and marks. Private to facts/change.
#pragma once

#include <vector>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "facts/change/agent_marks.h"
#include "facts/change/change.h"
#include "facts/change/repository.h"

namespace remit {

// Every commit that the head reaches and the base does not, oldest first (topological order), of
// index and work tree none; into `facts.commits` and `facts.agents`. Missing, Limit.
Result<void> ReadCommits(const Repository& repository, const Range& range,
                         const ChangeLimits& limits, const AgentMarks& marks, ChangeFacts& facts);

}  // namespace remit
