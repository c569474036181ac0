// Guards: conjuncts of a condition that can be tested without running it. Where one of them is
// false, the condition is false: `&&` absorbs what any other conjunct gives, an error too.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/value.h"
#include "engine/program/program.h"
#include "engine/vm/quick_tests.h"
#include "engine/vm/vm.h"

namespace remit {

struct Guard {
  Opcode test = Opcode::Slot;  // a slot test; Slot: the fact is true; Not: false
  uint32_t slot = 0;
  ConstId constant = kNone;  // of a slot test; of SlotMatches its regex
  bool operator==(const Guard&) const = default;
};

// A condition to be found, by a number of the caller's, with its guards.
struct Guarded {
  uint32_t id = 0;
  std::span<const Guard> guards;
};

// The guards of a condition (kNone: always true, no guards), in its order. Only as far as running
// out of fuel cannot come before them: what stands in front of a guard compares with constants and
// costs a bounded number of units, which the rule has. A regex is the last of them, for what its
// search costs depends on the fact.
std::vector<Guard> GuardsOf(const Program& program, ChunkId condition);
// The same without a regex of which no literal is known, which rules out no text; appended.
void AddGuards(const LoadedProgram& loaded, ChunkId condition, std::vector<Guard>& guards);

// False only where the conjunct is false, whatever the rest of the condition gives. Of SlotMatches
// it says nothing: RulesOut does.
inline Truth TestGuard(const Guard& guard, const Value& fact, std::span<const Value> constants) {
  if (fact.is_error()) return Truth::Unknown;
  if (guard.test == Opcode::Slot || guard.test == Opcode::Not) {
    if (fact.kind != ValueKind::Bool) return Truth::Unknown;
    return TruthOf(fact.boolean == (guard.test == Opcode::Slot));
  }
  if (guard.test == Opcode::SlotMatches) return Truth::Unknown;
  return QuickSlotTest(guard.test, fact, constants[guard.constant]);
}

// Whether the conjunct is false of the facts that `vm` has.
inline bool RulesOut(const Guard& guard, Vm& vm, std::span<const Value> constants) {
  const Value& fact = vm.slot(guard.slot);
  if (guard.test == Opcode::SlotMatches) return !vm.MayMatch(guard.constant, fact);
  return TestGuard(guard, fact, constants) == Truth::False;
}

}  // namespace remit
