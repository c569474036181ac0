#include "facts/change/text.h"

#include <catch2/catch.hpp>

namespace remit {
namespace {

using namespace std::string_literals;

constexpr char kReplaced[] = "\uFFFD";

// `count` replacement characters.
std::string Replaced(size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += kReplaced;
  return out;
}

TEST_CASE("a NUL among the first 8,000 bytes makes a file binary") {
  struct Row {
    std::string bytes;
    bool binary;
  };
  const Row rows[] = {
      {"", false},
      {"text\n", false},
      {"\0"s, true},
      {"\x89PNG\r\n\x1a\n\0\0"s, true},
      {"\xff\xfe no NUL: no text either, but not binary", false},
      {std::string(7999, 'a') + "\0"s, true},
      {std::string(8000, 'a') + "\0"s, false},
      {"\xff\xfe"
       "a\0\n\0"s,
       false},                      // UTF-16, little end first
      {"\xfe\xff\0a\0\n"s, false},  // the other way
      {"\xff"
       "a\0"s,
       true},
      {"\xef\xbb\xbf\0"s, true},  // a mark of UTF-8 explains no NUL
      {"a\xff\xfe\0"s, true},     // no mark: it does not stand first
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes.substr(0, 20), row.bytes.size());
    CHECK(IsBinary(row.bytes) == row.binary);
  }
}

TEST_CASE("UTF-16 that a shell could read otherwise has another reading") {
  struct Row {
    std::string bytes;
    std::optional<std::string> text;
  };
  const Row rows[] = {
      {"plain\n", std::nullopt},
      {"\xff\xfe no NUL\n", std::nullopt},
      {"\xff\xfe"
       "a\0\n\0"s,
       std::nullopt},  // nothing in it is doubtful
      {"\xff\xfe"
       "# \0\0AKIA\n\0"s,
       "# AKIA\n"},
      {"\xfe\xff\0#AK\0I\0A"s, "#AKIA"},  // some of it in either form
      {"\xff\xfe\x2d\x4e\n\0\xe9\0"s, "-N\n" + Replaced(1)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    CHECK(OtherReading(row.bytes) == row.text);
  }
}

TEST_CASE("UTF-16 with a mark is decoded") {
  struct Row {
    std::string bytes, text;
  };
  const Row rows[] = {
      {"\xff\xfe"
       "a\0\r\0\n\0"s,
       "a\r\n"},
      {"\xfe\xff\0a\0\n"s, "a\n"},
      {"\xff\xfe\xe9\0\x2d\x4e"s, "é中"},
      {"\xfe\xff\0\xe9\x4e\x2d"s, "é中"},
      {"\xff\xfe\x3d\xd8\x02\xde\n\0"s, "😂\n"},
      {"\xfe\xff\xd8\x3d\xde\x02\0\n"s, "😂\n"},
      {"\xff\xfe\xff\xfe\0\0"s, "\uFEFF\0"s},  // a second mark is a character
      {"\xff\xfe\x3d\xd8"
       "a\0"s,
       Replaced(1) + "a"},                            // half a pair
      {"\xff\xfe\x02\xde\n\0"s, Replaced(1) + "\n"},  // the other half
      {"\xff\xfe\x3d\xd8\x3d\xd8\x02\xde\n\0"s, Replaced(1) + "😂\n"},
      {"\xff\xfe\n\0\x3d\xd8"s, "\n" + Replaced(1)},  // half a pair at the end
      {"\xff\xfe\n\0"
       "a"s,
       "\n" + Replaced(1)},                               // half a unit
      {"\xff\xfe\n\0\x3d\xd8\x02"s, "\n" + Replaced(2)},  // both
  };
  for (const Row& row : rows) CHECK(DecodeText(row.bytes) == row.text);
}

// A mark in front of a script, which a shell passes over, must not turn it into Chinese.
TEST_CASE("a UTF-16 mark without a NUL does not hide the text behind it") {
  CHECK(DecodeText("\xff\xfe\nkey=AKIA\n") == Replaced(2) + "\nkey=AKIA\n");
  CHECK(DecodeText("\xfe\xff") == Replaced(2));
  CHECK(DecodeText("\xff\xfe" + std::string(8000, 'a') + "\0"s) ==
        Replaced(2) + std::string(8000, 'a') + "\0"s);
}

TEST_CASE("what is no UTF-8 is replaced, one for each maximal subpart") {
  struct Row {
    std::string bytes, text;
  };
  const Row rows[] = {
      {"", ""},
      {"plain\r\nÜnïcödé 😂\n", "plain\r\nÜnïcödé 😂\n"},
      {"\xef\xbb\xbfmarked", "\uFEFFmarked"},
      {"caf\xe9 cr\xe8me", "caf" + Replaced(1) + " cr" + Replaced(1) + "me"},  // Latin-1
      {"\xff\xfe\xfd", Replaced(3)},
      {"a\x80z", "a" + Replaced(1) + "z"},
      {"\xc2", Replaced(1)},
      {"\xe2\x82", Replaced(1)},  // cut short: one
      {"\xe2\x82"
       "A",
       Replaced(1) + "A"},
      {"\xf0\x9f\x98"
       "A",
       Replaced(1) + "A"},
      {"\xf0\x9f", Replaced(1)},
      {"\xc0\xaf", Replaced(2)},  // too long a form: each byte
      {"\xe0\x80\xaf", Replaced(3)},
      {"\xe0\xa0", Replaced(1)},
      {"\xf0\x80\x80\xaf", Replaced(4)},
      {"\xf0\x90\x80", Replaced(1)},
      {"\xed\xa0\x80", Replaced(3)},  // a surrogate
      {"\xed\x9f", Replaced(1)},
      {"\xf4\x90\x80\x80", Replaced(4)},  // beyond U+10FFFF
      {"\xf4\x8f\xbf", Replaced(1)},
      {"\xf5\x80\x80\x80", Replaced(4)},
      // The example of Unicode 15, table 3-8, and of table 3-11.
      {"\xc0\xaf\xe0\x80\xbf\xf0\x81\x82"
       "A",
       Replaced(8) + "A"},
      {"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf"
       "A",
       Replaced(4) + "A"},
      {"12345678\xff"
       "12345678é\xe9",
       "12345678" + Replaced(1) + "12345678é" + Replaced(1)},
  };
  for (const Row& row : rows) CHECK(DecodeText(row.bytes) == row.text);
}

TEST_CASE("a name shows each byte that is no UTF-8") {
  struct Row {
    std::string_view bytes, name;
  };
  const Row rows[] = {
      {"", ""},
      {"src/Ünïcödé.c", "src/Ünïcödé.c"},
      {"a\xff\x80"
       "b",
       "a\\x{ff}\\x{80}b"},
      {"a\\x{ff}", "a\\x{5c}x{ff}"},  // the name that looks like the one above
      {"a\\x\\{", "a\\x\\{"},
      {"\xe2\x82/x", "\\x{e2}\\x{82}/x"},
      {"\xed\xa0\x80", "\\x{ed}\\x{a0}\\x{80}"},
      {"line\nfeed\t\"quote\" \\", "line\nfeed\t\"quote\" \\"},
  };
  for (const Row& row : rows) CHECK(DecodeName(row.bytes) == row.name);
}

TEST_CASE("lines begin behind line feeds") {
  struct Row {
    std::string_view text;
    std::vector<size_t> starts;
  };
  const Row rows[] = {
      {"", {0}},
      {"\n", {0, 1}},
      {"a", {0, 1}},
      {"a\n", {0, 2}},
      {"a\nbc", {0, 2, 4}},
      {"a\n\nb\n", {0, 2, 3, 5}},
      {"a\rb\r\nc\u2028d\n", {0, 5, 11}},  // nothing else ends a line
  };
  for (const Row& row : rows) CHECK(LineStarts(row.text) == row.starts);
}

}  // namespace
}  // namespace remit
