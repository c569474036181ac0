// What the engine answers: the verdict with every finding behind it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/model/value.h"
#include "engine/model/verdict.h"
#include "engine/program/program.h"

namespace remit {

enum class FindingKind : uint8_t { Authority, Threshold, Prohibit, Trigger, Default, Uncovered };

std::string_view FindingKindName(FindingKind kind);  // "authority"

// Who must agree before an escalated action may go on.
struct Demand {
  std::span<const std::string_view> roles;  // sorted, no two equal; empty: nobody can
  uint32_t quorum = 1;
  int64_t within = 0;  // nanoseconds; 0: no deadline
  // In a decision's list: demands of one number other than 0 are alternatives, of which meeting any
  // one suffices. In a finding's list always 0: its `any_demand` says it for all of them.
  uint32_t alternative = 0;
};

// A value that a rule's conditions read. Large values are cut: see docs/records.md.
struct Evidence {
  std::string_view name;  // "context.change.files", "risk", "measure", "match"
  Value value;
};

struct Finding {
  std::string_view policy;
  std::string_view rule;  // POLICY.RULE
  FindingKind kind = FindingKind::Trigger;
  Verdict verdict = Verdict::Allow;
  bool shadow = false;      // recorded, never counted
  bool prohibited = false;  // only a waiver discharges it
  uint32_t clause = 0;      // which grant, band or hit, from 0, as written
  ProgramPlace place;
  std::string_view reason;
  Severity severity = Severity::None;
  std::span<const std::string_view> refs;
  std::span<const Evidence> evidence;
  std::span<const std::string_view> recipients;  // sorted, no two equal
  std::span<const Demand> demands;  // of an escalate finding: each met by itself, or, where
                                    // `any_demand`, one of them suffices
  bool any_demand = false;
  const EvalError* error = nullptr;
};

// Lives in the decider's arena and program until the next decision.
struct Decision {
  Verdict verdict = Verdict::Escalate;
  std::span<const Finding> findings;             // by policy, rule, clause
  std::span<const std::string_view> recipients;  // of the findings at the verdict's level
  std::span<const Demand> demands;  // of all counted escalate findings, equal ones once
};

}  // namespace remit
