// The functions that expressions call, by id.
#pragma once

#include <span>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"
#include "tests/reference/output.h"

namespace remit::reference {

// `args` are no errors; the receiver comes first. OutOfFuel for a text or list that would cost more
// than `most` (fuel_functions.h, ResultCost): it takes no memory.
Value CallFunction(Arena& arena, FunctionId function, std::span<const Value> args,
                   uint64_t most = kAnyAmount);

// Shannon bits per byte, rounded to 3 decimals.
double EntropyOf(std::string_view text);

}  // namespace remit::reference
