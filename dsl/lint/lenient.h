// The lint of `orValue` whose default is the lenient one.
#pragma once

#include "dsl/check/typed.h"
#include "dsl/diagnostics/diagnostic.h"

namespace remit {

// A comparison with `x.orValue(DEFAULT)`, or a bare `x.orValue(true)`, that keeps a prohibit,
// trigger or threshold from holding, or lets a grant hold, when x is absent.
void LintLenientDefaults(const typed::Bundle& bundle, const typed::Rule& rule,
                         Diagnostics& diagnostics);

}  // namespace remit
