// Conditions that are decided before anything is evaluated: by declared types, which leaves a
// branch that nothing reaches, or by constants. Nothing is said of an expression by itself, of a
// test, or of the body of a define where it is called.
#pragma once

#include <span>

#include "dsl/check/context.h"

namespace remit::checking {

// UnreachableBranch for `condition ? yes : no`; a constant condition, a literal too, is remembered
// in the bundle.
void CheckBranches(Context& context, const Env& env, NodeId condition, NodeId yes, NodeId no);
// The same for the operands of `&&` or `||`.
void CheckOperands(Context& context, const Env& env, ast::Op op, std::span<const NodeId> args);
// UnreachableBranch for `other` in `optional.orValue(other)` or `.or(other)`.
void CheckDefault(Context& context, const Env& env, NodeId optional, NodeId other);
// Remembers `condition` in the bundle where it reads constants alone and is no literal by itself.
// `what`: "this condition".
void CheckDecided(Context& context, const Env& env, NodeId condition, std::string_view what);

}  // namespace remit::checking
