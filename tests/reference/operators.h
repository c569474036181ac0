// CEL's operators, as reference/cel.md sections 4 to 6 have them. Operands are never errors here:
// who calls has passed those on.
#pragma once

#include <compare>
#include <optional>
#include <vector>

#include "dsl/ast/expr.h"
#include "engine/base/arena.h"
#include "engine/model/value.h"

namespace remit::reference {

Value Wrong(Arena& arena, EvalErrorCode code);

bool IsNumber(const Value& value);

// Numbers of any kinds as numbers; nullopt if one is NaN.
std::optional<std::strong_ordering> CompareNumbers(const Value& a, const Value& b);

bool Equals(const Value& a, const Value& b);

// Every binary operator but `&&` and `||`.
Value Operate(Arena& arena, ast::Op op, const Value& a, const Value& b);

Value Negate(Arena& arena, const Value& value);

// `a && b`, `a || b`; operands may be errors, which these absorb.
Value And(Arena& arena, const Value& a, const Value& b);
Value Or(Arena& arena, const Value& a, const Value& b);

// The value in a map under a key equal to `key`, or nullptr.
const Value* Lookup(const Value& map, const Value& key);

// The sum of doubles, exact and rounded once (ties to even); nullopt if any is not finite or the
// sum is too large.
std::optional<double> ExactSum(const std::vector<double>& numbers);

}  // namespace remit::reference
