// The functions that expressions call, by id.
#pragma once

#include <span>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

// `args` are no errors; the receiver comes first.
Value CallFunction(Arena& arena, FunctionId function, std::span<const Value> args);

// Shannon bits per byte, rounded to 3 decimals.
double EntropyOf(std::string_view text);

}  // namespace remit::reference
