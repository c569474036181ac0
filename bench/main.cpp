// remit_bench: reads the measured workloads, makes the others, compares all answers, then times.
//
//   remit_bench [--programs=FOLDER | --phases] [google-benchmark options]
//
// --programs also writes every workload there: W.remit, W.remitb, W.jsonl. --phases times the way
// from policy text to a loaded engine instead of decisions: in a process of its own, since a heap
// that holds 100,000 rules already makes the compiler's memory dear. The context of the benchmarks'
// output holds `wrong_answers`.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/cases.h"
#include "bench/further.h"
#include "bench/many_rules.h"
#include "dsl/compile/compile.h"
#include "engine/bundle/seal.h"
#include "engine/program/encode.h"

namespace remit::bench {
namespace {

constexpr std::string_view kPrograms = "--programs=";
constexpr std::string_view kPhases = "--phases";

// 100,000 rules are more text than a policy file may have.
Result<Engine> Compiled(const Workload& workload) {
  CompileOptions options;
  options.source_limits.bytes = 64u << 20;
  const Compilation made = CompileTexts({{"workload.remit", workload.policy}}, options);
  if (!made.program) {
    return Fail(ErrorKind::BadProgram, FormatDiagnostics(made.diagnostics, made.sources));
  }
  return Engine::Load(EncodeProgram(*made.program));
}

Result<std::vector<Workload>> ReadWorkloads(bool phases) {
  const std::string folder = PerfFolder(REMIT_SOURCE_DIR);
  if (folder.empty()) {
    return Fail(ErrorKind::Missing, "no measured data: set REMIT_DATA to the folder with perf/");
  }
  std::vector<Workload> workloads;
  for (const char* name : {"w1", "w2", "w3_1000", "w3_10000"}) {
    Result<Workload> workload = ReadWorkload(folder, name);
    if (!workload) return std::unexpected(workload.error());
    workloads.push_back(*std::move(workload));
  }
  if (!phases) workloads.push_back(MakeManyRules(100'000));
  for (Workload& workload : MakeFurther()) workloads.push_back(std::move(workload));
  return workloads;
}

Result<std::vector<Case>> LoadCases(bool phases) {
  Result<std::vector<Workload>> workloads = ReadWorkloads(phases);
  if (!workloads) return std::unexpected(workloads.error());
  std::vector<Case> cases;
  for (Workload& workload : *workloads) {
    Result<Engine> engine = Compiled(workload);
    if (!engine) return Fail(engine.error().kind, engine.error().message, workload.name);
    cases.push_back({std::move(workload), *std::move(engine)});
  }
  return cases;
}

bool WritePrograms(const std::vector<Case>& cases, const std::string& folder) {
  bool written = true;
  for (const Case& one : cases) {
    const std::string stem = folder + "/" + one.workload.name;
    std::ofstream policy(stem + ".remit", std::ios::binary);
    policy << one.workload.policy;
    std::ofstream bundle(stem + ".remitb", std::ios::binary);
    bundle << EncodeBundle(MakeBundle(one.engine.program()));
    std::ofstream actions(stem + ".jsonl", std::ios::binary);
    for (const std::string& text : one.workload.actions) actions << text << '\n';
    written = written && policy.flush() && bundle.flush() && actions.flush();
  }
  return written;
}

int Run(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  std::string folder;
  const bool phases = argc == 2 && argv[1] == kPhases;
  if (phases) argc = 1;
  if (argc == 2 && std::string_view(argv[1]).starts_with(kPrograms)) {
    folder = argv[1] + kPrograms.size();
    argc = 1;
  }
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  const Result<std::vector<Case>> cases = LoadCases(phases);
  if (!cases) {
    std::cerr << cases.error().where << ": " << cases.error().message << '\n';
    return 1;
  }
  if (!folder.empty() && !WritePrograms(*cases, folder)) {
    std::cerr << folder << ": cannot be written\n";
    return 1;
  }
  Wrong wrong;
  if (phases) {
    RegisterParseCompile(*cases);
  } else {
    RegisterDecide(*cases, wrong);
    RegisterLimit(*cases, wrong);
    RegisterEvaluate(wrong);
    RegisterThreads(*cases);
    RegisterReadAction(*cases);
  }
  std::cerr << wrong.text;
  benchmark::AddCustomContext("wrong_answers", std::to_string(wrong.answers));
  benchmark::RunSpecifiedBenchmarks();
  return wrong.answers == 0 ? 0 : 1;
}

}  // namespace

void Wrong::Compare(const Workload& workload, const std::string& path,
                    const std::vector<Verdict>& verdicts) {
  for (size_t i = 0; i < workload.expected.size(); ++i) {
    if (i < verdicts.size() && verdicts[i] == workload.expected[i]) continue;
    ++answers;
    if (answers > 20) continue;  // the count says the rest
    text += path + ": " + workload.name + ": action " + std::to_string(i + 1) + ": " +
            std::string(i < verdicts.size() ? VerdictName(verdicts[i]) : "not decided") +
            ", expected " + std::string(VerdictName(workload.expected[i])) + "\n";
  }
}

}  // namespace remit::bench

int main(int argc, char** argv) { return remit::bench::Run(argc, argv); }
