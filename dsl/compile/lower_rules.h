// Policies, lets and rules to a program. Private to dsl/compile.
#pragma once

#include "dsl/compile/lower_expr.h"

namespace remit::lowering {

// Everything of the bundle into `target.program`; params must have been sealed.
void LowerBundle(Target& target);

}  // namespace remit::lowering
