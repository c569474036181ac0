// What the benchmark's parts share: a workload that compiled and whose answers are compared.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/decide/engine.h"
#include "tests/support/workloads.h"

namespace remit::bench {

struct Case {
  Workload workload;
  Engine engine;
};

// What was wrong before anything was timed. Empty and 0: every path gave every answer.
struct Wrong {
  std::string text;  // a line each
  size_t answers = 0;

  // Adds where `verdicts`, come to by `path`, are not the workload's.
  void Compare(const Workload& workload, const std::string& path,
               const std::vector<Verdict>& verdicts);
};

// Each registers its benchmarks over `cases`, which outlive the run, and compares the answers of
// what they time. A benchmark's time is that of one action, or of one whole policy.
void RegisterDecide(const std::vector<Case>& cases, Wrong& wrong);
// Reading alone: engine/vm/action_reader.h.
void RegisterReadAction(const std::vector<Case>& cases);
// The same decisions by hand-written code, for W1 and W2.
void RegisterLimit(const std::vector<Case>& cases, Wrong& wrong);
// One bundle under one thread and under two.
void RegisterThreads(const std::vector<Case>& cases);
void RegisterParseCompile(const std::vector<Case>& cases);
// Single expressions, by the VM and by the reference evaluator.
void RegisterEvaluate(Wrong& wrong);

}  // namespace remit::bench
