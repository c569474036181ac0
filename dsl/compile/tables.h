// The tables of a program while it is made: each string, constant, slot, place once. Private to
// dsl/compile.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "dsl/check/typed.h"
#include "dsl/source/source.h"
#include "engine/program/program.h"

namespace remit::lowering {

class Tables {
 public:
  Tables(Program& program, const SourceSet& sources) : program_(program), sources_(sources) {
    program_.places.push_back({});
  }

  StringId String(std::string_view text);
  StringId OptionalString(std::string_view text) { return text.empty() ? kNone : String(text); }
  std::vector<StringId> Strings(const std::vector<std::string>& texts);
  ConstId Const(const Value& value);  // any kind but errors and optionals
  uint32_t SlotOf(SlotRoot root, const std::vector<std::string>& members, uint32_t type);
  uint32_t Regex(std::string_view pattern);
  ProgramPlace Place(const Span& span);
  uint32_t PlaceIndex(const Span& span);
  // What stands at `span`, in one line of at most 100 bytes.
  std::string Excerpt(const Span& span) const;

 private:
  Constant Encode(const Value& value);

  Program& program_;
  const SourceSet& sources_;
  std::map<std::string, StringId, std::less<>> strings_;
  std::map<std::tuple<ValueKind, int64_t, uint32_t, uint32_t>, ConstId> constants_;
  std::map<std::tuple<SlotRoot, std::vector<std::string>, uint32_t>, uint32_t> slots_;
  std::map<std::string, uint32_t, std::less<>> regexes_;
  std::map<std::tuple<StringId, uint32_t, uint32_t>, uint32_t> places_;
};

// Puts the strings into ascending order, wherever the program names them.
void SortStrings(Program& program);

}  // namespace remit::lowering
