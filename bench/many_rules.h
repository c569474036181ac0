// W3 made larger: any number of rules of the shape that the measured data bring with 1,000 and
// 10,000 (one action name each, about three rules a name, the same kinds of conditions), and
// actions with the answers that walking over the list of rules gives.
#pragma once

#include <cstddef>
#include <string>

#include "tests/support/workloads.h"

namespace remit::bench {

// `rules` rules and 1,000 actions, the same ones each time. The answers come from an evaluation of
// the list of rules that knows nothing of policies or the engine.
Workload MakeManyRules(size_t rules);

}  // namespace remit::bench
