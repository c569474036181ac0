// What the parts of the verifier share. Each part returns whether it accepts; the first refusal
// is kept with its words.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/limits.h"
#include "engine/program/opcode_table.h"
#include "engine/program/program.h"

namespace remit {

// The part of a program that is looked at: "rule 2, grant 0", "chunk 3, instruction 7 (Jump)".
struct ProgramPart {
  std::string_view kind;
  size_t index = 0;
  std::string_view inner_kind = {};
  size_t inner_index = 0;
  std::string_view note = {};
};

struct Verification {
  explicit Verification(const Program& p, const ProgramLimits& l) : program(p), limits(l) {}

  // Keeps the first refusal; always false, so that `return v.Refuse(…)`.
  bool Refuse(const ProgramPart& part, std::string_view why);
  bool Refuse(std::string_view why);
  bool RefuseIndex(const ProgramPart& part, std::string_view what, uint32_t index, size_t size);
  bool RefuseText(const ProgramPart& part, StringId id);

  // Whether `index` is one of `size` things called `what` ("let", "chunk").
  bool Check(const ProgramPart& part, std::string_view what, uint32_t index, size_t size) {
    return index < size || RefuseIndex(part, what, index, size);
  }
  // The same, or kNone.
  bool CheckOptional(const ProgramPart& part, std::string_view what, uint32_t index, size_t size) {
    return index == kNone || Check(part, what, index, size);
  }
  // Whether the string exists and is UTF-8.
  bool CheckText(const ProgramPart& part, StringId id) {
    return (id < is_text.size() && is_text[id]) || RefuseText(part, id);
  }
  bool CheckOptionalText(const ProgramPart& part, StringId id);
  // The same of what only listings and explanations show.
  bool CheckNote(const ProgramPart& part, TextId id);
  bool CheckTexts(const ProgramPart& part, std::span<const StringId> ids);
  bool CheckChunks(const ProgramPart& part, std::span<const ChunkId> ids);
  bool CheckPlace(const ProgramPart& part, const ProgramPlace& place) {
    return place.file == kNone || CheckText(part, place.file);
  }

  const Program& program;
  const ProgramLimits& limits;
  std::optional<std::string> refusal;

  std::vector<uint8_t> is_text;     // of each string: UTF-8
  std::vector<uint8_t> is_pattern;  // of each string: known to be an action pattern

  // How many values an operand of each kind has, where that is the same in every chunk; 0: ask.
  std::array<uint64_t, kOperandKinds> operands{};

  // Of each chunk, with all that it evaluates:
  std::vector<uint64_t> cost;        // weights, each chunk and let that a chunk names counted once
  std::vector<uint32_t> call_depth;  // 1: evaluates nothing else
  std::vector<uint32_t> lets_below;  // reads only lets of smaller index than this
};

// In this order: each relies on the ones before it.
bool VerifyTables(Verification& v);  // lists, strings, types, constants, patterns, slots, places
bool VerifyCode(Verification& v);    // chunks and their instructions; fills cost and depth
bool VerifyFlow(Verification& v, ChunkId id);  // one chunk: stack, iterations, builders, loops
bool VerifyDecisions(Verification& v);         // lets, policies, rules

// a + b, or the largest number where that is over it.
constexpr uint64_t AddSaturating(uint64_t a, uint64_t b) {
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

}  // namespace remit
