// Pattern sets, built once for a loaded program.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/value.h"
#include "engine/program/program.h"
#include "engine/vm/compiled_regex.h"
#include "engine/vm/eval.h"
#include "engine/vm/literal_scan.h"

namespace remit {

class CompiledPatternSet {
 public:
  static Result<CompiledPatternSet> Compile(const Program& program, const PatternSet& set);

  // Hits in a string, or in a list of maps {path, line, text}, in order of place, then id; each a
  // map {id, line, path, start, text}, `text` redacted. Errors as an error value. Language section
  // 5 (patterns) and 13; place is the entry of the list, then the start.
  Value Scan(Eval& eval, const Value& input) const;
  Value MatchesAny(Eval& eval, const Value& input) const;  // a bool, or an error value
  // The same, whatever it costs.
  Value Scan(Arena& arena, const Value& input) const;
  Value MatchesAny(Arena& arena, const Value& input) const;

 private:
  struct Entry;
  struct Text;
  struct Hit;
  enum class Wanted : uint8_t { First, All };

  Value Search(Eval& eval, const Value& input, Wanted wanted) const;
  bool SearchText(Eval& eval, const Text& text, std::span<uint64_t> found, Wanted wanted,
                  std::vector<Hit>& hits) const;
  bool SearchEntry(Eval& eval, const Entry& entry, const Text& text, Wanted wanted,
                   std::vector<Hit>& hits) const;
  bool Allowed(std::string_view hit) const;
  std::optional<Text> ReadText(Arena& arena, const Value& item, Value& error) const;
  Value Tell(Arena& arena, std::span<const Text> texts, std::span<const Hit> hits) const;

  std::vector<Entry> entries_;
  LiteralScan scan_;  // its patterns are the entries' regexes
  std::vector<CompiledRegex> allow_;
  bool reads_paths_ = false;  // some entry has `in` globs

 public:
  CompiledPatternSet();
  CompiledPatternSet(CompiledPatternSet&&) noexcept;
  CompiledPatternSet& operator=(CompiledPatternSet&&) noexcept;
  ~CompiledPatternSet();
};

}  // namespace remit
