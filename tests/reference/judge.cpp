#include "tests/reference/judge.h"

#include <algorithm>
#include <tuple>

#include "tests/reference/judging.h"

namespace remit::reference {
namespace {

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

}  // namespace

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
  std::vector<ReferenceEvidence> sorted;  // by name, those of one name in their order
  const auto insert = [&](ReferenceEvidence& evidence) {
    const auto place =
        std::upper_bound(sorted.begin(), sorted.end(), evidence,
                         [](const auto& x, const auto& y) { return x.name < y.name; });
    sorted.insert(place, std::move(evidence));
  };
  for (ReferenceEvidence& evidence : finding.evidence) insert(evidence);
  for (ReferenceEvidence& evidence : EvidenceOf(e_, policy, expressions)) insert(evidence);
  finding.evidence = std::move(sorted);
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

bool Covers(const std::vector<std::string>& patterns, std::string_view name) {
  if (patterns.empty()) return true;
  return std::any_of(patterns.begin(), patterns.end(),
                     [name](const std::string& pattern) { return CoversOne(pattern, name); });
}

ReferenceDecision Judge(Evaluation& evaluation) { return Judging(evaluation).Run(); }

}  // namespace remit::reference
