// Grants add up: the most permissive one that applies makes a policy's answer, else its default.
#include <algorithm>

#include "engine/decide/evidence.h"
#include "engine/decide/rules.h"
#include "engine/decide/select.h"
#include "engine/vm/eval.h"

namespace remit {
namespace {

const Grant& GrantOf(const Deciding& deciding, const GrantOutcome& outcome) {
  return deciding.program.grants[deciding.program.rules[outcome.rule].grants][outcome.grant];
}

bool Holds(const GrantOutcome& outcome) { return outcome.error == nullptr; }

Verdict VerdictOf(Permission permission) {
  switch (permission) {
    case Permission::Alone:
      return Verdict::Allow;
    case Permission::WithNotice:
      return Verdict::Notify;
    case Permission::WithApproval:
      return Verdict::Escalate;
  }
  return Verdict::Escalate;
}

std::string_view GrantWords(Permission permission) {
  switch (permission) {
    case Permission::Alone:
      return "granted by ";
    case Permission::WithNotice:
      return "granted with notice by ";
    case Permission::WithApproval:
      return "granted with approval by ";
  }
  return {};
}

// Adds the grant if it holds or errs. It has the fuel of a rule for itself: what it gives must not
// depend on the grants before it.
void CollectGrant(Deciding& deciding, const Unit& unit) {
  const Rule& rule = deciding.program.rules[unit.rule];
  deciding.vm.BeginRule();
  const Value all = RunCondition(deciding, rule.applies);
  if (all.is_false()) return;
  const Value applies =
      RunCondition(deciding, deciding.program.grants[rule.grants][unit.grant].applies);
  if (applies.is_false()) return;
  const EvalError* error = all.is_error()       ? all.error
                           : applies.is_error() ? applies.error
                                                : nullptr;
  deciding.scratch.grants.push_back({unit.rule, unit.grant, error, {}});
}

// Where no grant applies, each authority with an erring one escalates with its first error.
bool AddErringGrants(Deciding& deciding, bool shadow) {
  uint32_t last_rule = kNone;
  for (const GrantOutcome& outcome : deciding.scratch.grants) {
    if (outcome.rule == last_rule) continue;
    last_rule = outcome.rule;
    const Rule& rule = deciding.program.rules[outcome.rule];
    const Grant& grant = GrantOf(deciding, outcome);
    deciding.vm.BeginRule();
    Finding finding = StartFinding(deciding, outcome.rule);
    finding.verdict = Verdict::Escalate;
    finding.shadow = shadow;
    finding.clause = outcome.grant;
    finding.place = grant.place;
    finding.error = outcome.error;
    finding.reason =
        JoinText(deciding.vm.arena(), {"cannot be evaluated: ", outcome.error->message});
    AddOwnersDemand(deciding, rule.policy);
    AddSources(deciding, rule.evidence);
    AddSources(deciding, grant.evidence);
    finding.evidence = KeepEvidence(deciding, rule.policy);
    AddFinding(deciding, finding);
  }
  return last_rule != kNone;
}

// The errors of grants that could not have made the answer stricter.
void AddGrantErrors(Deciding& deciding) {
  for (const GrantOutcome& outcome : deciding.scratch.grants) {
    if (Holds(outcome)) continue;
    const std::string_view name =
        deciding.program.strings[deciding.program.rules[outcome.rule].name];
    Arena& arena = deciding.vm.arena();
    AddEvidence(deciding, "error",
                CutValue(arena, MakeString(JoinText(arena, {name, ": ", outcome.error->message}))));
  }
}

// The finding of one authority: `own` are its grants of the permission that made the answer (one at
// least) and its erring ones.
void AddGranted(Deciding& deciding, std::span<const GrantOutcome> own, Permission permission,
                bool shadow) {
  const uint32_t rule_id = own.front().rule;
  const Rule& rule = deciding.program.rules[rule_id];
  deciding.vm.BeginRule();
  Finding finding = StartFinding(deciding, rule_id);
  finding.verdict = VerdictOf(permission);
  finding.shadow = shadow;
  const GrantOutcome& first = *std::ranges::find_if(own, Holds);
  finding.clause = first.grant;
  finding.place = GrantOf(deciding, first).place;
  for (const GrantOutcome& outcome : own) {
    if (!Holds(outcome)) continue;
    if (finding.error == nullptr) finding.error = outcome.addressees.error;
    if (permission == Permission::WithNotice) AddRecipients(deciding, outcome.addressees.names);
    AddSources(deciding, GrantOf(deciding, outcome).evidence);
  }
  if (permission == Permission::WithApproval) {
    // Any grant of the policy that asks as little will do, also another authority's.
    for (const GrantOutcome& outcome : deciding.scratch.grants) {
      if (!Holds(outcome)) continue;
      AddDemand(deciding, deciding.program.effects[GrantOf(deciding, outcome).effect],
                outcome.addressees.names);
    }
  } else if (finding.error != nullptr) {
    finding.verdict = Verdict::Escalate;
    AddOwnersDemand(deciding, rule.policy);
  }
  finding.reason = ReasonOf(deciding, rule,
                            JoinText(deciding.vm.arena(), {GrantWords(permission), finding.rule}));
  AddGrantErrors(deciding);
  AddSources(deciding, rule.evidence);
  finding.evidence = KeepEvidence(deciding, rule.policy);
  AddFinding(deciding, finding);
  Finding& added = deciding.scratch.findings.back();
  added.any_demand = added.demands.size() > 1;
}

// Whom the grants address, each authority's with a fuel of its own.
void ResolveGrants(Deciding& deciding) {
  uint32_t last_rule = kNone;
  for (GrantOutcome& outcome : deciding.scratch.grants) {
    if (outcome.rule != last_rule) deciding.vm.BeginRule();
    last_rule = outcome.rule;
    const Grant& grant = GrantOf(deciding, outcome);
    if (!Holds(outcome) || grant.permission == Permission::Alone) continue;
    outcome.addressees = Resolve(deciding, deciding.program.rules[outcome.rule].policy,
                                 deciding.program.effects[grant.effect].to);
  }
}

// The findings of the grants collected; false where none applies and none errs.
bool AddAnswer(Deciding& deciding, bool shadow) {
  std::vector<GrantOutcome>& grants = deciding.scratch.grants;
  Permission best = Permission::WithApproval;
  bool applies = false;
  for (const GrantOutcome& outcome : grants) {
    if (!Holds(outcome)) continue;
    best = std::min(best, GrantOf(deciding, outcome).permission);
    applies = true;
  }
  if (!applies) return AddErringGrants(deciding, shadow);

  std::erase_if(grants, [&](const GrantOutcome& outcome) {
    return Holds(outcome) && GrantOf(deciding, outcome).permission != best;
  });
  ResolveGrants(deciding);
  // Of one authority after the other; its erring grants lie among those that apply.
  for (auto first = grants.begin(); first != grants.end();) {
    const uint32_t rule = first->rule;
    const auto last = std::find_if(
        first, grants.end(), [&](const GrantOutcome& outcome) { return outcome.rule != rule; });
    if (std::any_of(first, last, Holds)) AddGranted(deciding, {first, last}, best, shadow);
    first = last;
  }
  return true;
}

// What a policy says of an action that none of its grants answers.
bool AddDefault(Deciding& deciding, uint32_t policy_id) {
  if (!deciding.tables.declares[policy_id]) return false;
  const Finding& finding = deciding.tables.defaults[policy_id];
  deciding.scratch.findings.push_back(finding);
  return !finding.shadow;
}

}  // namespace

bool EvaluateGrants(Deciding& deciding, uint32_t policy_id, std::span<const Unit> units) {
  if (units.empty()) return AddDefault(deciding, policy_id);
  const Policy& policy = deciding.program.policies[policy_id];
  const auto in_shadow = [&](const Unit& unit) { return deciding.program.rules[unit.rule].shadow; };
  // An authority in shadow answers for itself alone.
  for (size_t i = 0; i < units.size();) {
    const uint32_t rule = units[i].rule;
    const bool alone = units[i].grant != kNone && in_shadow(units[i]);
    deciding.scratch.grants.clear();
    for (; i < units.size() && units[i].rule == rule; ++i) {
      if (alone) CollectGrant(deciding, units[i]);
    }
    if (alone) AddAnswer(deciding, true);
  }
  deciding.scratch.grants.clear();
  for (const Unit& unit : units) {
    if (unit.grant != kNone && !in_shadow(unit)) CollectGrant(deciding, unit);
  }
  if (deciding.scratch.grants.empty() || !AddAnswer(deciding, policy.shadow)) {
    return AddDefault(deciding, policy_id);
  }
  return !policy.shadow;
}

void AddUncovered(Deciding& deciding) {
  Scratch& scratch = deciding.scratch;
  scratch.recipients.Clear();
  scratch.demands.clear();
  Finding finding;
  finding.policy = "remit";
  finding.rule = "remit.uncovered";
  finding.kind = FindingKind::Uncovered;
  finding.verdict = Verdict::Escalate;
  finding.reason = "no policy says who may do this";
  AddDemand(deciding, Effect(), deciding.tables.all_owners);
  AddFinding(deciding, finding);
}

}  // namespace remit
