// Findings are sorted before anything is read off them: which rule ran first leaves no trace.
#include "engine/decide/combine.h"

#include <algorithm>
#include <tuple>

namespace remit {

std::string_view FindingKindName(FindingKind kind) {
  switch (kind) {
    case FindingKind::Authority:
      return "authority";
    case FindingKind::Threshold:
      return "threshold";
    case FindingKind::Prohibit:
      return "prohibit";
    case FindingKind::Trigger:
      return "trigger";
    case FindingKind::Default:
      return "default";
    case FindingKind::Uncovered:
      return "uncovered";
  }
  return {};
}

namespace {

// Authorities of one policy list the same alternatives: they are one group, told once.
bool SameAlternatives(const Finding& a, const Finding& b) {
  const auto same = [](const Demand& x, const Demand& y) {
    return std::ranges::equal(x.roles, y.roles) && x.quorum == y.quorum && x.within == y.within;
  };
  return a.policy == b.policy && b.any_demand && std::ranges::equal(a.demands, b.demands, same);
}

void AddDemands(Scratch& scratch, size_t index, uint32_t& groups) {
  const Finding& finding = scratch.findings[index];
  uint32_t group = 0;
  if (finding.any_demand) {
    for (size_t i = 0; i < index; ++i) {
      const Finding& before = scratch.findings[i];
      if (!before.shadow && SameAlternatives(finding, before)) return;
    }
    group = ++groups;
  }
  for (Demand demand : finding.demands) {
    demand.alternative = group;
    scratch.demands.push_back(demand);
  }
}

}  // namespace

void Combine(Deciding& deciding, Decision& decision) {
  Scratch& scratch = deciding.scratch;
  if (scratch.findings.size() > 1) {
    std::ranges::sort(scratch.findings, [](const Finding& a, const Finding& b) {
      if (a.policy.data() == b.policy.data() && a.rule != b.rule) return a.rule < b.rule;
      return std::tie(a.policy, a.rule, a.clause, a.kind) <
             std::tie(b.policy, b.rule, b.clause, b.kind);
    });
  }
  Verdict verdict = Verdict::Allow;
  for (const Finding& finding : scratch.findings) {
    if (!finding.shadow) verdict = std::max(verdict, finding.verdict);
  }
  decision = {verdict, scratch.findings, {}, {}};
  if (verdict == Verdict::Allow) return;  // addresses nobody

  scratch.demands.clear();
  scratch.recipients.Clear();
  uint32_t groups = 0;
  for (size_t i = 0; i < scratch.findings.size(); ++i) {
    const Finding& finding = scratch.findings[i];
    if (finding.shadow || finding.verdict != decision.verdict) continue;
    AddRecipients(deciding, finding.recipients);
    AddDemands(scratch, i, groups);
  }
  Arena& arena = deciding.vm.arena();
  decision.recipients = scratch.recipients.Keep(arena);
  decision.demands = KeepDemands(arena, scratch.demands);
}

}  // namespace remit
