// From a range of a repository to the facts of the change.
#pragma once

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "facts/change/agent_marks.h"
#include "facts/change/change.h"
#include "facts/change/repository.h"

namespace remit {

// Missing: an object that is not in this clone; the error says how to fetch it. Limit: more than
// `limits.files` files or `limits.message_bytes` of commit messages.
//
// Past `limits.text_bytes` of text, added and removed together, there is none at all and
// `text_left_out` says so. A file with a side larger than that is not read: `unread`.
Result<ChangeFacts> ReadChange(const Repository& repository, const Range& range,
                               const ChangeLimits& limits, const AgentMarks& marks);

}  // namespace remit
