// What can be said of a bundle once its params are sealed: regexes and globs that cannot be read,
// expressions that
// always err, conditions that are constant, bands that cannot be reached. Private to dsl/compile.
#pragma once

#include "dsl/check/typed.h"
#include "dsl/diagnostics/diagnostic.h"

namespace remit::lowering {

void CheckConstants(const typed::Bundle& bundle, const SourceSet& sources,
                    Diagnostics& diagnostics);

}  // namespace remit::lowering
