// The compiler lowers `a && b && c` to
//
//     a; JumpIfFalse R; b; And; JumpIfFalse R; c; And; R: Return
//
// and this reads the conjuncts back from the code, so that a program needs to claim nothing that
// would have to be believed. A test is one where it is reached unless the condition is false
// already, and where nothing but jumps, And and Return follow a false.
#include "engine/decide/guards.h"

#include <algorithm>
#include <optional>

#include "engine/program/slot_tests.h"
#include "engine/vm/eval.h"

namespace remit {
namespace {

// What comparing with a scalar costs at most beside the weights; nullopt for what depends on the
// fact.
std::optional<uint64_t> ScalarCost(const Program& program, const Constant& constant) {
  switch (constant.kind) {
    case ValueKind::Null:
    case ValueKind::Bool:
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double:
    case ValueKind::Timestamp:
    case ValueKind::Duration:
      return 0;
    case ValueKind::String:
      return ByteFuel(program.strings[constant.first].size());
    default:
      return std::nullopt;
  }
}

std::optional<uint64_t> TestCost(const Program& program, const Instruction& test) {
  if (!TestedBy(test.opcode) || test.opcode == Opcode::SlotMatches) return std::nullopt;
  const Constant& constant = program.constants[test.b];
  if (test.opcode != Opcode::SlotIn) return ScalarCost(program, constant);
  if (constant.kind != ValueKind::List) return std::nullopt;
  uint64_t cost = constant.count;
  for (uint32_t i = 0; i < constant.count; ++i) {
    const auto item = ScalarCost(program, program.constant_items[constant.first + i]);
    if (!item) return std::nullopt;
    cost += *item;
  }
  return cost;
}

// The test or slot that a let is, so that a named condition guards as well as one written out.
const Instruction* TestOfLet(const Program& program, uint32_t let) {
  const Chunk& chunk = program.chunks[program.lets[let].chunk];
  if (chunk.size != 2 || program.code[chunk.begin + 1].opcode != Opcode::Return) return nullptr;
  return &program.code[chunk.begin];
}

// What is false exactly where the test is true, both being quick: Slot stands for a bool slot.
std::optional<Opcode> Turned(Opcode test) {
  switch (test) {
    case Opcode::Slot:
      return Opcode::Not;
    case Opcode::SlotEqual:
      return Opcode::SlotNotEqual;
    case Opcode::SlotNotEqual:
      return Opcode::SlotEqual;
    case Opcode::SlotLess:
      return Opcode::SlotGreaterEqual;
    case Opcode::SlotLessEqual:
      return Opcode::SlotGreater;
    case Opcode::SlotGreater:
      return Opcode::SlotLessEqual;
    case Opcode::SlotGreaterEqual:
      return Opcode::SlotLess;
    default:
      return std::nullopt;
  }
}

class ConjunctReader {
 public:
  ConjunctReader(const Program& program, ChunkId chunk)
      : program_(program),
        chunk_(program.chunks[chunk]),
        code_(std::span<const Instruction>(program.code).subspan(chunk_.begin, chunk_.size)),
        units_(chunk_.weight) {}

  void Read(std::vector<Guard>& guards);

 private:
  // Whether a false on top of the stack before `pc` is what the chunk gives.
  bool FalseEnds(uint32_t pc) const;
  // Adds to units_ what the instruction may cost; false where nothing bounds that.
  bool Bounded(uint32_t pc);
  bool SearchesSlot(uint32_t pc);
  // Of an instruction that Bounded accepts, or that searches a slot.
  std::optional<Guard> GuardAt(uint32_t pc) const;

  const Program& program_;
  const Chunk& chunk_;
  std::span<const Instruction> code_;
  uint64_t units_;
};

// A regex, also as the let of several rules, whose weight is then counted.
bool ConjunctReader::SearchesSlot(uint32_t pc) {
  const Instruction& at = code_[pc];
  if (at.opcode != Opcode::Let) return at.opcode == Opcode::SlotMatches;
  const Instruction* const test = TestOfLet(program_, at.b);
  if (test == nullptr || test->opcode != Opcode::SlotMatches) return false;
  units_ += program_.chunks[program_.lets[at.b].chunk].weight;
  return true;
}

bool ConjunctReader::FalseEnds(uint32_t pc) const {
  while (pc < code_.size()) {
    switch (code_[pc].opcode) {
      case Opcode::Return:
        return true;
      case Opcode::And:
        ++pc;
        break;
      case Opcode::JumpIfFalse:
        if (code_[pc].b <= pc) return false;
        pc = code_[pc].b;
        break;
      default:
        return false;
    }
  }
  return false;
}

bool ConjunctReader::Bounded(uint32_t pc) {
  const Instruction& at = code_[pc];
  switch (at.opcode) {
    case Opcode::Slot:
    case Opcode::Const:
    case Opcode::Not:
    case Opcode::And:
    case Opcode::Or:
      return true;
    case Opcode::JumpIfFalse:
    case Opcode::JumpIfTrue:
      return at.b > pc;
    case Opcode::Let: {
      const Instruction* const test = TestOfLet(program_, at.b);
      if (test == nullptr) return false;
      const auto cost =
          test->opcode == Opcode::Slot ? std::optional<uint64_t>(0) : TestCost(program_, *test);
      units_ += program_.chunks[program_.lets[at.b].chunk].weight + cost.value_or(0);
      return cost.has_value();
    }
    default: {
      const auto cost = TestCost(program_, at);
      units_ += cost.value_or(0);
      return cost.has_value();
    }
  }
}

std::optional<Guard> ConjunctReader::GuardAt(uint32_t pc) const {
  const Instruction* test = &code_[pc];
  if (test->opcode == Opcode::Let) test = TestOfLet(program_, test->b);
  if (test == nullptr) return std::nullopt;
  Guard guard = {test->opcode, test->a, test->b};
  if (test->opcode == Opcode::Slot) {
    guard = {Opcode::Slot, test->b, kNone};
  } else if (!TestedBy(test->opcode)) {
    return std::nullopt;
  }
  uint32_t next = pc + 1;
  if (next < code_.size() && code_[next].opcode == Opcode::Not) {
    const std::optional<Opcode> turned = Turned(guard.test);
    if (!turned) return std::nullopt;
    guard.test = *turned;
    ++next;
  }
  if (!FalseEnds(next)) return std::nullopt;
  return guard;
}

void ConjunctReader::Read(std::vector<Guard>& guards) {
  uint32_t reached = 0;  // from here on, unless the condition is false already
  for (uint32_t pc = 0; pc < code_.size(); ++pc) {
    const Instruction& at = code_[pc];
    if (SearchesSlot(pc)) {
      // Vm::MayMatch says no only of texts whose search takes no more than the other half.
      const auto guard = pc < reached || units_ > program_.fuel / 2 ? std::nullopt : GuardAt(pc);
      if (guard) guards.push_back(*guard);
      break;
    }
    if (!Bounded(pc) || units_ > program_.fuel) break;
    if (at.opcode == Opcode::JumpIfTrue || (at.opcode == Opcode::JumpIfFalse && !FalseEnds(at.b))) {
      reached = std::max(reached, at.b);
    }
    if (pc < reached) continue;
    if (const auto guard = GuardAt(pc)) guards.push_back(*guard);
  }
}

}  // namespace

std::vector<Guard> GuardsOf(const Program& program, ChunkId condition) {
  std::vector<Guard> guards;
  if (condition != kNone) ConjunctReader(program, condition).Read(guards);
  return guards;
}

void AddGuards(const LoadedProgram& loaded, ChunkId condition, std::vector<Guard>& guards) {
  if (condition == kNone) return;
  const size_t first = guards.size();
  ConjunctReader(loaded.program(), condition).Read(guards);
  if (guards.size() == first || guards.back().test != Opcode::SlotMatches) return;
  if (!loaded.regexes().scan.Covers(guards.back().constant)) guards.pop_back();
}

}  // namespace remit
