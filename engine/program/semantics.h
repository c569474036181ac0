// What programs mean to this engine, as one text that programs and records carry.
#pragma once

#include <string_view>

namespace remit {

// "2+tzdata-2025b+unicode-15.0.0": the number of the language's meaning, which changes whenever a
// program could decide otherwise than before, and the releases of the built-in tables. An engine
// runs a program of its own id only.
std::string_view EngineSemantics();

}  // namespace remit
