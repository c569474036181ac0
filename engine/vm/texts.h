// Values as text for people, and the instructions that join texts and sum scores.
#pragma once

#include <span>
#include <string>

#include "engine/model/value.h"
#include "engine/vm/eval.h"

namespace remit {

// PrintValue as a string, at most `max_bytes` + 1 bytes of it.
std::string FormatValue(const Value& value, size_t max_bytes);

// A value in a reason: FormatValue, at most 200 characters, escaped; an error is "{error}".
Value Interpolate(Arena& arena, const Value& value);

// Strings as one. An error operand, the first, is the result.
Value Concat(Eval& eval, std::span<const Value> texts);

// A score: the exact sum of numbers and optional numbers (none counts nothing), rounded once.
Value SumExact(Eval& eval, std::span<const Value> terms);
// `score` held at or below `cap`, a double.
Value Cap(Eval& eval, const Value& score, const Value& cap);

}  // namespace remit
