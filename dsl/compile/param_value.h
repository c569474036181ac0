// A param's value as its declared type. Private to dsl/compile.
#pragma once

#include "dsl/check/typed.h"

namespace remit::lowering {

// `value` read as `type` all the way down: elements, and the fields of records, which a fact would
// have checked only when they are read. A WrongType error value where something is not of its type
// or a field that is not optional is missing.
Value ReadWhole(const typed::Bundle& bundle, TypeId type, const Value& value);

}  // namespace remit::lowering
