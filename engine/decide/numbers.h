// Ints and doubles as thresholds compare and print them.
#pragma once

#include <string_view>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/program.h"

namespace remit {

// Whether `measure` crosses a band with these limits, all of them ints or doubles and not NaN, in
// CEL's order across the two; `high` is read for Outside only, a closed range.
bool Crosses(Bound bound, const Value& measure, const Value& low, const Value& high);

// "12", "0.25"; in `arena`.
std::string_view NumberText(Arena& arena, const Value& number);

}  // namespace remit
