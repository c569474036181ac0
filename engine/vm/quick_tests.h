// Comparisons of the common kinds, decided on the spot: what the operators of operators.h give
// where that is a bool, allocates nothing and uses no fuel. Anything else is Unknown and left to
// them.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "engine/model/value.h"
#include "engine/program/program.h"

namespace remit {

enum class Truth : uint8_t { False, True, Unknown };

inline Truth TruthOf(bool holds) { return holds ? Truth::True : Truth::False; }

// Texts below this size compare without fuel (ByteFuel).
inline constexpr uint32_t kFreeBytes = 32;

// Whether `size` bytes are equal, for the short texts that conditions name: two overlapping words
// instead of a call.
inline bool EqualBytes(const char* a, const char* b, uint32_t size) {
  const auto equal_words = [&]<typename Word>(Word) {
    Word first_a, first_b, last_a, last_b;
    std::memcpy(&first_a, a, sizeof(Word));
    std::memcpy(&first_b, b, sizeof(Word));
    std::memcpy(&last_a, a + size - sizeof(Word), sizeof(Word));
    std::memcpy(&last_b, b + size - sizeof(Word), sizeof(Word));
    return ((first_a ^ first_b) | (last_a ^ last_b)) == 0;
  };
  if (size > 16) return std::memcmp(a, b, size) == 0;
  if (size >= 8) return equal_words(uint64_t{});
  if (size >= 4) return equal_words(uint32_t{});
  for (uint32_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

// A whole number that a double holds exactly, or a double that is a number: where both are, order
// is the doubles' order.
inline bool AsExactDouble(const Value& value, double& real) {
  if (value.kind == ValueKind::Double) {
    real = value.real;
    return real == real;
  }
  if (value.kind != ValueKind::Int) return false;
  constexpr int64_t kExact = int64_t{1} << 53;
  real = static_cast<double>(value.integer);
  return value.integer >= -kExact && value.integer <= kExact;
}

inline Truth Negated(Truth truth) {
  if (truth == Truth::Unknown) return truth;
  return TruthOf(truth == Truth::False);
}

// `a` may be an error, `b` not.
inline Truth QuickEqual(const Value& a, const Value& b) {
  if (a.kind == ValueKind::String && b.kind == ValueKind::String) {
    if (a.size != b.size) return Truth::False;
    if (a.size >= kFreeBytes) return Truth::Unknown;
    return TruthOf(EqualBytes(a.text, b.text, a.size));
  }
  if (a.kind == ValueKind::Bool && b.kind == ValueKind::Bool) {
    return TruthOf(a.boolean == b.boolean);
  }
  double x = 0, y = 0;
  if (AsExactDouble(a, x) && AsExactDouble(b, y)) return TruthOf(x == y);
  const bool other_kinds = (a.kind == ValueKind::String) != (b.kind == ValueKind::String);
  return other_kinds && !a.is_error() ? Truth::False : Truth::Unknown;
}

// Whether `fact` is in a constant list.
inline Truth QuickIn(const Value& fact, const Value& list) {
  Truth any = Truth::False;
  for (const Value& item : list.list()) {
    const Truth equal = QuickEqual(fact, item);
    if (equal == Truth::True) return equal;
    if (equal == Truth::Unknown) any = equal;
  }
  return any;
}

// `holds(x, y)` of two numbers as doubles.
template <typename Holds>
Truth QuickOrder(const Value& a, const Value& b, Holds holds) {
  double x = 0, y = 0;
  if (!AsExactDouble(a, x) || !AsExactDouble(b, y)) return Truth::Unknown;
  return TruthOf(holds(x, y));
}

inline Truth QuickStartsWith(const Value& text, const Value& prefix) {
  if (text.kind != ValueKind::String || prefix.kind != ValueKind::String ||
      prefix.size >= kFreeBytes) {
    return Truth::Unknown;
  }
  return TruthOf(text.size >= prefix.size && EqualBytes(text.text, prefix.text, prefix.size));
}

// What a slot test other than SlotMatches gives; Unknown of any other instruction.
inline Truth QuickSlotTest(Opcode test, const Value& fact, const Value& constant) {
  switch (test) {
    case Opcode::SlotEqual:
      return QuickEqual(fact, constant);
    case Opcode::SlotNotEqual:
      return Negated(QuickEqual(fact, constant));
    case Opcode::SlotLess:
      return QuickOrder(fact, constant, [](double x, double y) { return x < y; });
    case Opcode::SlotLessEqual:
      return QuickOrder(fact, constant, [](double x, double y) { return x <= y; });
    case Opcode::SlotGreater:
      return QuickOrder(fact, constant, [](double x, double y) { return x > y; });
    case Opcode::SlotGreaterEqual:
      return QuickOrder(fact, constant, [](double x, double y) { return x >= y; });
    case Opcode::SlotStartsWith:
      return QuickStartsWith(fact, constant);
    case Opcode::SlotIn:
      return QuickIn(fact, constant);
    default:
      return Truth::Unknown;
  }
}

}  // namespace remit
