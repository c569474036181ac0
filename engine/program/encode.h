// A program as bytes (docs/program-format.md) and back.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/program/program.h"

namespace remit {

std::string EncodeProgram(const Program& program);

// Trusts nothing: sizes before memory, every count against what is left, no bytes after the end.
// What it returns is well formed but not yet verified.
Result<Program> DecodeProgram(std::string_view bytes, const ProgramLimits& limits = {});

}  // namespace remit
