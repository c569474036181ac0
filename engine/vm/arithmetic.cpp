// Arithmetic never mixes kinds of numbers; whole numbers are checked, doubles follow IEEE 754.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/vm/operators.h"

namespace remit {
namespace {

constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

Value Overflow(Arena& arena, std::string_view name, const Value& a) {
  return Failure(arena, EvalErrorCode::Overflow,
                 {ValueKindName(a.kind), " overflow in `", name, "`"});
}

Value DividedByZero(Arena& arena, std::string_view name) {
  return Failure(arena, EvalErrorCode::DivideByZero, {"`", name, "` by zero"});
}

Value CheckedTimestamp(Arena& arena, std::string_view name, const Value& time, int64_t duration,
                       bool subtract) {
  // Seconds and nanoseconds apart, so that nothing overflows before the range is known.
  const int64_t sign = subtract ? -1 : 1;
  int64_t seconds = time.integer + sign * (duration / kNanosecondsPerSecond);
  int64_t nanoseconds = int64_t{time.size} + sign * (duration % kNanosecondsPerSecond);
  if (nanoseconds < 0) {
    nanoseconds += kNanosecondsPerSecond;
    --seconds;
  } else if (nanoseconds >= kNanosecondsPerSecond) {
    nanoseconds -= kNanosecondsPerSecond;
    ++seconds;
  }
  if (seconds < kMinTimestampSeconds || seconds > kMaxTimestampSeconds) {
    return Overflow(arena, name, time);
  }
  return MakeTimestamp(seconds, static_cast<uint32_t>(nanoseconds));
}

Value TimeBetween(Arena& arena, const Value& later, const Value& earlier) {
  // Both are in CEL's range, so neither difference overflows; one further apart than an int64 of
  // nanoseconds does.
  int64_t seconds = later.integer - earlier.integer;
  int64_t rest = int64_t{later.size} - int64_t{earlier.size};
  // The same sign for both, so that the intermediate product overflows only where the sum does.
  if (seconds > 0 && rest < 0) {
    --seconds;
    rest += kNanosecondsPerSecond;
  } else if (seconds < 0 && rest > 0) {
    ++seconds;
    rest -= kNanosecondsPerSecond;
  }
  int64_t nanoseconds = 0;
  if (__builtin_mul_overflow(seconds, kNanosecondsPerSecond, &nanoseconds) ||
      __builtin_add_overflow(nanoseconds, rest, &nanoseconds)) {
    return Failure(arena, EvalErrorCode::Overflow,
                   {"timestamps further apart than a duration holds"});
  }
  return MakeDuration(nanoseconds);
}

Value ConcatTexts(Eval& eval, const Value& a, const Value& b) {
  const uint64_t size = uint64_t{a.size} + b.size;
  if (!eval.fuel.Charge(ByteFuel(size))) return OutOfFuelError();
  if (size > std::numeric_limits<uint32_t>::max()) return Overflow(eval.arena, "+", a);
  const std::string_view text = JoinText(eval.arena, {a.string(), b.string()});
  return a.kind == ValueKind::String ? MakeString(text) : MakeBytes(text);
}

Value ConcatLists(Eval& eval, const Value& a, const Value& b) {
  const uint64_t size = uint64_t{a.size} + b.size;
  if (!eval.fuel.Charge(size)) return OutOfFuelError();
  if (size > std::numeric_limits<uint32_t>::max()) return Overflow(eval.arena, "+", a);
  const std::span<Value> items = eval.arena.MakeArray<Value>(size);
  std::ranges::copy(a.list(), items.begin());
  std::ranges::copy(b.list(), items.begin() + a.size);
  return MakeList(items);
}

}  // namespace

Value Negate(Eval& eval, const Value& a) {
  if (a.kind == ValueKind::Double) return MakeDouble(-a.real);
  if (a.kind != ValueKind::Int) return NoOverload(eval.arena, "-", a);
  if (a.integer == std::numeric_limits<int64_t>::min()) return Overflow(eval.arena, "-", a);
  return MakeInt(-a.integer);
}

Value Add(Eval& eval, const Value& a, const Value& b) {
  if (a.kind == ValueKind::Timestamp && b.kind == ValueKind::Duration) {
    return CheckedTimestamp(eval.arena, "+", a, b.integer, false);
  }
  if (a.kind == ValueKind::Duration && b.kind == ValueKind::Timestamp) {
    return CheckedTimestamp(eval.arena, "+", b, a.integer, false);
  }
  if (a.kind != b.kind) return NoOverload(eval.arena, "+", a, b);
  int64_t sum = 0;
  uint64_t unsigned_sum = 0;
  switch (a.kind) {
    case ValueKind::Int:
    case ValueKind::Duration:
      if (__builtin_add_overflow(a.integer, b.integer, &sum)) return Overflow(eval.arena, "+", a);
      return a.kind == ValueKind::Int ? MakeInt(sum) : MakeDuration(sum);
    case ValueKind::Uint:
      if (__builtin_add_overflow(a.unsigned_integer, b.unsigned_integer, &unsigned_sum)) {
        return Overflow(eval.arena, "+", a);
      }
      return MakeUint(unsigned_sum);
    case ValueKind::Double:
      return MakeDouble(a.real + b.real);
    case ValueKind::String:
    case ValueKind::Bytes:
      return ConcatTexts(eval, a, b);
    case ValueKind::List:
      return ConcatLists(eval, a, b);
    default:
      return NoOverload(eval.arena, "+", a, b);
  }
}

Value Subtract(Eval& eval, const Value& a, const Value& b) {
  if (a.kind == ValueKind::Timestamp && b.kind == ValueKind::Duration) {
    return CheckedTimestamp(eval.arena, "-", a, b.integer, true);
  }
  if (a.kind != b.kind) return NoOverload(eval.arena, "-", a, b);
  int64_t difference = 0;
  uint64_t unsigned_difference = 0;
  switch (a.kind) {
    case ValueKind::Int:
    case ValueKind::Duration:
      if (__builtin_sub_overflow(a.integer, b.integer, &difference)) {
        return Overflow(eval.arena, "-", a);
      }
      return a.kind == ValueKind::Int ? MakeInt(difference) : MakeDuration(difference);
    case ValueKind::Uint:
      if (__builtin_sub_overflow(a.unsigned_integer, b.unsigned_integer, &unsigned_difference)) {
        return Overflow(eval.arena, "-", a);
      }
      return MakeUint(unsigned_difference);
    case ValueKind::Double:
      return MakeDouble(a.real - b.real);
    case ValueKind::Timestamp:
      return TimeBetween(eval.arena, a, b);
    default:
      return NoOverload(eval.arena, "-", a, b);
  }
}

Value Multiply(Eval& eval, const Value& a, const Value& b) {
  if (a.kind != b.kind) return NoOverload(eval.arena, "*", a, b);
  int64_t product = 0;
  uint64_t unsigned_product = 0;
  switch (a.kind) {
    case ValueKind::Int:
      if (__builtin_mul_overflow(a.integer, b.integer, &product)) {
        return Overflow(eval.arena, "*", a);
      }
      return MakeInt(product);
    case ValueKind::Uint:
      if (__builtin_mul_overflow(a.unsigned_integer, b.unsigned_integer, &unsigned_product)) {
        return Overflow(eval.arena, "*", a);
      }
      return MakeUint(unsigned_product);
    case ValueKind::Double:
      return MakeDouble(a.real * b.real);
    default:
      return NoOverload(eval.arena, "*", a, b);
  }
}

Value Divide(Eval& eval, const Value& a, const Value& b) {
  if (a.kind != b.kind) return NoOverload(eval.arena, "/", a, b);
  switch (a.kind) {
    case ValueKind::Int:
      if (b.integer == 0) return DividedByZero(eval.arena, "/");
      if (b.integer == -1) {  // the one quotient that overflows: -2^63 / -1
        return a.integer == std::numeric_limits<int64_t>::min() ? Overflow(eval.arena, "/", a)
                                                                : MakeInt(-a.integer);
      }
      return MakeInt(a.integer / b.integer);
    case ValueKind::Uint:
      if (b.unsigned_integer == 0) return DividedByZero(eval.arena, "/");
      return MakeUint(a.unsigned_integer / b.unsigned_integer);
    case ValueKind::Double: {
      // Spelled out because C++ leaves a division by zero undefined; IEEE 754 does not.
      if (b.real != 0.0) return MakeDouble(a.real / b.real);
      if (a.real == 0.0 || std::isnan(a.real) || std::isnan(b.real)) {
        return MakeDouble(std::numeric_limits<double>::quiet_NaN());
      }
      const bool negative = std::signbit(a.real) != std::signbit(b.real);
      const double infinity = std::numeric_limits<double>::infinity();
      return MakeDouble(negative ? -infinity : infinity);
    }
    default:
      return NoOverload(eval.arena, "/", a, b);
  }
}

Value Modulo(Eval& eval, const Value& a, const Value& b) {
  if (a.kind != b.kind) return NoOverload(eval.arena, "%", a, b);
  switch (a.kind) {
    case ValueKind::Int:
      if (b.integer == 0) return DividedByZero(eval.arena, "%");
      if (b.integer == -1) {  // cel-go: overflow like the quotient
        return a.integer == std::numeric_limits<int64_t>::min() ? Overflow(eval.arena, "%", a)
                                                                : MakeInt(0);
      }
      return MakeInt(a.integer % b.integer);
    case ValueKind::Uint:
      if (b.unsigned_integer == 0) return DividedByZero(eval.arena, "%");
      return MakeUint(a.unsigned_integer % b.unsigned_integer);
    default:
      return NoOverload(eval.arena, "%", a, b);
  }
}

}  // namespace remit
