// Records in a folder: FOLDER/DECISION-ID.json, and beside them by digest the program bytes and
// raw inputs that they need: FOLDER/sha256/HEX. Files appear whole (written aside, then renamed).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/digest.h"
#include "engine/base/error.h"

namespace remit {

class RecordStore {
 public:
  // Makes the folder where it is missing; Io with the path where it cannot be written.
  static Result<RecordStore> Open(std::string folder);

  // For reading alone: makes nothing and needs no right to write. Missing where there is no such
  // folder. Putting into such a store is Io.
  static Result<RecordStore> OpenToRead(std::string folder);

  // BadInput where `bytes` are not those of the digest; Io.
  Result<void> PutObject(const Digest& digest, std::string_view bytes);
  Result<void> PutRecord(std::string_view decision_id,
                         std::string_view record);  // the record's path: RecordPath
  // The bytes named "sha256:HEX". Missing where they are not there or no longer have that digest.
  Result<std::string> GetObject(std::string_view digest_text) const;
  std::string RecordPath(std::string_view decision_id) const;

  // The text of the record named by a path, an id or an unambiguous beginning of an id (8
  // characters or more). Missing, BadInput where it is ambiguous or too short.
  Result<std::string> FindRecord(std::string_view name) const;

 private:
  std::string folder_;
  bool writable_ = false;
};

}  // namespace remit
