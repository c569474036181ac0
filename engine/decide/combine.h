// Findings become a decision: the strictest counts.
#pragma once

#include <vector>

#include "engine/decide/deciding.h"

namespace remit {

// Sorts the scratch's findings and combines those outside shadow into `decision`, which refers to
// the scratch and to the vm's arena.
void Combine(Deciding& deciding, Decision& decision);

}  // namespace remit
