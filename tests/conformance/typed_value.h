// Values with their types as the conformance files write them, an object of one member, the tag:
//
//   {"int":"42"} {"uint":"1"} {"double":"-0"} {"double":"NaN"} {"string":"é"} {"bytes":"w6k="}
//   {"bool":true} {"null":null} {"list":[typed value, …]} {"map":[[key, value], …]}
//   {"timestamp":"2026-01-05T12:00:00Z"} {"duration":"-1.5s"} {"type":"int"}
#pragma once

#include <string>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/value.h"

namespace remit::conformance {

// Errors name the tag that is wrong, or whose content is.
Result<Value> ReadTyped(Arena& arena, const Value& json);

// One line, as ReadTyped reads it; errors as `error: MESSAGE`, and kinds that the format has no tag
// for by the name of their type.
std::string ShowTyped(const Value& value);

// Same tag and equal content: a NaN is a NaN, and numbers of different tags are never equal.
bool SameTyped(const Value& a, const Value& b);

}  // namespace remit::conformance
