// CEL's `math` extension.
#pragma once

#include <span>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

// `math.greatest` and `math.least` take one value: a number, or the list that more arguments
// became.
Value CallMath(Arena& arena, FunctionId function, std::span<const Value> args);

}  // namespace remit::reference
