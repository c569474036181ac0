#include "engine/decide/fact_key.h"

namespace remit {
namespace {

// From `low` to `high`, both included; none where low is above high.
std::optional<KeyTest> Between(uint32_t slot, KeyClass of, uint64_t low, uint64_t high) {
  if (low > high) return std::nullopt;
  return KeyTest{slot, of, false, 0, low, high - low};
}

}  // namespace

std::optional<KeyTest> KeyTestOf(const Guard& guard, std::span<const Value> constants) {
  const uint32_t slot = guard.slot;
  if (guard.test == Opcode::Slot) return Between(slot, KeyClass::Bool, 1, 1);
  if (guard.test == Opcode::Not) return Between(slot, KeyClass::Bool, 0, 0);
  const FactKey key = KeyOf(constants[guard.constant]);
  if (key.of == KeyClass::None) return std::nullopt;
  const bool number = key.of == KeyClass::Number;
  std::optional<KeyTest> test;
  switch (guard.test) {
    case Opcode::SlotEqual:
      test = Between(slot, key.of, key.bits, key.bits);
      test->total = true;
      return test;
    case Opcode::SlotLess:
      if (number) test = Between(slot, key.of, 0, key.bits - 1);
      return test;
    case Opcode::SlotLessEqual:
      if (number) test = Between(slot, key.of, 0, key.bits);
      return test;
    case Opcode::SlotGreater:
      if (number) test = Between(slot, key.of, key.bits + 1, UINT64_MAX);
      return test;
    case Opcode::SlotGreaterEqual:
      if (number) test = Between(slot, key.of, key.bits, UINT64_MAX);
      return test;
    default:
      return std::nullopt;
  }
}

}  // namespace remit
