// What the verifier refuses of a program that was just compiled, as diagnostics. Private to
// dsl/compile.
#pragma once

#include "dsl/compile/compile.h"

namespace remit::lowering {

// TooLarge for what is over a limit of programs, at the let or rule where it is one's; TooCostly at
// each rule whose worst case is over `limits.cost`, or, where it is no rule's, at the let. The
// program is then taken away; one that is too costly is kept as `made.refused`.
void CheckProgram(Compilation& made, const ProgramLimits& limits);

}  // namespace remit::lowering
