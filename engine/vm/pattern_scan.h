// Regexes and pattern sets, built once for a loaded program.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/value.h"
#include "engine/program/program.h"

namespace re2 {
class RE2;
}

namespace remit {

// An RE2 with its memory bounded by ProgramLimits::regex_memory; a pattern that RE2 refuses is an
// error whose message is RE2's.
class CompiledRegex {
 public:
  static Result<CompiledRegex> Compile(std::string_view pattern);
  CompiledRegex(CompiledRegex&&) noexcept;
  CompiledRegex& operator=(CompiledRegex&&) noexcept;
  ~CompiledRegex();

  bool Matches(std::string_view text) const;  // somewhere in the text
  const re2::RE2& re2() const { return *regex_; }

 private:
  explicit CompiledRegex(std::unique_ptr<re2::RE2> regex);
  std::unique_ptr<re2::RE2> regex_;
};

class CompiledPatternSet {
 public:
  static Result<CompiledPatternSet> Compile(const Program& program, const PatternSet& set);

  // Hits in a string, or in a list of maps {path, line, text}, in order of place, then id; each a
  // map {id, line, path, start, text}, `text` redacted. Errors as an error value. Language section
  // 5 (patterns) and 13.
  Value Scan(Arena& arena, const Value& input) const;
  Value MatchesAny(Arena& arena, const Value& input) const;  // a bool, or an error value

 private:
  struct Entry;
  struct Hit;
  std::vector<Entry> entries_;
  std::vector<CompiledRegex> allow_;

 public:
  CompiledPatternSet();
  CompiledPatternSet(CompiledPatternSet&&) noexcept;
  CompiledPatternSet& operator=(CompiledPatternSet&&) noexcept;
  ~CompiledPatternSet();
};

}  // namespace remit
