// The outer world's clock and randomness: what stands around a decision, never in it.
#pragma once

#include <cstdint>
#include <string>

#include "engine/base/error.h"
#include "engine/model/value.h"

namespace remit {

struct Stamp {
  int64_t milliseconds = 0;  // since the epoch
  Value time;                // the same as a Timestamp
  std::string text;          // RFC 3339
};

Stamp StampNow();

// 16 bytes from the system's generator. Io where it gives none.
Result<std::string> RandomBytes();

}  // namespace remit
