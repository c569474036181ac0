// What evaluating costs, as docs/vm.md states it. Functions: fuel_functions.h.
#pragma once

#include <cstdint>

#include "tests/reference/evaluate.h"

namespace remit::reference {

// The nodes of an expression; what a Bind binds is charged when it is evaluated.
uint64_t NodeCount(const typed::Bundle& bundle, typed::NodeId root);

void ChargeTurn(Evaluation& evaluation, const typed::Node& comprehension);
// Binary operators but `&&` and `||`; `[]` and `[?]`.
uint64_t OperatorCost(ast::Op op, const Value& a, const Value& b);
uint64_t IndexCost(const Value& container, const Value& key);
// Reading a value as a declared type.
void ChargeReading(Evaluation& evaluation, const typed::Node& read, const Value& value);
// Beside the list's entries, which are charged before they are looked at.
void ChargeScan(Evaluation& evaluation, const typed::PatternSet& set, const Value& input,
                const Value& hits, bool first_only);

}  // namespace remit::reference
