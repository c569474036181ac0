#include "engine/program/opcode_table.h"

#include <cstddef>

namespace remit {
namespace {

// The word that opcodes.def writes.
constexpr uint8_t VARIADIC = kVariadic;

constexpr std::string_view kOperandNames[] = {
    "None", "Count", "Local", "LocalPair", "Const", "Slot",       "Let",   "Chunk",
    "Type", "Jump",  "Name",  "Function",  "Regex", "PatternSet", "Cover", "Weight"};
static_assert(sizeof(kOperandNames) / sizeof(kOperandNames[0]) == kOperandKinds);

}  // namespace

constexpr std::array<OpcodeRow, kOpcodeCount> kOpcodeRows = {{
#define REMIT_OPCODE(name, a, b, pops, pushes, meaning) \
  {#name, OperandKind::a, OperandKind::b, pops, pushes, meaning},
#include "engine/program/opcodes.def"
#undef REMIT_OPCODE
}};

std::string_view OperandKindName(OperandKind kind) {
  return kOperandNames[static_cast<size_t>(kind)];
}

}  // namespace remit
