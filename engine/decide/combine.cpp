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

Decision Combine(Deciding& deciding) {
  Scratch& scratch = deciding.scratch;
  std::ranges::sort(scratch.findings, [](const Finding& a, const Finding& b) {
    return std::tie(a.policy, a.rule, a.clause, a.kind) <
           std::tie(b.policy, b.rule, b.clause, b.kind);
  });

  Decision decision;
  decision.verdict = Verdict::Allow;
  scratch.demands.clear();
  scratch.recipients.clear();
  for (const Finding& finding : scratch.findings) {
    if (!finding.shadow) decision.verdict = std::max(decision.verdict, finding.verdict);
  }
  for (const Finding& finding : scratch.findings) {
    if (finding.shadow || finding.verdict != decision.verdict) continue;
    AddRecipients(deciding, finding.recipients);
    scratch.demands.insert(scratch.demands.end(), finding.demands.begin(), finding.demands.end());
  }
  Arena& arena = deciding.vm.arena();
  decision.findings = scratch.findings;
  decision.recipients = KeepNames(arena, scratch.recipients);
  decision.demands = KeepDemands(arena, scratch.demands);
  return decision;
}

}  // namespace remit
