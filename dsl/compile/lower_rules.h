// Policies, lets and rules to a program. Private to dsl/compile.
#pragma once

#include "dsl/compile/lower_expr.h"

namespace remit::lowering {

// Everything of the bundle into `target.program`; params must have been sealed. `written` is the
// same bundle before it was optimised, or `target` itself: what evidence names and what
// explanations evaluate is what the policy says.
void LowerBundle(Target& target, Target& written);

}  // namespace remit::lowering
