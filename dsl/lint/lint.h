// Warnings about policies that compile but will probably surprise: language section 12.
#pragma once

#include "dsl/check/typed.h"
#include "dsl/diagnostics/diagnostic.h"

namespace remit {

void Lint(const typed::Bundle& bundle, Diagnostics& diagnostics);

}  // namespace remit
