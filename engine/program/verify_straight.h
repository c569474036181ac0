// Most chunks have no loops: one look at each instruction, in their order, tells the depth of the
// stack at all of them. What is not as it should be is left to VerifyFlow, which says why. Private
// to engine/program.
#pragma once

#include <array>
#include <cstdint>

#include "engine/program/opcode_table.h"
#include "engine/program/program.h"

namespace remit {

// What a look at one instruction asks of its row.
enum class OpcodeFlow : uint8_t { On, Ends, Jumps, Opens };  // Opens: iterations and builders
struct QuickRow {
  OperandKind a, b;
  uint8_t pops, pushes;
  OpcodeFlow flow;
  bool plain;  // its operands are all that is to be verified of it beside the flow
};
using QuickRows = std::array<QuickRow, kOpcodeCount>;

inline OpcodeFlow FlowOf(Opcode opcode) {
  if (opcode == Opcode::Return) return OpcodeFlow::Ends;
  const bool builds = opcode >= Opcode::ListBegin && opcode <= Opcode::MapEnd;
  const bool iterates = opcode >= Opcode::IterateBegin && opcode <= Opcode::IterateEnd;
  if (builds || iterates) return OpcodeFlow::Opens;
  return RowOf(opcode).b == OperandKind::Jump ? OpcodeFlow::Jumps : OpcodeFlow::On;
}

inline QuickRows MakeQuickRows() {
  QuickRows rows;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto opcode = static_cast<Opcode>(i);
    const OpcodeRow& row = RowOf(opcode);
    const bool evaluates = opcode == Opcode::Lazy || opcode == Opcode::Let;
    const bool calls = opcode == Opcode::Call || opcode == Opcode::RegexReplace;
    rows[i] = {row.a, row.b, row.pops, row.pushes, FlowOf(opcode), !evaluates && !calls};
  }
  return rows;
}

// What jumps to an instruction bring there; of another chunk: nothing does.
struct StraightLanding {
  ChunkId chunk = kNone;
  uint32_t depth = 0;
};

class StraightWalk {
 public:
  // `landings`: one for each instruction, used for any number of chunks one after the other.
  StraightWalk(const Chunk& chunk, ChunkId id, StraightLanding* landings)
      : landings_(landings), chunk_(id), most_(chunk.stack) {}

  // The next instruction, at `pc`; where it jumps lies in the chunk.
  void Step(uint32_t pc, const Instruction& at, const QuickRow& row) {
    if (landings_[pc].chunk == chunk_) {
      good_ &= !reached_ || landings_[pc].depth == depth_;
      depth_ = landings_[pc].depth;
      reached_ = true;
    }
    if (!reached_) return;
    const uint32_t pops = row.pops == kVariadic ? at.a : row.pops;
    good_ &= depth_ >= pops;
    depth_ = depth_ - pops + row.pushes;
    if (row.flow == OpcodeFlow::On) {
      good_ &= depth_ <= most_;
    } else {
      Turn(pc, at, row);
    }
  }

  // After the last one: every way ended, and the depth was the same on all of them.
  bool Holds() const { return good_ && !reached_; }

 private:
  void Turn(uint32_t pc, const Instruction& at, const QuickRow& row) {
    if (row.flow == OpcodeFlow::Ends) {
      good_ &= depth_ == 0;
      reached_ = false;
      return;
    }
    good_ &= row.flow == OpcodeFlow::Jumps && depth_ <= most_;
    if (row.flow != OpcodeFlow::Jumps) return;
    const uint32_t jumped = depth_ + (PushesOnJump(at.opcode) ? 1 : 0);
    StraightLanding& landing = landings_[at.b];
    good_ &= at.b > pc && jumped <= most_ && (landing.chunk != chunk_ || landing.depth == jumped);
    landing = {chunk_, jumped};
    reached_ = at.opcode != Opcode::Jump;
  }

  StraightLanding* landings_;
  ChunkId chunk_;
  uint32_t most_;  // values at once
  uint32_t depth_ = 0;
  bool reached_ = true;
  bool good_ = true;
};

}  // namespace remit
