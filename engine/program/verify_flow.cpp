// The verifier's third part: what is on the stack and what is open at each instruction of a chunk.
//
// Every instruction is reached with one state, whichever way leads there, so one visit of each is
// enough. An open iteration or builder is known by the instruction that opened it.
//
// Why loops end: the lowest instruction of a loop is where some Jump leads back, hence an
// IterateNext or IteratePair, whose iteration was opened further up and so not within the loop; the
// state being the same on every turn, it stays open all the way. Each turn takes an element of it,
// and after the last one nothing but IterateEnd can follow.
#include <algorithm>

#include "engine/program/opcode_table.h"
#include "engine/program/verification.h"

namespace remit {
namespace {

constexpr uint32_t kNothing = UINT32_MAX;

// `iteration` and `builder`: the instruction that opened the innermost one, or kNothing.
struct State {
  bool reached = false;
  uint32_t depth = 0;
  uint32_t iteration = kNothing;
  uint32_t builder = kNothing;
  bool operator==(const State&) const = default;
};

// Of an instruction that opens something: what was open around it.
struct Opened {
  uint32_t around = kNothing;
  uint32_t level = 0;
};

bool IsTurn(Opcode opcode) {
  return opcode == Opcode::IterateNext || opcode == Opcode::IteratePair;
}

class FlowCheck {
 public:
  FlowCheck(Verification& v, ChunkId id)
      : v_(v),
        id_(id),
        chunk_(v.program.chunks[id]),
        code_(v.program.code.data() + chunk_.begin),
        states_(chunk_.size),
        opened_(chunk_.size) {}

  bool Run();

 private:
  bool Step(uint32_t pc);
  bool Effects(uint32_t pc, State& state);
  bool Builder(uint32_t pc, State& state);
  bool IsEndReachedStraight(uint32_t pc) const;
  bool Jump(uint32_t pc, State state);
  bool Next(uint32_t pc, State state);
  bool Close(uint32_t pc, const State& state);
  bool Enter(uint32_t from, uint32_t to, const State& state);
  bool Within(uint32_t pc, const State& state);
  uint32_t Level(uint32_t opener) const { return opener == kNothing ? 0 : opened_[opener].level; }
  bool Refuse(uint32_t pc, std::string_view why) {
    return v_.Refuse({"chunk", id_, "instruction", pc, RowOf(code_[pc].opcode).name}, why);
  }

  Verification& v_;
  ChunkId id_;
  const Chunk& chunk_;
  const Instruction* code_;
  std::vector<State> states_;
  std::vector<Opened> opened_;
  std::vector<uint32_t> pending_;
};

bool FlowCheck::Run() {
  states_[0].reached = true;
  pending_.push_back(0);
  while (!pending_.empty()) {
    const uint32_t pc = pending_.back();
    pending_.pop_back();
    if (!Step(pc)) return false;
  }
  return true;
}

bool FlowCheck::Within(uint32_t pc, const State& state) {
  if (state.depth > chunk_.stack) {
    return Refuse(pc, "more values on the stack than the " + std::to_string(chunk_.stack) +
                          " that the chunk states");
  }
  if (Level(state.iteration) > chunk_.iterations) {
    return Refuse(pc, "more iterations than the " + std::to_string(chunk_.iterations) +
                          " that the chunk states");
  }
  if (Level(state.builder) > chunk_.builders) {
    return Refuse(
        pc, "more builders than the " + std::to_string(chunk_.builders) + " that the chunk states");
  }
  return true;
}

bool FlowCheck::Enter(uint32_t from, uint32_t to, const State& state) {
  if (to >= chunk_.size) return Refuse(from, "the chunk ends here without Return");
  if (!Within(from, state)) return false;
  if (!states_[to].reached) {
    states_[to] = state;
    pending_.push_back(to);
    return true;
  }
  const State& other = states_[to];
  if (other.depth != state.depth) {
    return Refuse(from, "instruction " + std::to_string(to) + " is reached with " +
                            std::to_string(state.depth) + " values and with " +
                            std::to_string(other.depth));
  }
  if (other.iteration != state.iteration) {
    return Refuse(from,
                  "instruction " + std::to_string(to) + " is reached with other iterations open");
  }
  return other.builder == state.builder ||
         Refuse(from, "instruction " + std::to_string(to) + " is reached with other builders open");
}

bool FlowCheck::Builder(uint32_t pc, State& state) {
  const auto inside = [&](Opcode opener) {
    if (state.builder == kNothing) return Refuse(pc, "no builder is open");
    return code_[state.builder].opcode == opener || Refuse(pc, "the open builder is of other kind");
  };
  switch (code_[pc].opcode) {
    case Opcode::ListBegin:
    case Opcode::MapBegin:
      opened_[pc] = {state.builder, Level(state.builder) + 1};
      state.builder = pc;
      return true;
    case Opcode::ListAppend:
    case Opcode::ListAppendOptional:
      return inside(Opcode::ListBegin);
    case Opcode::MapPut:
    case Opcode::MapPutOptional:
    case Opcode::MapMerge:
      return inside(Opcode::MapBegin);
    case Opcode::ListEnd:
    case Opcode::MapEnd: {
      const bool list = code_[pc].opcode == Opcode::ListEnd;
      if (!inside(list ? Opcode::ListBegin : Opcode::MapBegin)) return false;
      state.builder = opened_[state.builder].around;
      return true;
    }
    default:
      return true;
  }
}

// Values taken and left, builders and iterations opened and closed, on the way to the next
// instruction.
bool FlowCheck::Effects(uint32_t pc, State& state) {
  const OpcodeRow& row = RowOf(code_[pc].opcode);
  const uint32_t pops = row.pops == kVariadic ? code_[pc].a : row.pops;
  if (state.depth < pops) {
    return Refuse(pc, "it takes " + std::to_string(pops) + " values from a stack of " +
                          std::to_string(state.depth));
  }
  state.depth = state.depth - pops + row.pushes;
  return Builder(pc, state);
}

bool FlowCheck::IsEndReachedStraight(uint32_t pc) const {
  for (; pc < chunk_.size; ++pc) {
    const Opcode opcode = code_[pc].opcode;
    if (opcode == Opcode::IterateEnd) return true;
    if (RowOf(opcode).b == OperandKind::Jump || opcode == Opcode::Return) return false;
  }
  return false;
}

bool FlowCheck::Jump(uint32_t pc, State state) {
  const uint32_t target = code_[pc].b;
  if (PushesOnJump(code_[pc].opcode)) ++state.depth;
  if (target > pc) return Enter(pc, target, state);
  if (code_[pc].opcode != Opcode::Jump || !IsTurn(code_[target].opcode)) {
    return Refuse(pc, "only Jump goes backwards, and only to an IterateNext or IteratePair");
  }
  if (target + 1 >= chunk_.size || code_[target + 1].opcode != Opcode::Charge ||
      code_[target + 1].b == 0) {
    return Refuse(pc, "no Charge follows the turn that it goes back to");
  }
  return Enter(pc, target, state);
}

bool FlowCheck::Next(uint32_t pc, State state) {
  if (state.iteration == kNothing) return Refuse(pc, "no iteration is open");
  if (state.iteration > pc) return Refuse(pc, "its iteration is opened further down");
  if (!IsEndReachedStraight(code_[pc].b)) {
    return Refuse(pc, "no IterateEnd follows where it jumps before another jump");
  }
  return Jump(pc, state) && Enter(pc, pc + 1, state);
}

bool FlowCheck::Close(uint32_t pc, const State& state) {
  if (states_[pc].depth != 1) {
    return Refuse(
        pc, "it returns with " + std::to_string(states_[pc].depth) + " values on the stack, not 1");
  }
  if (state.iteration != kNothing) return Refuse(pc, "it returns with an iteration open");
  if (state.builder != kNothing) return Refuse(pc, "it returns with a builder open");
  return true;
}

bool FlowCheck::Step(uint32_t pc) {
  State state = states_[pc];
  if (!Effects(pc, state)) return false;
  switch (code_[pc].opcode) {
    case Opcode::Return:
      return Close(pc, state);
    case Opcode::Jump:
      return Jump(pc, state);
    case Opcode::IterateNext:
    case Opcode::IteratePair:
      return Next(pc, state);
    case Opcode::IterateBegin: {
      if (!Jump(pc, state)) return false;
      opened_[pc] = {state.iteration, Level(state.iteration) + 1};
      state.iteration = pc;
      return Enter(pc, pc + 1, state);
    }
    case Opcode::IterateEnd:
      if (state.iteration == kNothing) return Refuse(pc, "no iteration is open");
      state.iteration = opened_[state.iteration].around;
      return Enter(pc, pc + 1, state);
    default:
      if (RowOf(code_[pc].opcode).b == OperandKind::Jump && !Jump(pc, state)) return false;
      return Enter(pc, pc + 1, state);
  }
}

}  // namespace

bool VerifyFlow(Verification& v, ChunkId id) { return FlowCheck(v, id).Run(); }

}  // namespace remit
