// The `regex` extension, on RE2 itself (reference/cel.md, section 10).
#pragma once

#include <span>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

Value CallRegexFunction(Arena& arena, FunctionId function, std::span<const Value> args);

}  // namespace remit::reference
