// What the benchmark's parts share: a workload that compiled and whose answers were right.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/engine.h"
#include "tests/support/workloads.h"

namespace remit::bench {

struct Case {
  Workload workload;
  Engine engine;
};

// Each registers its benchmarks over `cases`, which outlive the run. A benchmark's time is that of
// one action, or of one whole policy.
void RegisterParseCompile(const std::vector<Case>& cases);
// Returns what answers were wrong, judged before anything is timed; empty: all were right.
std::string RegisterDecide(const std::vector<Case>& cases);
// Reading alone: engine/vm/action_reader.h.
void RegisterReadAction(const std::vector<Case>& cases);
// The same decisions by hand-written code, for W1 and W2.
std::string RegisterLimit(const std::vector<Case>& cases);
// Single expressions, by the VM and by the reference evaluator.
std::string RegisterEvaluate();

}  // namespace remit::bench
