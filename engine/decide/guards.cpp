// The compiler lowers `a && b && c` to
//
//     a; JumpIfFalse R; b; And; JumpIfFalse R; c; And; R: Return
//
// and this reads the conjuncts back from the code, so that a program needs to claim nothing that
// would have to be believed.
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

class ConjunctReader {
 public:
  ConjunctReader(const Program& program, ChunkId chunk)
      : program_(program),
        chunk_(program.chunks[chunk]),
        code_(std::span(program.code).subspan(chunk_.begin, chunk_.size)),
        end_(chunk_.size - 1),
        units_(chunk_.weight) {}

  std::vector<Guard> Read();

 private:
  // Where the conjunct that begins at `begin` ends: at the jump or the And that takes its value.
  std::optional<uint32_t> EndOf(uint32_t begin) const;
  bool JumpsToEnd(uint32_t pc) const {
    return code_[pc].opcode == Opcode::JumpIfFalse && code_[pc].b == end_;
  }
  // Adds to units_ what the instruction may cost; false where nothing bounds that.
  bool Bounded(uint32_t pc, uint32_t conjunct_end);
  std::optional<Guard> GuardAt(uint32_t begin, uint32_t end) const;

  const Program& program_;
  const Chunk& chunk_;
  std::span<const Instruction> code_;
  uint32_t end_;  // of the last instruction, the Return
  uint64_t units_;
};

std::optional<uint32_t> ConjunctReader::EndOf(uint32_t begin) const {
  for (uint32_t pc = begin; pc <= end_; ++pc) {
    if (begin == 0 && (JumpsToEnd(pc) || pc == end_)) return pc;
    if (code_[pc].opcode == Opcode::Return) return std::nullopt;
    if (begin > 0 && code_[pc].opcode == Opcode::And && (pc + 1 == end_ || JumpsToEnd(pc + 1))) {
      return pc;
    }
  }
  return std::nullopt;
}

// The test or slot that a let is, so that a named condition guards as well as one written out.
const Instruction* TestOfLet(const Program& program, uint32_t let) {
  const Chunk& chunk = program.chunks[program.lets[let].chunk];
  if (chunk.size != 2 || program.code[chunk.begin + 1].opcode != Opcode::Return) return nullptr;
  return &program.code[chunk.begin];
}

bool ConjunctReader::Bounded(uint32_t pc, uint32_t conjunct_end) {
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
      return at.b <= conjunct_end;
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

std::optional<Guard> ConjunctReader::GuardAt(uint32_t begin, uint32_t end) const {
  const Instruction* test = &code_[begin];
  if (end - begin == 2 && test->opcode == Opcode::Slot && code_[begin + 1].opcode == Opcode::Not) {
    return Guard{Opcode::Not, test->b, kNone};
  }
  if (end - begin != 1) return std::nullopt;
  if (test->opcode == Opcode::Let) test = TestOfLet(program_, test->b);
  if (test == nullptr) return std::nullopt;
  if (test->opcode == Opcode::Slot) return Guard{Opcode::Slot, test->b, kNone};
  if (!TestCost(program_, *test)) return std::nullopt;
  return Guard{test->opcode, test->a, test->b};
}

std::vector<Guard> ConjunctReader::Read() {
  std::vector<Guard> guards;
  uint32_t begin = 0;
  while (begin < end_) {
    const auto end = EndOf(begin);
    if (!end) break;
    bool bounded = true;
    for (uint32_t pc = begin; pc < *end; ++pc) bounded = bounded && Bounded(pc, *end);
    if (!bounded || units_ > program_.fuel) break;
    if (const auto guard = GuardAt(begin, *end)) guards.push_back(*guard);
    // Over the And, if there is one, and the jump.
    begin = *end + (begin == 0 ? 1 : 2);
  }
  return guards;
}

}  // namespace

std::vector<Guard> GuardsOf(const Program& program, ChunkId condition) {
  if (condition == kNone) return {};
  return ConjunctReader(program, condition).Read();
}

}  // namespace remit
