// Thresholds, prohibitions and triggers. A rule that errs anywhere ends as a finding all the same:
// what it would have demanded, it demands.
#include "engine/decide/rules.h"

#include <algorithm>
#include <cmath>

#include "engine/decide/evidence.h"
#include "engine/decide/numbers.h"
#include "engine/program/words.h"
#include "engine/vm/eval.h"

namespace remit {
namespace {

// What an erring rule still demands: what its own escalate effects would.
void AddOwnDemands(Deciding& deciding, const Rule& rule) {
  const auto add = [&](const Effect& effect) {
    if (effect.verdict != Verdict::Escalate) return;
    AddDemand(deciding, effect, Resolve(deciding, rule.policy, effect.to).names);
  };
  switch (rule.kind) {
    case RuleKind::Threshold:
      for (const Band& band : deciding.program.bands[rule.bands]) {
        add(deciding.program.effects[band.effect]);
      }
      break;
    case RuleKind::Trigger:
      add(deciding.program.effects[rule.effect]);
      break;
    case RuleKind::Prohibit:
    case RuleKind::Authority:
      break;
  }
  if (deciding.scratch.demands.empty()) AddOwnersDemand(deciding, rule.policy);
}

// Who may waive: the roles named; where none are, nobody can and the owners are told.
const EvalError* AddWaivers(Deciding& deciding, const Rule& rule) {
  const Effect& effect = deciding.program.effects[rule.effect];
  const Addressees addressees = Resolve(deciding, rule.policy, effect.to);
  const bool anybody = !effect.to.empty();
  AddDemand(deciding, effect, anybody ? addressees.names : std::span<const std::string_view>());
  AddRecipients(deciding, addressees.names);
  return addressees.error;
}

// A rule that applied, but part of whose answer erred: escalate, whatever it would have been.
void TurnIntoError(Deciding& deciding, const Rule& rule, Finding& finding, const EvalError* error) {
  finding.verdict = Verdict::Escalate;
  finding.error = error;
  deciding.scratch.demands.clear();
  deciding.vm.BeginRule();
  AddOwnDemands(deciding, rule);
}

// Each hit up to a number that keeps a record readable; of more, how many there are.
void AddHits(Deciding& deciding, const Value& hits) {
  constexpr uint32_t kMostHits = 100;
  Arena& arena = deciding.vm.arena();
  for (const Value& hit : hits.list().first(std::min(hits.size, kMostHits))) {
    AddEvidence(deciding, "match", CutValue(arena, hit));
  }
  if (hits.size > kMostHits) AddEvidence(deciding, "match", CutValue(arena, hits));
}

// A rule's name as words: `secret_in_change` is "secret in change".
std::string_view NameWords(Deciding& deciding, const Rule& rule) {
  const std::string_view name = NameInPolicy(deciding.program, rule);
  if (name.find('_') == std::string_view::npos) return name;
  const auto words = deciding.vm.arena().MakeArray<char>(name.size());
  for (size_t i = 0; i < name.size(); ++i) words[i] = name[i] == '_' ? ' ' : name[i];
  return {words.data(), words.size()};
}

void EvaluateProhibit(Deciding& deciding, uint32_t rule_id) {
  const Rule& rule = deciding.program.rules[rule_id];
  Value hits = MakeList({});
  if (rule.hits != kNone) {
    hits = deciding.vm.ReadLet(rule.hits);
    if (hits.is_error()) return AddErrorFinding(deciding, rule_id, hits.error);
    if (hits.size == 0) return;
  }
  Finding finding = StartFinding(deciding, rule_id);
  finding.verdict = Verdict::Escalate;
  finding.error = AddWaivers(deciding, rule);
  finding.reason = ReasonOf(deciding, rule, NameWords(deciding, rule));
  AddHits(deciding, hits);
  AddSources(deciding, rule.evidence);
  finding.evidence = KeepEvidence(deciding, rule.policy);
  AddFinding(deciding, finding);
}

void EvaluateTrigger(Deciding& deciding, uint32_t rule_id) {
  const Rule& rule = deciding.program.rules[rule_id];
  Finding finding = StartFinding(deciding, rule_id);
  const Effect& effect = deciding.program.effects[rule.effect];
  finding.verdict = effect.verdict;
  const Addressees addressees = Resolve(deciding, rule.policy, effect.to);
  if (finding.verdict == Verdict::Escalate) {
    AddDemand(deciding, effect, addressees.names);
    finding.error = addressees.error;
  } else {
    AddRecipients(deciding, addressees.names);
  }
  finding.reason = ReasonOf(deciding, rule, NameWords(deciding, rule));
  if (finding.verdict != Verdict::Escalate && addressees.error != nullptr) {
    TurnIntoError(deciding, rule, finding, addressees.error);
  }
  AddSources(deciding, rule.evidence);
  finding.evidence = KeepEvidence(deciding, rule.policy);
  AddFinding(deciding, finding);
}

// The value of a measure or limit: an int or a double that is a number, else an error.
Value RunNumber(Deciding& deciding, ChunkId chunk, std::string_view what) {
  const Value value = deciding.vm.Run(chunk);
  if (value.is_error()) return value;
  Arena& arena = deciding.vm.arena();
  if (value.kind != ValueKind::Int && value.kind != ValueKind::Double) {
    return Failure(arena, EvalErrorCode::NoOverload,
                   {"the ", what, " gives ", ValueKindName(value.kind), ", not int or double"});
  }
  if (value.kind == ValueKind::Double && std::isnan(value.real)) {
    return Failure(arena, EvalErrorCode::NotFinite, {"the ", what, " is NaN"});
  }
  return value;
}

// The band's limits; an error value in `low` where it cannot be judged.
struct Limits {
  Value low;
  Value high;
};

Limits RunLimits(Deciding& deciding, const Band& band) {
  Limits limits = {RunNumber(deciding, band.low, "limit"), Value()};
  if (band.bound != Bound::Outside || limits.low.is_error()) return limits;
  limits.high = RunNumber(deciding, band.high, "limit");
  if (limits.high.is_error()) {
    limits.low = limits.high;
  } else if (Crosses(Bound::Above, limits.low, limits.high, Value())) {
    limits.low = MakeError(deciding.vm.arena(), EvalErrorCode::InvalidArgument,
                           "the first limit of `outside` is above the second");
  }
  return limits;
}

std::string_view BandWords(Deciding& deciding, const Value& measure, Bound bound,
                           const Limits& limits) {
  Arena& arena = deciding.vm.arena();
  const std::string_view start =
      JoinText(arena, {"measure ", NumberText(arena, measure), " is ", BoundWord(bound), " ",
                       NumberText(arena, limits.low)});
  if (bound != Bound::Outside) return start;
  return JoinText(arena, {start, " and ", NumberText(arena, limits.high)});
}

void EvaluateThreshold(Deciding& deciding, uint32_t rule_id) {
  const Rule& rule = deciding.program.rules[rule_id];
  const Value measure = RunNumber(deciding, rule.measure, "measure");
  if (measure.is_error()) return AddErrorFinding(deciding, rule_id, measure.error);
  if (measure.kind == ValueKind::Double && !std::isfinite(measure.real)) {
    const EvalErrorCode code = EvalErrorCode::NotFinite;
    const Value error = MakeError(deciding.vm.arena(), code, "the measure is infinite");
    return AddErrorFinding(deciding, rule_id, error.error);
  }
  Finding finding = StartFinding(deciding, rule_id);
  finding.verdict = Verdict::Allow;
  const EvalError* to_error = nullptr;
  std::string_view words;
  const std::span<const Band> bands = deciding.program.bands[rule.bands];
  for (uint32_t i = 0; i < bands.size(); ++i) {
    const Band& band = bands[i];
    const Limits limits = RunLimits(deciding, band);
    if (limits.low.is_error()) return AddErrorFinding(deciding, rule_id, limits.low.error);
    if (!Crosses(band.bound, measure, limits.low, limits.high)) continue;
    const Effect& effect = deciding.program.effects[band.effect];
    const Addressees addressees = Resolve(deciding, rule.policy, effect.to);
    if (to_error == nullptr) to_error = addressees.error;
    if (effect.verdict == Verdict::Escalate) {
      AddDemand(deciding, effect, addressees.names);
    } else {
      AddRecipients(deciding, addressees.names);
    }
    if (effect.verdict <= finding.verdict) continue;
    finding.verdict = effect.verdict;
    finding.clause = i;
    finding.place = band.place;
    words = BandWords(deciding, measure, band.bound, limits);
  }
  if (finding.verdict == Verdict::Allow) return;
  finding.reason = ReasonOf(deciding, rule, words);
  if (to_error != nullptr) TurnIntoError(deciding, rule, finding, to_error);
  AddEvidence(deciding, "measure", measure);
  AddSources(deciding, rule.evidence);
  finding.evidence = KeepEvidence(deciding, rule.policy);
  AddFinding(deciding, finding);
}

}  // namespace

void AddErrorFinding(Deciding& deciding, uint32_t rule_id, const EvalError* error) {
  const Rule& rule = deciding.program.rules[rule_id];
  Finding finding = StartFinding(deciding, rule_id);
  finding.verdict = Verdict::Escalate;
  finding.error = error;
  finding.reason = JoinText(deciding.vm.arena(), {"cannot be evaluated: ", error->message});
  deciding.vm.BeginRule();
  if (rule.kind == RuleKind::Prohibit) {
    AddWaivers(deciding, rule);
  } else {
    AddOwnDemands(deciding, rule);
  }
  AddSources(deciding, rule.evidence);
  finding.evidence = KeepEvidence(deciding, rule.policy);
  AddFinding(deciding, finding);
}

void EvaluateRule(Deciding& deciding, uint32_t rule_id) {
  const Rule& rule = deciding.program.rules[rule_id];
  if (rule.kind == RuleKind::Authority) return;
  deciding.vm.BeginRule();
  const Value applies = RunCondition(deciding, rule.applies);
  if (applies.is_false()) return;
  if (applies.is_error()) return AddErrorFinding(deciding, rule_id, applies.error);
  switch (rule.kind) {
    case RuleKind::Threshold:
      return EvaluateThreshold(deciding, rule_id);
    case RuleKind::Prohibit:
      return EvaluateProhibit(deciding, rule_id);
    case RuleKind::Trigger:
      return EvaluateTrigger(deciding, rule_id);
    case RuleKind::Authority:
      return;
  }
}

}  // namespace remit
