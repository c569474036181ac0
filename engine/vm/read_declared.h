// Reading a value as a declared type, with what that costs.
#pragma once

#include <cstdint>
#include <span>

#include "engine/model/fact_type.h"
#include "engine/vm/eval.h"

namespace remit {

// ReadAs of engine/model/fact_type.h; the value of an optional is read inside of it.
Value ReadDeclared(Eval& eval, std::span<const FactType> types, uint32_t type, const Value& value);

}  // namespace remit
