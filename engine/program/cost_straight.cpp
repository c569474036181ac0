// The bound of a chunk without loops, calls or anything else whose cost depends on what other
// instructions left: slots held against constants or each other, joined by `&&` and `||`, what most
// conditions are. The same figure as an abstract run gives, without one.
#include <algorithm>
#include <span>

#include "engine/program/cost_frame.h"
#include "engine/program/cost_units.h"
#include "engine/program/opcode_table.h"
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

bool IsComparison(Opcode opcode) {
  return opcode >= Opcode::Equal && opcode <= Opcode::GreaterEqual;
}

// Whether a comparison has two slots for its operands, whichever way leads to it: no jump lands
// between them. Longer code is left to the abstract run, which remembers where jumps land.
bool ComparesSlots(std::span<const Instruction> code, uint32_t pc) {
  constexpr size_t kLongest = 64;
  if (!IsComparison(code[pc].opcode) || pc < 2 || code.size() > kLongest) return false;
  if (code[pc - 1].opcode != Opcode::Slot || code[pc - 2].opcode != Opcode::Slot) return false;
  return std::ranges::none_of(code.first(pc), [&](const Instruction& at) {
    return RowOf(at.opcode).b == OperandKind::Jump && (at.b == pc || at.b == pc - 1);
  });
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
  const std::span<const Instruction> code(program.code.data() + chunk.begin, chunk.size);
  const uint32_t last = chunk.size - 1;
  for (uint32_t pc = 0; pc < last; ++pc) {
    const Instruction& at = code[pc];
    if (const auto by = TestedBy(at.opcode)) {
      const uint64_t units = SlotTestUnits(tables, at, *by);
      AddCost(cost, {units, units, 1, chunk.begin + pc});
    } else if (at.opcode == Opcode::Let) {
      AddCost(cost, LetCost(tables, at.b));
    } else if (ComparesSlots(code, pc)) {
      const SizeBound& a = tables.slots[code[pc - 2].b];
      const uint64_t units = ComparedUnits(at.opcode, a, tables.slots[code[pc - 1].b]);
      AddCost(cost, {units, units, 1, chunk.begin + pc});
    } else if (!IsFree(at.opcode)) {
      return std::nullopt;
    }
  }
  if (code[last].opcode != Opcode::Return) return std::nullopt;
  tables.looks -= chunk.size;
  return cost;
}

std::optional<ChunkBound> BoundYesOrNo(CostTables& tables, ChunkId id) {
  const Chunk& chunk = tables.program.chunks[id];
  if (chunk.size < 2) return std::nullopt;
  // What a jump brings to the Return is a bool, and what is above it gives no other.
  const Opcode opcode = tables.program.code[chunk.begin + chunk.size - 2].opcode;
  const Opcode by = TestedBy(opcode).value_or(opcode);
  const bool yes_or_no = IsComparison(by) || by == Opcode::In || by == Opcode::And ||
                         by == Opcode::Or || by == Opcode::Not;
  if (!yes_or_no) return std::nullopt;
  const auto cost = BoundStraight(tables, id);
  if (!cost) return std::nullopt;
  return ChunkBound{*cost, NoNumber()};
}

}  // namespace remit
