// A value as CEL writes it: what `remit eval` answers can be pasted back as an expression.
#pragma once

#include <cstdint>
#include <string>

#include "engine/model/value.h"

namespace remit {

// `"a"`, `1u`, `2.0`, `b"\xff"`, `{"k": [true, null]}`, `timestamp("…")`, `optional.of(1)`.
// Control, bidi-control and zero-width characters are escaped, so it is one line that hides
// nothing. An error is written as `error`; it has no expression.
std::string CelText(const Value& value);

// Values, and bytes of texts / 32, that a value may hold to be written out. Values share what they
// hold: a small one can be longer, written out, than any memory.
inline constexpr uint64_t kMostWritten = 1'000'000;

}  // namespace remit
