// A program as text a person can read: `remit compile --listing`.
#pragma once

#include <string>

#include "engine/program/program.h"

namespace remit {

// Takes a program that VerifyProgram accepts. Each line is one line, whatever its texts hold.
std::string Disassemble(const Program& program);

}  // namespace remit
