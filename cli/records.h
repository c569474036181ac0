// The record that a person names on the command line.
#pragma once

#include <string>

#include "engine/base/error.h"
#include "engine/ledger/record_store.h"
#include "engine/ledger/replay.h"

namespace remit {

struct NamedRecord {
  RecordStore store;  // where the record's evidence is
  std::string text;
};

// `name` is a path, an id, or the beginning of one. The store is `folder`, else the folder of the
// path, else what the configuration says; it is only read. BadInput for what is no valid record,
// and all of the store's and the configuration's errors.
Result<NamedRecord> FindNamedRecord(const std::string& name, const std::string& folder,
                                    const std::string& config);

// Reads the text of recorded changes from the repository around `folder`, which is opened when a
// record needs it.
TextRestorer RestoreFrom(const std::string& folder);

}  // namespace remit
