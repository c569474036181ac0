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
  std::optional<std::string> reason;  // where the rule has one, applies and did not err
  std::set<std::string> recipients;
  std::set<ReferenceDemand> demands;
  bool any_demand = false;
  std::optional<EvalErrorCode> error;
  auto operator<=>(const ReferenceFinding&) const = default;
};

struct ReferenceDecision {
  Verdict verdict = Verdict::Allow;
  std::vector<ReferenceFinding> findings;  // by policy, rule
  std::set<std::string> recipients;
  std::set<ReferenceDemand> demands;
  bool operator==(const ReferenceDecision&) const = default;
};

// `evaluation` is fresh.
ReferenceDecision Judge(Evaluation& evaluation);

// A pattern over segments covers a name: `*` one segment, a trailing `*` one or more.
bool Covers(const std::vector<std::string>& patterns, std::string_view name);

}  // namespace remit::reference
