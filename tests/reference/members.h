// Members of maps and elements of lists, plain and as optionals (language.md, section 3). Through
// an optional all give an optional; `null_is_absent`: of a field declared optional.
#pragma once

#include <string_view>

#include "engine/base/arena.h"
#include "engine/model/value.h"

namespace remit::reference {

Value Select(Arena& arena, const Value& value, std::string_view name);
Value OptionalSelect(Arena& arena, const Value& value, std::string_view name, bool null_is_absent);
Value Has(Arena& arena, const Value& value, std::string_view name, bool null_is_absent);
Value Index(Arena& arena, const Value& value, const Value& key);
Value OptionalIndex(Arena& arena, const Value& value, const Value& key);

}  // namespace remit::reference
