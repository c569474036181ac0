// What calling a function costs, as docs/vm.md states it.
#pragma once

#include <cstdint>
#include <span>

#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

// Before the function looks at its arguments: 0 for kinds that no overload takes. The elements that
// `lists.range` gives back are charged here, too: the reference makes them at once. What is over
// `most` is over it, not exact: values share what they hold, and may hold more than can be counted.
uint64_t GivenCost(FunctionId function, std::span<const Value> args, bool constant_regex,
                   uint64_t most = uint64_t{1} << 40);

// What `result`, which it gives back, costs besides.
uint64_t ResultCost(FunctionId function, const Value& result);

}  // namespace remit::reference
