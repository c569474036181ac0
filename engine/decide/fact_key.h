// Facts as 64-bit keys, so that most conjuncts become one comparison without a branch. What a
// thousand different actions make true cannot be foreseen by a branch predictor, and each wrong
// guess would cost more than several of these tests.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

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

// A conjunct that some keys of its class leave open and all others make false. Of these a large
// program has one or two a rule, hence the packing.
struct KeyTest {
  uint64_t bits = 0;
  uint16_t slot = 0;
  KeyClass of = KeyClass::None;
  uint8_t condition = 0;  // whose conjunct it is: a number below 64
  int8_t flip = 0;        // -1: of bits and keys the complement is meant: `at most` is `at least`
  bool exact = false;     // the key `bits` alone leaves it open; else all from there on
  bool total = false;     // a key of another class makes it false too, as equality does
  uint8_t padding = 0;
};
static_assert(sizeof(KeyTest) == 16);

// Whether the conjunct is false.
inline bool Fails(const KeyTest& test, const FactKey& key) {
  const uint64_t bits = key.bits ^ static_cast<uint64_t>(int64_t{test.flip});
  const bool same = key.of == test.of;
  const bool outside = (bits < test.bits) | (test.exact & (bits != test.bits));
  const bool other = test.total & (key.of != KeyClass::None);
  return same ? outside : other;
}

// nullopt for a guard that no key test stands for.
std::optional<KeyTest> KeyTestOf(const Guard& guard, std::span<const Value> constants);

}  // namespace remit
