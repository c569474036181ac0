// Which of many patterns may match a text, by one pass over it: a pattern of which every match has
// one of some literals cannot where none of them is. What may match is left to RE2.
//
// Windows of 2 or 4 bytes of the text are looked up in a table by their hash; what is there is
// compared. The case of letters counts nowhere, which is only ever a question too many.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace remit {

constexpr size_t kShortestLiteral = 2;
constexpr size_t kLongestLiteral = 32;

class LiteralScan {
 public:
  LiteralScan() = default;
  // For each pattern its literals, as CompiledRegex::RequiredLiterals gives them.
  explicit LiteralScan(std::span<const std::vector<std::string>> patterns);

  // Whether the pattern has literals; if not, it may always match.
  bool Covers(size_t pattern) const { return patterns_[pattern].count != 0; }
  size_t words() const { return words_; }  // that Find fills

  // A bit for each literal that is in the text.
  void Find(std::string_view text, std::span<uint64_t> found) const;
  bool MayMatch(size_t pattern, std::span<const uint64_t> found) const;

 private:
  struct Literal {
    std::string text;
    uint32_t window = 0;  // the byte where the window begins by which it is looked up
    bool last_of_bucket = false;
  };
  // Literals that are looked up by windows of `bytes` bytes.
  struct Windows {
    uint32_t shift = 0;             // of a product of 32 bits
    std::vector<uint32_t> buckets;  // 1 + the first literal; 0: none
  };
  struct Range {
    uint32_t first = 0, count = 0;
  };
  struct Placing;

  template <typename Word>
  void FindBy(const Windows& windows, std::string_view text, std::span<uint64_t> found) const;
  void Compare(uint32_t first, std::string_view text, size_t at, std::span<uint64_t> found) const;

  std::vector<Literal> literals_;  // by bucket
  Windows short_, long_;           // by 2 and by 4 bytes
  std::vector<Range> patterns_;
  std::vector<uint32_t> ids_;  // the literals of all patterns
  size_t words_ = 0;
};

}  // namespace remit
