// Values from one kind to another: CEL's conversions, and facts as their declared types.
#pragma once

#include <string>
#include <vector>

#include "engine/base/arena.h"
#include "engine/model/fact_type.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

// `bool(x)`, `int(x)` … `duration(x)`; `value` is no error.
Value Convert(Arena& arena, FunctionId to, const Value& value);

// `value` as a fact of type `types[type]`, as fact_type.h's table says. Errors pass through, and
// what is inside of an optional is read as that type.
Value ReadFact(Arena& arena, const std::vector<FactType>& types, uint32_t type, const Value& value);

// As `%s` of CEL's format prints it.
std::string PrintValue(const Value& value);

}  // namespace remit::reference
