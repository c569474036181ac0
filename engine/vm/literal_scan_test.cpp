#include "engine/vm/literal_scan.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "engine/base/utf8.h"
#include "engine/vm/compiled_regex.h"

namespace remit {
namespace {

using Patterns = std::vector<std::vector<std::string>>;

// The patterns that may match.
std::vector<size_t> May(const LiteralScan& scan, size_t patterns, std::string_view text) {
  std::vector<uint64_t> found(scan.words());
  scan.Find(text, found);
  std::vector<size_t> may;
  for (size_t i = 0; i < patterns; ++i) {
    if (scan.MayMatch(i, found)) may.push_back(i);
  }
  return may;
}

TEST_CASE("which patterns may match a text") {
  const Patterns patterns = {{"rm", "mkfs"}, {"curl", "wget"}, {}, {"if=", "curl"}, {"abcdefgh"}};
  const LiteralScan scan(patterns);
  struct Row {
    std::string_view text;
    std::vector<size_t> may;
  };
  const std::vector<Row> rows = {
      {"", {2}},
      {"r", {2}},
      {"rm", {0, 2}},
      {"xrm", {0, 2}},
      {"r m", {2}},
      {"mkf", {2}},
      {"mkfs", {0, 2}},
      {"a MkFs b", {0, 2}},
      {"curl", {1, 2, 3}},
      {"if", {2}},
      {"dd IF=", {2, 3}},
      {"abcdefg", {2}},
      {"bcdefgh", {2}},
      {"-abcdefgh-", {2, 4}},
      {"abcdabcdefghabcd", {2, 4}},
      {"if=wget rm", {0, 1, 2, 3}},
      {"\xc3\xa4rm\xc3\xb6", {0, 2}},
      // Where a character beyond ASCII may stand for a k or an s, all may.
      {"m\xe2\x84\xaa", {0, 1, 2, 3, 4}},
      {"12345678\xc5\xbf", {0, 1, 2, 3, 4}},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(May(scan, patterns.size(), row.text) == row.may);
  }
  CHECK(scan.Covers(0));
  CHECK_FALSE(scan.Covers(2));
}

TEST_CASE("patterns without literals need no words") {
  const Patterns patterns = {{}, {}};
  const LiteralScan scan(patterns);
  CHECK(scan.words() == 0);
  CHECK(May(scan, 2, "abc") == std::vector<size_t>{0, 1});
}

// All that begin alike crowd one bucket, whatever the table's size.
TEST_CASE("literals that share their windows are found all the same") {
  Patterns patterns;
  for (int i = 0; i < 200; ++i)
    patterns.push_back({"aaaa" + std::string(static_cast<size_t>(1 + i % 20), 'a')});
  for (int i = 0; i < 26; ++i) patterns.push_back({std::string("zz") + static_cast<char>('a' + i)});
  const LiteralScan scan(patterns);
  for (size_t i = 0; i < patterns.size(); ++i) {
    const std::vector<size_t> may = May(scan, patterns.size(), "-" + patterns[i][0] + "-");
    INFO(patterns[i][0]);
    CHECK(std::ranges::count(may, i) == 1);
  }
  CHECK(May(scan, patterns.size(), "aaa z").empty());
}

TEST_CASE("no other characters than U+017F and U+212A fold to ASCII") {
  Result<CompiledRegex> letter = CompiledRegex::Compile("(?i)^[ -~]$");
  REQUIRE(letter.has_value());
  std::vector<char32_t> folding;
  for (char32_t c = 0x80; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(text, c);
    if (letter->Matches(text)) folding.push_back(c);
  }
  CHECK(folding == std::vector<char32_t>{0x17F, 0x212A});
}

class Maker {
 public:
  explicit Maker(uint32_t seed) : random_(seed) {}

  std::string Pattern(int depth) {
    switch (depth <= 0 ? Below(3) : Below(12)) {
      case 0:
      case 1:
      case 2:
        return Quoted(Piece());
      case 3:
      case 4:
      case 5:
        return Pattern(depth - 1) + Pattern(depth - 1);
      case 6:
        return "(" + Pattern(depth - 1) + "|" + Pattern(depth - 1) + ")";
      case 7:
        return "(?:" + Pattern(depth - 1) + ")" + OneOf({"*", "+", "?", "{2}", "{0,2}", "*?"});
      case 8:
        return "(?i:" + Pattern(depth - 1) + ")";
      case 9:
        return OneOf({"^", "$", "\\b", "\\B", "(?m)^", "(?m)$", "\\z"}) + Pattern(depth - 1);
      case 10:
        return OneOf({".", "[abk]", "[^a]", "[a-s]", "(?i)[k-s]", "\\w", "\\s", "\\pL", "\\x{212A}",
                      "[\xc3\xa4\xc3\x84]", "[[:upper:]]", "\\C", "[^\\x00-\\x{10FFFF}]"}) +
               Pattern(depth - 1);
      default:
        return Pattern(depth - 1) + "|" + Pattern(depth - 1);
    }
  }

  std::string Text() {
    std::string text;
    for (uint32_t left = Below(9); left > 0; --left) text += Piece();
    return text;
  }

 private:
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }
  std::string OneOf(std::vector<std::string> choices) {
    return choices[Below(static_cast<uint32_t>(choices.size()))];
  }
  std::string Piece() {
    return OneOf({"a", "b",      "ab",     "AB",     "k",      "K",      "\u212a", "s",
                  "S", "\u017f", "\u00df", "\u1e9e", "\u00e4", "\u00c4", "\u0130", "\u0131",
                  "i", "I",      " ",      "\n",     ".",      "-",      "@",      "`",
                  "_", "kab",    "skas",   "\u03c3", "\u03c2", "\u03a3"});
  }
  static std::string Quoted(const std::string& text) { return "\\Q" + text + "\\E"; }

  std::mt19937 random_;
};

TEST_CASE("no pattern that RE2 finds is ruled out") {
  Maker make(1);
  size_t patterns = 0, ruled_out = 0, matching = 0;
  std::string wrong;
  for (int i = 0; i < 4'000; ++i) {
    const std::string pattern = make.Pattern(4);
    Result<CompiledRegex> regex = CompiledRegex::Compile(pattern);
    if (!regex) continue;
    const Patterns literals = {regex->RequiredLiterals()};
    const LiteralScan scan(literals);
    if (scan.Covers(0)) ++patterns;
    for (int j = 0; j < 20; ++j) {
      const std::string text = make.Text();
      const bool matches = regex->Matches(text);
      const bool may = !May(scan, 1, text).empty();
      if (matches && !may) wrong += "`" + pattern + "` in `" + text + "`\n";
      if (scan.Covers(0) && matches) ++matching;
      if (!may) ++ruled_out;
    }
  }
  CHECK(wrong == "");
  // It would hold of patterns without literals, too.
  CHECK(patterns > 500);
  CHECK(matching > 500);
  CHECK(ruled_out > 5'000);
}

TEST_CASE("a character finds itself, whatever RE2 takes it for") {
  std::string wrong;
  for (char32_t c = 0x80; c < 0x2200; ++c) {
    for (const std::string_view flags : {"", "(?i)"}) {
      std::string text = "ab";
      AppendUtf8(text, c);
      Result<CompiledRegex> regex = CompiledRegex::Compile(std::string(flags) + text);
      REQUIRE(regex.has_value());
      const Patterns literals = {regex->RequiredLiterals()};
      if (May(LiteralScan(literals), 1, text).empty()) wrong += text + " ";
    }
  }
  CHECK(wrong == "");
}

}  // namespace
}  // namespace remit
