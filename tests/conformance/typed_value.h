// Values with their types as the conformance files write them: {"int":"42"}, {"list":[…]}; the
// format is told in docs/conformance.md.
#pragma once

#include <string>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/value.h"

namespace remit::conformance {

// `json`: an object of one member, the tag. Errors name what is wrong with it.
Result<Value> ReadTyped(Arena& arena, const Value& json);

// One line, as ReadTyped reads it; errors as `error: MESSAGE`, and kinds that the format has no tag
// for by the name of their type.
std::string ShowTyped(const Value& value);

// Same tag and equal content: a NaN is a NaN, and numbers of different tags are never equal.
bool SameTyped(const Value& a, const Value& b);

}  // namespace remit::conformance
