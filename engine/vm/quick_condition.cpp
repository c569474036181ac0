// Conditions of tests alone, decided in one walk without values, stack or frame.
//
// Where each operand of `&&`, `||` and `!` holds a slot against a constant, all that the code
// computes with are bools: a word of bits is stack enough. Anything else is left to the loop in
// vm.cpp.
#include "engine/program/slot_tests.h"
#include "engine/vm/quick_tests.h"
#include "engine/vm/vm.h"

namespace remit {
namespace {

// As In, with what it charges: a unit for each item up to the one found.
Truth ChargedIn(const Value& fact, const Value& list, uint64_t& fuel) {
  if (list.kind != ValueKind::List || fact.is_error()) return Truth::Unknown;
  for (const Value& item : list.list()) {
    ++fuel;
    const Truth equal = QuickEqual(fact, item);
    if (equal != Truth::False) return equal;
  }
  return Truth::False;
}

}  // namespace

// What repeats in many rules is a let of nothing but the test: it takes less to do it again than to
// look after the let. The weight of a shared one is the reader's already.
const Instruction& Vm::TestAt(const Instruction& instruction, uint64_t& fuel) const {
  const Program& program = loaded_.program();
  const Instruction* at = &instruction;
  while (at->opcode == Opcode::Let) {
    const Let& let = program.lets[at->b];
    const Chunk& chunk = program.chunks[let.chunk];
    if (chunk.size != 2) break;
    if (!let.shared) fuel += chunk.weight;
    at = &program.code[chunk.begin];
  }
  return *at;
}

Truth Vm::QuickTest(const Instruction& instruction, uint64_t& fuel) {
  const Instruction& at = TestAt(instruction, fuel);
  if (at.opcode == Opcode::Slot) {
    const Value& fact = slot(at.b);
    return fact.kind == ValueKind::Bool ? TruthOf(fact.boolean) : Truth::Unknown;
  }
  if (!TestedBy(at.opcode)) return Truth::Unknown;
  const Value& fact = slot(at.a);
  if (at.opcode == Opcode::SlotMatches) {
    if (fact.kind != ValueKind::String) return Truth::Unknown;
    fuel += RegexFuel(fact.string());
    return fuel > fuel_.left ? Truth::Unknown : TruthOf(regexes_.Matches(at.b, fact.string()));
  }
  const Value& constant = loaded_.constants()[at.b];
  if (at.opcode == Opcode::SlotIn) return ChargedIn(fact, constant, fuel);
  return QuickSlotTest(at.opcode, fact, constant);
}

Truth Vm::RunQuickly(ChunkId id) {
  constexpr uint16_t kMostBools = 64;
  const Program& program = loaded_.program();
  const Chunk& chunk = program.chunks[id];
  if (chunk.stack > kMostBools) return Truth::Unknown;
  const Instruction* const code = program.code.data() + chunk.begin;
  uint64_t fuel = chunk.weight;
  uint64_t bools = 0;  // the top is the last bit
  for (const Instruction* at = code;; ++at) {
    const bool top = (bools & 1) != 0;
    switch (at->opcode) {
      case Opcode::Return:
        if (fuel_.out || fuel > fuel_.left) return Truth::Unknown;
        fuel_.left -= fuel;
        return TruthOf(top);
      case Opcode::JumpIfFalse:
      case Opcode::JumpIfTrue: {
        const Instruction* const target = code + at->b;
        if (target <= at) return Truth::Unknown;
        if (top == (at->opcode == Opcode::JumpIfTrue)) at = target - 1;
        break;
      }
      case Opcode::Not:
        bools ^= 1;
        break;
      case Opcode::And:
        bools >>= 1;
        if (!top) bools &= ~uint64_t{1};
        break;
      case Opcode::Or:
        bools >>= 1;
        if (top) bools |= 1;
        break;
      default: {
        const Truth truth = QuickTest(*at, fuel);
        if (truth == Truth::Unknown) return truth;
        bools = bools << 1 | (truth == Truth::True ? 1 : 0);
      }
    }
  }
}

}  // namespace remit
