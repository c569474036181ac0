// The parts of a program that deciding does not read once it is loaded: constants, which are values
// by then, and what only listings and explanations ask for.
#pragma once

#include <array>
#include <string_view>

#include "engine/program/program.h"

namespace remit {

// Of a program that was decoded from `bytes` and verified; of tables that borrow nothing of them,
// nothing.
std::array<std::string_view, 4> ColdParts(const Program& program, std::string_view bytes);

}  // namespace remit
