// Which facts are hidden is settled here and not in a decision: it depends on the program alone.
#include "engine/decide/tables.h"

#include <algorithm>
#include <span>

#include "engine/decide/searched.h"
#include "engine/program/words.h"

namespace remit {
namespace {

std::string SlotName(const Program& program, const Slot& slot) {
  std::string name(SlotRootWord(slot.root));
  for (const StringId member : program.ids[slot.members]) {
    name += '.';
    name += program.strings[member];
  }
  return name;
}

void SortUnique(std::vector<std::string_view>& names) {
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
}

void AddOwners(DecideTables& tables, const Program& program, const Policy& policy) {
  std::vector<std::string_view>& owners = tables.owners.emplace_back();
  for (const StringId owner : program.ids[policy.owners]) owners.push_back(program.strings[owner]);
  SortUnique(owners);
  if (policy.shadow) return;
  tables.all_owners.insert(tables.all_owners.end(), owners.begin(), owners.end());
}

Finding DefaultFinding(const DecideTables& tables, const Program& program, size_t id) {
  const Policy& policy = program.policies[id];
  Finding finding;
  finding.policy = program.strings[policy.name];
  finding.rule = tables.default_names[id];
  finding.kind = FindingKind::Default;
  finding.verdict = policy.has_default ? policy.default_verdict : Verdict::Escalate;
  finding.shadow = policy.shadow;
  finding.place = policy.place;
  finding.reason = "no grant applies";
  if (finding.verdict != Verdict::Allow) finding.recipients = tables.owners[id];
  if (finding.verdict == Verdict::Escalate) finding.demands = {&tables.owner_demands[id], 1};
  return finding;
}

// What Combine makes of a policy's default by itself; nothing where that does not count.
Decision QuietDecision(const DecideTables& tables, size_t id) {
  const Finding& finding = tables.defaults[id];
  if (!tables.declares[id] || finding.shadow) return {};
  return {finding.verdict, {&finding, 1}, finding.recipients, finding.demands};
}

// What the conditions of a rule with `match` name, and what any pattern set searches: that,
// whatever holds it or is part of it, and every let that reads any of it.
void HideSearched(DecideTables& tables, const Program& program) {
  ActionPaths searched = PathsSearched(program);
  for (const Rule& rule : program.rules) {
    if (rule.hits == kNone) continue;
    searched.merge(PathsRead(program, program.lets[rule.hits].chunk));
    for (const EvidenceSource& source : program.evidence[rule.evidence]) {
      const bool slot = source.kind() == EvidenceSource::Kind::Slot;
      (slot ? tables.hidden_slots : tables.hidden_lets)[source.index()] = true;
    }
  }
  if (searched.empty()) return;
  for (size_t i = 0; i < program.slots.size(); ++i) {
    const std::span<const StringId> members = program.ids[program.slots[i].members];
    const ActionPath path = {program.slots[i].root, {members.begin(), members.end()}};
    if (Overlap({path}, searched)) tables.hidden_slots[i] = true;
  }
  for (size_t i = 0; i < program.lets.size(); ++i) {
    if (Overlap(PathsRead(program, program.lets[i].chunk), searched)) tables.hidden_lets[i] = true;
  }
}

}  // namespace

DecideTables MakeDecideTables(const Program& program) {
  DecideTables tables;
  for (const Slot& slot : program.slots) tables.slot_names.push_back(SlotName(program, slot));
  for (const Policy& policy : program.policies) {
    tables.default_names.push_back(std::string(program.strings[policy.name]) + ".default");
    tables.declares.push_back(policy.has_default);
    AddOwners(tables, program, policy);
  }
  SortUnique(tables.all_owners);
  for (const std::vector<std::string_view>& owners : tables.owners) {
    tables.owner_demands.push_back({owners, 1, 0});
  }
  for (size_t id = 0; id < program.policies.size(); ++id) {
    tables.defaults.push_back(DefaultFinding(tables, program, id));
  }
  tables.hidden_slots.resize(program.slots.size());
  tables.hidden_lets.resize(program.lets.size());
  for (const Rule& rule : program.rules) {
    if (rule.kind == RuleKind::Authority && !rule.shadow) tables.declares[rule.policy] = true;
  }
  for (size_t id = 0; id < program.policies.size(); ++id) {
    tables.quiet.push_back(QuietDecision(tables, id));
  }
  HideSearched(tables, program);
  return tables;
}

}  // namespace remit
