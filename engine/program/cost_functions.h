// What a function costs at most and how large its result is, for every row of functions.def: the
// bounds of what docs/vm.md says is charged.
#pragma once

#include <span>

#include "engine/program/function_id.h"
#include "engine/program/size_bound.h"

namespace remit {

struct BoundedCall {
  uint64_t units = 0;
  SizeBound result;
};

// `fuel`: what one rule may use; no list of a range is longer.
BoundedCall BoundCall(FunctionId function, std::span<const SizeBound> arguments, uint64_t fuel);

// The regex functions with a constant pattern: `arguments` without it.
BoundedCall BoundConstantRegex(FunctionId function, std::span<const SizeBound> arguments);

}  // namespace remit
