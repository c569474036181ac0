// `text.format(arguments)` of the `strings` extension (reference/cel.md, section 10).
#pragma once

#include <span>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/model/value.h"

namespace remit::reference {

// OutOfFuel for a text that would cost more than `most`.
Value Format(Arena& arena, std::string_view text, std::span<const Value> arguments, uint64_t most);

}  // namespace remit::reference
