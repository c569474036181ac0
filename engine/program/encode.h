// A program as bytes (docs/program-format.md) and back. The bytes are the program: nothing is built
// when they are read, its tables are where they lie.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/program/program.h"

namespace remit {

// Packed (PackLists) if it is not yet.
std::string EncodeProgram(const Program& program);

// Trusts nothing: every part is held against the bytes that there are, every byte that cannot hold
// everything is looked at. What it returns is well formed but not yet verified.
//
// The program refers to `bytes`, which must outlive it. Bytes that do not begin at a multiple of 8
// are copied, table by table.
Result<Program> DecodeProgram(std::string_view bytes, const ProgramLimits& limits = {});
Result<Program> DecodeProgram(std::string&& bytes, const ProgramLimits& limits = {}) = delete;

}  // namespace remit
