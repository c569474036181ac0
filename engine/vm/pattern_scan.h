// Regexes and pattern sets, built once for a loaded program.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/value.h"
#include "engine/program/program.h"
#include "engine/vm/eval.h"

namespace re2 {
class RE2;
}

namespace remit {

// What a search of `text` costs; of a pattern known only at run time, which is compiled first.
constexpr uint64_t kRegexBytesPerUnit = 16;
constexpr uint64_t kRegexCompileFuel = 1000;
constexpr uint64_t RegexFuel(std::string_view text) { return text.size() / kRegexBytesPerUnit; }
constexpr uint64_t DynamicRegexFuel(std::string_view text, std::string_view pattern) {
  return kRegexCompileFuel * (1 + pattern.size()) + text.size() / kRegexBytesPerUnit;
}

// An RE2 with its memory bounded by ProgramLimits::regex_memory; a pattern that RE2 refuses is an
// error whose message is RE2's.
class CompiledRegex {
 public:
  static Result<CompiledRegex> Compile(std::string_view pattern);
  CompiledRegex(CompiledRegex&&) noexcept;
  CompiledRegex& operator=(CompiledRegex&&) noexcept;
  ~CompiledRegex();

  // The whole match, then the groups that can be named by a digit.
  using Groups = std::array<std::string_view, 10>;

  bool Matches(std::string_view text) const;  // somewhere in the text
  size_t groups() const;
  // The leftmost match that begins at or after byte `from`, at most text.size(): the whole match,
  // then its groups, as many as `found` has room for; what took no part has no data(). `text` has.
  bool Find(std::string_view text, size_t from, std::span<std::string_view> found) const;
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
  bool SearchText(Eval& eval, const Text& text, Wanted wanted, std::vector<Hit>& hits) const;
  bool SearchEntry(Eval& eval, const Entry& entry, const Text& text, Wanted wanted,
                   std::vector<Hit>& hits) const;
  bool Allowed(std::string_view hit) const;
  std::optional<Text> ReadText(Arena& arena, const Value& item, Value& error) const;
  Value Tell(Arena& arena, std::span<const Text> texts, std::span<const Hit> hits) const;

  std::vector<Entry> entries_;
  std::vector<CompiledRegex> allow_;
  bool reads_paths_ = false;  // some entry has `in` globs

 public:
  CompiledPatternSet();
  CompiledPatternSet(CompiledPatternSet&&) noexcept;
  CompiledPatternSet& operator=(CompiledPatternSet&&) noexcept;
  ~CompiledPatternSet();
};

}  // namespace remit
