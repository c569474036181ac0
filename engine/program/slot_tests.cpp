#include "engine/program/slot_tests.h"

#include <algorithm>
#include <iterator>

#include "engine/program/function_id.h"

namespace remit {
namespace {

// From SlotEqual on, in the order of the enum.
constexpr Opcode kOperators[] = {
    Opcode::Equal,        Opcode::NotEqual, Opcode::Less, Opcode::LessEqual, Opcode::Greater,
    Opcode::GreaterEqual, Opcode::In,       Opcode::Call, Opcode::Matches,
};
constexpr unsigned kFirst = static_cast<unsigned>(Opcode::SlotEqual);
static_assert(kFirst + std::size(kOperators) == static_cast<unsigned>(Opcode::SlotMatches) + 1);

}  // namespace

std::optional<Opcode> TestedBy(Opcode opcode) {
  const unsigned row = static_cast<unsigned>(opcode) - kFirst;  // wraps around below the first
  if (row >= std::size(kOperators)) return std::nullopt;
  return kOperators[row];
}

std::optional<Opcode> SlotTestOf(const Instruction& applied) {
  if (applied.opcode == Opcode::Call &&
      applied.b != static_cast<uint32_t>(FunctionId::StartsWith)) {
    return std::nullopt;
  }
  const auto found = std::ranges::find(kOperators, applied.opcode);
  if (found == std::end(kOperators)) return std::nullopt;
  return static_cast<Opcode>(kFirst + static_cast<unsigned>(found - std::begin(kOperators)));
}

uint32_t SlotRead(const Instruction& instruction) {
  if (instruction.opcode == Opcode::Slot) return instruction.b;
  return TestedBy(instruction.opcode) ? instruction.a : kNone;
}

}  // namespace remit
