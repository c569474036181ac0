// Decision records: the deterministic core (RFC 8785 bytes) and what stands around it.
// The layout is written down in docs/records.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/decide/engine.h"

namespace remit {

// One decision with what it was made from.
struct DecisionInput {
  const Engine& engine;
  const Action& action;
  std::string_view raw_input;  // the bytes that the action was read from
  Value now;                   // Timestamp
  bool now_stamped = false;    // the host stamped it; the action had no time
};

// The core's RFC 8785 bytes: integers and strings only (doubles as their shortest text).
std::string MakeCore(const DecisionInput& input, const Decision& decision);

// The decision alone as JSON (verdict, findings, recipients, demands), as `--format json` prints
// it.
std::string DecisionJson(const Decision& decision, const Program& program);

// SHA-256 of the action's RFC 8785 form without `context.time`, `context.call_id`,
// `context.attempt`, `context.trace` and `context.change.approvals`.
Digest ActionDigest(const Action& action);

// Of a decision on a change: between which commits, who judged, and where its input is. The text
// of a change is not copied: git keeps it.
struct RecordedChange {
  std::string base, head;       // hex ids of commits, or "index", "worktree"; base may be empty
  std::string policy;           // the same: where the policies were read
  std::string referring_input;  // "sha256:HEX" of the input with references in place of text
};

// What is not deterministic; the host gives it.
struct RecordSurroundings {
  std::string decision_id;   // UUIDv7
  std::string recorded_at;   // RFC 3339
  std::string engine_build;  // "remit 0.1.0"
  std::optional<RecordedChange> change{};
};
std::string MakeDecisionId(int64_t unix_milliseconds, std::string_view random_16_bytes);

// The whole record as JSON: {"id", "core", "coreDigest", "recordedAt", "engine", …}.
std::string MakeRecord(std::string_view core, const RecordSurroundings& surroundings,
                       const Action& action);

}  // namespace remit
