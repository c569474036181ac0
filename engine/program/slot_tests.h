// The instructions that hold a slot against a constant, and what each stands for. Everything that
// asks what code reads or costs sees them as the instructions that they replace.
#pragma once

#include <optional>

#include "engine/program/program.h"

namespace remit {

// The operator of a slot test (SlotEqual: Equal; SlotStartsWith: Call), or nullopt for any other
// instruction.
std::optional<Opcode> TestedBy(Opcode opcode);

// The slot test that stands for `Slot; Const; operator` (SlotMatches: for `Slot; Matches`), if
// there is one.
std::optional<Opcode> SlotTestOf(const Instruction& applied);

// The slot that an instruction reads by itself, or kNone.
uint32_t SlotRead(const Instruction& instruction);

}  // namespace remit
