// The `strings` extension: texts as rows of characters (reference/cel.md, section 10).
#pragma once

#include <span>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

// `args` are no errors; the receiver comes first. OutOfFuel for what would cost more than `most`.
Value CallTextFunction(Arena& arena, FunctionId function, std::span<const Value> args,
                       uint64_t most);

}  // namespace remit::reference
