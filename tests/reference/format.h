// `text.format(arguments)` of the `strings` extension (reference/cel.md, section 10).
#pragma once

#include <span>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/model/value.h"

namespace remit::reference {

Value Format(Arena& arena, std::string_view text, std::span<const Value> arguments);

}  // namespace remit::reference
