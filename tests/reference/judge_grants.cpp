// Authorities: the grants of a policy together, its default, and the action that no policy covers.
#include <algorithm>
#include <iterator>

#include "tests/reference/judging.h"

namespace remit::reference {
namespace {

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

}  // namespace

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
    for (uint32_t i = 0; i < rule->grants.size(); ++i) {
      const typed::Grant& grant = rule->grants[i];
      if (!Covers(grant.patterns, e_.action.name)) continue;
      e_.spent = 0;  // each has the fuel of a rule
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

}  // namespace remit::reference
