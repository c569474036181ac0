// The parts of a program as text for its listing, each on one line. All of them take a program
// that VerifyProgram accepts.
#pragma once

#include <span>
#include <string>

#include "engine/program/program.h"

namespace remit {

inline constexpr size_t kLongestText = 120;  // characters of a string, elements apart

std::string Quoted(const Program& program, StringId id);  // "\"merge\""
std::string QuotedList(const Program& program, std::span<const StringId> ids);
std::string PlaceText(const Program& program, const ProgramPlace& place);  // "a.remit:3:7"
std::string TypeText(const Program& program, uint32_t type);               // "list(string)"
std::string SlotText(const Program& program, uint32_t slot);               // "context.change.files"
std::string LetText(const Program& program, uint32_t let);                 // "let 2 `acme.risk`"
std::string ConstantText(const Program& program, const Constant& constant);
// "escalate to chunk 3 quorum 2 within 14400s".
std::string EffectText(const Program& program, const Effect& effect);
// What an instruction's operands stand for: "\"labels\"", "local 2", "size, 1 value".
std::string OperandText(const Program& program, const Instruction& instruction);

}  // namespace remit
