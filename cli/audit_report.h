// What `remit audit` counts, and how it is shown.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "cli/audit_change.h"
#include "engine/decide/decision.h"
#include "engine/model/verdict.h"

namespace remit {

// By Verdict.
using VerdictCounts = std::array<size_t, 3>;

struct RuleCounts {
  VerdictCounts findings{};
  size_t errors = 0;  // among the findings
  size_t shadow = 0;  // findings that did not count, in none of the others
};

struct BadLine {
  std::string file;
  size_t line = 0;
  std::string message;  // escaped
};

struct AuditReport {
  size_t judged = 0;
  size_t stamped = 0;  // of these, without a time of their own
  VerdictCounts verdicts{};
  std::map<std::string, RuleCounts> rules;  // by POLICY.RULE
  std::vector<BadLine> bad_lines;
  bool compared = false;  // with other policies
  std::vector<ChangedAction> changed;
};

void CountDecision(const Decision& decision, AuditReport& report);

std::string AuditJson(const AuditReport& report);
std::string PrettyAudit(const AuditReport& report, bool colour);

}  // namespace remit
