// Conditions of the common shape, decided in one walk without stack or frame.
//
// The compiler lowers `a && b && c` to
//
//     a; JumpIfFalse R; b; And; JumpIfFalse R; c; And; R: Return
//
// Where each of them holds a slot against a constant, only the tests do anything: a true one goes
// on to the next, a false one is the condition's value. Anything else is left to the loop in
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
  const Program& program = loaded_.program();
  const Chunk& chunk = program.chunks[id];
  const Instruction* const code = program.code.data() + chunk.begin;
  uint64_t fuel = chunk.weight;
  Truth truth = Truth::Unknown;
  for (const Instruction* at = code;; ++at) {
    truth = QuickTest(*at, fuel);
    if ((at + 1)->opcode == Opcode::Not) {
      truth = Negated(truth);
      ++at;
    }
    if (truth == Truth::Unknown) return truth;
    // Of the first test nothing is to be joined; `true && x` is x.
    if ((at + 1)->opcode == Opcode::And) ++at;
    ++at;
    if (at->opcode == Opcode::Return) break;
    if (at->opcode != Opcode::JumpIfFalse) return Truth::Unknown;
    if (truth == Truth::True) continue;
    if (code[at->b].opcode != Opcode::Return) return Truth::Unknown;
    break;
  }
  if (fuel_.out || fuel > fuel_.left) return Truth::Unknown;
  fuel_.left -= fuel;
  return truth;
}

}  // namespace remit
