#include "cli/record_decision.h"

#include <utility>

#include "cli/version.h"

namespace remit {

Result<RecordStore> OpenStoreFor(const Engine& engine, const std::string& folder) {
  Result<RecordStore> store = RecordStore::Open(folder);
  if (!store) return store;
  for (const std::string_view bytes : {engine.bytes(), std::string_view(engine.manifest())}) {
    if (Result<void> done = store->PutObject(Sha256(bytes), bytes); !done) {
      return std::unexpected(done.error());
    }
  }
  return store;
}

Result<std::string> RecordDecision(RecordStore& store, const Recording& recording) {
  RecordSurroundings surroundings{recording.id, recording.stamp.text, std::string(kVersionText),
                                  recording.change};
  std::string_view kept = recording.input.raw_input;
  if (surroundings.change) {
    kept = recording.referring_input;
    surroundings.change->referring_input = DigestText(Sha256(kept));
  }
  if (Result<void> done = store.PutObject(Sha256(kept), kept); !done) {
    return std::unexpected(done.error());
  }
  const std::string record = MakeRecord(MakeCore(recording.input, recording.decision), surroundings,
                                        recording.input.action);
  if (Result<void> done = store.PutRecord(recording.id, record); !done) {
    return std::unexpected(done.error());
  }
  return store.RecordPath(recording.id);
}

Result<std::string> NewDecisionId(const Stamp& stamp) {
  Result<std::string> random = RandomBytes();
  if (!random) return random;
  return MakeDecisionId(stamp.milliseconds, *random);
}

}  // namespace remit
