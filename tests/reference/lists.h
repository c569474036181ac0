// CEL's `lists` and `sets` extensions, and what optionals have beyond the standard.
#pragma once

#include <span>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

// `lists`, and `reverse` of a list. What a range's elements cost is charged before.
Value CallList(Arena& arena, FunctionId function, std::span<const Value> args);

Value CallSet(Arena& arena, FunctionId function, std::span<const Value> args);

Value CallOptional(Arena& arena, FunctionId function, std::span<const Value> args);

}  // namespace remit::reference
