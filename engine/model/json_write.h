// Values as JSON text: RFC 8785 (JCS) canonical bytes.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/model/value.h"

namespace remit {

// RFC 8785 bytes. Int must lie within +-(2^53-1); Double must be finite; Map keys must be strings.
// Beside JSON's own kinds, as CEL's JSON mapping says: Uint as number (decimal string beyond
// 2^53-1, Int too), Bytes as base64 text, Timestamp and Duration as text. BadInput for what has no
// JSON form (types, errors, optionals, NaN, other keys).
Result<std::string> WriteCanonicalJson(const Value& value);

// `"` + escaped + `"`, exactly RFC 8785's string form.
void AppendJsonString(std::string& out, std::string_view text);

// ECMAScript's Number::toString for a finite double: shortest digits that read back the same.
std::string FormatDouble(double value);

}  // namespace remit
