// The instructions that hold a slot against a constant, and what each stands for. Everything that
// asks what code reads or costs sees them as the instructions that they replace.
#pragma once

#include <iterator>
#include <optional>

#include "engine/program/program.h"

namespace remit {

// What each slot test applies, from SlotEqual on, in the order of the enum.
inline constexpr Opcode kSlotTestOperators[] = {
    Opcode::Equal,        Opcode::NotEqual, Opcode::Less, Opcode::LessEqual, Opcode::Greater,
    Opcode::GreaterEqual, Opcode::In,       Opcode::Call, Opcode::Matches,
};
static_assert(static_cast<unsigned>(Opcode::SlotEqual) + std::size(kSlotTestOperators) ==
              static_cast<unsigned>(Opcode::SlotMatches) + 1);

// The operator of a slot test (SlotEqual: Equal; SlotStartsWith: Call), or nullopt for any other
// instruction.
constexpr std::optional<Opcode> TestedBy(Opcode opcode) {
  // Wraps around below the first.
  const unsigned row = static_cast<unsigned>(opcode) - static_cast<unsigned>(Opcode::SlotEqual);
  if (row >= std::size(kSlotTestOperators)) return std::nullopt;
  return kSlotTestOperators[row];
}

// The slot test that stands for `Slot; Const; operator` (SlotMatches: for `Slot; Matches`), if
// there is one.
std::optional<Opcode> SlotTestOf(const Instruction& applied);

// The slot that an instruction reads by itself, or kNone.
uint32_t SlotRead(const Instruction& instruction);

}  // namespace remit
