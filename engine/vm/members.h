// Members of maps and elements of lists, and what both are through an optional. Operands are never
// errors; results may be.
#pragma once

#include <string_view>

#include "engine/model/value.h"
#include "engine/vm/eval.h"

namespace remit {

Value Select(Eval& eval, const Value& from, std::string_view name);
// null_is_absent: a member that is null counts as one that is not there (declared optional fields).
Value OptionalSelect(Eval& eval, const Value& from, std::string_view name, bool null_is_absent);
Value Has(Eval& eval, const Value& from, std::string_view name, bool null_is_absent);

Value Index(Eval& eval, const Value& from, const Value& key);
Value OptionalIndex(Eval& eval, const Value& from, const Value& key);

}  // namespace remit
