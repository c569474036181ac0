// A program as text a person can read: `remit compile --listing`.
#pragma once

#include <string>

#include "engine/program/program.h"

namespace remit {

std::string Disassemble(const Program& program);

}  // namespace remit
