#include "tests/reference/judge.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>

#include "tests/reference/conversions.h"
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
  std::optional<EvalErrorCode> Crossed(const typed::Band& band, const Value& measure, bool& crossed,
                                       std::string& words);
  void JudgeProhibit(const typed::Rule& rule, ReferenceFinding finding);
  void JudgeTrigger(const typed::Rule& rule, ReferenceFinding finding);
  void AddEffect(const typed::Policy& policy, const typed::Effect& effect,
                 ReferenceFinding& finding);
  void AddErring(const typed::Rule& rule, ReferenceFinding finding, EvalErrorCode error);
  std::string ReasonOf(const typed::Rule& rule, const std::string& otherwise);
  void AddEvidence(const typed::Rule& rule, const std::vector<NodeId>& expressions,
                   ReferenceFinding& finding);

  struct Candidate {
    const typed::Rule* rule;
    const typed::Grant* grant;
    uint32_t index;
    std::optional<EvalErrorCode> error;  // of its conditions
    Addressed addressed;
  };
  void JudgeAuthorities(uint32_t policy, const std::vector<const typed::Rule*>& rules, bool shadow,
                        bool with_default);
  ReferenceFinding Granted(const typed::Rule& rule, const std::vector<Candidate>& grants,
                           const std::vector<Candidate>& alternatives,
                           const std::vector<Candidate>& erring, bool shadow);
  ReferenceFinding ErringGrants(const typed::Rule& rule, const std::vector<Candidate>& grants,
                                bool shadow);
  void AddDefault(const typed::Policy& policy);
  void AddUncovered();

  ReferenceFinding Start(const typed::Rule& rule) const;
  // As RFC 8785 writes numbers: zero has no sign.
  std::string NumberText(const Value& number) {
    if (number.kind == ValueKind::Double && number.real == 0.0) return "0";
    return std::string(Convert(e_.arena, FunctionId::ToString, number).string());
  }

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
  finding.severity = rule.severity;
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
    names.erase("");  // an empty name is nobody
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

std::string Judging::ReasonOf(const typed::Rule& rule, const std::string& otherwise) {
  return rule.has_reason ? Render(e_, rule.reason) : otherwise;
}

// What the rule's conditions and its measure name joins what the finding has already.
void Judging::AddEvidence(const typed::Rule& rule, const std::vector<NodeId>& expressions,
                          ReferenceFinding& finding) {
  const std::string& policy = bundle_.policies[rule.policy].name;
  for (ReferenceEvidence& evidence : EvidenceOf(e_, policy, expressions)) {
    finding.evidence.push_back(std::move(evidence));
  }
  std::stable_sort(finding.evidence.begin(), finding.evidence.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
}

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

// A rule's name as words.
std::string Words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
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

const char* PermissionText(Permission permission) {
  switch (permission) {
    case Permission::Alone:
      return "granted by ";
    case Permission::WithNotice:
      return "granted with notice by ";
    case Permission::WithApproval:
      return "granted with approval by ";
  }
  return "";
}

// One authority's answer: of its grants, those that are as permissive as the policy's answer.
// `alternatives`: all such grants of the policy, of which meeting any one suffices. `erring`: its
// grants that grant nothing.
ReferenceFinding Judging::Granted(const typed::Rule& rule, const std::vector<Candidate>& grants,
                                  const std::vector<Candidate>& alternatives,
                                  const std::vector<Candidate>& erring, bool shadow) {
  ReferenceFinding finding = Start(rule);
  finding.shadow = shadow;
  const Permission permission = grants.front().grant->permission;
  finding.clause = grants.front().index;
  for (const Candidate& candidate : grants) {
    if (!finding.error) finding.error = candidate.addressed.error;
  }
  switch (permission) {
    case Permission::Alone:
      finding.verdict = Verdict::Allow;
      break;
    case Permission::WithNotice:
      finding.verdict = finding.error ? Verdict::Escalate : Verdict::Notify;
      for (const Candidate& candidate : grants) {
        const std::set<std::string>& names = candidate.addressed.names;
        finding.recipients.insert(names.begin(), names.end());
      }
      if (finding.error) finding.demands.insert({Owners(bundle_.policies[rule.policy])});
      break;
    case Permission::WithApproval:
      finding.verdict = Verdict::Escalate;
      for (const Candidate& candidate : alternatives) {
        ReferenceDemand demand = Limits(bundle_, candidate.grant->effect);
        demand.roles = candidate.addressed.names;
        finding.recipients.insert(demand.roles.begin(), demand.roles.end());
        finding.demands.insert(demand);
      }
      finding.any_demand = finding.demands.size() > 1;
      break;
  }
  if (finding.error) {
    const std::set<std::string> owners = Owners(bundle_.policies[rule.policy]);
    finding.recipients.insert(owners.begin(), owners.end());
  }
  e_.spent = 0;
  finding.reason = ReasonOf(rule, PermissionText(permission) + finding.rule);
  std::vector<NodeId> conditions;
  for (const Candidate& candidate : grants) conditions.push_back(candidate.grant->applies);
  for (const Candidate& candidate : erring) {
    const std::string name = bundle_.policies[rule.policy].name + "." + candidate.rule->name;
    finding.evidence.push_back({"error", MakeString(e_.arena.Copy(name))});
  }
  AddEvidence(rule, conditions, finding);
  return finding;
}

// Grants that err where none applies: an authority has no `escalate` of its own, the owner is
// asked.
ReferenceFinding Judging::ErringGrants(const typed::Rule& rule,
                                       const std::vector<Candidate>& grants, bool shadow) {
  ReferenceFinding finding = Start(rule);
  finding.shadow = shadow;
  finding.verdict = Verdict::Escalate;
  finding.clause = grants.front().index;
  finding.error = grants.front().error;
  finding.reason = "cannot be evaluated";
  finding.recipients = Owners(bundle_.policies[rule.policy]);
  finding.demands.insert(ReferenceDemand{finding.recipients});
  AddEvidence(rule, {grants.front().grant->applies}, finding);
  return finding;
}

void Judging::JudgeAuthorities(uint32_t policy_index, const std::vector<const typed::Rule*>& rules,
                               bool shadow, bool with_default) {
  const typed::Policy& policy = bundle_.policies[policy_index];
  std::vector<Candidate> applicable, erring;
  for (const typed::Rule* rule : rules) {
    if (!Covers(rule->patterns, e_.action.name)) continue;
    e_.spent = 0;
    for (uint32_t i = 0; i < rule->grants.size(); ++i) {
      const typed::Grant& grant = rule->grants[i];
      if (!Covers(grant.patterns, e_.action.name)) continue;
      const Condition applies = Check(grant.applies);
      if (applies.error) erring.push_back({rule, &grant, i, applies.error, {}});
      if (applies.holds) applicable.push_back({rule, &grant, i, {}, {}});
    }
  }
  Permission best = Permission::WithApproval;
  for (const Candidate& candidate : applicable) {
    best = std::min(best, candidate.grant->permission);
  }
  std::erase_if(applicable, [best](const Candidate& c) { return c.grant->permission != best; });
  const typed::Rule* last = nullptr;
  for (Candidate& candidate : applicable) {
    if (candidate.rule != last) e_.spent = 0;
    last = candidate.rule;
    if (best != Permission::Alone) {
      candidate.addressed = Address(policy, candidate.grant->effect);
    }
  }
  const size_t before = findings_.size();
  for (const typed::Rule* rule : rules) {
    const auto of_rule = [rule](const std::vector<Candidate>& all) {
      std::vector<Candidate> own;
      std::copy_if(all.begin(), all.end(), std::back_inserter(own),
                   [rule](const Candidate& c) { return c.rule == rule; });
      return own;
    };
    const std::vector<Candidate> granted = of_rule(applicable), erred = of_rule(erring);
    if (!granted.empty()) {
      findings_.push_back(Granted(*rule, granted, applicable, erring, shadow));
    } else if (applicable.empty() && !erred.empty()) {
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
  finding.reason = "no grant applies";
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
  finding.reason = "no policy says who may do this";
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
  std::sort(findings_.begin(), findings_.end(), [](const auto& a, const auto& b) {
    return std::tie(a.policy, a.rule, a.clause) < std::tie(b.policy, b.rule, b.clause);
  });
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
