#include "tests/reference/judge.h"

#include <algorithm>
#include <cmath>

#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

using typed::kNoNode;
using typed::NodeId;

std::vector<std::string> Segments(std::string_view name) {
  std::vector<std::string> segments(1);
  for (char c : name) {
    if (c == '.') {
      segments.emplace_back();
    } else {
      segments.back() += c;
    }
  }
  return segments;
}

bool CoversOne(std::string_view pattern, std::string_view name) {
  if (pattern == "*") return true;
  const std::vector<std::string> wanted = Segments(pattern), given = Segments(name);
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (i >= given.size()) return false;
    if (wanted[i] == "*" && i + 1 == wanted.size()) return true;
    if (wanted[i] != "*" && wanted[i] != given[i]) return false;
  }
  return wanted.size() == given.size();
}

// A condition: holds, does not, or errs.
struct Condition {
  bool holds = false;
  std::optional<EvalErrorCode> error;
};

// Whom an effect names. `error`: an expression of its `to` erred; the others count.
struct Addressed {
  std::set<std::string> names;
  std::optional<EvalErrorCode> error;
};

class Judging {
 public:
  explicit Judging(Evaluation& evaluation) : e_(evaluation), bundle_(evaluation.bundle) {}

  ReferenceDecision Run();

 private:
  Condition Check(NodeId node);
  Addressed Address(const typed::Policy& policy, const typed::Effect& effect);
  ReferenceDemand DemandOf(const typed::Policy& policy, const typed::Effect& effect);
  static std::set<std::string> Owners(const typed::Policy& policy) {
    return {policy.owners.begin(), policy.owners.end()};
  }

  void JudgeRule(const typed::Rule& rule);
  void JudgeThreshold(const typed::Rule& rule, ReferenceFinding finding);
  std::optional<EvalErrorCode> Crossed(const typed::Band& band, const Value& measure,
                                       bool& crossed);
  void JudgeProhibit(const typed::Rule& rule, ReferenceFinding finding);
  void JudgeTrigger(const typed::Rule& rule, ReferenceFinding finding);
  void AddEffect(const typed::Policy& policy, const typed::Effect& effect,
                 ReferenceFinding& finding);
  void AddErring(const typed::Rule& rule, ReferenceFinding finding, EvalErrorCode error);

  struct Candidate {
    const typed::Rule* rule;
    const typed::Grant* grant;
    std::optional<EvalErrorCode> error;
  };
  void JudgeAuthorities(uint32_t policy, const std::vector<const typed::Rule*>& rules, bool shadow,
                        bool with_default);
  ReferenceFinding Granted(const typed::Rule& rule, const std::vector<Candidate>& grants,
                           bool shadow);
  ReferenceFinding ErringGrants(const typed::Rule& rule, const std::vector<Candidate>& grants,
                                bool shadow);
  void AddDefault(const typed::Policy& policy);
  void AddUncovered();

  ReferenceFinding Start(const typed::Rule& rule) const;

  Evaluation& e_;
  const typed::Bundle& bundle_;
  std::vector<ReferenceFinding> findings_;
};

ReferenceFinding Judging::Start(const typed::Rule& rule) const {
  const typed::Policy& policy = bundle_.policies[rule.policy];
  ReferenceFinding finding;
  finding.policy = policy.name;
  finding.rule = policy.name + "." + rule.name;
  switch (rule.kind) {
    case RuleKind::Authority:
      finding.kind = FindingKind::Authority;
      break;
    case RuleKind::Threshold:
      finding.kind = FindingKind::Threshold;
      break;
    case RuleKind::Prohibit:
      finding.kind = FindingKind::Prohibit;
      break;
    case RuleKind::Trigger:
      finding.kind = FindingKind::Trigger;
      break;
  }
  finding.shadow = policy.shadow || rule.shadow;
  finding.prohibited = rule.kind == RuleKind::Prohibit;
  return finding;
}

Condition Judging::Check(NodeId node) {
  if (node == kNoNode) return {true, {}};
  const Value value = Evaluate(e_, node);
  if (value.is_error()) return {false, value.error->code};
  if (value.kind != ValueKind::Bool) return {false, EvalErrorCode::NotBool};
  return {value.boolean, {}};
}

Addressed Judging::Address(const typed::Policy& policy, const typed::Effect& effect) {
  Addressed addressed;
  for (NodeId to : effect.to) {
    const Value value = Evaluate(e_, to);
    std::set<std::string> names;
    std::optional<EvalErrorCode> error;
    if (value.is_error()) {
      error = value.error->code;
    } else if (value.kind == ValueKind::String) {
      names.emplace(value.string());
    } else if (value.kind == ValueKind::List) {
      for (const Value& item : value.list()) {
        if (item.kind == ValueKind::String) {
          names.emplace(item.string());
        } else {
          error = EvalErrorCode::NoOverload;
        }
      }
    } else {
      error = EvalErrorCode::NoOverload;
    }
    if (!error) addressed.names.insert(names.begin(), names.end());
    if (error && !addressed.error) addressed.error = error;
  }
  if (addressed.names.empty() || addressed.error) {
    addressed.names.insert(policy.owners.begin(), policy.owners.end());
  }
  return addressed;
}

ReferenceDemand Limits(const typed::Bundle& bundle, const typed::Effect& effect) {
  ReferenceDemand demand;
  int64_t quorum = effect.quorum;
  if (effect.quorum_param != kNone) quorum = bundle.params[effect.quorum_param].value.integer;
  demand.quorum = static_cast<uint32_t>(std::max<int64_t>(1, quorum));
  demand.within = effect.within;
  if (effect.within_param != kNone)
    demand.within = bundle.params[effect.within_param].value.integer;
  return demand;
}

ReferenceDemand Judging::DemandOf(const typed::Policy& policy, const typed::Effect& effect) {
  ReferenceDemand demand = Limits(bundle_, effect);
  demand.roles = Address(policy, effect).names;
  return demand;
}

// A notify or escalate that came about: recipients, demand, and the error of a `to`.
void Judging::AddEffect(const typed::Policy& policy, const typed::Effect& effect,
                        ReferenceFinding& finding) {
  const Addressed addressed = Address(policy, effect);
  finding.recipients.insert(addressed.names.begin(), addressed.names.end());
  finding.verdict = std::max(finding.verdict, effect.verdict);
  if (addressed.error) {
    finding.verdict = Verdict::Escalate;
    if (!finding.error) finding.error = addressed.error;
  }
  if (effect.verdict == Verdict::Escalate) {
    ReferenceDemand demand = Limits(bundle_, effect);
    demand.roles = addressed.names;
    finding.demands.insert(demand);
  } else if (addressed.error) {
    finding.demands.insert(ReferenceDemand{Owners(policy)});
  }
}

// A rule that could not be evaluated: demands what its own `escalate` would, else its owner.
void Judging::AddErring(const typed::Rule& rule, ReferenceFinding finding, EvalErrorCode error) {
  const typed::Policy& policy = bundle_.policies[rule.policy];
  finding.verdict = Verdict::Escalate;
  finding.error = error;
  finding.reason.reset();
  finding.recipients.clear();
  finding.demands.clear();
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

bool Finite(const Value& value) {
  return value.kind == ValueKind::Int ||
         (value.kind == ValueKind::Double && std::isfinite(value.real));
}

std::optional<EvalErrorCode> Judging::Crossed(const typed::Band& band, const Value& measure,
                                              bool& crossed) {
  const Value low = Evaluate(e_, band.low);
  if (low.is_error()) return low.error->code;
  if (!IsNumber(low)) return EvalErrorCode::NoOverload;
  const auto order = CompareNumbers(measure, low);
  if (!order) return EvalErrorCode::NotFinite;
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
  bool any = false;
  std::vector<const typed::Band*> crossed_bands;
  for (const typed::Band& band : rule.bands) {
    bool crossed = false;
    if (const auto error = Crossed(band, measure, crossed)) {
      return AddErring(rule, std::move(finding), *error);
    }
    if (crossed) crossed_bands.push_back(&band);
    any = any || crossed;
  }
  if (!any) return;
  for (const typed::Band* band : crossed_bands) AddEffect(policy, band->effect, finding);
  if (finding.error) {  // of a `to`: demands what all bands would, as any error of a threshold
    std::set<ReferenceDemand> demands;
    for (const typed::Band& band : rule.bands) {
      if (band.effect.verdict != Verdict::Escalate) continue;
      const ReferenceDemand demand = DemandOf(policy, band.effect);
      finding.recipients.insert(demand.roles.begin(), demand.roles.end());
      demands.insert(demand);
    }
    if (!demands.empty()) finding.demands = demands;
  }
  if (rule.has_reason && !finding.error) finding.reason = Render(e_, rule.reason);
  findings_.push_back(std::move(finding));
}

void Judging::JudgeProhibit(const typed::Rule& rule, ReferenceFinding finding) {
  if (rule.hits != kNone) {
    const Value hits = EvaluateLet(e_, rule.hits);
    if (hits.is_error()) return AddErring(rule, std::move(finding), hits.error->code);
    if (hits.size == 0) return;
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
  if (rule.has_reason && !finding.error) finding.reason = Render(e_, rule.reason);
  findings_.push_back(std::move(finding));
}

void Judging::JudgeTrigger(const typed::Rule& rule, ReferenceFinding finding) {
  AddEffect(bundle_.policies[rule.policy], rule.effect, finding);
  if (rule.has_reason && !finding.error) finding.reason = Render(e_, rule.reason);
  findings_.push_back(std::move(finding));
}

// The most permissive of an authority's applicable grants, all that are equally so.
ReferenceFinding Judging::Granted(const typed::Rule& rule, const std::vector<Candidate>& grants,
                                  bool shadow) {
  const typed::Policy& policy = bundle_.policies[rule.policy];
  ReferenceFinding finding = Start(rule);
  finding.shadow = shadow;
  for (const Candidate& candidate : grants) {
    if (candidate.grant->permission == Permission::Alone) continue;
    AddEffect(policy, candidate.grant->effect, finding);
  }
  finding.any_demand = finding.demands.size() > 1;
  if (rule.has_reason && !finding.error) finding.reason = Render(e_, rule.reason);
  return finding;
}

ReferenceFinding Judging::ErringGrants(const typed::Rule& rule,
                                       const std::vector<Candidate>& grants, bool shadow) {
  const typed::Policy& policy = bundle_.policies[rule.policy];
  ReferenceFinding finding = Start(rule);
  finding.shadow = shadow;
  finding.verdict = Verdict::Escalate;
  finding.error = grants.front().error;
  for (const Candidate& candidate : grants) {
    if (candidate.grant->permission == Permission::WithApproval) {
      finding.demands.insert(DemandOf(policy, candidate.grant->effect));
    }
  }
  if (finding.demands.empty()) finding.demands.insert(ReferenceDemand{Owners(policy)});
  finding.any_demand = finding.demands.size() > 1;
  for (const ReferenceDemand& demand : finding.demands) {
    finding.recipients.insert(demand.roles.begin(), demand.roles.end());
  }
  return finding;
}

void Judging::JudgeAuthorities(uint32_t policy_index, const std::vector<const typed::Rule*>& rules,
                               bool shadow, bool with_default) {
  const typed::Policy& policy = bundle_.policies[policy_index];
  std::vector<Candidate> applicable, erring;
  for (const typed::Rule* rule : rules) {
    if (!Covers(rule->patterns, e_.action.name)) continue;
    e_.spent = 0;
    for (const typed::Grant& grant : rule->grants) {
      if (!Covers(grant.patterns, e_.action.name)) continue;
      const Condition applies = Check(grant.applies);
      if (applies.error) erring.push_back({rule, &grant, applies.error});
      if (applies.holds) applicable.push_back({rule, &grant, {}});
    }
  }
  const size_t before = findings_.size();
  Permission best = Permission::WithApproval;
  for (const Candidate& candidate : applicable) {
    best = std::min(best, candidate.grant->permission);
  }
  for (const typed::Rule* rule : rules) {
    std::vector<Candidate> granted, erred;
    for (const Candidate& candidate : applicable) {
      if (candidate.rule == rule && candidate.grant->permission == best) {
        granted.push_back(candidate);
      }
    }
    for (const Candidate& candidate : erring) {
      if (candidate.rule == rule) erred.push_back(candidate);
    }
    if (!granted.empty()) findings_.push_back(Granted(*rule, granted, shadow));
    if (applicable.empty() && !erred.empty()) {
      findings_.push_back(ErringGrants(*rule, erred, shadow));
    }
  }
  if (findings_.size() == before && with_default) AddDefault(policy);
}

void Judging::AddDefault(const typed::Policy& policy) {
  ReferenceFinding finding;
  finding.policy = policy.name;
  finding.rule = policy.name + ".default";
  finding.kind = FindingKind::Default;
  finding.verdict = policy.has_default ? policy.default_verdict : Verdict::Escalate;
  finding.shadow = policy.shadow;
  if (finding.verdict != Verdict::Allow) finding.recipients = Owners(policy);
  if (finding.verdict == Verdict::Escalate) {
    finding.demands.insert(ReferenceDemand{Owners(policy)});
  }
  findings_.push_back(std::move(finding));
}

void Judging::AddUncovered() {
  ReferenceFinding finding;
  finding.policy = "remit";
  finding.rule = "remit.uncovered";
  finding.kind = FindingKind::Uncovered;
  finding.verdict = Verdict::Escalate;
  for (const typed::Policy& policy : bundle_.policies) {
    if (!policy.shadow) finding.recipients.insert(policy.owners.begin(), policy.owners.end());
  }
  finding.demands.insert(ReferenceDemand{finding.recipients});
  findings_.push_back(std::move(finding));
}

ReferenceDecision Judging::Run() {
  bool covered = false;
  for (uint32_t p = 0; p < bundle_.policies.size(); ++p) {
    const typed::Policy& policy = bundle_.policies[p];
    if (!Covers(policy.patterns, e_.action.name)) continue;
    std::vector<const typed::Rule*> authorities;
    for (const typed::Rule& rule : bundle_.rules) {
      if (rule.policy != p) continue;
      if (rule.kind != RuleKind::Authority) {
        if (Covers(rule.patterns, e_.action.name)) JudgeRule(rule);
      } else if (rule.shadow) {
        JudgeAuthorities(p, {&rule}, true, false);  // what it alone would have said
      } else {
        authorities.push_back(&rule);
      }
    }
    const bool speaks = !authorities.empty() || policy.has_default;
    if (speaks) JudgeAuthorities(p, authorities, policy.shadow, true);
    covered = covered || (speaks && !policy.shadow);
  }
  if (!covered) AddUncovered();
  std::sort(findings_.begin(), findings_.end());
  ReferenceDecision decision;
  for (const ReferenceFinding& finding : findings_) {
    if (!finding.shadow) decision.verdict = std::max(decision.verdict, finding.verdict);
  }
  for (const ReferenceFinding& finding : findings_) {
    if (finding.shadow) continue;
    if (finding.verdict == decision.verdict) {
      decision.recipients.insert(finding.recipients.begin(), finding.recipients.end());
    }
    decision.demands.insert(finding.demands.begin(), finding.demands.end());
  }
  decision.findings = std::move(findings_);
  return decision;
}

}  // namespace

bool Covers(const std::vector<std::string>& patterns, std::string_view name) {
  if (patterns.empty()) return true;
  return std::any_of(patterns.begin(), patterns.end(),
                     [name](const std::string& pattern) { return CoversOne(pattern, name); });
}

ReferenceDecision Judge(Evaluation& evaluation) { return Judging(evaluation).Run(); }

}  // namespace remit::reference
