// Expressions that err whatever the action is, and conditions that constants decide. Private to
// dsl/compile.
#pragma once

#include "dsl/check/typed.h"
#include "dsl/diagnostics/diagnostic.h"

namespace remit::lowering {

// AlwaysErrs for expressions of literals that err, and for calls and divisions that a literal
// operand makes err; ConstantCondition for the bundle's constant conditions that do not err. Params
// do not count as constants: what one value of them makes err may be guarded by a question about
// them.
void CheckErring(const typed::Bundle& bundle, const SourceSet& sources, Diagnostics& diagnostics);

}  // namespace remit::lowering
