// The bound of a chunk without loops, calls or anything else whose cost depends on what other
// instructions left: tests of slots joined by `&&` and `||`, what most conditions are. The same
// figure as an abstract run gives, without one.
#include "engine/program/cost_frame.h"
#include "engine/program/cost_units.h"
#include "engine/program/slot_tests.h"

namespace remit {
namespace {

// Whether the instruction costs nothing, and its value can be nothing that the ones after it cost
// more for.
bool IsFree(Opcode opcode) {
  switch (opcode) {
    case Opcode::Const:
    case Opcode::Slot:
    case Opcode::JumpIfFalse:
    case Opcode::JumpIfTrue:
    case Opcode::And:
    case Opcode::Or:
    case Opcode::Not:
      return true;
    default:
      return false;
  }
}

}  // namespace

void AddCost(CostBound& cost, const CostBound& other) {
  cost.units = Sum(cost.units, other.units);
  if (other.most <= cost.most) return;
  cost.most = other.most;
  cost.times = other.times;
  cost.instruction = other.instruction;
}

std::optional<CostBound> BoundStraight(CostTables& tables, ChunkId id) {
  const Program& program = tables.program;
  const Chunk& chunk = program.chunks[id];
  if (tables.looks < chunk.size) return std::nullopt;
  CostBound cost = {chunk.weight, chunk.weight, 1, chunk.begin};
  const uint32_t last = chunk.begin + chunk.size - 1;
  for (uint32_t i = chunk.begin; i < last; ++i) {
    const Instruction& at = program.code[i];
    if (const auto by = TestedBy(at.opcode)) {
      const uint64_t units = SlotTestUnits(tables, at, *by);
      AddCost(cost, {units, units, 1, i});
    } else if (at.opcode == Opcode::Let) {
      AddCost(cost, LetCost(tables, at.b));
    } else if (!IsFree(at.opcode)) {
      return std::nullopt;
    }
  }
  if (program.code[last].opcode != Opcode::Return) return std::nullopt;
  tables.looks -= chunk.size;
  return cost;
}

}  // namespace remit
