// Conditions that are decided before anything is evaluated: by declared types, which leaves a
// branch that nothing reaches, or by constants. Nothing is said of an expression by itself, of a
// test, or of the body of a define where it is called.
#pragma once

#include <span>

#include "dsl/check/context.h"

namespace remit::checking {

// UnreachableBranch and ConstantCondition for `condition ? yes : no`.
void CheckBranches(Context& context, const Env& env, NodeId condition, NodeId yes, NodeId no);
// The same for the operands of `&&` or `||`.
void CheckOperands(Context& context, const Env& env, ast::Op op, std::span<const NodeId> args);
// ConstantCondition where constants alone decide `condition`, and it is no literal by itself.
// `what`: "this condition".
void CheckDecided(Context& context, const Env& env, NodeId condition, std::string_view what);

}  // namespace remit::checking
