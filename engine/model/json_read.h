// Strict JSON (RFC 8259 and I-JSON's bans) into values. Refuses: duplicate members, invalid UTF-8,
// lone surrogates, a byte order mark, text after the document, what exceeds the limits, and whole
// numbers beyond 2^53-1 that no double holds exactly.
#pragma once

#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/model/value.h"

namespace remit {

// A number that is whole and within +-(2^53-1) is an Int however written; any other a Double.
// Strings and containers live in `arena`. Errors carry "byte N" (line and column where asked by the
// caller are its own to compute) and are ErrorKind::BadInput or Limit.
Result<Value> ReadJson(Arena& arena, std::string_view text, const JsonLimits& limits = {});

}  // namespace remit
