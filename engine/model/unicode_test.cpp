#include "engine/model/unicode.h"

#include <catch2/catch.hpp>
#include <set>

namespace remit {
namespace {

TEST_CASE("White_Space is what the Unicode Character Database says") {
  const std::set<char32_t> expected = {0x9,    0xa,    0xb,    0xc,    0xd,    0x20,   0x85,
                                       0xa0,   0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
                                       0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028,
                                       0x2029, 0x202f, 0x205f, 0x3000};
  std::set<char32_t> found;
  for (char32_t code_point = 0; code_point <= 0x10ffff; ++code_point) {
    if (IsWhiteSpace(code_point)) found.insert(code_point);
  }
  CHECK(found == expected);
}

TEST_CASE("the table names its version") { CHECK(UnicodeTableVersion() == "15.0.0"); }

}  // namespace
}  // namespace remit
