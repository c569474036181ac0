// What single instructions cost, for the bounds of cost_steps.cpp and cost_straight.cpp alike.
// Private to engine/program.
#pragma once

#include <algorithm>
#include <array>

#include "engine/program/cost_frame.h"
#include "engine/program/cost_functions.h"

namespace remit {

inline bool BothVersions(const SizeBound& a, const SizeBound& b) {
  return a.versions && b.versions;
}

// A comparison. Of what has one size both are looked at as far as the smaller one; versions wholly.
inline uint64_t ComparedUnits(Opcode opcode, const SizeBound& a, const SizeBound& b) {
  const bool equality = opcode == Opcode::Equal || opcode == Opcode::NotEqual;
  const uint64_t of_a = equality ? Held(a) : a.bytes / 32;
  const uint64_t of_b = equality ? Held(b) : b.bytes / 32;
  const uint64_t versions = BothVersions(a, b) ? Sum(a.text, b.text) / 32 : 0;
  return Sum(std::min(of_a, of_b), versions);
}

// `in`, without finding a key in a map.
inline uint64_t ContainedUnits(const SizeBound& element, const SizeBound& container) {
  const uint64_t count = container.elements;
  uint64_t compared = std::min(Product(count, Held(element)), Held(container));
  if (BothVersions(element, container)) {
    compared = Sum(compared, Sum(Product(count, element.text), container.text) / 32);
  }
  return Sum(count, compared);
}

// A slot test, `by` what it applies.
inline uint64_t SlotTestUnits(const CostTables& tables, const Instruction& test, Opcode by) {
  const SizeBound& slot = tables.slots[test.a];
  if (by == Opcode::Matches) return BoundConstantRegex(FunctionId::Matches, {&slot, 1}).units;
  const SizeBound& constant = tables.constants[test.b];
  if (by == Opcode::Call) {
    return BoundCall(FunctionId::StartsWith, std::array{slot, constant}, tables.program.fuel).units;
  }
  if (by != Opcode::In) return ComparedUnits(by, slot, constant);
  return std::max(ContainedUnits(slot, constant), slot.bytes / 32);
}

// Reading a let.
inline CostBound LetCost(const CostTables& tables, uint32_t index) {
  const Let& let = tables.program.lets[index];
  const CostBound& cost = tables.lets[index].cost;
  return let.shared ? AsShared(cost, tables.program.chunks[let.chunk].weight)
                    : AsRead(cost, tables.program.fuel);
}

}  // namespace remit
