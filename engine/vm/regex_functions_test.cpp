#include <catch2/catch.hpp>
#include <limits>

#include "engine/base/limits.h"
#include "engine/vm/test_calls.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

TEST_CASE("matches of a regex replaced") {
  const std::string emoji = "\xf0\x9f\x98\x80";
  CheckCalls({
      {F::RegexReplace, {S("banana"), S("a(.)"), S("<\\1>")}, "string b<n><n>a"},
      {F::RegexReplace, {S("banana"), S("an"), S("[\\0]")}, "string b[an][an]a"},
      {F::RegexReplace, {S("banana"), S("a"), S("\\\\")}, "string b\\n\\n\\"},
      {F::RegexReplace, {S("banana"), S("a"), S("\\\\0")}, "string b\\0n\\0n\\0"},
      {F::RegexReplace, {S("ab"), S("(a)(b)"), S("\\2\\1\\2")}, "string bab"},
      {F::RegexReplace, {S("ac"), S("(a)(b)?c"), S("<\\2>")}, "string <>"},
      {F::RegexReplace, {S("ab"), S("(a)"), S("\\12")}, "string a2b"},
      {F::RegexReplace, {S("foo bar"), S("(?P<w>\\w+)"), S("\\1!")}, "string foo! bar!"},
      {F::RegexReplace,
       {S("abcdefghij"), S("(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)"), S("\\9")},
       "string i"},
      {F::RegexReplace, {S("banana"), S("a"), S("-"), I(2)}, "string b-n-na"},
      {F::RegexReplace, {S("banana"), S("a"), S("-"), I(0)}, "string banana"},
      {F::RegexReplace, {S("banana"), S("a"), S("-"), I(-1)}, "string b-n-n-"},
      {F::RegexReplace,
       {S("banana"), S("a"), S("-"), I(std::numeric_limits<int64_t>::min())},
       "string b-n-n-"},
      {F::RegexReplace,
       {S("banana"), S("a"), S("-"), I(std::numeric_limits<int64_t>::max())},
       "string b-n-n-"},
      {F::RegexReplace, {S("banana"), S("x"), S("-")}, "string banana"},
      {F::RegexReplace, {S("banana"), S("banana"), S("")}, "string "},
      // Empty matches: before every character and at the end, but not where one just ended.
      {F::RegexReplace, {S("baac"), S("a*"), S("x")}, "string xbxcx"},
      {F::RegexReplace, {S("a" + emoji), S(""), S("-")}, "string -a-" + emoji + "-"},
      {F::RegexReplace, {S(""), S(""), S("-")}, "string -"},
      {F::RegexReplace, {S(""), S("^$"), S("\\0-")}, "string -"},
      {F::RegexReplace, {S("ab"), S("a|"), S("-")}, "string -b-"},
      {F::RegexReplace, {S("ab ab"), S("^a"), S("-")}, "string -b ab"},
      {F::RegexReplace, {S("aab"), S("\\b"), S("|")}, "string |aab|"},
      {F::RegexReplace,
       {S("ab"), S("a|ab"), S("-")},
       "string -b"},  // the first way, not the longest
      {F::RegexReplace, {S("\xc3\xa4\xc3\xb6"), S("."), S("x")}, "string xx"},
  });
}

TEST_CASE("a replacement that means nothing is an error, match or no match") {
  const std::string backslash = "a backslash in a replacement stands before a digit or a backslash";
  CheckComplaints({
      {F::RegexReplace,
       {S("a"), S("a"), S("\\1")},
       "a replacement with `\\1`: the regex has 0 groups"},
      {F::RegexReplace,
       {S("a"), S("(b)"), S("\\1\\2")},
       "a replacement with `\\2`: the regex has 1 group"},
      {F::RegexReplace,
       {S("a"), S("(?:a)"), S("\\1"), I(0)},
       "a replacement with `\\1`: the regex has 0 groups"},
      {F::RegexReplace, {S("a"), S("a"), S("\\")}, backslash},
      {F::RegexReplace, {S("a"), S("b"), S("\\n")}, backslash},
      {F::RegexReplace, {S("a"), S("a"), S("\\\\\\")}, backslash},
      {F::RegexReplace, {S("a"), S("a("), S("")}, "bad regex `a(`: missing ): a("},
  });
}

TEST_CASE("what a regex extracts") {
  CheckCalls({
      {F::RegexExtract, {S("key=abc key=d"), S("key=\\w+")}, "some string key=abc"},
      {F::RegexExtract, {S("key=abc"), S("key=(\\w+)")}, "some string abc"},
      {F::RegexExtract, {S("key="), S("key=(\\w*)")}, "some string "},
      {F::RegexExtract, {S("key"), S("key(=)?")}, "none"},
      {F::RegexExtract, {S("abc"), S("x")}, "none"},
      {F::RegexExtract, {S(""), S("")}, "some string "},
      {F::RegexExtract, {S(""), S("(x?)")}, "some string "},
      {F::RegexExtract, {S("a"), S("(a)(b)?")}, "error invalid-argument"},
      {F::RegexExtract, {S("a"), S("(?:a)(?:b)?")}, "some string a"},
      {F::RegexExtract, {S("a"), S("[")}, "error invalid-argument"},
      {F::RegexExtractAll, {S("a1b22"), S("[0-9]+")}, "list [string 1, string 22]"},
      {F::RegexExtractAll, {S("a1b22"), S("[a-z]([0-9])")}, "list [string 1, string 2]"},
      {F::RegexExtractAll, {S("a1b"), S("[a-z]([0-9])?")}, "list [string 1]"},
      {F::RegexExtractAll, {S("a1b"), S("[a-z]([0-9]?)")}, "list [string 1, string ]"},
      {F::RegexExtractAll, {S("baac"), S("a*")}, "list [string , string aa, string ]"},
      {F::RegexExtractAll, {S("abc"), S("x")}, "list []"},
      {F::RegexExtractAll, {S(""), S("")}, "list [string ]"},
      {F::RegexExtractAll, {S("ab"), S("(a)(b)")}, "error invalid-argument"},
  });
  CheckComplaints({{F::RegexExtract,
                    {S("a"), S("(a)(b)?")},
                    "a regex to extract with has at most one group, this one has 2"}});
}

TEST_CASE("kinds and counts that no function of regexes takes") {
  for (const F function : {F::RegexReplace, F::RegexExtract, F::RegexExtractAll}) {
    CheckCalls({
        {function, {}, "error no-overload"},
        {function, {S("a")}, "error no-overload"},
        {function, {S("a"), I(1)}, "error no-overload"},
        {function, {Y("a"), S("a")}, "error no-overload"},
        {function, {S("a"), S("a"), I(1)}, "error no-overload"},
        {function, {S("a"), S("a"), S("a"), S("a")}, "error no-overload"},
        {function, {S("a"), S("a"), S("a"), I(1), I(1)}, "error no-overload"},
    });
  }
  CheckCalls({
      {F::RegexReplace, {S("a"), S("a")}, "error no-overload"},
      {F::RegexExtract, {S("a"), S("a"), S("a")}, "error no-overload"},
  });
}

TEST_CASE("functions of a constant regex") {
  const Result<CompiledRegex> regex = CompiledRegex::Compile("a(.)?");
  REQUIRE(regex.has_value());
  Eval eval = TestEval();
  const auto replace = [&](const std::vector<Value>& arguments) {
    return Show(ReplaceRegex(eval, *regex, arguments));
  };
  CHECK(replace({S("banana"), S("<\\1>")}) == "string b<n><n><>");
  CHECK(replace({S("banana"), S("<\\1>"), I(1)}) == "string b<n>ana");
  CHECK(replace({S("banana"), S("\\2")}) == "error invalid-argument");
  CHECK(replace({S("banana")}) == "error no-overload");
  CHECK(replace({S("banana"), S("x"), S("1")}) == "error no-overload");
  CHECK(replace({I(1), S("x")}) == "error no-overload");
  CHECK(Show(ExtractRegex(eval, *regex, S("banana"))) == "some string n");
  CHECK(Show(ExtractRegex(eval, *regex, S("bnn"))) == "none");
  CHECK(Show(ExtractRegex(eval, *regex, I(1))) == "error no-overload");
  CHECK(Show(ExtractAllRegex(eval, *regex, S("banana"))) == "list [string n, string n]");
  CHECK(Show(ExtractAllRegex(eval, *regex, N())) == "error no-overload");
}

TEST_CASE("functions of regexes charge as matches does, then for what they give back") {
  const Value text = S(std::string(320, 'a'));
  const Value pattern = S(std::string(16, 'a'));
  CheckCosts({
      {F::RegexReplace, {text, S("b"), S("")}, 2000 + 20 + 10},
      {F::RegexReplace, {text, pattern, text}, 17'000 + 20 + 10 + 200},
      {F::RegexReplace, {text, S("a"), S("bb"), I(32)}, 2000 + 20 + 11},
      {F::RegexExtract, {text, pattern}, 17'000 + 20},
      {F::RegexExtractAll, {text, pattern}, 17'000 + 20 + 20},
      {F::RegexExtractAll, {text, S("b")}, 2000 + 20},
  });
  const Result<CompiledRegex> regex = CompiledRegex::Compile("a");
  Fuel fuel{.left = 1000};
  Eval eval{TestArena(), fuel};
  const Value arguments[] = {text, S(std::string(64, 'b')), I(0)};
  CHECK(Show(ReplaceRegex(eval, *regex, arguments)) == Show(text));
  CHECK(fuel.left == 1000 - 20 - 2 - 10);
  ExtractRegex(eval, *regex, text);
  CHECK(fuel.left == 968 - 20);
  ExtractAllRegex(eval, *regex, text);
  CHECK(fuel.left == 948 - 20 - 320);
}

TEST_CASE("a text with many matches is within the limit") {
  const Value words = S([] {
    std::string text;
    for (int i = 0; i < 40'000; ++i) text += "word ";
    return text;
  }());
  Eval eval = TestEval();
  const Value arguments[] = {words, S("\\w+")};
  CHECK(CallFunction(eval, F::RegexExtractAll, arguments).size == 40'000);
}

TEST_CASE("hostile regexes, texts and replacements end in time") {
  const Value large = S(std::string(1 << 22, 'a'));
  struct Hostile {
    FunctionId function;
    std::vector<Value> arguments;
    uint64_t fuel;
    std::string result;
  };
  const std::vector<Hostile> rows = {
      {F::RegexReplace, {large, S(""), large}, 2'000'000, "error out-of-fuel"},
      {F::RegexReplace, {large, S("(a*)"), S("\\1\\1\\1")}, 500'000, "error out-of-fuel"},
      {F::RegexExtractAll, {large, S("a")}, 264'000, "error out-of-fuel"},
      {F::RegexExtract, {large, S("(a{1000}){1000}")}, 300'000, "error invalid-argument"},
      {F::RegexExtract, {S("a"), large}, 263'000, "error out-of-fuel"},
      // Each search may read to the end, and there are as many as characters.
      {F::RegexReplace, {large, S("a"), S("c")}, 10'000'000, "error invalid-argument"},
      {F::RegexExtractAll, {large, S("a")}, 10'000'000, "error invalid-argument"},
  };
  for (const Hostile& row : rows) {
    INFO(FunctionName(row.function) << " of " << row.arguments[1].string().substr(0, 20));
    Arena arena;
    Fuel fuel{.left = row.fuel};
    Eval eval{arena, fuel};
    CHECK(Show(CallFunction(eval, row.function, row.arguments)) == row.result);
  }
}

}  // namespace
}  // namespace remit
