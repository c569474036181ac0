// remit_bench: reads the measured workloads, demands right answers, then times.
#include <benchmark/benchmark.h>

#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "bench/cases.h"

namespace remit::bench {
namespace {

std::string LoadCases(std::vector<Case>& cases) {
  const std::string folder = PerfFolder(REMIT_SOURCE_DIR);
  if (folder.empty()) return "no measured data: set REMIT_DATA to the folder that holds perf/\n";
  for (const char* name : {"w1", "w2", "w3_1000", "w3_10000"}) {
    Result<Workload> workload = ReadWorkload(folder, name);
    if (!workload) return workload.error().where + ": " + workload.error().message + "\n";
    Result<Engine> engine = EngineFor(workload->policy);
    if (!engine) return std::string(name) + ": " + engine.error().message + "\n";
    cases.push_back({*std::move(workload), *std::move(engine)});
  }
  return {};
}

int Run(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  std::vector<Case> cases;
  std::string problem = LoadCases(cases);
  if (problem.empty()) problem = RegisterDecide(cases);
  if (problem.empty()) problem = RegisterLimit(cases);
  if (problem.empty()) problem = RegisterEvaluate();
  if (!problem.empty()) {
    std::cerr << problem;
    return 1;
  }
  RegisterParseCompile(cases);
  RegisterReadAction(cases);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace remit::bench

int main(int argc, char** argv) { return remit::bench::Run(argc, argv); }
