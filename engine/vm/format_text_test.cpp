#include "engine/vm/format_text.h"

#include <catch2/catch.hpp>
#include <limits>

#include "engine/vm/test_calls.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr uint64_t kMaxUint = std::numeric_limits<uint64_t>::max();

struct Row {
  std::string format;
  std::vector<Value> arguments;
  std::string text;  // or the message of the error
};

// Quoted from here on, so that a table shows where a text ends.
std::string Formatted(const Row& row) {
  Eval eval = TestEval();
  const Value result = FormatText(eval, row.format, row.arguments);
  if (!result.is_error()) return std::string(result.string());
  CHECK(result.error->code == EvalErrorCode::InvalidArgument);
  return std::string(result.error->message);
}

void CheckRows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.format << ": " << ShowArguments(row.arguments));
    CHECK(Formatted(row) == row.text);
  }
}

TEST_CASE("a format keeps what is no clause") {
  CheckRows({
      {"", {}, ""},
      {"a b", {}, "a b"},
      {"%%", {}, "%"},
      {"%%%%s", {}, "%%s"},
      {"100%% of %s", {S("it")}, "100% of it"},
      {"%s%s", {S("a"), S("b")}, "ab"},
      {"%s", {S("%s"), I(1)}, "%s"},  // neither read again, nor is what is left over a mistake
      {"\xc3\xa4%s\xf0\x9f\x98\x80", {S("")}, "\xc3\xa4\xf0\x9f\x98\x80"},
  });
}

TEST_CASE("%s shows every value") {
  CheckRows({
      {"%s %s %s", {N(), B(true), B(false)}, "null true false"},
      {"%s %s", {I(kMin), U(kMaxUint)}, "-9223372036854775808 18446744073709551615"},
      {"%s %s %s", {D(1.0), D(-0.0), D(1e21)}, "1 -0 1000000000000000000000"},
      {"%s %s %s", {D(kNan), D(kInfinity), D(-kInfinity)}, "NaN Infinity -Infinity"},
      {"%s", {D(1.5e-7)}, "0.00000015"},
      {"%s %s",
       {Y("ab"), Y("\xff"
                   "a\xc3")},
       "ab \xef\xbf\xbd"
       "a\xef\xbf\xbd"},
      {"%s", {T(1675467080)}, "2023-02-03T23:31:20Z"},
      {"%s", {Dur(6'347'500'000'000)}, "6347.5s"},
      {"%s", {L({I(1), S("a"), L({D(0.5), N()}), L({})})}, "[1, a, [0.5, null], []]"},
      {"%s",
       {M({{S("b"), M({})}, {S("a"), L({S("x")})}, {I(10), N()}, {B(true), N()}})},
       "{10: null, a: [x], b: {}, true: null}"},
      {"%s", {Type(ValueKind::Map)}, "map"},
      {"%s", {MakeIp(std::string_view("\x7f\0\0\x01", 4))}, "127.0.0.1"},
      {"%s", {MakeCidr(std::string_view("\x0a\0\0\0\x08", 5))}, "10.0.0.0/8"},
      {"%s", {MakeSemver("1.0.0-a+b")}, "1.0.0-a+b"},
      {"%s %s", {None(), Some(I(1))}, "optional.none() optional.of(1)"},
      {"%.2s", {S("precision is not read")}, "precision is not read"},
  });
}

TEST_CASE("%d is plain decimal") {
  CheckRows({
      {"%d %d %d", {I(0), I(kMin), U(kMaxUint)}, "0 -9223372036854775808 18446744073709551615"},
      {"%d %d %d", {D(kNan), D(kInfinity), D(-kInfinity)}, "NaN Infinity -Infinity"},
      {"%d %d %d", {D(2.0), D(-2.5), D(1e20)}, "2 -2.5 100000000000000000000"},
      {"%.9d", {I(7)}, "7"},
      {"%d", {S("1")}, "`%d` of a format does not take string"},
      {"%d", {B(true)}, "`%d` of a format does not take bool"},
      {"%d", {N()}, "`%d` of a format does not take null_type"},
      {"%d", {T(1)}, "`%d` of a format does not take google.protobuf.Timestamp"},
      {"%d", {L({I(1)})}, "`%d` of a format does not take list"},
  });
}

// Halves are those of the binary value: 2.675 is a little less than it looks.
TEST_CASE("%f and %e round half to even from the exact value") {
  CheckRows({
      {"%f %f %f", {D(1.5), I(-2), U(3)}, "1.500000 -2.000000 3.000000"},
      {"%.0f %.0f %.0f %.0f", {D(0.5), D(1.5), D(2.5), D(-0.5)}, "0 2 2 -0"},
      {"%.1f %.1f %.1f", {D(0.25), D(0.35), D(0.75)}, "0.2 0.3 0.8"},
      {"%.2f %.2f", {D(2.675), D(1.005)}, "2.67 1.00"},
      {"%.3f", {D(-0.0)}, "-0.000"},
      {"%.20f", {D(0.1)}, "0.10000000000000000555"},
      {"%.1f", {D(1e22)}, "10000000000000000000000.0"},
      {"%.1f", {I(9007199254740993)}, "9007199254740992.0"},  // as the double nearest to it
      {"%f %f %f", {D(kNan), D(kInfinity), D(-kInfinity)}, "NaN Infinity -Infinity"},
      {"%e %e", {D(2.71828), D(0.0)}, "2.718280e+00 0.000000e+00"},
      {"%.0e %.0e %.0e", {D(2.5), D(3.5), D(-25.0)}, "2e+00 4e+00 -2e+01"},
      {"%.1e %.1e", {D(1e100), D(1.25e-7)}, "1.0e+100 1.2e-07"},
      {"%.3e %.3e", {I(kMin), U(kMaxUint)}, "-9.223e+18 1.845e+19"},
      {"%e %e", {D(-kInfinity), D(kNan)}, "-Infinity NaN"},
      {"%.00003f", {D(1.0)}, "1.000"},
      {"%f", {S("1")}, "`%f` of a format does not take string"},
      {"%e", {B(true)}, "`%e` of a format does not take bool"},
  });
  Eval eval = TestEval();
  const Value largest[] = {D(-std::numeric_limits<double>::max())};
  const Value longest = FormatText(eval, "%.1000f", largest);
  CHECK(longest.size == 1 + 309 + 1 + 1000);
  CHECK(longest.string().starts_with("-17976931348623157081452742373"));
  CHECK(longest.string().ends_with(".0" + std::string(999, '0')));
}

TEST_CASE("%x %X %o %b are digits without a prefix") {
  CheckRows({
      {"%x %X %x", {I(255), I(-255), U(kMaxUint)}, "ff -FF ffffffffffffffff"},
      {"%x %X", {I(kMin), I(0)}, "-8000000000000000 0"},
      {"%x %X", {S("az\xc3\xa4\n"), Y(std::string_view("\0\xff", 2))}, "617ac3a40a 00FF"},
      {"%x", {S("")}, ""},
      {"%o %o %o", {I(8), I(-8), U(kMaxUint)}, "10 -10 1777777777777777777777"},
      {"%b %b %b %b", {I(5), I(-5), B(true), B(false)}, "101 -101 1 0"},
      {"%b", {U(kMaxUint)}, std::string(64, '1')},
      {"%b", {I(kMin)}, "-1" + std::string(63, '0')},
      {"%x", {D(1.0)}, "`%x` of a format does not take double"},
      {"%X", {B(true)}, "`%X` of a format does not take bool"},
      {"%o", {S("1")}, "`%o` of a format does not take string"},
      {"%o", {B(true)}, "`%o` of a format does not take bool"},
      {"%b", {S("1")}, "`%b` of a format does not take string"},
      {"%b", {D(1.0)}, "`%b` of a format does not take double"},
  });
}

TEST_CASE("what is wrong with a format is named") {
  const std::string missing = "a clause of the format with a `.` and no precision behind it";
  const std::string ends = "a format that ends within a clause";
  CheckRows({
      {"%", {I(1)}, ends},
      {"%%%", {I(1)}, ends},
      {"%.3", {I(1)}, ends},
      {"%.", {I(1)}, missing},
      {"%.f", {D(1.0)}, missing},
      {"%.-1f", {D(1.0)}, missing},
      {"%.3%", {I(1)}, "`%%` is no clause of a format"},
      {"%E", {D(1.0)}, "`%E` is no clause of a format"},
      {"%S", {S("a")}, "`%S` is no clause of a format"},
      {"%5d", {I(1)}, "`%5` is no clause of a format"},
      {"%-d", {I(1)}, "`%-` is no clause of a format"},
      {"% d", {I(1)}, "`% ` is no clause of a format"},
      {"%\xc3\xa4", {I(1)}, "`%\xc3\xa4` is no clause of a format"},
      {std::string("%\0", 2), {I(1)}, "`%\\u{0}` is no clause of a format"},
      {"%s", {}, "`%s` of a format has no argument: the list holds 0"},
      {"%d %d %s", {I(1), I(2)}, "`%s` of a format has no argument: the list holds 2"},
      {"%.1001f", {D(1.0)}, "a precision of 1001 in a format: the limit is 1000"},
      {"%999999999f", {D(1.0)}, "`%9` is no clause of a format"},
      {"%.999999999f", {D(1.0)}, "a precision of 999999999 in a format: the limit is 1000"},
      {"%." + std::string(50, '9') + "e",
       {D(1.0)},
       "a precision of 99999999999999999999… in a format: the limit is 1000"},
      {"%d %a", {S("a"), I(1)}, "`%d` of a format does not take string"},  // the first mistake
  });
}

TEST_CASE("format is called on a string with one list") {
  CheckCalls({
      {F::Format, {S("%d-%s"), L({I(1), S("a")})}, "string 1-a"},
      {F::Format, {S("a")}, "error no-overload"},
      {F::Format, {S("%s"), S("a")}, "error no-overload"},
      {F::Format, {S("%s"), L({I(1)}), L({})}, "error no-overload"},
      {F::Format, {Y("%s"), L({I(1)})}, "error no-overload"},
  });
  const Value text = S(std::string(320, 'a'));
  CheckCosts({
      {F::Format, {text, L({})}, 10 + 10},
      {F::Format, {S("%s%x"), L({text, text})}, 2 + 30},
      {F::Format, {S("%s"), L({L({text, text})})}, 1 + 20},
      {F::Format, {S(""), L({I(1), I(2), I(3)})}, 3},
  });
}

// Values share what they hold: a list of 60 values in all prints as more than 2^60 bytes.
TEST_CASE("a text that the fuel does not pay for is not made") {
  Value doubled = S(std::string(1000, 'x'));
  Value mapped = S("y");
  for (int i = 0; i < 60; ++i) {
    doubled = L({doubled, doubled});
    mapped = M({{I(1), mapped}, {S("k"), mapped}});
  }
  const Value rows[] = {L({doubled}), L({mapped}), L({D(1.0), doubled})};
  for (const Value& arguments : rows) {
    Arena arena;
    Fuel fuel{.left = 1'000'000};
    Eval eval{arena, fuel};
    const Value given[] = {S(arguments.size == 1 ? "%s" : "%.1000f%s"), arguments};
    CHECK(Show(CallFunction(eval, F::Format, given)) == "error out-of-fuel");
    CHECK(fuel.out);
    CHECK(arena.used() == 0);
  }
  // A mistake behind it is told all the same.
  Fuel fuel{.left = 1000};
  Eval eval{TestArena(), fuel};
  const Value given[] = {S("%s%q"), L({doubled, doubled})};
  CHECK(Show(CallFunction(eval, F::Format, given)) == "error invalid-argument");
}

}  // namespace
}  // namespace remit
