// Numbers as thresholds compare and print them.
#pragma once

#include <string_view>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/program.h"

namespace remit {

// An int or a double.
bool IsNumber(const Value& value);

// -1, 0 or 1, exactly, as CEL orders ints and doubles. Both are numbers and not NaN.
int CompareNumbers(const Value& a, const Value& b);

// Whether `measure` crosses a band with these limits (`high` is read for Outside only, a closed
// range).
bool Crosses(Bound bound, const Value& measure, const Value& low, const Value& high);

std::string_view BoundWords(Bound bound);  // "above", "at least"

// "12", "0.25"; in `arena`.
std::string_view NumberText(Arena& arena, const Value& number);

}  // namespace remit
