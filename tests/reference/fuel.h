// What evaluating costs, as docs/vm.md states it.
#pragma once

#include <vector>

#include "tests/reference/evaluate.h"

namespace remit::reference {

// The nodes of an expression.
uint64_t NodeCount(const typed::Bundle& bundle, typed::NodeId root);

void ChargeTurn(Evaluation& evaluation, const typed::Node& comprehension);
void ChargeOperator(Evaluation& evaluation, ast::Op op, const Value& a, const Value& b);
void ChargeCall(Evaluation& evaluation, FunctionId function, const std::vector<Value>& args);
void ChargeScan(Evaluation& evaluation, const Value& input);

}  // namespace remit::reference
