// The tables of a program while it is made: each string, constant, slot, place once. Private to
// dsl/compile.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "dsl/check/typed.h"
#include "dsl/compile/value_key.h"
#include "dsl/source/source.h"
#include "engine/program/program.h"

namespace remit::lowering {

// A root of the action, or a member of a path; numbered by Tables.
using PathId = uint32_t;

class Tables {
 public:
  Tables(Program& program, const SourceSet& sources) : program_(program), sources_(sources) {}

  StringId String(std::string_view text);
  StringId OptionalString(std::string_view text) { return text.empty() ? kNone : String(text); }
  IdRange Strings(const std::vector<std::string>& texts);
  TextId Note(std::string_view text);  // what only listings and explanations show
  TextId OptionalNote(std::string_view text) { return text.empty() ? kNone : Note(text); }
  ConstId Const(const Value& value);  // any kind but errors and optionals
  PathId Root(SlotRoot root) const { return static_cast<PathId>(root); }
  PathId Member(PathId of, std::string_view name);
  bool IsRoot(PathId path) const { return path < kRoots; }
  uint32_t SlotOf(PathId path, uint32_t type);
  std::optional<uint32_t> Regex(std::string_view pattern);  // nullopt: it is none
  ProgramPlace Place(const Span& span);
  // Whether both begin at one place.
  bool IsSamePlace(const Span& a, const Span& b);
  // `chunk` with its code, which begins where the program's ends; one that is there already where
  // `may_share`.
  ChunkId ChunkOf(Chunk chunk, std::span<const Instruction> code, bool may_share);
  EffectId EffectOf(Effect effect, const std::vector<ChunkId>& to);  // `to` instead of effect.to
  // What stands at `span`, in one line of at most 100 bytes.
  std::string Excerpt(const Span& span) const;

 private:
  Constant Encode(const Value& value);

  static constexpr PathId kRoots = static_cast<PathId>(SlotRoot::Now) + 1;
  struct ConstantHash {
    size_t operator()(const Constant& constant) const;
  };
  struct PathEnd {
    PathId of = 0;
    std::string name;
  };

  Program& program_;
  const SourceSet& sources_;
  TextIds strings_;
  TextIds notes_;
  std::unordered_map<Constant, ConstId, ConstantHash> constants_;
  TextIds names_;                                 // of members
  std::vector<PathEnd> ends_;                     // of each path but the roots
  std::unordered_map<uint64_t, PathId> paths_;    // by what a path is a member of, and its name
  std::unordered_map<uint64_t, uint32_t> slots_;  // by path and type
  TextIds regexes_;                               // kNone: it is none
  TextIds collections_;                           // by AppendKey
  TextIds chunks_;                                // by the bytes of chunk and code
  std::map<std::tuple<Verdict, uint32_t, int64_t, std::vector<ChunkId>>, EffectId> effects_;
  std::vector<StringId> files_;  // by FileId
  std::string key_;              // of the chunk at hand
};

// Puts the strings and texts into ascending order, wherever the program names them.
void SortStrings(Program& program);

}  // namespace remit::lowering
