// Nothing under `.remit/` that git tracks may be there after a change: records and whatever else is
// kept there would be its own word. A base that has it can still be mended.
#pragma once

#include "engine/base/error.h"
#include "facts/change/change.h"
#include "facts/change/repository.h"

namespace remit {

// BadInput with what to do, where the head or the index tracks the `.remit` of the folder one
// stands in or of one above it.
Result<void> RefuseTrackedRemit(const Repository& repository, const Range& range);

// The same where the change brings one, in any folder.
Result<void> RefuseChangedRemit(const ChangeFacts& change);

}  // namespace remit
