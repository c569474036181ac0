#include "engine/base/escape.h"

#include <catch2/catch.hpp>

namespace remit {
namespace {

TEST_CASE("escaped text shows what a terminal would obey or hide") {
  struct Row {
    std::string_view text, escaped;
  };
  const Row rows[] = {
      {"", ""},
      {"plain Ünïcödé 😂", "plain Ünïcödé 😂"},
      {"a\nb\tc\r", "a\\nb\\tc\\u{d}"},
      {"\x1b[31mred", "\\u{1b}[31mred"},
      {std::string_view("\0", 1), "\\u{0}"},
      {"\x7f\u0080\u009f\u00a0", "\\u{7f}\\u{80}\\u{9f}\u00a0"},
      {"\u202euser\u202c", "\\u{202e}user\\u{202c}"},
      {"\u2066x\u2069\u200e\u200f\u061c", "\\u{2066}x\\u{2069}\\u{200e}\\u{200f}\\u{61c}"},
      {"ad\u200bmin\ufeff\u2060\u200d", "ad\\u{200b}min\\u{feff}\\u{2060}\\u{200d}"},
      {"\u2028\u2029", "\\u{2028}\\u{2029}"},
      {"\U000e0041\U000e007f", "\\u{e0041}\\u{e007f}"},
      {"\xff\xc0\xaf", "\\x{ff}\\x{c0}\\x{af}"},
      {"\xed\xa0\x80", "\\x{ed}\\x{a0}\\x{80}"},
      {"\xe2\x82", "\\x{e2}\\x{82}"},
      {"C:\\new \\u{202e}", "C:\\new \\u{202e}"},  // a backslash is kept as it is
  };
  for (const Row& row : rows) CHECK(EscapeText(row.text) == row.escaped);
}

TEST_CASE("escaped text is cut by characters of the input") {
  struct Row {
    std::string_view text;
    size_t most;
    std::string_view escaped;
  };
  const Row rows[] = {
      {"abc", 3, "abc"},        {"abcd", 3, "abc…"},         {"€€€", 2, "€€…"},
      {"\n\n\n", 2, "\\n\\n…"}, {"\xff\xff", 1, "\\x{ff}…"}, {"", 1, ""},
      {"abcd", 0, "abcd"},
  };
  for (const Row& row : rows) CHECK(EscapeText(row.text, row.most) == row.escaped);
}

}  // namespace
}  // namespace remit
