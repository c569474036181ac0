// The `regex` extension, on RE2 itself (reference/cel.md, section 10).
#pragma once

#include <span>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

// OutOfFuel for what would cost more than `most`.
Value CallRegexFunction(Arena& arena, FunctionId function, std::span<const Value> args,
                        uint64_t most);

}  // namespace remit::reference
