// Findings become a decision: the strictest counts.
#pragma once

#include <vector>

#include "engine/decide/deciding.h"

namespace remit {

// Sorts the scratch's findings and combines those outside shadow; the decision refers to the
// scratch and to the vm's arena.
Decision Combine(Deciding& deciding);

}  // namespace remit
