// CEL's comprehensions of one variable and of two.
#pragma once

#include <functional>

#include "tests/reference/evaluate.h"

namespace remit::reference {

// Evaluates an operand of the comprehension in a turn: `second` is what the second of two variables
// stands for, and means nothing where there is one.
using InTurn = std::function<Value(typed::NodeId operand, const Value& first, const Value& second)>;

// The comprehension `node` over `range`, which may be an error.
Value Comprehend(Evaluation& evaluation, const typed::Node& node, const Value& range,
                 const InTurn& walk);

}  // namespace remit::reference
