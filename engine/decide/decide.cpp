// The order of a decision: each policy's rules, its grants, then all findings together. Rules and
// policies come in the program's order, so one walk over both is enough.
#include "engine/decide/combine.h"
#include "engine/decide/engine.h"
#include "engine/decide/rules.h"

namespace remit {

Decider::Decider(const Engine& engine, Selection selection)
    : engine_(engine), vm_(engine.loaded()), selection_(selection) {}

const Decision& Decider::Decide(const Action& action, const Value& now) {
  Begin();
  vm_.SetSlots(action, now);
  return Judge(action.name);
}

Result<const Decision*> Decider::Decide(std::string_view action_json, const Value& host_now) {
  Begin();
  if (const auto name = vm_.SetSlots(action_json, host_now)) return &Judge(*name);
  unusual_.Reset();
  Result<Action> action = ReadAction(unusual_, action_json);
  if (!action) return std::unexpected(std::move(action.error()));
  vm_.SetSlots(*action, action->time.value_or(host_now));
  return &Judge(action->name);
}

void Decider::Begin() { vm_.Begin(); }

const Decision& Decider::Decide(std::string_view action_name, std::span<const Value> facts) {
  Begin();
  vm_.SetSlots(facts);
  return Decide(action_name);
}

const Decision& Decider::Decide(std::string_view action_name) {
  vm_.SetName(action_name);
  return Judge(action_name);
}

const Decision& Decider::Judge(std::string_view action_name) {
  if (selection_ == Selection::EveryRule) {
    candidates_ = Covering(engine_.program(), action_name);
    return Evaluate(action_name);
  }
  engine_.index().Find(vm_, action_name, candidates_);
  if (candidates_.units.empty() && candidates_.policies.size() == 1) {
    const Decision& quiet = engine_.tables().quiet[candidates_.policies[0]];
    if (!quiet.findings.empty()) return quiet;
  }
  return Evaluate(action_name);
}

const Decision& Decider::Evaluate(std::string_view action_name) {
  const Program& program = engine_.program();
  scratch_.findings.clear();
  Deciding deciding = {program, engine_.tables(), vm_, action_name, scratch_};
  bool covered = false;
  const std::span<const Unit> units = candidates_.units;
  size_t next = 0;
  for (const uint32_t policy : candidates_.policies) {
    size_t last = next;
    bool grants = false;
    for (; last < units.size() && program.rules[units[last].rule].policy == policy; ++last) {
      grants |= units[last].grant != kNone;
    }
    const std::span<const Unit> own = units.subspan(next, last - next);
    next = last;
    // Before the rules: the name of a default comes before most of theirs, and findings are sorted.
    covered |= EvaluateGrants(deciding, policy, grants ? own : std::span<const Unit>());
    for (const Unit& unit : own) {
      if (unit.grant == kNone) EvaluateRule(deciding, unit.rule);
    }
  }
  if (!covered) AddUncovered(deciding);
  Combine(deciding, decision_);
  return decision_;
}

}  // namespace remit
