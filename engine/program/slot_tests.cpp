#include "engine/program/slot_tests.h"

#include <algorithm>
#include <iterator>

#include "engine/program/function_id.h"

namespace remit {
std::optional<Opcode> SlotTestOf(const Instruction& applied) {
  if (applied.opcode == Opcode::Call &&
      applied.b != static_cast<uint32_t>(FunctionId::StartsWith)) {
    return std::nullopt;
  }
  const auto found = std::ranges::find(kSlotTestOperators, applied.opcode);
  if (found == std::end(kSlotTestOperators)) return std::nullopt;
  return static_cast<Opcode>(static_cast<unsigned>(Opcode::SlotEqual) +
                             static_cast<unsigned>(found - std::begin(kSlotTestOperators)));
}

uint32_t SlotRead(const Instruction& instruction) {
  if (instruction.opcode == Opcode::Slot) return instruction.b;
  return TestedBy(instruction.opcode) ? instruction.a : kNone;
}

}  // namespace remit
