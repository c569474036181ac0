#include "engine/base/utf8.h"

#include <catch2/catch.hpp>

#include "engine/base/escape.h"

namespace remit {
namespace {

TEST_CASE("code points at the edges of each length are read and written back") {
  for (const char32_t code_point : {U'\0', U'\x7f', U'\x80', U'\x7ff', U'\x800', U'\xd7ff',
                                    U'\xe000', U'\xffff', U'\x10000', U'\x10ffff'}) {
    CAPTURE(static_cast<uint32_t>(code_point));
    std::string text;
    AppendUtf8(text, code_point);
    const CodePoint read = DecodeUtf8(text, 0);
    CHECK(read.value == code_point);
    CHECK(read.size == text.size());
    CHECK(ValidUtf8Prefix(text) == text.size());
    for (size_t cut = 1; cut < text.size(); ++cut) {
      CHECK(DecodeUtf8(text.substr(0, cut), 0).size == 0);
    }
  }
}

TEST_CASE("the valid prefix ends where UTF-8 does") {
  struct Row {
    std::string_view text;
    size_t valid;
  };
  const Row rows[] = {
      {"", 0},
      {"plain text of some length", 25},
      {"\x80", 0},                                  // a continuation alone
      {"abcdefghij\xff", 10},                       // no byte of UTF-8
      {"ab\xc0\xaf", 2},                            // overlong "/"
      {"\xe0\x80\x80", 0},                          // overlong
      {"\xf0\x80\x80\x80", 0},                      // overlong
      {"\xed\xa0\x80", 0},                          // a surrogate
      {"\xf4\x90\x80\x80", 0},                      // beyond U+10FFFF
      {"\xf5\x80\x80\x80", 0},                      // beyond U+10FFFF
      {"€\xe2\x82", 3},                             // cut off
      {"€\xe2\x82z", 3},                            // cut off by another character
      {"\xf0\x9f\x98\x82 and on and on \xc3", 19},  // cut off at the very end
  };
  for (const Row& row : rows) {
    CAPTURE(EscapeText(row.text));
    CHECK(ValidUtf8Prefix(row.text) == row.valid);
  }
}

}  // namespace
}  // namespace remit
