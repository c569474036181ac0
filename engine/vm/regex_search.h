// What one decider keeps of its searches: which literals the texts of a decision hold, and regexes
// of its own.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/vm/compiled_regex.h"
#include "engine/vm/literal_scan.h"

namespace remit {

// A program's constant regexes, as all threads share them.
struct SharedRegexes {
  std::vector<CompiledRegex> regexes;
  LiteralScan scan;  // its patterns are `regexes`
};
SharedRegexes ShareRegexes(std::vector<CompiledRegex> regexes);

// A decider copies a regex when it searches by it for this time; one that lives for a single
// decision copies none.
constexpr uint32_t kSearchesToOwn = 4;
// RE2's instructions in all copies of a decider: some megabytes, automata included.
constexpr size_t kOwnInstructions = 16'384;

// RE2 takes a lock with each search, which is a write to memory that all threads write to. So a
// regex is asked only where the text holds one of its literals, and then, as far as memory allows,
// in a copy that no other thread knows.
class RegexSearch {
 public:
  explicit RegexSearch(const SharedRegexes& shared);

  // A text that was searched is the same bytes at the same place until the next Begin.
  void Begin() { ++decision_; }
  // False only where it does not match, by the literals alone.
  bool MayMatch(uint32_t regex, std::string_view text);
  bool Matches(uint32_t id, std::string_view text) {
    return MayMatch(id, text) && regex(id).Matches(text);
  }
  // The decider's own copy, or the one that is shared.
  const CompiledRegex& regex(uint32_t id);

 private:
  struct Scanned {
    uint64_t decision = 0;
    std::string_view text;
  };
  struct Own {
    uint32_t searches = 0;
    std::optional<CompiledRegex> copy;
  };

  const SharedRegexes& shared_;
  uint64_t decision_ = 1;
  std::array<Scanned, 8> scanned_;
  std::vector<uint64_t> found_;  // of each of scanned_, the scan's words
  std::vector<Own> own_;
  size_t instructions_ = 0;
};

}  // namespace remit
