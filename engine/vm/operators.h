// CEL's operators over values of any kind: equality, order, arithmetic, membership. Operands are
// never errors (the loop passes those on); results may be. Costs: docs/vm.md.
#pragma once

#include <compare>
#include <optional>

#include "engine/model/value.h"
#include "engine/vm/eval.h"

namespace remit {

// Total over kinds: values of different kinds are unequal, numbers compare as numbers, NaN equals
// nothing. Stops at the first difference. False, with fuel.out set, where the fuel ends.
bool Equals(Fuel& fuel, const Value& a, const Value& b);

bool IsNumber(const Value& value);
// Int, Uint, Double in any mix. An int or uint meets a double as CEL's suite has it, lossily: the
// range first, then as doubles. Unordered: a NaN.
std::partial_ordering CompareNumbers(const Value& a, const Value& b);

// The order of two values of one ordered kind, or of two numbers; nullopt: `<` does not take these
// kinds. Unordered: a NaN. Where the fuel ends, fuel.out is set and the order is not to be used.
std::optional<std::partial_ordering> Order(Fuel& fuel, const Value& a, const Value& b);

Value Equal(Eval& eval, const Value& a, const Value& b);
Value NotEqual(Eval& eval, const Value& a, const Value& b);
Value Less(Eval& eval, const Value& a, const Value& b);
Value LessEqual(Eval& eval, const Value& a, const Value& b);
Value Greater(Eval& eval, const Value& a, const Value& b);
Value GreaterEqual(Eval& eval, const Value& a, const Value& b);
Value In(Eval& eval, const Value& element, const Value& container);

Value Negate(Eval& eval, const Value& a);
Value Not(Eval& eval, const Value& a);
Value Add(Eval& eval, const Value& a, const Value& b);
Value Subtract(Eval& eval, const Value& a, const Value& b);
Value Multiply(Eval& eval, const Value& a, const Value& b);
Value Divide(Eval& eval, const Value& a, const Value& b);
Value Modulo(Eval& eval, const Value& a, const Value& b);

}  // namespace remit
