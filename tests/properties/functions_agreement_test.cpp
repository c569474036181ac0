// Functions of texts, one by one, engine and reference: products of short lists of what is at an
// edge somewhere.
#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/vm/functions.h"
#include "engine/vm/test_values.h"
#include "tests/properties/agreement.h"
#include "tests/properties/call_table.h"
#include "tests/reference/fuel_functions.h"
#include "tests/reference/functions.h"

namespace remit::properties {
namespace {

using test::B, test::D, test::Dur, test::I, test::L, test::M, test::N, test::None, test::S,
    test::Some, test::T, test::U, test::Y;
using F = FunctionId;

constexpr int64_t kIntMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kIntMax = std::numeric_limits<int64_t>::max();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

void Check(const CallTable& table, uint64_t rows_at_least) {
  INFO(table.shown());
  CHECK(table.differences() == 0);
  CHECK(table.rows() >= rows_at_least);
}

Values Strings(std::initializer_list<std::string_view> texts) {
  Values values;
  for (std::string_view text : texts) values.push_back(S(text));
  return values;
}

Values OneOfEachKind() {
  return {N(),
          B(true),
          I(1),
          U(1),
          D(1.5),
          S("a"),
          Y("a"),
          L({S("a"), S("b")}),
          L({I(1)}),
          M({{S("k"), I(1)}}),
          T(0),
          Dur(1),
          test::Type(ValueKind::Int),
          Some(S("a")),
          None(),
          MakeIp(std::string_view("\x0a\0\0\1", 4)),
          MakeCidr(std::string_view("\x0a\0\0\0\x08", 5)),
          MakeSemver("1.2.3")};
}

Values Texts() {
  Values texts = Strings({"", "a", "b", "ab", "aba", "aaaa", "\xc3\xa4",
                          "a\xc3\xa4\xf0\x9f\x98\x80", "\xc3\xa4\xc3\xa4 \xe2\x82\xac", "tacocat",
                          "  a b\t", "Az[`{@Z", "\"q\\\"\a\b\f\n\r\t\v\x7f"});
  texts.push_back(S(std::string_view("\0n\0", 3)));
  texts.push_back(S(Times(70, "a\xc3\xa4")));
  texts.push_back(S("\xc2\x85\xc2\xa0\xe1\x9a\x80 x\xe2\x80\x8b\xe3\x80\x80\xe2\x80\xa8"));
  return texts;
}

Values Ints() {
  return {I(kIntMin), I(-2), I(-1), I(0), I(1), I(2), I(3), I(5), I(140), I(141), I(kIntMax)};
}

TEST_CASE("functions agree: texts and positions") {
  CallTable table;
  const Values texts = Texts(), ints = Ints();
  for (F function : {F::LowerAscii, F::UpperAscii, F::Trim, F::Reverse, F::Quote, F::Size}) {
    table.Product(function, {texts});
  }
  table.Product(F::CharAt, {texts, ints});
  table.Product(F::Substring, {texts, ints});
  table.Product(F::Substring, {texts, ints, ints});
  for (F function : {F::IndexOf, F::LastIndexOf, F::Split}) {
    table.Product(function, {texts, texts});
    table.Product(function, {texts, texts, ints});
  }
  table.Product(F::Replace, {texts, texts, texts});
  table.Product(F::Replace, {texts, texts, Strings({"", "xyz"}), ints});
  Check(table, 10'000);
}

TEST_CASE("functions agree: lists of texts") {
  CallTable table;
  const Values lists = {L({}),
                        L({S("")}),
                        L({S("a"), S(""), S("\xc3\xa4")}),
                        L({S(Times(100, "x")), S("y")}),
                        L({S("a"), I(1)}),
                        L({N()})};
  table.Product(F::Join, {lists});
  table.Product(F::Join, {lists, Texts()});
  table.Product(F::Reverse, {lists});
  Check(table, 100);
}

Values Formats() {
  Values formats = Strings({"",
                            "no",
                            "%",
                            "%%",
                            "%%%",
                            "a%%b%sc",
                            "%s",
                            "%s%s",
                            "%d",
                            "%f",
                            "%e",
                            "%x",
                            "%X",
                            "%o",
                            "%b",
                            "%a",
                            "%E",
                            "%F",
                            "%S",
                            "%.3s",
                            "%.2d",
                            "%.0f",
                            "%.1f",
                            "%.0e",
                            "%.1e",
                            "%.20f",
                            "%.f",
                            "%.e",
                            "%.",
                            "%.3",
                            "%.3%",
                            "%.-1f",
                            "%5d",
                            "%05.2f",
                            "%+d",
                            "%-s",
                            "% d",
                            "%#x",
                            "%1$s",
                            "%*d",
                            "%.3x",
                            "%.1000f",
                            "%.1001f",
                            "%.999999999f",
                            "%.1000e",
                            "%.1001s",
                            "%.99999999999999999999f",
                            "%.007f",
                            "% s",
                            "%\xc3\xa4",
                            "\xc3\xa4%s",
                            "%s\xf0\x9f\x98\x80",
                            "%s %d",
                            "%c",
                            "%i",
                            "%u",
                            "%g",
                            "%G",
                            "%v",
                            "%t",
                            "%p",
                            "%n",
                            "%q",
                            "%B",
                            "%O",
                            "%D",
                            "%ss%%s"});
  formats.push_back(S(std::string_view("%\0s", 3)));
  formats.push_back(S(std::string_view("\0%s", 3)));
  return formats;
}

Values FormatArguments() {
  Values arguments = OneOfEachKind();
  for (double real : {0.0,           -0.0,
                      0.5,           1.5,
                      2.5,           -2.5,
                      0.125,         0.375,
                      1e21,          1e22,
                      123456789.125, 1e-7,
                      5e-324,        1.7976931348623157e308,
                      0.1,           9.9999995,
                      999999.5,      100.0,
                      1e6,           -1052.032911275,
                      kNan,          kInf,
                      -kInf}) {
    arguments.push_back(D(real));
  }
  for (int64_t number : {kIntMin, int64_t{-255}, int64_t{-1}, int64_t{0}, int64_t{30},
                         int64_t{9007199254740993}, kIntMax}) {
    arguments.push_back(I(number));
  }
  for (uint64_t number : {uint64_t{0}, uint64_t{255}, ~uint64_t{0}}) arguments.push_back(U(number));
  for (const Value& text : Texts()) arguments.push_back(text);
  arguments.push_back(B(false));
  arguments.push_back(Y(std::string_view("\xff\0\x80", 3)));
  arguments.push_back(Y(Times(40, "\xc3\xa4")));
  arguments.push_back(L({}));
  arguments.push_back(L({L({N(), D(kNan), S("\"x\"")}), M({})}));
  arguments.push_back(M({{S("b"), I(1)}, {S("a"), I(2)}, {I(2), D(0.1)}, {B(true), L({U(3)})}}));
  arguments.push_back(M({{I(10), I(1)}, {I(9), I(2)}, {S("1"), N()}}));
  arguments.push_back(M({{S("1"), S("a")}, {I(1), S("b")}, {B(true), I(0)}, {S("true"), I(-1)}}));
  arguments.push_back(M({{S("k"), Some(I(1))}}));
  arguments.push_back(L({None()}));
  arguments.push_back(L({MakeSemver("1.0.0+b"), MakeIp(std::string_view("\x7f\0\0\1", 4))}));
  arguments.push_back(T(kMinTimestampSeconds, 1));
  arguments.push_back(T(kMaxTimestampSeconds, 999'999'999));
  arguments.push_back(Dur(kIntMin));
  arguments.push_back(Dur(-1'500'000'000));
  arguments.push_back(test::Type(ValueKind::Null));
  arguments.push_back(test::Type(ValueKind::Timestamp));
  return arguments;
}

TEST_CASE("functions agree: format") {
  CallTable table;
  const Values formats = Formats();
  Values rows = {L({}), L({S("x"), I(7)}), L({S("x"), S("y"), S("z")})};
  for (const Value& argument : FormatArguments()) rows.push_back(L({argument}));
  table.Product(F::Format, {formats, rows});
  Check(table, 5'000);
}

TEST_CASE("functions agree: base64") {
  CallTable table;
  Values bytes = {
      Y(""), Y("f"), Y("fo"), Y("foo"), Y("foob"), Y("\xff\xfe\xfd"), Y(Times(99, "x"))};
  table.Product(F::Base64Encode, {bytes});
  table.Product(
      F::Base64Decode,
      {Strings({"",        "=",        "==",        "===",      "====",   "Z",       "Zg",
                "Zg=",     "Zg==",     "Zg===",     "Zh==",     "Zm8",    "Zm8=",    "Zm9",
                "Zm8==",   "Zm9v",     "Zm9v=",     "Zm9v====", "Zm9vYg", "Zm9v Yg", "Zm9v\nYg",
                "Z===",    "=Zg=",     "Zg==Zg==",  "//79",     "__79",   "-_",      "++//",
                "Zm9vYg=", "Zm9vYg==", "a\xc3\xa4", "Zg=a"})});
  table.Product(F::Base64Decode, {{S(std::string_view("Zg\0=", 4)), S(Times(44, "Zm9v"))}});
  Check(table, 40);
}

Values Regexes() {
  return Strings(
      {"",    "a",      "a*",       "b*",    "(a)",      "(a)|b",    "(a)(b)?",
       "a|",  "(?:a)b", "x",        "^",     "$",        "\\b",      ".",
       "(.)", "(?i)A",  "()",       "(|a)+", "\xc3\xa4", "\\pL",     "(?s).*",
       "^a",  "a$",     "(?P<n>a)", "((a))", "[^a]",     "\\x{e4}?", "((((((((((a))))))))))"});
}

TEST_CASE("functions agree: regexes") {
  CallTable table;
  const Values texts = Texts(), regexes = Regexes();
  const Values bad = Strings({"(", "a**", "[", "(?=a)", "\\1", "*", "a{1001}",
                              "((a{100}){100}){100}", "\xff", "(?P<n", "\\"});
  const Values replacements =
      Strings({"", "x", "\\0", "\\1", "[\\1]\\0", "\\2", "\\9", "\\\\", "\\", "\\a", "a\\", "\\10",
               "$1", "&", "\xc3\xa4", "\\\\1", "\\-1", "\\\xc3\xa4"});
  const Values counts = {I(kIntMin), I(-1), I(0), I(1), I(2), I(kIntMax)};
  for (bool constant : {false, true}) {
    for (F function : {F::Matches, F::RegexExtract, F::RegexExtractAll}) {
      table.Product(function, {texts, regexes}, constant);
    }
    table.Product(F::RegexReplace, {texts, regexes, replacements}, constant, 2'000);
    table.Product(F::RegexReplace, {texts, regexes, Strings({"<\\0>", "\\7", "z"}), counts},
                  constant);
  }
  for (F function : {F::Matches, F::RegexExtract, F::RegexExtractAll}) {
    table.Product(function, {texts, bad});
  }
  table.Product(F::RegexReplace, {texts, bad, replacements}, false, 500);
  Check(table, 9'000);
}

// The searches of a text of n one-letter matches have n, n - 1, ... 1 and 0 bytes ahead of them.
TEST_CASE("functions agree: where a regex searches too much") {
  CallTable table;
  size_t longest = 0;
  for (uint64_t ahead = 0; ahead + longest + 1 <= FunctionLimits().regex_bytes; ahead += longest) {
    ++longest;
  }
  for (size_t size : {longest, longest + 1}) {
    const Value text = S(std::string(size, 'a'));
    table.Row(F::RegexReplace, {text, S("a"), S("")}, true);
    table.Row(F::RegexReplace, {text, S("a"), S(""), I(10)}, true);
    table.Row(F::RegexExtract, {text, S("a")}, true);
  }
  Check(table, 6);
  CHECK(table.answers() == 5);  // the longer text is refused where all of it is searched
}

TEST_CASE("functions agree: semantic versions") {
  CallTable table;
  table.Product(F::Semver, {Strings({"1.2.3",
                                     "0.0.0",
                                     "1.2",
                                     "1",
                                     "",
                                     "v1.2.3",
                                     "1.2.3-",
                                     "1.2.3+",
                                     "1.2.3-a",
                                     "1.2.3-0",
                                     "1.2.3-01",
                                     "1.2.3-0a",
                                     "1.2.3-a.b.1",
                                     "1.2.3-a..b",
                                     "1.2.3-.a",
                                     "1.2.3+a.01",
                                     "1.2.3+a+b",
                                     "1.2.3-a+b-c",
                                     "1.2.3+b-c",
                                     "01.2.3",
                                     "1.02.3",
                                     "1.2.03",
                                     "1.2.3.4",
                                     "-1.2.3",
                                     "+1.2.3",
                                     " 1.2.3",
                                     "1.2.3 ",
                                     "1.2.3\n",
                                     "99999999999999999999999.0.0",
                                     "1.2.3--",
                                     "1.2.3---1",
                                     "1.2.3-\xc3\xa4",
                                     "1..3",
                                     ".1.2",
                                     "1.2.",
                                     "1.2.3-a_b",
                                     "1.2.3-1.0",
                                     "1.2.3-1.00",
                                     "a.b.c",
                                     "1.2.x"})});
  table.Row(F::Semver, {S(std::string_view("1.2.3\0", 6))});
  table.Row(F::Semver, {S("1.2.3-" + Times(100, "a"))});
  Check(table, 40);
}

TEST_CASE("functions agree: clocks in zones") {
  CallTable table;
  const Values zones = Strings({"UTC",
                                "Europe/Berlin",
                                "America/St_Johns",
                                "Asia/Kathmandu",
                                "Australia/Lord_Howe",
                                "Africa/Casablanca",
                                "Europe/Dublin",
                                "US/Central",
                                "EST5EDT",
                                "Etc/GMT+12",
                                "Pacific/Apia",
                                "Pacific/Kiritimati",
                                "America/Nuuk",
                                "Asia/Gaza",
                                "Z",
                                "",
                                "utc",
                                "europe/berlin",
                                "Europe/Berlin ",
                                "Europe",
                                "Local",
                                "localtime",
                                "posix/UTC",
                                "../UTC",
                                "/usr/share/zoneinfo/UTC",
                                "02:00",
                                "+02:00",
                                "-02:30",
                                "-00:00",
                                "+23:59",
                                "+24:00",
                                "+02:60",
                                "+2:00",
                                "0200",
                                "+0200",
                                "+-02:00",
                                "+02:00:00",
                                "GMT",
                                "Factory",
                                "posixrules"});
  Values moments = {T(kMinTimestampSeconds), T(kMaxTimestampSeconds, 999'999'999), T(0), T(-1),
                    T(1234567890, 987'654'321)};
  for (int64_t second = -4'000'000'000; second < 8'000'000'000; second += 777'777'777) {
    moments.push_back(T(second, 1'000'000));
  }
  // Both sides of the last Sunday in March and in October 2026, of a year beyond all tables, and of
  // Samoa's lost day.
  for (int64_t second : {1774746000, 1774749600, 1792893600, 1792890000}) {
    moments.push_back(T(second - 1, 999'999'999));
    moments.push_back(T(second));
  }
  moments.push_back(T(1325239199));
  moments.push_back(T(1325239200));
  for (F function :
       {F::GetFullYear, F::GetMonth, F::GetDate, F::GetDayOfMonth, F::GetDayOfYear, F::GetDayOfWeek,
        F::GetHours, F::GetMinutes, F::GetSeconds, F::GetMilliseconds}) {
    table.Product(function, {moments});
    table.Product(function, {moments, zones});
  }
  table.Row(F::GetHours, {T(0), S(std::string_view("UTC\0", 4))});
  table.Row(F::GetHours, {T(0), S(std::string_view("\0", 1))});
  table.Row(F::GetHours, {T(0), S(Times(50, "UTC"))});
  Check(table, 5'000);
}

TEST_CASE("what the reference gives back is no more than there is fuel for") {
  const Value long_text = S(Times(100, "ab "));
  Value shared = L({S("x")});  // 2^64 elements, if it were copied
  for (int i = 0; i < 64; ++i) shared = L({shared, shared});
  struct Call {
    F function;
    Values args;
    uint64_t cost;  // of the result
  };
  const std::vector<Call> calls = {{F::Replace, {long_text, S("a"), long_text}, 943},
                                   {F::Join, {L({long_text, long_text}), long_text}, 28},
                                   {F::Split, {long_text, S(" ")}, 101},
                                   {F::Split, {long_text, S("")}, 300},
                                   {F::Quote, {long_text}, 9},
                                   {F::Format, {S("%s%s"), L({long_text, L({long_text})})}, 18},
                                   {F::RegexReplace, {long_text, S("b"), long_text}, 943},
                                   {F::RegexExtractAll, {long_text, S("\\w+")}, 100}};
  for (const Call& call : calls) {
    INFO(FunctionName(call.function));
    const auto answer = [&](uint64_t most) {
      return reference::CallFunction(test::TestArena(), call.function, call.args, most);
    };
    CHECK(reference::ResultCost(call.function, answer(reference::kAnyAmount)) == call.cost);
    CHECK(Show(answer(call.cost)) == Show(answer(reference::kAnyAmount)));
    CHECK(Show(answer(call.cost - 1)) == "error out-of-fuel");
  }
  for (const char* format : {"%s", "%s%%"}) {
    Fuel fuel{.left = 1000, .out = false};
    Eval eval{test::TestArena(), fuel};
    const Values args = {S(format), L({shared})};
    CHECK(Show(CallFunction(eval, F::Format, args)) == "error out-of-fuel");
    CHECK(Show(reference::CallFunction(test::TestArena(), F::Format, args, 1000)) ==
          "error out-of-fuel");
  }
  const Values mistaken = {S("%s%"), L({shared})};  // a mistake comes before what it costs
  CHECK(Show(reference::CallFunction(test::TestArena(), F::Format, mistaken, 1000)) ==
        "error invalid-argument");
}

}  // namespace
}  // namespace remit::properties
