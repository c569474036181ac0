// Thresholds, prohibitions, triggers: rules that say something by themselves.
#include <algorithm>
#include <cmath>

#include "tests/reference/judging.h"
#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

const char* BoundText(Bound bound) {
  switch (bound) {
    case Bound::Above:
      return "above";
    case Bound::Below:
      return "below";
    case Bound::AtLeast:
      return "at least";
    case Bound::AtMost:
      return "at most";
    case Bound::Outside:
      return "outside";
  }
  return "";
}

bool Finite(const Value& value) {
  return value.kind == ValueKind::Int ||
         (value.kind == ValueKind::Double && std::isfinite(value.real));
}

// A rule's name as words.
std::string Words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

}  // namespace

// A rule that could not be evaluated: demands what its own `escalate` would, else its owner.
void Judging::AddErring(const typed::Rule& rule, ReferenceFinding finding, EvalErrorCode error) {
  const typed::Policy& policy = bundle_.policies[rule.policy];
  finding.verdict = Verdict::Escalate;
  finding.error = error;
  finding.reason = "cannot be evaluated";
  finding.recipients.clear();
  finding.demands.clear();
  finding.clause = 0;
  e_.spent = 0;
  if (rule.kind == RuleKind::Threshold) {
    for (const typed::Band& band : rule.bands) {
      if (band.effect.verdict == Verdict::Escalate) {
        finding.demands.insert(DemandOf(policy, band.effect));
      }
    }
  } else if (rule.kind == RuleKind::Prohibit && rule.effect.to.empty()) {
    finding.demands.insert(ReferenceDemand{});
    finding.recipients = Owners(policy);
  } else if (rule.kind == RuleKind::Prohibit || rule.effect.verdict == Verdict::Escalate) {
    finding.demands.insert(DemandOf(policy, rule.effect));
  }
  if (finding.demands.empty()) finding.demands.insert(ReferenceDemand{Owners(policy)});
  for (const ReferenceDemand& demand : finding.demands) {
    finding.recipients.insert(demand.roles.begin(), demand.roles.end());
  }
  AddEvidence(rule, {rule.applies, rule.measure}, finding);
  findings_.push_back(std::move(finding));
}

void Judging::JudgeRule(const typed::Rule& rule) {
  e_.spent = 0;
  ReferenceFinding finding = Start(rule);
  const Condition applies = Check(rule.applies);
  if (applies.error) return AddErring(rule, std::move(finding), *applies.error);
  if (!applies.holds) return;
  switch (rule.kind) {
    case RuleKind::Threshold:
      return JudgeThreshold(rule, std::move(finding));
    case RuleKind::Prohibit:
      return JudgeProhibit(rule, std::move(finding));
    case RuleKind::Trigger:
      return JudgeTrigger(rule, std::move(finding));
    case RuleKind::Authority:
      return;
  }
}

// Whether the measure crosses the band, and how a reason says it.
std::optional<EvalErrorCode> Judging::Crossed(const typed::Band& band, const Value& measure,
                                              bool& crossed, std::string& words) {
  const Value low = Evaluate(e_, band.low);
  if (low.is_error()) return low.error->code;
  if (!IsNumber(low)) return EvalErrorCode::NoOverload;
  const auto order = CompareNumbers(measure, low);
  if (!order) return EvalErrorCode::NotFinite;
  words = "measure " + NumberText(measure) + " is " + BoundText(band.bound) + " " + NumberText(low);
  switch (band.bound) {
    case Bound::Above:
      crossed = *order > 0;
      break;
    case Bound::Below:
      crossed = *order < 0;
      break;
    case Bound::AtLeast:
      crossed = *order >= 0;
      break;
    case Bound::AtMost:
      crossed = *order <= 0;
      break;
    case Bound::Outside: {
      const Value high = Evaluate(e_, band.high);
      if (high.is_error()) return high.error->code;
      if (!IsNumber(high)) return EvalErrorCode::NoOverload;
      const auto above = CompareNumbers(measure, high), width = CompareNumbers(low, high);
      if (!above || !width) return EvalErrorCode::NotFinite;
      if (*width > 0) return EvalErrorCode::InvalidArgument;
      crossed = *order < 0 || *above > 0;
      words += " and " + NumberText(high);
      break;
    }
  }
  return std::nullopt;
}

void Judging::JudgeThreshold(const typed::Rule& rule, ReferenceFinding finding) {
  const typed::Policy& policy = bundle_.policies[rule.policy];
  const Value measure = Evaluate(e_, rule.measure);
  if (measure.is_error()) return AddErring(rule, std::move(finding), measure.error->code);
  if (measure.kind != ValueKind::Int && measure.kind != ValueKind::Double) {
    return AddErring(rule, std::move(finding), EvalErrorCode::NoOverload);
  }
  if (!Finite(measure)) return AddErring(rule, std::move(finding), EvalErrorCode::NotFinite);
  Verdict strictest = Verdict::Allow;
  std::string reason;
  for (uint32_t i = 0; i < rule.bands.size(); ++i) {
    const typed::Band& band = rule.bands[i];
    bool crossed = false;
    std::string words;
    if (const auto error = Crossed(band, measure, crossed, words)) {
      return AddErring(rule, Start(rule), *error);
    }
    if (!crossed) continue;
    AddEffect(policy, band.effect, finding);
    if (band.effect.verdict <= strictest) continue;
    strictest = band.effect.verdict;
    finding.clause = i;
    reason = words;
  }
  if (strictest == Verdict::Allow) return;
  finding.reason = ReasonOf(rule, reason);
  if (finding.error) {  // of a `to`: demands what all bands would, as any error of a threshold
    std::set<ReferenceDemand> demands;
    e_.spent = 0;
    for (const typed::Band& band : rule.bands) {
      if (band.effect.verdict != Verdict::Escalate) continue;
      const ReferenceDemand demand = DemandOf(policy, band.effect);
      finding.recipients.insert(demand.roles.begin(), demand.roles.end());
      demands.insert(demand);
    }
    if (demands.empty()) demands.insert(ReferenceDemand{Owners(policy)});
    finding.demands = demands;
  }
  finding.evidence.push_back({"measure", measure});
  AddEvidence(rule, {rule.applies, rule.measure}, finding);
  findings_.push_back(std::move(finding));
}

void Judging::JudgeProhibit(const typed::Rule& rule, ReferenceFinding finding) {
  if (rule.hits != kNone) {
    const Value hits = EvaluateLet(e_, rule.hits);
    if (e_.spent > e_.fuel_limit) {
      return AddErring(rule, std::move(finding), EvalErrorCode::OutOfFuel);
    }
    if (hits.is_error()) return AddErring(rule, std::move(finding), hits.error->code);
    if (hits.size == 0) return;
    for (size_t i = 0; i < hits.size && i < 100; ++i) {
      finding.evidence.push_back({"match", CutEvidence(e_, hits.items[i], false)});
    }
    if (hits.size > 100) finding.evidence.push_back({"match", CutEvidence(e_, hits, false)});
  }
  const typed::Policy& policy = bundle_.policies[rule.policy];
  finding.verdict = Verdict::Escalate;
  if (rule.effect.to.empty()) {
    finding.recipients = Owners(policy);
    finding.demands.insert(ReferenceDemand{});
  } else {
    AddEffect(policy, rule.effect, finding);
    if (finding.demands.empty()) finding.demands.insert(DemandOf(policy, rule.effect));
  }
  finding.reason = ReasonOf(rule, Words(rule.name));
  AddEvidence(rule, {rule.applies}, finding);
  findings_.push_back(std::move(finding));
}

void Judging::JudgeTrigger(const typed::Rule& rule, ReferenceFinding finding) {
  AddEffect(bundle_.policies[rule.policy], rule.effect, finding);
  finding.reason = ReasonOf(rule, Words(rule.name));
  AddEvidence(rule, {rule.applies}, finding);
  findings_.push_back(std::move(finding));
}

}  // namespace remit::reference
