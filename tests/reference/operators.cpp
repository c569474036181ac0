#include "tests/reference/operators.h"

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "tests/reference/semver.h"

namespace remit::reference {
namespace {

using enum ValueKind;
using Wide = __int128;

std::strong_ordering Order(std::string_view a, std::string_view b) { return a <=> b; }

// The suite's lossy rule: outside of the integer's range first, then as doubles.
std::optional<std::strong_ordering> CompareDouble(double a, const Value& b) {
  if (std::isnan(a)) return std::nullopt;
  double other = 0.0;
  if (b.kind == Double) {
    other = b.real;
  } else if (b.kind == Int) {
    if (a < -0x1p63) return std::strong_ordering::less;
    if (a > 0x1p63) return std::strong_ordering::greater;
    other = static_cast<double>(b.integer);
  } else {
    if (a < 0) return std::strong_ordering::less;
    if (a > 0x1p64) return std::strong_ordering::greater;
    other = static_cast<double>(b.unsigned_integer);
  }
  if (std::isnan(other)) return std::nullopt;
  if (a < other) return std::strong_ordering::less;
  if (a > other) return std::strong_ordering::greater;
  return std::strong_ordering::equal;
}

Wide Whole(const Value& value) {
  return value.kind == Int ? static_cast<Wide>(value.integer)
                           : static_cast<Wide>(value.unsigned_integer);
}

bool EqualMaps(const Value& a, const Value& b) {
  if (a.size != b.size) return false;
  for (const MapEntry& entry : a.map()) {
    const Value* other = Lookup(b, entry.key);
    if (other == nullptr || !Equals(entry.value, *other)) return false;
  }
  return true;
}

bool EqualLists(const Value& a, const Value& b) {
  if (a.size != b.size) return false;
  for (size_t i = 0; i < a.size; ++i) {
    if (!Equals(a.items[i], b.items[i])) return false;
  }
  return true;
}

Value Integer(Arena& arena, Wide result) {
  if (result < INT64_MIN || result > INT64_MAX) return Wrong(arena, EvalErrorCode::Overflow);
  return MakeInt(static_cast<int64_t>(result));
}

Value Unsigned(Arena& arena, Wide result) {
  if (result < 0 || result > static_cast<Wide>(UINT64_MAX)) {
    return Wrong(arena, EvalErrorCode::Overflow);
  }
  return MakeUint(static_cast<uint64_t>(result));
}

constexpr Wide kBillion = 1'000'000'000;

Wide Nanoseconds(const Value& time) {
  return time.kind == Duration ? static_cast<Wide>(time.integer)
                               : static_cast<Wide>(time.integer) * kBillion + time.size;
}

Value AsDuration(Arena& arena, Wide nanoseconds) {
  if (nanoseconds < INT64_MIN || nanoseconds > INT64_MAX) {
    return Wrong(arena, EvalErrorCode::Overflow);
  }
  return MakeDuration(static_cast<int64_t>(nanoseconds));
}

Value AsTimestamp(Arena& arena, Wide nanoseconds) {
  Wide part = nanoseconds % kBillion;
  if (part < 0) part += kBillion;
  const Wide seconds = (nanoseconds - part) / kBillion;
  if (seconds < kMinTimestampSeconds || seconds > kMaxTimestampSeconds) {
    return Wrong(arena, EvalErrorCode::Overflow);
  }
  return MakeTimestamp(static_cast<int64_t>(seconds), static_cast<uint32_t>(part));
}

Value Concatenate(Arena& arena, const Value& a, const Value& b) {
  if (a.kind == List) {
    std::span<Value> items = arena.MakeArray<Value>(size_t{a.size} + b.size);
    for (size_t i = 0; i < a.size; ++i) items[i] = a.items[i];
    for (size_t i = 0; i < b.size; ++i) items[a.size + i] = b.items[i];
    return MakeList(items);
  }
  const std::string_view text = arena.Copy(std::string(a.string()) + std::string(b.string()));
  return a.kind == String ? MakeString(text) : MakeBytes(text);
}

Value Add(Arena& arena, const Value& a, const Value& b) {
  if (a.kind == b.kind) {
    switch (a.kind) {
      case Int:
        return Integer(arena, Whole(a) + Whole(b));
      case Uint:
        return Unsigned(arena, Whole(a) + Whole(b));
      case Double:
        return MakeDouble(a.real + b.real);
      case String:
      case Bytes:
      case List:
        return Concatenate(arena, a, b);
      case Duration:
        return AsDuration(arena, Nanoseconds(a) + Nanoseconds(b));
      default:
        return Wrong(arena, EvalErrorCode::NoOverload);
    }
  }
  if ((a.kind == Timestamp && b.kind == Duration) || (a.kind == Duration && b.kind == Timestamp)) {
    return AsTimestamp(arena, Nanoseconds(a) + Nanoseconds(b));
  }
  return Wrong(arena, EvalErrorCode::NoOverload);
}

Value Subtract(Arena& arena, const Value& a, const Value& b) {
  if (a.kind == Timestamp && b.kind == Duration) {
    return AsTimestamp(arena, Nanoseconds(a) - Nanoseconds(b));
  }
  if (a.kind != b.kind) return Wrong(arena, EvalErrorCode::NoOverload);
  switch (a.kind) {
    case Int:
      return Integer(arena, Whole(a) - Whole(b));
    case Uint:
      return Unsigned(arena, Whole(a) - Whole(b));
    case Double:
      return MakeDouble(a.real - b.real);
    case Timestamp:
    case Duration:
      return AsDuration(arena, Nanoseconds(a) - Nanoseconds(b));
    default:
      return Wrong(arena, EvalErrorCode::NoOverload);
  }
}

// `*`, `/` and `%`: numbers of one kind.
Value Scale(Arena& arena, ast::Op op, const Value& a, const Value& b) {
  if (a.kind != b.kind || !IsNumber(a)) return Wrong(arena, EvalErrorCode::NoOverload);
  if (a.kind == Double) {
    if (op == ast::Op::Multiply) return MakeDouble(a.real * b.real);
    if (op == ast::Op::Divide) return MakeDouble(a.real / b.real);
    return Wrong(arena, EvalErrorCode::NoOverload);
  }
  const Wide x = Whole(a), y = Whole(b);
  if (op != ast::Op::Multiply && y == 0) return Wrong(arena, EvalErrorCode::DivideByZero);
  if (op == ast::Op::Multiply && a.kind == Uint && y != 0 &&
      a.unsigned_integer > UINT64_MAX / b.unsigned_integer) {
    return Wrong(arena, EvalErrorCode::Overflow);  // beyond what even Wide holds
  }
  // What a 64-bit division overflows in, it overflows in for the remainder too.
  if (op == ast::Op::Modulo && a.kind == Int && x == INT64_MIN && y == -1) {
    return Wrong(arena, EvalErrorCode::Overflow);
  }
  const Wide result = op == ast::Op::Multiply ? x * y : op == ast::Op::Divide ? x / y : x % y;
  return a.kind == Int ? Integer(arena, result) : Unsigned(arena, result);
}

Value Compare(Arena& arena, ast::Op op, const Value& a, const Value& b) {
  std::strong_ordering order = std::strong_ordering::equal;
  if (IsNumber(a) && IsNumber(b)) {
    const std::optional<std::strong_ordering> numbers = CompareNumbers(a, b);
    if (!numbers) return Wrong(arena, EvalErrorCode::NotFinite);
    order = *numbers;
  } else if (a.kind != b.kind) {
    return Wrong(arena, EvalErrorCode::NoOverload);
  } else if (a.kind == Bool) {
    order = a.boolean <=> b.boolean;
  } else if (a.kind == String || a.kind == Bytes) {
    order = Order(a.string(), b.string());
  } else if (a.kind == Timestamp || a.kind == Duration) {
    const Wide x = Nanoseconds(a), y = Nanoseconds(b);
    order = x < y   ? std::strong_ordering::less
            : x > y ? std::strong_ordering::greater
                    : std::strong_ordering::equal;
  } else if (a.kind == Semver) {
    order = CompareVersions(a.string(), b.string());
  } else {
    return Wrong(arena, EvalErrorCode::NoOverload);
  }
  switch (op) {
    case ast::Op::Less:
      return MakeBool(order < 0);
    case ast::Op::LessEqual:
      return MakeBool(order <= 0);
    case ast::Op::Greater:
      return MakeBool(order > 0);
    default:
      return MakeBool(order >= 0);
  }
}

Value IsIn(Arena& arena, const Value& element, const Value& container) {
  if (container.kind == List) {
    for (const Value& item : container.list()) {
      if (Equals(element, item)) return MakeBool(true);
    }
    return MakeBool(false);
  }
  if (container.kind != Map) return Wrong(arena, EvalErrorCode::NoOverload);
  return MakeBool(Lookup(container, element) != nullptr);
}

}  // namespace

Value Wrong(Arena& arena, EvalErrorCode code) { return MakeError(arena, code, ""); }

bool IsNumber(const Value& value) {
  return value.kind == Int || value.kind == Uint || value.kind == Double;
}

std::optional<std::strong_ordering> CompareNumbers(const Value& a, const Value& b) {
  if (a.kind == Double) return CompareDouble(a.real, b);
  if (b.kind == Double) {
    const auto order = CompareDouble(b.real, a);
    if (!order) return std::nullopt;
    return 0 <=> *order;
  }
  const Wide x = Whole(a), y = Whole(b);
  return x < y   ? std::strong_ordering::less
         : x > y ? std::strong_ordering::greater
                 : std::strong_ordering::equal;
}

bool Equals(const Value& a, const Value& b) {
  if (IsNumber(a) && IsNumber(b)) return CompareNumbers(a, b) == std::strong_ordering::equal;
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Null:
      return true;
    case Bool:
      return a.boolean == b.boolean;
    case String:
    case Bytes:
    case Ip:
    case Cidr:
      return a.string() == b.string();
    case Semver:
      return CompareVersions(a.string(), b.string()) == std::strong_ordering::equal;
    case List:
      return EqualLists(a, b);
    case Map:
      return EqualMaps(a, b);
    case Timestamp:
    case Duration:
      return Nanoseconds(a) == Nanoseconds(b);
    case Type:
      return a.named == b.named;
    case Optional:
      if (a.items == nullptr || b.items == nullptr) return a.items == b.items;
      return Equals(*a.items, *b.items);
    default:
      return false;
  }
}

Value Operate(Arena& arena, ast::Op op, const Value& a, const Value& b) {
  switch (op) {
    case ast::Op::Add:
      return Add(arena, a, b);
    case ast::Op::Subtract:
      return Subtract(arena, a, b);
    case ast::Op::Multiply:
    case ast::Op::Divide:
    case ast::Op::Modulo:
      return Scale(arena, op, a, b);
    case ast::Op::Equal:
      return MakeBool(Equals(a, b));
    case ast::Op::NotEqual:
      return MakeBool(!Equals(a, b));
    case ast::Op::In:
      return IsIn(arena, a, b);
    default:
      return Compare(arena, op, a, b);
  }
}

Value Negate(Arena& arena, const Value& value) {
  if (value.kind == Double) return MakeDouble(-value.real);
  if (value.kind == Int) return Integer(arena, -Whole(value));
  return Wrong(arena, EvalErrorCode::NoOverload);
}

Value And(Arena& arena, const Value& a, const Value& b) {
  if (a.is_false() || b.is_false()) return MakeBool(false);
  if (a.is_true() && b.is_true()) return MakeBool(true);
  if (a.is_error()) return a;
  if (b.is_error()) return b;
  return Wrong(arena, EvalErrorCode::NoOverload);
}

Value Or(Arena& arena, const Value& a, const Value& b) {
  if (a.is_true() || b.is_true()) return MakeBool(true);
  if (a.is_false() && b.is_false()) return MakeBool(false);
  if (a.is_error()) return a;
  if (b.is_error()) return b;
  return Wrong(arena, EvalErrorCode::NoOverload);
}

const Value* Lookup(const Value& map, const Value& key) {
  for (const MapEntry& entry : map.map()) {
    if (Equals(entry.key, key)) return &entry.value;
  }
  return nullptr;
}

// Schoolbook: every double is a whole number of 2^-1074, so the sum is one long integer.
std::optional<double> ExactSum(const std::vector<double>& numbers) {
  constexpr int kLimbs = 72;  // of 32 bits: 2^-1074 to 2^1024, and room for carries
  int64_t limbs[kLimbs] = {};
  for (double number : numbers) {
    if (!std::isfinite(number)) return std::nullopt;
    if (number == 0.0) continue;
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(number), &exponent);  // in [0.5, 1)
    auto mantissa = static_cast<uint64_t>(std::ldexp(fraction, 53));
    int position = exponent - 53 + 1074;
    if (position < 0) {  // subnormal: the low bits are zeros
      mantissa >>= -position;
      position = 0;
    }
    for (int bit = 0; bit < 53; ++bit) {
      if ((mantissa >> bit & 1) == 0) continue;
      const int64_t one = int64_t{1} << ((position + bit) % 32);
      limbs[(position + bit) / 32] += number < 0 ? -one : one;
    }
  }
  const auto carry = [&limbs] {
    for (int i = 0; i + 1 < kLimbs; ++i) {
      int64_t low = limbs[i] & 0xffffffff;
      limbs[i + 1] += (limbs[i] - low) >> 32;
      limbs[i] = low;
    }
  };
  carry();
  const bool negative = limbs[kLimbs - 1] < 0;
  if (negative) {
    for (int64_t& limb : limbs) limb = -limb;
    carry();
  }
  const auto bit_at = [&limbs](int i) { return (limbs[i / 32] >> (i % 32) & 1) != 0; };
  int top = kLimbs * 32 - 1;
  while (top >= 0 && !bit_at(top)) --top;
  if (top < 0) return 0.0;
  const int last = top >= 53 ? top - 52 : 0;  // the lowest bit that the result can hold
  uint64_t mantissa = 0;
  for (int i = top; i >= last; --i) mantissa = mantissa << 1 | (bit_at(i) ? 1 : 0);
  if (last > 0 && bit_at(last - 1)) {
    bool beyond_half = false;
    for (int i = last - 2; i >= 0; --i) beyond_half = beyond_half || bit_at(i);
    if (beyond_half || (mantissa & 1) != 0) ++mantissa;
  }
  const double sum = std::ldexp(static_cast<double>(mantissa), last - 1074);
  if (!std::isfinite(sum)) return std::nullopt;
  return negative ? -sum : sum;
}

}  // namespace remit::reference
