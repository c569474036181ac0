#include "engine/vm/compiled_regex.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace remit {
namespace {

std::vector<std::string> LiteralsOf(std::string_view pattern) {
  Result<CompiledRegex> regex = CompiledRegex::Compile(pattern);
  REQUIRE(regex.has_value());
  return regex->RequiredLiterals();
}

TEST_CASE("literals of which every match has one") {
  struct Row {
    std::string_view pattern;
    std::vector<std::string> literals;
  };
  const std::vector<Row> rows = {
      {"secret", {"secret"}},
      {"SeCreT", {"secret"}},
      {"(?i)secret", {"secret"}},
      {"\\Qa.b\\E", {"a.b"}},
      // Of several that it needs, one of the longest.
      {"ab.*cdef.*gh", {"cdef"}},
      {"k017[a-f]+z", {"k017"}},
      {"^/srv/[^/]*/config/[^/]*\\.yaml$", {"/config/"}},
      // Of several that would do, each, but of each way the longest alone.
      {"(curl|wget)\\s+[^|]*\\|", {"wget", "curl"}},
      {"\\brm\\s+-[a-z]*r|\\bmkfs|\\bdd\\s+if=", {"if=", "rm", "mkfs"}},
      {"(foo|bar)(baz|qux)", {"fooqux", "foobaz", "barqux", "barbaz"}},
      {"abc|abcdef", {"abc"}},
      {"(abc)?def", {"def"}},
      {"(abc){2}", {"abcabc"}},
      {"x(abc)+", {"abc"}},
      // What is not ASCII is left out, and what is too short.
      {"stra\xc3\x9f"
       "enbahn",
       {"enbahn"}},
      {"(?i)\xc3\x84pfel", {"pfel"}},
      {"\xc3\xa4\xc3\xb6\xc3\xbc", {}},
      {"\xe2\x84\xaa"
       "elvin",
       {"kelvin"}},
      {"a", {}},
      {"a.b", {}},
      {"ab|c", {}},
      {"ab|\xc3\xa4\xc3\xb6", {}},
      // What any text may match.
      {"", {}},
      {"(abc)*", {}},
      {"abc|", {}},
      {"\\d+", {}},
      {"[a-z]{3}", {}},
      {"^$", {}},
      {"[^\\x00-\\x{10FFFF}]", {}},
      {std::string_view("a\0b", 3), {std::string("a\0b", 3)}},
  };
  for (const Row& row : rows) {
    INFO(row.pattern);
    CHECK(LiteralsOf(row.pattern) == row.literals);
  }
}

TEST_CASE("a long literal is cut, and of too many none are told") {
  CHECK(LiteralsOf(std::string(100, 'a')) == std::vector{std::string(32, 'a')});
  const auto one_of = [](int count) {
    std::string pattern;
    for (int i = 0; i < count; ++i) {
      pattern += (i == 0 ? "" : "|") + std::string(1, static_cast<char>('a' + i % 26)) +
                 std::to_string(100 + i);
    }
    return LiteralsOf(pattern).size();
  };
  CHECK(one_of(64) == 64);
  CHECK(one_of(65) == 0);
}

TEST_CASE("a regex over the limit of bytes is refused before RE2 reads it") {
  constexpr size_t kMost = 8192;
  CHECK(CompiledRegex::Compile(std::string(kMost, 'a')).has_value());
  const auto over = CompiledRegex::Compile(std::string(kMost + 1, 'a'));
  REQUIRE_FALSE(over.has_value());
  CHECK(over.error().message == "bad regex: 8193 bytes are over the limit of 8192");
}

}  // namespace
}  // namespace remit
