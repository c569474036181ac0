// One decision: from a row of native facts, as an embedder without JSON has them, the same facts
// set slot by slot, and from JSON text with the strict reader included. The whole decision is made
// and read: every finding with its reason and evidence, not the verdict alone.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "bench/cases.h"
#include "bench/deciding.h"

namespace remit::bench {
namespace {

using DecideOne = const Decision& (*)(Decider&, const NativeAction&);

const Decision& SetAndDecide(Decider& decider, const NativeAction& native) {
  decider.Begin();
  for (uint32_t slot = 0; slot < native.facts.size(); ++slot) {
    if (!native.facts[slot].is_error()) decider.SetSlot(slot, native.facts[slot]);
  }
  return decider.Decide(native.name);
}

// `decide` is known to the compiler, so that the loop calls it and not a pointer.
template <DecideOne decide>
void DecideNatives(benchmark::State& state, const Engine& engine, const NativeActions& natives) {
  Decider decider(engine);
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(Touch(decide(decider, natives.actions[next])));
    next = next + 1 == natives.actions.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}

void DecideJson(benchmark::State& state, const Case& one) {
  Decider decider(one.engine);
  size_t next = 0;
  for (auto _ : state) {
    const Result<const Decision*> decision = decider.Decide(one.workload.actions[next], kNow);
    benchmark::DoNotOptimize(Touch(**decision));
    next = next + 1 == one.workload.actions.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}

void JudgeNatives(const Case& one, const NativeActions& natives, const char* way, DecideOne decide,
                  Wrong& wrong) {
  Decider decider(one.engine);
  std::vector<Verdict> verdicts;
  for (const NativeAction& native : natives.actions) {
    verdicts.push_back(decide(decider, native).verdict);
  }
  wrong.Compare(one.workload, way, verdicts);
}

void JudgeJson(const Case& one, Wrong& wrong) {
  Decider decider(one.engine);
  std::vector<Verdict> verdicts;
  for (const std::string& text : one.workload.actions) {
    const Result<const Decision*> decision = decider.Decide(text, kNow);
    if (!decision) break;  // the rest is missing, which Compare says
    verdicts.push_back((*decision)->verdict);
  }
  wrong.Compare(one.workload, "json", verdicts);
}

}  // namespace

void RegisterDecide(const std::vector<Case>& cases, Wrong& wrong) {
  for (const Case& one : cases) {
    const auto natives = ReadNative(one.engine, one.workload.actions);
    JudgeNatives(one, *natives, "slots", DecideNative, wrong);
    JudgeNatives(one, *natives, "steps", SetAndDecide, wrong);
    JudgeJson(one, wrong);
    const std::string& name = one.workload.name;
    benchmark::RegisterBenchmark(("decide/slots/" + name).c_str(),
                                 [&one, natives](benchmark::State& state) {
                                   DecideNatives<DecideNative>(state, one.engine, *natives);
                                 });
    benchmark::RegisterBenchmark(("decide/steps/" + name).c_str(),
                                 [&one, natives](benchmark::State& state) {
                                   DecideNatives<SetAndDecide>(state, one.engine, *natives);
                                 });
    benchmark::RegisterBenchmark(("decide/json/" + name).c_str(),
                                 [&one](benchmark::State& state) { DecideJson(state, one); });
  }
}

}  // namespace remit::bench
