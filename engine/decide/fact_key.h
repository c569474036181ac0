// Facts as 64-bit keys, so that most conjuncts become comparisons without a branch. What a
// thousand different actions make true cannot be foreseen by a branch predictor, and each wrong
// guess would cost more than several of these tests.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/decide/guards.h"
#include "engine/model/value.h"

namespace remit {

enum class KeyClass : uint8_t { None, Bool, Number, Text };

struct FactKey {
  uint64_t bits = 0;  // Bool: 0 or 1; Number: in the order of numbers; Text: a hash
  KeyClass of = KeyClass::None;
};

// Equal texts have equal hashes; nobody can choose texts against it who cannot write the policy,
// since only the policy's texts are looked up.
inline uint64_t HashText(std::string_view text) {
  constexpr uint64_t kOdd = 0x9e3779b97f4a7c15;
  const size_t size = text.size();
  uint64_t mixed = (size + 1) * kOdd;
  const auto mix = [&](uint64_t word) {
    const auto product = static_cast<unsigned __int128>(mixed ^ word) * kOdd;
    mixed = static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
  };
  const auto word_at = [&](size_t at) {
    uint64_t word;
    std::memcpy(&word, text.data() + at, sizeof word);
    return word;
  };
  if (size >= 8) {
    for (size_t i = 0; i + 8 < size; i += 8) mix(word_at(i));
    mix(word_at(size - 8));
  } else if (size > 0) {
    // Five of up to seven bytes, without a branch on how many there are.
    const auto byte_at = [&](size_t at) { return uint64_t{static_cast<uint8_t>(text[at])}; };
    mix(byte_at(0) | byte_at(size / 4) << 8 | byte_at(size / 2) << 16 |
        byte_at(size * 3 / 4) << 24 | byte_at(size - 1) << 32);
  }
  return mixed;
}

// The order of doubles, as that of unsigned integers. NaN has no place in it.
inline uint64_t OrderBits(double number) {
  const auto bits = std::bit_cast<uint64_t>(number + 0.0);  // -0.0 becomes 0.0
  const auto sign = static_cast<uint64_t>(static_cast<int64_t>(bits) >> 63);
  return bits ^ (sign | uint64_t{1} << 63);
}

// The number of those bits.
inline double NumberOfOrder(uint64_t bits) {
  return std::bit_cast<double>(bits >> 63 != 0 ? bits ^ uint64_t{1} << 63 : ~bits);
}

inline FactKey KeyOf(const Value& fact) {
  double number = 0;
  switch (fact.kind) {
    case ValueKind::Bool:
      return {fact.boolean, KeyClass::Bool};
    case ValueKind::String:
      return {HashText(fact.string()), KeyClass::Text};
    case ValueKind::Int:
    case ValueKind::Double:
      if (!AsExactDouble(fact, number)) return {};
      return {OrderBits(number), KeyClass::Number};
    default:
      return {};
  }
}

struct KeyRange {
  uint64_t first = 0;
  uint64_t last = 0;
  bool operator==(const KeyRange&) const = default;
};

// The keys that a guard's conjunct leaves open: of one class those in the ranges, which are
// ascending and apart, and of the other classes all or none.
struct OpenKeys {
  KeyClass of = KeyClass::None;
  bool others = true;  // none where the conjunct asks for equality
  uint32_t first = 0;  // of the ranges, in the memory that they were added to
  uint32_t count = 0;

  std::span<const KeyRange> In(std::span<const KeyRange> ranges) const {
    return ranges.subspan(first, count);
  }
};

// Adds the ranges. Texts that have the hash of one that the conjunct asks for are left open as
// well. nullopt, and nothing is added, for a guard that keys say nothing about.
std::optional<OpenKeys> AddOpenKeys(const Guard& guard, std::span<const Value> constants,
                                    std::vector<KeyRange>& ranges);

}  // namespace remit
