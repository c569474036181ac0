#include "engine/model/json_read.h"

#include <bit>
#include <catch2/catch.hpp>
#include <string>

#include "engine/base/escape.h"
#include "engine/model/json_write.h"

namespace remit {
namespace {

// "ok", or "KIND: MESSAGE at WHERE".
std::string Outcome(std::string_view text, const JsonLimits& limits = {}) {
  Arena arena;
  const Result<Value> read = ReadJson(arena, text, limits);
  if (read) return "ok";
  return std::string(read.error().kind == ErrorKind::Limit ? "limit" : "bad input") + ": " +
         read.error().message + " at " + read.error().where;
}

std::string Repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST_CASE("what is no strict JSON is refused with its place") {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"", "expected a value before the end at byte 0"},
      {" \n ", "expected a value before the end at byte 3"},
      {"\xEF\xBB\xBF{}", "a byte order mark is not allowed at byte 0"},
      {"{} x", "text after the document at byte 3"},
      {"{}{}", "text after the document at byte 2"},
      {"nullx", "text after the document at byte 4"},
      {"{", "expected a member name before the end at byte 1"},
      {"[", "expected a value before the end at byte 1"},
      {"[1", "expected `,` or `]` before the end at byte 2"},
      {"{\"a\"", "expected `:` before the end at byte 4"},
      {"{\"a\":", "expected a value before the end at byte 5"},
      {"{\"a\":1", "expected `,` or `}` before the end at byte 6"},
      {"{\"a\" 1}", "expected `:`, found `1` at byte 5"},
      {"{\"a\":1,}", "expected a member name, found `}` at byte 7"},
      {"{,}", "expected a member name, found `,` at byte 1"},
      {"{a:1}", "expected a member name, found `a` at byte 1"},
      {"{'a':1}", "expected a member name, found `'` at byte 1"},
      {"{1:1}", "expected a member name, found `1` at byte 1"},
      {"[1,]", "expected a value, found `]` at byte 3"},
      {"[,1]", "expected a value, found `,` at byte 1"},
      {"[1 2]", "expected `,` or `]`, found `2` at byte 3"},
      {"[1}", "expected `,` or `]`, found `}` at byte 2"},
      {"{\"a\":1]", "expected `,` or `}`, found `]` at byte 6"},
      {"]", "expected a value, found `]` at byte 0"},
      {"[1]//", "text after the document at byte 3"},
      {"/**/1", "expected a value, found `/` at byte 0"},
      {"True", "expected a value, found `T` at byte 0"},
      {"tru", "expected a value, found `t` at byte 0"},
      {"NaN", "expected a value, found `N` at byte 0"},
      {"-Infinity", "expected a digit, found `I` at byte 1"},
      {"[\u00a01]", "expected a value, found `\u00a0` at byte 1"},
      {"[\u202e1]", "expected a value, found `\\u{202e}` at byte 1"},
      {std::string_view("1\0", 2), "text after the document at byte 1"},
      {"[\x0c]", "expected a value, found `\\u{c}` at byte 1"},
      // Numbers.
      {"+1", "expected a value, found `+` at byte 0"},
      {".5", "expected a value, found `.` at byte 0"},
      {"-", "expected a digit before the end at byte 1"},
      {"1.", "expected a digit before the end at byte 2"},
      {"1.e1", "expected a digit, found `e` at byte 2"},
      {"1e", "expected a digit before the end at byte 2"},
      {"1e+", "expected a digit before the end at byte 3"},
      {"[01]", "a number has a leading zero at byte 1"},
      {"-00", "a number has a leading zero at byte 1"},
      {"0x10", "text after the document at byte 1"},
      {"1_000", "text after the document at byte 1"},
      // Strings.
      {"\"abc", "expected `\"` before the end at byte 4"},
      {"\"a\\", "unknown escape at byte 2"},
      {"\"a\\x41\"", "unknown escape at byte 2"},
      {"\"a\\'\"", "unknown escape at byte 2"},
      {"\"\\u12\"", "expected a hexadecimal digit, found `\"` at byte 5"},
      {"\"\\u12", "expected a hexadecimal digit before the end at byte 5"},
      {"\"\\u-123\"", "expected a hexadecimal digit, found `-` at byte 3"},
      {"\"a\nb\"", "a control character in a string must be escaped at byte 2"},
      {"\"\\n\t\"", "a control character in a string must be escaped at byte 3"},
      {"\"\\ud800\"", "a lone surrogate at byte 1"},
      {"\"\\udc00\"", "a lone surrogate at byte 1"},
      {"\"\\ud800x\"", "a lone surrogate at byte 1"},
      {"\"\\ud800\\n\"", "a lone surrogate at byte 1"},
      {"\"\\ud800\\ud800\"", "a lone surrogate at byte 1"},
      {"\"\\ud800\\u0041\"", "a lone surrogate at byte 1"},
      {"{\"\\udc00\":1}", "a lone surrogate at byte 2"},
      {"{\"a\":\"\xff\"}", "invalid UTF-8 at byte 6"},
      {"\"\xc0\xaf\"", "invalid UTF-8 at byte 1"},
      {"\"\xed\xa0\x80\"", "invalid UTF-8 at byte 1"},
      {"\"\xe2\x82", "invalid UTF-8 at byte 1"},
      // Duplicate members, compared after unescaping.
      {"{\"a\":1,\"a\":2}", "duplicate member `a` at byte 7"},
      {"{\"a\":1,\"\\u0061\":1}", "duplicate member `a` at byte 7"},
      {"{\"\":1,\"\":1}", "duplicate member `` at byte 6"},
      {"{\"z\":1,\"b\":{\"y\":0,\"x\":0,\"y\":0},\"a\":2}", "duplicate member `y` at byte 24"},
      {"[{\"b\":1,\"a\":1,\"b\":1,\"a\":1}]", "duplicate member `b` at byte 14"},
      {"{\"\\u202e\":1,\"\xe2\x80\xae\":1}", "duplicate member `\\u{202e}` at byte 12"},
  };
  for (const auto& [text, error] : rows) {
    CAPTURE(EscapeText(text));
    CHECK(Outcome(text) == "bad input: " + std::string(error));
  }
}

TEST_CASE("equal names in different objects are no duplicates") {
  CHECK(Outcome("{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":1}]}") == "ok");
  CHECK(Outcome("{\"a\":1,\"A\":1,\"a\\u0000\":1,\"\xc3\x85\":1,\"A\xcc\x8a\":1}") == "ok");
}

TEST_CASE("limits hold exactly") {
  const JsonLimits defaults;
  const uint32_t depth = defaults.depth;
  CHECK(Outcome(Repeat("[", depth) + Repeat("]", depth)) == "ok");
  CHECK(Outcome(Repeat("[", depth + 1) + Repeat("]", depth + 1)) ==
        "limit: nested deeper than 128 levels at byte 128");
  CHECK(Outcome(Repeat("{\"a\":", depth) + "1" + Repeat("}", depth)) == "ok");
  CHECK(Outcome(Repeat("{\"a\":", depth + 1)) ==
        "limit: nested deeper than 128 levels at byte 640");
  CHECK(Outcome(Repeat("[", 1'000'000)) == "limit: nested deeper than 128 levels at byte 128");
  CHECK(Outcome("[" + Repeat("[],", 1000) + "[]]", {.depth = 2}) == "ok");
  CHECK(Outcome("1", {.depth = 0}) == "ok");
  CHECK(Outcome("[]", {.depth = 0}) == "limit: nested deeper than 0 levels at byte 0");

  CHECK(Outcome("[1234]", {.bytes = 6}) == "ok");
  CHECK(Outcome("[12345]", {.bytes = 6}) == "limit: the document is longer than 6 bytes at byte 6");

  const JsonLimits four = {.string_bytes = 4};
  CHECK(Outcome("\"abcd\"", four) == "ok");
  CHECK(Outcome("\"abcde\"", four) == "limit: a string is longer than 4 bytes at byte 6");
  CHECK(Outcome("\"\\u0061\\u0062cd\"", four) == "ok");
  CHECK(Outcome("\"\\ud83d\\ude02\"", four) == "ok");
  CHECK(Outcome("\"\\u20ac\\u20ac\"", four) == "limit: a string is longer than 4 bytes at byte 13");
  CHECK(Outcome("{\"abcde\":1}", four) == "limit: a string is longer than 4 bytes at byte 7");
}

TEST_CASE("what the limits allow by default is read") {
  const JsonLimits limits;
  const std::string longest = "\"" + std::string(limits.string_bytes, 'x') + "\"";
  CHECK(Outcome(longest) == "ok");
  const std::string padded = longest + std::string(limits.bytes - longest.size(), ' ');
  CHECK(padded.size() == limits.bytes);
  CHECK(Outcome(padded) == "ok");
}

TEST_CASE("a whole number is an int however written") {
  const std::pair<std::string_view, int64_t> rows[] = {
      {"0", 0},
      {"-0", 0},
      {"-0.0", 0},
      {"0e999999999999999999999", 0},
      {"0.000e-5", 0},
      {"1", 1},
      {"1.0", 1},
      {"1e0", 1},
      {"1E+00", 1},
      {"10e-1", 1},
      {"0.1e1", 1},
      {"0.00000000000000000000000000000001e32", 1},
      {"100000000000000000000000000000000e-32", 1},
      {"-12.50e1", -125},
      {"123456789012345", 123456789012345},
      {"1234567890123456", 1234567890123456},
      {"9007199254740991", 9007199254740991},
      {"-9007199254740991", -9007199254740991},
      {"9007199254740991.000", 9007199254740991},
      {"9.007199254740991e15", 9007199254740991},
      {"9007199254740991000e-3", 9007199254740991},
  };
  for (const auto& [text, integer] : rows) {
    CAPTURE(text);
    Arena arena;
    const Result<Value> read = ReadJson(arena, text);
    REQUIRE(read);
    CHECK(read->kind == ValueKind::Int);
    CHECK(read->integer == integer);
  }
}

TEST_CASE("any other number is the nearest double") {
  const std::pair<std::string, double> rows[] = {
      {"0.1", 0.1},
      {"-2.5e-3", -0.0025},
      {"9007199254740992", 0x1p53},
      {"-9007199254740992", -0x1p53},
      {"9007199254740994", 0x1p53 + 2},
      {"9007199254740992.000", 0x1p53},
      {"1e16", 1e16},
      {"18446744073709551616", 0x1p64},
      {"1e22", 1e22},
      {"295147905179352825856", 0x1p68},
      {"5e-324", 5e-324},
      {"3e-324", 5e-324},
      {"2e-324", 0.0},
      {"1e-400", 0.0},
      {"-1e-400", -0.0},
      {"1e-99999999999999999999", 0.0},
      {"0." + std::string(400, '0') + "1", 0.0},
      {"2.2250738585072011e-308", 2.2250738585072011e-308},
      {"0.99999999999999999999", 1.0},
      {"9007199254740991.5", 0x1p53},
      {"1.7976931348623157" + std::string(300, '1') + "e0", 1.7976931348623157},
  };
  for (const auto& [text, real] : rows) {
    CAPTURE(text);
    Arena arena;
    const Result<Value> read = ReadJson(arena, text);
    REQUIRE(read);
    CHECK(read->kind == ValueKind::Double);
    CHECK(std::bit_cast<uint64_t>(read->real) == std::bit_cast<uint64_t>(real));
  }
}

TEST_CASE("a number that a double would change is refused") {
  const std::string inexact =
      "bad input: a whole number beyond 2^53-1 that no double holds exactly at byte 1";
  const std::string beyond = "bad input: a number is beyond what a double can hold at byte 1";
  const std::pair<std::string, std::string> rows[] = {
      {"9007199254740993", inexact},
      {"-9007199254740993", inexact},
      {"9007199254740993.0", inexact},
      {"9.007199254740993e15", inexact},
      {"10000000000000001", inexact},
      {"18446744073709551615", inexact},
      {"295147905179352830000", inexact},
      {"1e23", inexact},
      {"1e30", inexact},
      {"1.7976931348623157e308", inexact},
      {"1e400", beyond},
      {"-1e400", beyond},
      {"1e99999999999999999999", beyond},
      {"1" + std::string(400, '0'), beyond},
      {"1" + std::string(400, '0') + ".5", beyond},
  };
  for (const auto& [text, error] : rows) {
    CAPTURE(text);
    CHECK(Outcome("[" + text + "]") == error);
  }
  // The largest double, digit for digit.
  const std::string largest =
      "1797693134862315708145274237317043567980705675258449965989174768031572607800285387605895"
      "5863276687817154045895351438246423432132688946418276846754670353751698604991057655128207"
      "6245490090389328944075868508455133942304583236903222948165808559332123348274797826204144"
      "723168738177180919299881250404026184124858368";
  CHECK(Outcome(largest) == "ok");
}

TEST_CASE("values are built as written") {
  Arena arena;
  const Result<Value> read = ReadJson(arena,
                                      " { \"b\" : [ null , true , false , { } , [ ] , "
                                      "\"\\u0000\\ud83d\\ude02\\/\" ] ,\r\n\t\"a\" : 1.5 } ");
  REQUIRE(read);
  REQUIRE(read->kind == ValueKind::Map);
  REQUIRE(read->size == 2);
  CHECK(read->map()[0].key.string() == "a");
  CHECK(read->map()[0].value.real == 1.5);
  CHECK(read->map()[1].key.string() == "b");
  const std::span<const Value> list = read->map()[1].value.list();
  REQUIRE(list.size() == 6);
  CHECK(list[0].kind == ValueKind::Null);
  CHECK(list[1].is_true());
  CHECK(list[2].is_false());
  CHECK((list[3].kind == ValueKind::Map && list[3].size == 0));
  CHECK((list[4].kind == ValueKind::List && list[4].size == 0));
  CHECK(list[5].string() == std::string_view("\0\xf0\x9f\x98\x82/", 6));
}

TEST_CASE("strings do not refer to the text that was read") {
  Arena arena;
  std::string text = R"({"name":["plain","esc\u0061ped"]})";
  const Result<Value> read = ReadJson(arena, text);
  REQUIRE(read);
  text.assign(text.size(), '-');
  CHECK(WriteCanonicalJson(*read).value() == R"({"name":["plain","escaped"]})");
}

}  // namespace
}  // namespace remit
