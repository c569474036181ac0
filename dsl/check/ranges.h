// Which ints an operand may be: of a function's result, a param's limits, a fact. Comparisons that
// these decide, and literals outside them, are mistakes.
#pragma once

#include <span>

#include "dsl/check/context.h"

namespace remit::checking {

// IntegerRange or NeverHolds where the ranges of the two sides decide the comparison.
void CheckComparedRanges(Context& context, ast::Op op, NodeId left, NodeId right, Span span);
// IntegerRange or NeverHolds where the measure's range decides whether the band is crossed.
void CheckBandRanges(Context& context, NodeId measure, const typed::Band& band);
// `x in [1, 2, 99]`: IntegerRange at each literal that x never is.
void CheckMemberRanges(Context& context, NodeId value, NodeId list);
// IntegerRange at each literal that the function never takes, such as a negative position.
void CheckArgumentRanges(Context& context, FunctionId function, std::span<const NodeId> args);
// The same for a list's index.
void CheckIndexRange(Context& context, NodeId list, NodeId index);

}  // namespace remit::checking
