#include <catch2/catch.hpp>
#include <limits>

#include "engine/vm/test_calls.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
// a, e with an accent of its own (two code points), an emoji: 4 characters in 8 bytes
const std::string kMixed = "ae\xcc\x81\xf0\x9f\x98\x80";

TEST_CASE("places in a string are code points") {
  CheckCalls({
      {F::CharAt, {S(kMixed), I(0)}, "string a"},
      {F::CharAt, {S(kMixed), I(2)}, "string \xcc\x81"},
      {F::CharAt, {S(kMixed), I(3)}, "string \xf0\x9f\x98\x80"},
      {F::CharAt, {S(kMixed), I(4)}, "string "},
      {F::CharAt, {S(kMixed), I(5)}, "error invalid-argument"},
      {F::CharAt, {S(kMixed), I(-1)}, "error invalid-argument"},
      {F::CharAt, {S(kMixed), I(kMin)}, "error invalid-argument"},
      {F::CharAt, {S(kMixed), I(kMax)}, "error invalid-argument"},
      {F::CharAt, {S(""), I(0)}, "string "},
      {F::CharAt, {S(""), I(1)}, "error invalid-argument"},
      {F::CharAt, {S("a"), U(0)}, "error no-overload"},
      {F::CharAt, {S("a")}, "error no-overload"},
      {F::CharAt, {Y("a"), I(0)}, "error no-overload"},
      {F::Substring, {S(kMixed), I(0)}, "string " + kMixed},
      {F::Substring, {S(kMixed), I(3)}, "string \xf0\x9f\x98\x80"},
      {F::Substring, {S(kMixed), I(4)}, "string "},
      {F::Substring, {S(kMixed), I(5)}, "error invalid-argument"},
      {F::Substring, {S(kMixed), I(-1)}, "error invalid-argument"},
      {F::Substring, {S(kMixed), I(1), I(3)}, "string e\xcc\x81"},
      {F::Substring, {S(kMixed), I(2), I(2)}, "string "},
      {F::Substring, {S(kMixed), I(4), I(4)}, "string "},
      {F::Substring, {S(kMixed), I(2), I(1)}, "error invalid-argument"},
      {F::Substring, {S(kMixed), I(0), I(5)}, "error invalid-argument"},
      {F::Substring, {S(kMixed), I(0), I(-1)}, "error invalid-argument"},
      {F::Substring, {S(kMixed), I(kMin), I(kMax)}, "error invalid-argument"},
      {F::Substring, {S("a"), I(0), S("1")}, "error no-overload"},
      {F::Substring, {S("a"), I(0), I(0), I(0)}, "error no-overload"},
      {F::Reverse, {S("")}, "string "},
      {F::Reverse,
       {S(kMixed)},
       "string \xf0\x9f\x98\x80\xcc\x81"
       "ea"},
      {F::Reverse, {I(1)}, "error no-overload"},
      {F::Reverse, {S("a"), S("b")}, "error no-overload"},
  });
}

TEST_CASE("where a string is in another") {
  const std::string accent = "\xcc\x81";
  CheckCalls({
      {F::IndexOf, {S(kMixed), S(accent)}, "int 2"},
      {F::IndexOf, {S(kMixed), S(accent), I(2)}, "int 2"},
      {F::IndexOf, {S(kMixed), S(accent), I(3)}, "int -1"},
      {F::IndexOf, {S(kMixed), S(accent), I(4)}, "int -1"},
      {F::IndexOf, {S(kMixed), S(accent), I(5)}, "error invalid-argument"},
      {F::IndexOf, {S(kMixed), S(accent), I(-1)}, "error invalid-argument"},
      {F::IndexOf, {S(kMixed), S("")}, "int 0"},
      {F::IndexOf, {S(kMixed), S(""), I(3)}, "int 3"},
      {F::IndexOf, {S(kMixed), S(""), I(4)}, "int 4"},
      {F::IndexOf, {S(kMixed), S(""), I(5)}, "error invalid-argument"},
      {F::IndexOf, {S(""), S("")}, "int 0"},
      {F::IndexOf, {S(""), S("a")}, "int -1"},
      {F::IndexOf, {S("aaa"), S("aa"), I(1)}, "int 1"},
      {F::IndexOf, {S("aaa"), S("aa"), I(2)}, "int -1"},
      {F::IndexOf, {S("a"), S("aa")}, "int -1"},
      {F::IndexOf, {S("a"), I(1)}, "error no-overload"},
      {F::IndexOf, {S("a"), S("a"), D(0)}, "error no-overload"},
      {F::IndexOf, {S("a")}, "error no-overload"},
      {F::LastIndexOf, {S("aaa"), S("aa")}, "int 1"},
      {F::LastIndexOf, {S("aaa"), S("aa"), I(3)}, "int 1"},
      {F::LastIndexOf, {S("aaa"), S("aa"), I(1)}, "int 1"},
      {F::LastIndexOf, {S("aaa"), S("aa"), I(0)}, "int 0"},
      {F::LastIndexOf, {S("baa"), S("aa"), I(0)}, "int -1"},
      {F::LastIndexOf, {S("aaa"), S("aa"), I(4)}, "error invalid-argument"},
      {F::LastIndexOf, {S("aaa"), S("aa"), I(-1)}, "error invalid-argument"},
      {F::LastIndexOf, {S(kMixed), S("")}, "int 4"},
      {F::LastIndexOf, {S(kMixed), S(""), I(3)}, "int 3"},
      {F::LastIndexOf, {S(kMixed), S(""), I(0)}, "int 0"},
      {F::LastIndexOf, {S(""), S("")}, "int 0"},
      {F::LastIndexOf, {S(""), S("a")}, "int -1"},
      {F::LastIndexOf, {S(kMixed), S("\xf0\x9f\x98\x80")}, "int 3"},
      {F::LastIndexOf, {S("a"), N()}, "error no-overload"},
  });
}

TEST_CASE("parts of strings replaced") {
  const std::string emoji = "\xf0\x9f\x98\x80";
  CheckCalls({
      {F::Replace, {S("banana"), S("an"), S("<>")}, "string b<><>a"},
      {F::Replace, {S("banana"), S("an"), S("")}, "string ba"},
      {F::Replace, {S("banana"), S("ana"), S("-")}, "string b-na"},
      {F::Replace, {S("banana"), S("x"), S("-")}, "string banana"},
      {F::Replace, {S("banana"), S("a"), S("-"), I(2)}, "string b-n-na"},
      {F::Replace, {S("banana"), S("a"), S("-"), I(9)}, "string b-n-n-"},
      {F::Replace, {S("banana"), S("a"), S("-"), I(0)}, "string banana"},
      {F::Replace, {S("banana"), S("a"), S("-"), I(-7)}, "string b-n-n-"},
      {F::Replace, {S("banana"), S("a"), S("-"), I(kMin)}, "string b-n-n-"},
      {F::Replace, {S("banana"), S("a"), S("-"), I(kMax)}, "string b-n-n-"},
      {F::Replace, {S("a" + emoji), S(""), S("_")}, "string _a_" + emoji + "_"},
      {F::Replace, {S("a" + emoji), S(""), S("_"), I(2)}, "string _a_" + emoji},
      {F::Replace, {S("a" + emoji), S(""), S("_"), I(1)}, "string _a" + emoji},
      {F::Replace, {S(""), S(""), S("_")}, "string _"},
      {F::Replace, {S(""), S("a"), S("_")}, "string "},
      {F::Replace, {S("aaa"), S("a"), S("aa")}, "string aaaaaa"},
      {F::Replace, {S("a"), S("a")}, "error no-overload"},
      {F::Replace, {S("a"), S("a"), I(1)}, "error no-overload"},
      {F::Replace, {S("a"), S("a"), S("b"), S("1")}, "error no-overload"},
      {F::Replace, {S("a"), S("a"), S("b"), I(1), I(1)}, "error no-overload"},
  });
}

TEST_CASE("strings parted and joined") {
  CheckCalls({
      {F::Split, {S("a,b,,c"), S(",")}, "list [string a, string b, string , string c]"},
      {F::Split, {S(",a,"), S(",")}, "list [string , string a, string ]"},
      {F::Split, {S(""), S(",")}, "list [string ]"},
      {F::Split, {S("a"), S("ab")}, "list [string a]"},
      {F::Split, {S("a, b, c"), S(", "), I(2)}, "list [string a, string b, c]"},
      {F::Split, {S("a,b"), S(","), I(2)}, "list [string a, string b]"},
      {F::Split, {S("a,b"), S(","), I(9)}, "list [string a, string b]"},
      {F::Split, {S("a,b"), S(","), I(1)}, "list [string a,b]"},
      {F::Split, {S("a,b"), S(","), I(0)}, "list []"},
      {F::Split, {S("a,b"), S(","), I(-1)}, "list [string a, string b]"},
      {F::Split, {S("a,b"), S(","), I(kMin)}, "list [string a, string b]"},
      {F::Split, {S("a,b"), S(","), I(kMax)}, "list [string a, string b]"},
      {F::Split,
       {S(kMixed), S("")},
       "list [string a, string e, string \xcc\x81, string \xf0\x9f\x98\x80]"},
      {F::Split, {S(kMixed), S(""), I(2)}, "list [string a, string e\xcc\x81\xf0\x9f\x98\x80]"},
      {F::Split, {S(kMixed), S(""), I(1)}, "list [string " + kMixed + "]"},
      {F::Split, {S(kMixed), S(""), I(0)}, "list []"},
      {F::Split, {S("ab"), S(""), I(kMax)}, "list [string a, string b]"},
      {F::Split, {S(""), S("")}, "list []"},
      {F::Split, {S("a"), I(1)}, "error no-overload"},
      {F::Split, {S("a"), S(","), B(true)}, "error no-overload"},
      {F::Join, {L({})}, "string "},
      {F::Join, {L({}), S("-")}, "string "},
      {F::Join, {L({S("a")}), S("-")}, "string a"},
      {F::Join, {L({S("a"), S(""), S("b")})}, "string ab"},
      {F::Join, {L({S("a"), S(""), S("b")}), S("--")}, "string a----b"},
      {F::Join, {L({S("a"), I(1)}), S("-")}, "error no-overload"},
      {F::Join, {L({Y("a")})}, "error no-overload"},
      {F::Join, {L({S("a")}), I(1)}, "error no-overload"},
      {F::Join, {S("a")}, "error no-overload"},
      {F::Join, {}, "error no-overload"},
  });
}

TEST_CASE("characters of strings") {
  CheckCalls({
      {F::LowerAscii, {S("A[Z@\xc3\x84`z")}, "string a[z@\xc3\x84`z"},
      {F::UpperAscii, {S("a{z`\xc3\xa4@Z")}, "string A{Z`\xc3\xa4@Z"},
      {F::LowerAscii, {S("")}, "string "},
      {F::UpperAscii, {Y("a")}, "error no-overload"},
      {F::Trim, {S(" \t\r\n\v\f a b \xe3\x80\x80\xc2\xa0\xe2\x80\xa8")}, "string a b"},
      {F::Trim, {S("\xc2\x85\xe1\x9a\x80")}, "string "},
      {F::Trim, {S("")}, "string "},
      {F::Trim, {S("\xe2\x80\x8b a")}, "string \xe2\x80\x8b a"},  // zero width space
      {F::Trim, {S("a \xef\xbb\xbf")}, "string a \xef\xbb\xbf"},  // byte order mark
      {F::Trim,
       {S("\x1c"
          "a\x1f")},
       "string \x1c"
       "a\x1f"},  // separators are controls
      {F::Trim, {S("a"), S("a")}, "error no-overload"},
      {F::Quote, {S("")}, "string \"\""},
      {F::Quote, {S("\a\b\f\n\r\t\v\\\"")}, R"(string "\a\b\f\n\r\t\v\\\"")"},
      {F::Quote,
       {S(std::string_view("\0'\x1b\x7f\xc3\xa4", 6))},
       "string \"" + std::string("\0'\x1b\x7f\xc3\xa4", 6) + "\""},
      {F::Quote, {N()}, "error no-overload"},
  });
}

TEST_CASE("messages of the functions of strings") {
  CheckComplaints({
      {F::CharAt, {S(kMixed), I(7)}, "position 7 in a string of 4 characters"},
      {F::Substring, {S("abc"), I(2), I(1)}, "a substring from 2 that ends at 1"},
      {F::IndexOf, {S("abc"), S("a"), I(-1)}, "position -1 in a string of 3 characters"},
      {F::Join, {L({S("a"), N()})}, "no overload of `join` for a list with null_type"},
      {F::Trim, {I(1)}, "no overload of `trim` for (int)"},
  });
}

TEST_CASE("functions of strings charge for what they read, then for what they give back") {
  const Value text = S(std::string(320, 'a'));
  const Value half = S(std::string(48, ','));
  CheckCosts({
      {F::CharAt, {text, I(0)}, 10},
      {F::IndexOf, {half, half}, 3},
      {F::LastIndexOf, {text, text, I(0)}, 20},
      {F::Join, {L({text, text, text})}, 3 + 30},
      {F::Join, {L({S("a"), S("b")}), half}, 2 + 1 + 1},
      {F::LowerAscii, {text}, 20},
      {F::UpperAscii, {text}, 20},
      {F::Replace, {text, S("a"), S("bb")}, 10 + 20},
      {F::Replace, {text, S("a"), S("")}, 10},
      {F::Replace, {text, S("b"), S("c")}, 10 + 10},
      {F::Replace, {S(""), S(""), half}, 1 + 1},
      {F::Split, {half, S(",")}, 1 + 49},
      {F::Split, {text, S("")}, 10 + 320},
      {F::Split, {text, S(""), I(2)}, 10 + 2},
      {F::Split, {text, S(""), I(0)}, 10},
      {F::Substring, {text, I(64)}, 10 + 8},
      {F::Trim, {text}, 20},
      {F::Reverse, {text}, 20},
      {F::Quote, {S(std::string(320, '"'))}, 10 + 20},
  });
}

TEST_CASE("what is refused for its kind costs nothing") {
  for (const F function : {F::CharAt, F::Join, F::Replace, F::Format, F::Quote}) {
    Fuel none;
    Eval eval{TestArena(), none};
    const Value arguments[] = {S(std::string(64, 'a')), N()};
    CHECK(Show(CallFunction(eval, function, arguments)) == "error no-overload");
    CHECK_FALSE(none.out);
  }
}

// Each of these would take hours, or all memory, if it was done before it was charged.
TEST_CASE("hostile texts end at once") {
  const Value large = S(std::string(1 << 22, 'a'));
  const Value almost = S(std::string(1 << 21, 'a') + "b");
  const Value before = S("b" + std::string(1 << 21, 'a'));
  CheckCalls({
      {F::Contains, {large, almost}, "bool false"},
      {F::IndexOf, {large, almost}, "int -1"},
      {F::IndexOf, {large, before}, "int -1"},
      {F::LastIndexOf, {large, almost}, "int -1"},
      {F::LastIndexOf, {large, before}, "int -1"},
      {F::LastIndexOf, {large, before, I(1 << 21)}, "int -1"},
  });
  struct Hostile {
    FunctionId function;
    std::vector<Value> arguments;
    uint64_t fuel;
  };
  std::vector<Value> many(100'000, large);
  const Hostile rows[] = {
      {F::Replace, {large, S(""), large}, 10'000'000},
      {F::Replace, {large, S("a"), large}, 10'000'000},
      {F::Split, {large, S("")}, 1'000'000},
      {F::Split, {large, S("a")}, 1'000'000},
      {F::Join, {MakeList(many), large}, 10'000'000},
      {F::Quote, {large}, 200'000},
  };
  for (const Hostile& row : rows) {
    Arena arena;
    Fuel fuel{.left = row.fuel};
    Eval eval{arena, fuel};
    CHECK(Show(CallFunction(eval, row.function, row.arguments)) == "error out-of-fuel");
    CHECK(fuel.out);
    CHECK(arena.used() == 0);
  }
}

}  // namespace
}  // namespace remit
