// The `regex` extension, on RE2 itself (reference/cel.md, section 10).
#pragma once

#include <span>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

// Whether RE2 takes the text as a pattern.
bool IsRegex(std::string_view pattern);

// OutOfFuel for what would cost more than `most`.
Value CallRegexFunction(Arena& arena, FunctionId function, std::span<const Value> args,
                        uint64_t most);

}  // namespace remit::reference
