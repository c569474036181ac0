// A regex as RE2 has compiled it, within the limits of a program.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace re2 {
class FilteredRE2;
class RE2;
}  // namespace re2

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
  const re2::RE2& re2() const { return *re2_; }

  // Literals of which every text with a match holds at least one, as LiteralScan finds them: ASCII
  // in small letters, each of kShortestLiteral to kLongestLiteral bytes. None: nothing is known.
  // To be asked once, before threads share the regex.
  std::vector<std::string> RequiredLiterals();

 private:
  explicit CompiledRegex(std::unique_ptr<re2::FilteredRE2> regex);
  std::unique_ptr<re2::FilteredRE2> regex_;  // of this one
  const re2::RE2* re2_;
};

}  // namespace remit
