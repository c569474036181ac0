// Policies that the measured data do not have: what an index cannot help, and what costs otherwise
// than by the number of rules. The answers are known by how actions are made.
#pragma once

#include <vector>

#include "tests/support/workloads.h"

namespace remit::bench {

// unindexed_200: 200 rules over arithmetic, any action; lets_500: 500 rules that read the same five
// lets; regexes_200: 200 regexes over one text; lists_100: exists, filter and size over lists of
// 100 elements. 1,000 actions each; at most one rule of a policy applies, but for lists_100.
std::vector<Workload> MakeFurther();

}  // namespace remit::bench
