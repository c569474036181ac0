#include "engine/decide/fact_key.h"

namespace remit {
namespace {

KeyTest Exactly(const FactKey& key) { return {.bits = key.bits, .of = key.of, .exact = true}; }

KeyTest AtLeast(uint64_t bits) { return {.bits = bits, .of = KeyClass::Number}; }

KeyTest AtMost(uint64_t bits) { return {.bits = ~bits, .of = KeyClass::Number, .flip = -1}; }

// Of any slot.
std::optional<KeyTest> TestOf(const Guard& guard, std::span<const Value> constants) {
  if (guard.test == Opcode::Slot) return Exactly({1, KeyClass::Bool});
  if (guard.test == Opcode::Not) return Exactly({0, KeyClass::Bool});
  if (guard.test == Opcode::SlotMatches) return std::nullopt;
  const FactKey key = KeyOf(constants[guard.constant]);
  if (guard.test == Opcode::SlotEqual && key.of != KeyClass::None) {
    KeyTest test = Exactly(key);
    test.total = true;
    return test;
  }
  if (key.of != KeyClass::Number) return std::nullopt;
  switch (guard.test) {
    case Opcode::SlotLess:
      return AtMost(key.bits - 1);
    case Opcode::SlotLessEqual:
      return AtMost(key.bits);
    case Opcode::SlotGreater:
      return AtLeast(key.bits + 1);
    case Opcode::SlotGreaterEqual:
      return AtLeast(key.bits);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<KeyTest> KeyTestOf(const Guard& guard, std::span<const Value> constants) {
  if (guard.slot > UINT16_MAX) return std::nullopt;
  std::optional<KeyTest> test = TestOf(guard, constants);
  if (test) test->slot = static_cast<uint16_t>(guard.slot);
  return test;
}

}  // namespace remit
