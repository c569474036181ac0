// The instruction table as data: what verifier, disassembler and docs read of opcodes.def.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/program/program.h"

namespace remit {

// What an instruction's operand is, and so what its value must lie within.
enum class OperandKind : uint8_t {
  None,        // not read: 0
  Count,       // values taken from the stack
  Local,       // a local of the frame
  LocalPair,   // that one and the next
  Const,       // Program::constants
  Slot,        // Program::slots
  Let,         // Program::lets
  Chunk,       // Program::chunks, of smaller index
  Type,        // Program::types
  Jump,        // an instruction of this chunk, counted from its first
  Name,        // Program::strings
  Function,    // FunctionId
  Regex,       // Program::regexes
  PatternSet,  // Program::pattern_sets
  Cover,       // a counter below Program::covers
  Weight,      // units of fuel
};

inline constexpr size_t kOperandKinds = static_cast<size_t>(OperandKind::Weight) + 1;
inline constexpr uint8_t kVariadic = 255;  // pops as many values as operand `a` says

struct OpcodeRow {
  std::string_view name;
  OperandKind a;
  OperandKind b;
  uint8_t pops;
  uint8_t pushes;
  std::string_view meaning;
};

inline constexpr unsigned kOpcodeCount = 0
#define REMIT_OPCODE(name, a, b, pops, pushes, meaning) +1
#include "engine/program/opcodes.def"
#undef REMIT_OPCODE
    ;

// In the order of the enum.
extern const std::array<OpcodeRow, kOpcodeCount> kOpcodeRows;
inline std::span<const OpcodeRow> OpcodeRows() { return kOpcodeRows; }
inline const OpcodeRow& RowOf(Opcode opcode) { return kOpcodeRows[static_cast<size_t>(opcode)]; }

std::string_view OperandKindName(OperandKind kind);  // "PatternSet"

// Whether the instruction has a place: it can make an error, or use up fuel.
constexpr bool HasPlace(Opcode opcode) {
  switch (opcode) {
    case Opcode::Const:
    case Opcode::Local:
    case Opcode::ClearLocal:
    case Opcode::Jump:
    case Opcode::JumpIfFalse:
    case Opcode::JumpIfTrue:
    case Opcode::JumpIfError:
    case Opcode::Branch:
    case Opcode::Return:
    case Opcode::ListBegin:
    case Opcode::MapBegin:
    case Opcode::IterateNext:
    case Opcode::IteratePair:
    case Opcode::IterateEnd:
    case Opcode::Interpolate:
    case Opcode::Cover:
      return false;
    default:
      return true;
  }
}

// Whether the instruction leaves one value more where it jumps than where it goes on.
constexpr bool PushesOnJump(Opcode opcode) {
  return opcode == Opcode::IterateBegin || opcode == Opcode::OrValue ||
         opcode == Opcode::OrOptional;
}

}  // namespace remit
