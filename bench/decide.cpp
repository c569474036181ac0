// One decision: from native slots, as an embedder without JSON sets them, and from JSON text with
// the strict reader included. The whole decision is made: every finding, not the verdict alone.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "bench/cases.h"
#include "engine/base/arena.h"
#include "engine/model/action.h"

namespace remit::bench {
namespace {

const Value kNow = MakeTimestamp(1'767'614'400, 0);  // 2026-01-05T12:00:00Z

struct SlotValue {
  uint32_t slot;
  Value value;
};

// An action as a host with its own structures has it: a name and values by slot.
struct NativeAction {
  std::string_view name;
  std::vector<SlotValue> values;
};

const Value* Root(const Action& action, SlotRoot root) {
  switch (root) {
    case SlotRoot::Subject:
      return &action.subject;
    case SlotRoot::Action:
      return &action.action;
    case SlotRoot::Resource:
      return &action.resource;
    case SlotRoot::Context:
      return &action.context;
    case SlotRoot::Now:
      return &kNow;
  }
  return nullptr;
}

NativeAction MakeNative(const Program& program, const Action& action) {
  NativeAction native{action.name, {}};
  for (uint32_t slot = 0; slot < program.slots.size(); ++slot) {
    const Value* value = Root(action, program.slots[slot].root);
    for (const StringId member : program.slots[slot].members) {
      if (value != nullptr) {
        value =
            value->kind == ValueKind::Map ? FindMember(*value, program.strings[member]) : nullptr;
      }
    }
    if (value != nullptr && !value->is_error()) native.values.push_back({slot, *value});
  }
  return native;
}

// The values live in `arena`.
struct NativeActions {
  Arena arena;
  std::vector<NativeAction> actions;
};

std::shared_ptr<const NativeActions> ReadNative(const Case& one) {
  auto natives = std::make_shared<NativeActions>();
  for (const std::string& text : one.workload.actions) {
    const Result<Action> action = ReadAction(natives->arena, text);
    if (action) natives->actions.push_back(MakeNative(one.engine.program(), *action));
  }
  return natives;
}

Verdict DecideNative(Decider& decider, const NativeAction& native) {
  decider.Begin();
  for (const SlotValue& value : native.values) decider.SetSlot(value.slot, value.value);
  return decider.Decide(native.name).verdict;
}

std::string JudgeNative(const Case& one, const NativeActions& natives) {
  Decider decider(one.engine);
  std::vector<Verdict> verdicts;
  verdicts.reserve(natives.actions.size());
  for (const NativeAction& native : natives.actions) {
    verdicts.push_back(DecideNative(decider, native));
  }
  return Mismatches(one.workload, verdicts);
}

void DecideSlots(benchmark::State& state, const Case& one, const NativeActions& natives) {
  Decider decider(one.engine);
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(DecideNative(decider, natives.actions[next]));
    next = next + 1 == natives.actions.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}

void DecideJson(benchmark::State& state, const Case& one) {
  Decider decider(one.engine);
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize((*decider.Decide(one.workload.actions[next], kNow))->verdict);
    next = next + 1 == one.workload.actions.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}

}  // namespace

std::string RegisterDecide(const std::vector<Case>& cases) {
  std::string problems;
  for (const Case& one : cases) {
    const Result<std::vector<Verdict>> verdicts = DecideAll(one.engine, one.workload);
    problems += verdicts ? Mismatches(one.workload, *verdicts) : verdicts.error().message + "\n";
    const auto natives = ReadNative(one);
    problems += JudgeNative(one, *natives);
    const std::string& name = one.workload.name;
    benchmark::RegisterBenchmark(
        ("decide/slots/" + name).c_str(),
        [&one, natives](benchmark::State& state) { DecideSlots(state, one, *natives); });
    benchmark::RegisterBenchmark(("decide/json/" + name).c_str(),
                                 [&one](benchmark::State& state) { DecideJson(state, one); });
  }
  return problems;
}

}  // namespace remit::bench
