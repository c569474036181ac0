// From policy text to a loaded engine, phase by phase. Every figure is of a whole policy.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "bench/cases.h"
#include "dsl/compile/compile.h"
#include "dsl/parse/parse.h"
#include "engine/program/encode.h"

namespace remit::bench {
namespace {

void CountBytes(benchmark::State& state, size_t bytes) {
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes));
}

void Parse(benchmark::State& state, const std::string& policy) {
  for (auto _ : state) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId id = sources.Add("workload.remit", policy);
    benchmark::DoNotOptimize(ParseFile(sources, id, diagnostics));
  }
  CountBytes(state, policy.size());
}

void Compile(benchmark::State& state, const std::string& policy) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(CompileTexts({{"workload.remit", policy}}, {}));
  }
  CountBytes(state, policy.size());
}

void Load(benchmark::State& state, const std::string& program) {
  for (auto _ : state) benchmark::DoNotOptimize(Engine::Load(program));
  CountBytes(state, program.size());
}

}  // namespace

void RegisterParseCompile(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    const std::string& name = one.workload.name;
    const std::string& policy = one.workload.policy;
    const std::string program(one.engine.bytes());
    const auto unit = benchmark::kMicrosecond;
    benchmark::RegisterBenchmark(("parse/" + name).c_str(), [&policy](benchmark::State& state) {
      Parse(state, policy);
    })->Unit(unit);
    benchmark::RegisterBenchmark(("compile/" + name).c_str(), [&policy](benchmark::State& state) {
      Compile(state, policy);
    })->Unit(unit);
    benchmark::RegisterBenchmark(("load/" + name).c_str(), [program](benchmark::State& state) {
      Load(state, program);
    })->Unit(unit);
  }
}

}  // namespace remit::bench
