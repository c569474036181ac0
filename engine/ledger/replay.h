// Replay: the decision of a record, made again from what the record names by digest.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/decide/engine.h"
#include "engine/ledger/record_store.h"

namespace remit {

struct Replay {
  bool same = false;          // the same core bytes
  std::string recorded_core;  // RFC 8785
  std::string replayed_core;
  std::string difference;  // the first member that differs, as a path; empty if same
};

// Whether a text is a record that can be believed so far: it has the members that replaying needs,
// and its core is that of `coreDigest`. BadInput says what is wrong.
Result<void> CheckRecord(std::string_view record_json);

// The engine of the bundle that records name so ("sha256:HEX"): from its manifest and its program,
// which the store has by their digests. Missing, BadProgram.
Result<Engine> RecordedEngine(std::string_view bundle, const RecordStore& store);

// The input whose text was replaced by references to where it is kept, made whole again.
using TextRestorer = std::function<Result<std::string>(std::string_view referring_input)>;

// What the decision was made from: bytes of the digest that the core calls `input`, from the store,
// or of a change through `restore`. Missing: they are neither here nor there, or are damaged.
Result<std::string> RecordedInput(std::string_view record_json, const RecordStore& store,
                                  const TextRestorer& restore);

// Missing: the bundle or input cannot be had, or is damaged. BadInput: not a valid record.
Result<Replay> ReplayRecord(std::string_view record_json, const RecordStore& store,
                            const TextRestorer& restore = {});

}  // namespace remit
