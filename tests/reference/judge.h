// The whole decision by the letter of language.md, sections 5, 9 and 13: every rule of every policy
// looked at in turn, no index, nothing shared.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/model/verdict.h"
#include "tests/reference/evaluate.h"
#include "tests/reference/evidence.h"

namespace remit::reference {

enum class FindingKind : uint8_t { Authority, Threshold, Prohibit, Trigger, Default, Uncovered };

struct ReferenceDemand {
  std::set<std::string> roles;
  uint32_t quorum = 1;
  int64_t within = 0;
  auto operator<=>(const ReferenceDemand&) const = default;
};

struct ReferenceFinding {
  std::string policy, rule;  // rule: POLICY.RULE
  FindingKind kind = FindingKind::Trigger;
  Verdict verdict = Verdict::Allow;
  bool shadow = false;
  bool prohibited = false;
  uint32_t clause = 0;
  Severity severity = Severity::None;
  std::string reason;  // "cannot be evaluated", without the message, where the rule errs
  std::vector<ReferenceEvidence> evidence;  // by name; an `error` is its rule, without the message
  std::set<std::string> recipients;
  std::set<ReferenceDemand> demands;
  bool any_demand = false;
  std::optional<EvalErrorCode> error;
};

struct ReferenceDecision {
  Verdict verdict = Verdict::Allow;
  std::vector<ReferenceFinding> findings;  // by policy, rule, clause
  std::set<std::string> recipients;
  std::set<ReferenceDemand> demands;
};

// `evaluation` is fresh.
ReferenceDecision Judge(Evaluation& evaluation);

// A pattern over segments covers a name: `*` one segment, a trailing `*` one or more.
bool Covers(const std::vector<std::string>& patterns, std::string_view name);

}  // namespace remit::reference
