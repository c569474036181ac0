// Most chunks have no loops: one look at each instruction, in their order, tells the depth of the
// stack at all of them. What is not as it should be is left to the slower check, which says why.
#include <algorithm>

#include "engine/program/verification.h"

namespace remit {
namespace {

constexpr uint32_t kNothing = UINT32_MAX;

bool IsOpening(Opcode opcode) {
  return (opcode >= Opcode::ListBegin && opcode <= Opcode::MapEnd) ||
         (opcode >= Opcode::IterateBegin && opcode <= Opcode::IterateEnd);
}

}  // namespace

bool IsStraight(Verification& v, const Chunk& chunk) {
  const Instruction* const code = v.program.code.data() + chunk.begin;
  std::vector<uint32_t>& landings = v.landings;  // the depth with which an instruction is jumped to
  landings.assign(chunk.size, kNothing);
  uint32_t depth = 0;
  bool reached = true;
  for (uint32_t pc = 0; pc < chunk.size; ++pc) {
    if (landings[pc] != kNothing) {
      if (reached && landings[pc] != depth) return false;
      depth = landings[pc];
      reached = true;
    }
    if (!reached) continue;
    const Instruction& at = code[pc];
    const OpcodeRow& row = RowOf(at.opcode);
    const uint32_t pops = row.pops == kVariadic ? at.a : row.pops;
    if (IsOpening(at.opcode) || depth < pops) return false;
    depth = depth - pops + row.pushes;
    if (at.opcode == Opcode::Return) {
      if (depth != 0) return false;
      reached = false;
      continue;
    }
    if (depth > chunk.stack) return false;
    if (row.b == OperandKind::Jump) {
      const uint32_t jumped = depth + (PushesOnJump(at.opcode) ? 1 : 0);
      if (at.b <= pc || jumped > chunk.stack) return false;
      if (landings[at.b] != kNothing && landings[at.b] != jumped) return false;
      landings[at.b] = jumped;
      reached = at.opcode != Opcode::Jump;
    }
  }
  return !reached;
}

}  // namespace remit
