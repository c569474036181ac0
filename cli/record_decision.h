// Keeping a decision: its record and, beside it by digest, what deciding it again needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/stamp.h"
#include "engine/ledger/record.h"
#include "engine/ledger/record_store.h"

namespace remit {

// A store that is open for one engine's decisions: its bundle's manifest and program are there.
Result<RecordStore> OpenStoreFor(const Engine& engine, const std::string& folder);

struct Recording {
  const DecisionInput& input;
  const Decision& decision;
  const std::string& id;
  const Stamp& stamp;
  // Of a change: `change` says where it lies, and `referring_input` is kept in place of the input.
  std::optional<RecordedChange> change{};
  std::string_view referring_input{};
};

// Gives the record's path.
Result<std::string> RecordDecision(RecordStore& store, const Recording& recording);

// The id of a decision made at that time. Io: the system gives no random bytes.
Result<std::string> NewDecisionId(const Stamp& stamp);

}  // namespace remit
