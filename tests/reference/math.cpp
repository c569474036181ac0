#include "tests/reference/math.h"

#include <cmath>

#include "tests/reference/conversions.h"
#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

using enum ValueKind;

Value NoOverload(Arena& arena) { return Wrong(arena, EvalErrorCode::NoOverload); }

// The first number that no other is beyond.
Value Extreme(Arena& arena, bool greatest, const Value& of) {
  if (IsNumber(of)) return of;
  if (of.kind != List) return NoOverload(arena);
  if (of.size == 0) return Wrong(arena, EvalErrorCode::InvalidArgument);
  for (const Value& number : of.list()) {
    if (!IsNumber(number)) return NoOverload(arena);
  }
  Value best = of.items[0];
  for (const Value& number : of.list().subspan(1)) {
    const Value beyond = Operate(arena, greatest ? ast::Op::Greater : ast::Op::Less, number, best);
    if (beyond.is_error()) return beyond;
    if (beyond.is_true()) best = number;
  }
  return best;
}

Value OfDouble(Arena& arena, FunctionId function, const Value& value) {
  if (value.kind != Double) return NoOverload(arena);
  const double number = value.real;
  switch (function) {
    case FunctionId::Ceil:
      return MakeDouble(std::ceil(number));
    case FunctionId::Floor:
      return MakeDouble(std::floor(number));
    case FunctionId::Round:
      return MakeDouble(std::round(number));
    case FunctionId::Trunc:
      return MakeDouble(std::trunc(number));
    case FunctionId::IsNaN:
      return MakeBool(number != number);
    case FunctionId::IsInf:
      return MakeBool(number == HUGE_VAL || number == -HUGE_VAL);
    default:
      return MakeBool(number - number == 0.0);  // IsFinite: neither NaN nor infinite
  }
}

Value Absolute(Arena& arena, const Value& value) {
  if (value.kind == Uint) return value;
  if (value.kind == Double) return MakeDouble(std::copysign(value.real, 1.0));
  if (value.kind != Int) return NoOverload(arena);
  return value.integer < 0 ? Negate(arena, value) : value;
}

Value SignOf(Arena& arena, const Value& value) {
  switch (value.kind) {
    case Int:
      return MakeInt(value.integer < 0 ? -1 : value.integer > 0 ? 1 : 0);
    case Uint:
      return MakeUint(value.unsigned_integer > 0 ? 1 : 0);
    case Double:
      if (value.real < 0) return MakeDouble(-1);
      if (value.real > 0) return MakeDouble(1);
      return value.real == 0 ? MakeDouble(0) : value;
    default:
      return NoOverload(arena);
  }
}

bool IsInteger(const Value& value) { return value.kind == Int || value.kind == Uint; }

uint64_t BitsOf(const Value& value) {
  return value.kind == Int ? static_cast<uint64_t>(value.integer) : value.unsigned_integer;
}

Value OfBits(ValueKind kind, uint64_t bits) {
  return kind == Int ? MakeInt(static_cast<int64_t>(bits)) : MakeUint(bits);
}

// Two integers of one kind; a shift's second is an int.
Value OfIntegers(Arena& arena, FunctionId function, const Value& a, const Value& b) {
  const bool shift = function == FunctionId::BitShiftLeft || function == FunctionId::BitShiftRight;
  if (!IsInteger(a) || b.kind != (shift ? Int : a.kind)) return NoOverload(arena);
  if (shift && b.integer < 0) return Wrong(arena, EvalErrorCode::InvalidArgument);
  const uint64_t x = BitsOf(a), y = BitsOf(b);
  switch (function) {
    case FunctionId::BitAnd:
      return OfBits(a.kind, x & y);
    case FunctionId::BitOr:
      return OfBits(a.kind, x | y);
    case FunctionId::BitXor:
      return OfBits(a.kind, x ^ y);
    case FunctionId::BitShiftLeft:
      return OfBits(a.kind, y < 64 ? x << y : 0);
    default:
      return OfBits(a.kind, y < 64 ? x >> y : 0);
  }
}

}  // namespace

Value CallMath(Arena& arena, FunctionId function, std::span<const Value> args) {
  if (function >= FunctionId::BitAnd && function != FunctionId::BitNot) {
    return args.size() == 2 ? OfIntegers(arena, function, args[0], args[1]) : NoOverload(arena);
  }
  if (args.size() != 1) return NoOverload(arena);
  switch (function) {
    case FunctionId::Greatest:
    case FunctionId::Least:
      return Extreme(arena, function == FunctionId::Greatest, args[0]);
    case FunctionId::Abs:
      return Absolute(arena, args[0]);
    case FunctionId::Sign:
      return SignOf(arena, args[0]);
    case FunctionId::Sqrt:
      if (!IsNumber(args[0])) return NoOverload(arena);
      return MakeDouble(std::sqrt(Convert(arena, FunctionId::ToDouble, args[0]).real));
    case FunctionId::BitNot:
      if (!IsInteger(args[0])) return NoOverload(arena);
      return OfBits(args[0].kind, ~BitsOf(args[0]));
    default:
      return OfDouble(arena, function, args[0]);
  }
}

}  // namespace remit::reference
