// Diagnostics of policies as `--format json` prints them.
#pragma once

#include <string>

#include "dsl/diagnostics/diagnostic.h"

namespace remit {

// All of them in their order, as an array of {"level", "kind", "path", "line", "column", "endLine",
// "endColumn", "message", "help"}: the end is where the range's last character is over; no "help"
// where there is none.
std::string DiagnosticsJson(const Diagnostics& diagnostics, const SourceSet& sources);

}  // namespace remit
