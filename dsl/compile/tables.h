// The tables of a program while it is made: each string, constant, slot, place once. Private to
// dsl/compile.
#pragma once

#include <map>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "dsl/check/typed.h"
#include "dsl/source/source.h"
#include "engine/program/program.h"

namespace remit::lowering {

class Tables {
 public:
  Tables(Program& program, const SourceSet& sources) : program_(program), sources_(sources) {}

  StringId String(std::string_view text);
  StringId OptionalString(std::string_view text) { return text.empty() ? kNone : String(text); }
  IdRange Strings(const std::vector<std::string>& texts);
  TextId Note(std::string_view text);  // what only listings and explanations show
  TextId OptionalNote(std::string_view text) { return text.empty() ? kNone : Note(text); }
  ConstId Const(const Value& value);  // any kind but errors and optionals
  uint32_t SlotOf(SlotRoot root, const std::vector<std::string>& members, uint32_t type);
  uint32_t Regex(std::string_view pattern);
  ProgramPlace Place(const Span& span);
  // `chunk` with its code, which begins where the program's ends; one that is there already where
  // `may_share`.
  ChunkId ChunkOf(Chunk chunk, std::span<const Instruction> code, bool may_share);
  EffectId EffectOf(Effect effect, const std::vector<ChunkId>& to);  // `to` instead of effect.to
  // What stands at `span`, in one line of at most 100 bytes.
  std::string Excerpt(const Span& span) const;

 private:
  Constant Encode(const Value& value);

  Program& program_;
  const SourceSet& sources_;
  std::map<std::string, StringId, std::less<>> strings_;
  std::map<std::string, TextId, std::less<>> notes_;
  std::map<std::tuple<ValueKind, int64_t, uint32_t, uint32_t>, ConstId> constants_;
  std::map<std::tuple<SlotRoot, std::vector<std::string>, uint32_t>, uint32_t> slots_;
  std::map<std::string, uint32_t, std::less<>> regexes_;
  std::unordered_map<std::string, ConstId> collections_;  // by AppendKey
  std::unordered_map<std::string, ChunkId> chunks_;       // by the bytes of chunk and code
  std::map<std::tuple<Verdict, uint32_t, int64_t, std::vector<ChunkId>>, EffectId> effects_;
  std::vector<StringId> files_;  // by FileId
};

// Puts the strings and texts into ascending order, wherever the program names them.
void SortStrings(Program& program);

}  // namespace remit::lowering
