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

void DecideSlots(benchmark::State& state, const Engine& engine, const NativeActions& natives) {
  Decider decider(engine);
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(Touch(DecideNative(decider, natives.actions[next])));
    next = next + 1 == natives.actions.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}

const Decision& SetAndDecide(Decider& decider, const NativeAction& native) {
  decider.Begin();
  for (uint32_t slot = 0; slot < native.facts.size(); ++slot) {
    if (!native.facts[slot].is_error()) decider.SetSlot(slot, native.facts[slot]);
  }
  return decider.Decide(native.name);
}

void DecideSteps(benchmark::State& state, const Engine& engine, const NativeActions& natives) {
  Decider decider(engine);
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(Touch(SetAndDecide(decider, natives.actions[next])));
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

void JudgeSlots(const Case& one, const NativeActions& natives, Wrong& wrong) {
  Decider decider(one.engine);
  std::vector<Verdict> verdicts;
  for (const NativeAction& native : natives.actions) {
    verdicts.push_back(DecideNative(decider, native).verdict);
  }
  wrong.Compare(one.workload, "slots", verdicts);
  verdicts.clear();
  for (const NativeAction& native : natives.actions) {
    verdicts.push_back(SetAndDecide(decider, native).verdict);
  }
  wrong.Compare(one.workload, "steps", verdicts);
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
    JudgeSlots(one, *natives, wrong);
    JudgeJson(one, wrong);
    const std::string& name = one.workload.name;
    benchmark::RegisterBenchmark(
        ("decide/slots/" + name).c_str(),
        [&one, natives](benchmark::State& state) { DecideSlots(state, one.engine, *natives); });
    benchmark::RegisterBenchmark(
        ("decide/steps/" + name).c_str(),
        [&one, natives](benchmark::State& state) { DecideSteps(state, one.engine, *natives); });
    benchmark::RegisterBenchmark(("decide/json/" + name).c_str(),
                                 [&one](benchmark::State& state) { DecideJson(state, one); });
  }
}

}  // namespace remit::bench
