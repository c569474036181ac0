// A value as CEL writes it: what `remit eval` answers can be pasted back as an expression.
#pragma once

#include <string>

#include "engine/model/value.h"

namespace remit {

// `"a"`, `1u`, `2.0`, `b"\xff"`, `{"k": [true, null]}`, `timestamp("…")`, `optional.of(1)`.
// Control, bidi-control and zero-width characters are escaped, so it is one line that hides
// nothing. An error is written as `error`; it has no expression.
std::string CelText(const Value& value);

}  // namespace remit
