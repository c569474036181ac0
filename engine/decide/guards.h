// Guards: conjuncts of a condition that can be tested without running it. Where one of them is
// false, the condition is false: `&&` absorbs what any other conjunct gives, an error too.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/value.h"
#include "engine/program/program.h"
#include "engine/vm/quick_tests.h"

namespace remit {

struct Guard {
  Opcode test = Opcode::Slot;  // a slot test but SlotMatches; Slot: the fact is true; Not: false
  uint32_t slot = 0;
  ConstId constant = kNone;  // of a slot test
  bool operator==(const Guard&) const = default;
};

// A condition to be found, by a number of the caller's, with its guards.
struct Guarded {
  uint32_t id = 0;
  std::span<const Guard> guards;
};

// The guards of a condition (kNone: always true, no guards), in its order. Only as far as running
// out of fuel cannot come before them: what stands in front of a guard compares with constants and
// costs a bounded number of units, which the rule has.
std::vector<Guard> GuardsOf(const Program& program, ChunkId condition);
// The same, appended.
void AddGuards(const Program& program, ChunkId condition, std::vector<Guard>& guards);

// False only where the conjunct is false, whatever the rest of the condition gives.
inline Truth TestGuard(const Guard& guard, const Value& fact, std::span<const Value> constants) {
  if (fact.is_error()) return Truth::Unknown;
  if (guard.test == Opcode::Slot || guard.test == Opcode::Not) {
    if (fact.kind != ValueKind::Bool) return Truth::Unknown;
    return TruthOf(fact.boolean == (guard.test == Opcode::Slot));
  }
  const Value& constant = constants[guard.constant];
  switch (guard.test) {
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
