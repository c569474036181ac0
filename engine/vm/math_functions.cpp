// The functions of CEL's `math` extension.
#include <cmath>
#include <limits>

#include "engine/vm/function_rows.h"
#include "engine/vm/functions.h"
#include "engine/vm/operators.h"

namespace remit {
namespace {

constexpr uint64_t kBits = 64;

// The largest or smallest number of a list, the first of equal ones. A NaN has a place only by
// itself.
Value Extreme(Eval& eval, FunctionId function, Arguments arguments) {
  const Value& list = arguments[0];
  if (IsNumber(list)) return list;
  if (list.kind != ValueKind::List) return NoOverload(eval.arena, function, arguments);
  if (!eval.fuel.Charge(list.size)) return OutOfFuelError();
  if (list.size == 0) {
    return Failure(eval.arena, EvalErrorCode::InvalidArgument,
                   {"`", FunctionName(function), "` of an empty list"});
  }
  for (const Value& item : list.list()) {
    if (!IsNumber(item)) return NoOverload(eval.arena, function, {&item, 1});
  }
  Value extreme = list.items[0];
  for (const Value& item : list.list().subspan(1)) {
    const std::partial_ordering order = CompareNumbers(item, extreme);
    if (order == std::partial_ordering::unordered) {
      return Failure(eval.arena, EvalErrorCode::NotFinite,
                     {"NaN has no place in the order of `", FunctionName(function), "`"});
    }
    if (function == FunctionId::Greatest ? order > 0 : order < 0) extreme = item;
  }
  return extreme;
}

Value OfDouble(Eval& eval, FunctionId function, Arguments arguments) {
  if (arguments[0].kind != ValueKind::Double) return NoOverload(eval.arena, function, arguments);
  const double value = arguments[0].real;
  switch (function) {
    case FunctionId::Ceil:
      return MakeDouble(std::ceil(value));
    case FunctionId::Floor:
      return MakeDouble(std::floor(value));
    case FunctionId::Round:
      return MakeDouble(std::round(value));
    case FunctionId::Trunc:
      return MakeDouble(std::trunc(value));
    case FunctionId::IsNaN:
      return MakeBool(std::isnan(value));
    case FunctionId::IsInf:
      return MakeBool(std::isinf(value));
    default:
      return MakeBool(std::isfinite(value));
  }
}

Value Abs(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case ValueKind::Int:
      if (value.integer == std::numeric_limits<int64_t>::min()) {
        return Failure(eval.arena, EvalErrorCode::Overflow, {"out of the range of int"});
      }
      return MakeInt(value.integer < 0 ? -value.integer : value.integer);
    case ValueKind::Uint:
      return value;
    case ValueKind::Double:
      return MakeDouble(std::fabs(value.real));
    default:
      return NoOverload(eval.arena, FunctionId::Abs, arguments);
  }
}

Value Sign(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case ValueKind::Int:
      return MakeInt(value.integer < 0 ? -1 : value.integer > 0 ? 1 : 0);
    case ValueKind::Uint:
      return MakeUint(value.unsigned_integer > 0 ? 1 : 0);
    case ValueKind::Double:
      if (std::isnan(value.real)) return value;
      return MakeDouble(value.real < 0.0 ? -1.0 : value.real > 0.0 ? 1.0 : 0.0);
    default:
      return NoOverload(eval.arena, FunctionId::Sign, arguments);
  }
}

Value Sqrt(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case ValueKind::Int:
      return MakeDouble(std::sqrt(static_cast<double>(value.integer)));
    case ValueKind::Uint:
      return MakeDouble(std::sqrt(static_cast<double>(value.unsigned_integer)));
    case ValueKind::Double:
      return MakeDouble(std::sqrt(value.real));
    default:
      return NoOverload(eval.arena, FunctionId::Sqrt, arguments);
  }
}

bool IsWhole(const Value& value) {
  return value.kind == ValueKind::Int || value.kind == ValueKind::Uint;
}

uint64_t BitsOf(const Value& value) {
  return value.kind == ValueKind::Int ? static_cast<uint64_t>(value.integer)
                                      : value.unsigned_integer;
}

Value WholeOf(ValueKind kind, uint64_t bits) {
  return kind == ValueKind::Int ? MakeInt(static_cast<int64_t>(bits)) : MakeUint(bits);
}

Value Bitwise(Eval& eval, FunctionId function, Arguments arguments) {
  const Value& a = arguments[0];
  const Value& b = arguments[1];
  if (!IsWhole(a) || a.kind != b.kind) return NoOverload(eval.arena, function, arguments);
  switch (function) {
    case FunctionId::BitAnd:
      return WholeOf(a.kind, BitsOf(a) & BitsOf(b));
    case FunctionId::BitOr:
      return WholeOf(a.kind, BitsOf(a) | BitsOf(b));
    default:
      return WholeOf(a.kind, BitsOf(a) ^ BitsOf(b));
  }
}

Value Shift(Eval& eval, FunctionId function, Arguments arguments) {
  const Value& value = arguments[0];
  const Value& by = arguments[1];
  if (!IsWhole(value) || by.kind != ValueKind::Int) {
    return NoOverload(eval.arena, function, arguments);
  }
  if (by.integer < 0) {
    return Failure(eval.arena, EvalErrorCode::InvalidArgument,
                   {"`", FunctionName(function), "` by less than 0"});
  }
  const auto bits = static_cast<uint64_t>(by.integer);
  if (bits >= kBits) return WholeOf(value.kind, 0);
  return WholeOf(value.kind, function == FunctionId::BitShiftLeft ? BitsOf(value) << bits
                                                                  : BitsOf(value) >> bits);
}

Value OfOne(Eval& eval, FunctionId function, Arguments arguments) {
  switch (function) {
    case FunctionId::Greatest:
    case FunctionId::Least:
      return Extreme(eval, function, arguments);
    case FunctionId::Abs:
      return Abs(eval, arguments);
    case FunctionId::Sign:
      return Sign(eval, arguments);
    case FunctionId::Sqrt:
      return Sqrt(eval, arguments);
    case FunctionId::BitNot:
      if (!IsWhole(arguments[0])) return NoOverload(eval.arena, function, arguments);
      return WholeOf(arguments[0].kind, ~BitsOf(arguments[0]));
    default:
      return OfDouble(eval, function, arguments);
  }
}

}  // namespace

Value CallMathFunction(Eval& eval, FunctionId function, Arguments arguments) {
  const bool bitwise = function == FunctionId::BitAnd || function == FunctionId::BitOr ||
                       function == FunctionId::BitXor;
  const bool shift = function == FunctionId::BitShiftLeft || function == FunctionId::BitShiftRight;
  if (arguments.size() != (bitwise || shift ? 2 : 1)) {
    return NoOverload(eval.arena, function, arguments);
  }
  if (bitwise) return Bitwise(eval, function, arguments);
  if (shift) return Shift(eval, function, arguments);
  return OfOne(eval, function, arguments);
}

}  // namespace remit
