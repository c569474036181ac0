// The verifier: what it accepts, the VM runs without checking again.
#pragma once

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/program/program.h"

namespace remit {

// Every index in range, jumps inside their chunk, one stack depth, iteration depth and builder
// depth at each instruction and within what the chunk states, chunks and lets only of smaller
// index, call depth within limits, every path ends in Return; rules, grants, bands and lets refer
// to what exists. BadProgram with the chunk and instruction that is refused.
Result<void> VerifyProgram(const Program& program, const ProgramLimits& limits = {});

}  // namespace remit
