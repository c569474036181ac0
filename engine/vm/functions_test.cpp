#include "engine/vm/functions.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "engine/vm/test_values.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

struct Row {
  FunctionId function;
  std::vector<Value> arguments;
  std::string result;
};

void CheckRows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    std::string shown;
    for (const Value& argument : row.arguments) shown += Show(argument) + "; ";
    INFO(FunctionName(row.function) << ": " << shown);
    Eval eval = TestEval();
    CHECK(Show(CallFunction(eval, row.function, row.arguments)) == row.result);
  }
}

TEST_CASE("functions of strings") {
  CheckRows({
      {F::Size, {S("")}, "int 0"},
      {F::Size, {S("a\xc3\xa4\xf0\x9f\x98\x80")}, "int 3"},
      {F::Size, {Y("\xff\xff")}, "int 2"},
      {F::Size, {L({I(1), I(2)})}, "int 2"},
      {F::Size, {M({{S("k"), I(1)}})}, "int 1"},
      {F::Size, {I(1)}, "error no-overload"},
      {F::Size, {}, "error no-overload"},
      {F::Size, {S("a"), S("b")}, "error no-overload"},
      {F::Contains, {S("hello"), S("ell")}, "bool true"},
      {F::Contains, {S("hello"), S("elk")}, "bool false"},
      {F::Contains, {S("hello"), S("")}, "bool true"},
      {F::Contains, {S("hello"), I(1)}, "error no-overload"},
      {F::StartsWith, {S("hello"), S("he")}, "bool true"},
      {F::StartsWith, {S("hello"), S("lo")}, "bool false"},
      {F::StartsWith, {S(""), S("")}, "bool true"},
      {F::StartsWith, {Y("a"), S("a")}, "error no-overload"},
      {F::EndsWith, {S("hello"), S("lo")}, "bool true"},
      {F::EndsWith, {S("hello"), S("he")}, "bool false"},
      {F::EndsWith, {S("lo"), S("hello")}, "bool false"},
      {F::EndsWith, {S("hello")}, "error no-overload"},
      {F::Matches, {S("hubba"), S("ubb")}, "bool true"},
      {F::Matches, {S("hubba"), S("^ubb")}, "bool false"},
      {F::Matches, {S("\xc3\xa4"), S("^.$")}, "bool true"},
      {F::Matches, {S("a"), S("(")}, "error invalid-argument"},
      {F::Matches, {S("a"), S("(?=a)")}, "error invalid-argument"},
      {F::Matches, {S("a"), I(1)}, "error no-overload"},
      {F::Glob, {S("./auth/../auth/x"), S("auth/**")}, "bool true"},
      {F::Glob, {S("auth"), S("auth/**")}, "bool false"},
      {F::Glob, {S("../x"), S("*")}, "error invalid-argument"},
      {F::Glob, {S("x"), S("[")}, "error invalid-argument"},
      {F::Glob, {S("x"), N()}, "error no-overload"},
      {F::Entropy, {S("")}, "double 0"},
      {F::Entropy, {S("aaaa")}, "double 0"},
      {F::Entropy, {S("ab")}, "double 1"},
      {F::Entropy, {S("aab")}, "double 0.918"},
      {F::Entropy, {S("abcdefgh")}, "double 3"},
      {F::Entropy, {I(1)}, "error no-overload"},
  });
}

TEST_CASE("conversions") {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  CheckRows({
      {F::ToBool, {B(true)}, "bool true"},
      {F::ToBool, {S("1")}, "bool true"},
      {F::ToBool, {S("t")}, "bool true"},
      {F::ToBool, {S("TRUE")}, "bool true"},
      {F::ToBool, {S("False")}, "bool false"},
      {F::ToBool, {S("0")}, "bool false"},
      {F::ToBool, {S("tRue")}, "error bad-conversion"},
      {F::ToBool, {S("")}, "error bad-conversion"},
      {F::ToBool, {I(1)}, "error no-overload"},
      {F::ToInt, {I(-4)}, "int -4"},
      {F::ToInt, {U(4)}, "int 4"},
      {F::ToInt, {U(9223372036854775808u)}, "error overflow"},
      {F::ToInt, {D(-1.9)}, "int -1"},
      {F::ToInt, {D(9223372036854774784.0)}, "int 9223372036854774784"},
      {F::ToInt, {D(9223372036854775808.0)}, "error overflow"},
      {F::ToInt, {D(-9223372036854775808.0)}, "error overflow"},
      {F::ToInt, {D(kNan)}, "error overflow"},
      {F::ToInt, {S("-987")}, "int -987"},
      {F::ToInt, {S("+5")}, "int 5"},
      {F::ToInt, {S("+-5")}, "error bad-conversion"},
      {F::ToInt, {S(" 5")}, "error bad-conversion"},
      {F::ToInt, {S("5 ")}, "error bad-conversion"},
      {F::ToInt, {S("0x5")}, "error bad-conversion"},
      {F::ToInt, {S("")}, "error bad-conversion"},
      {F::ToInt, {S("9223372036854775808")}, "error bad-conversion"},
      {F::ToInt, {T(-1, 500'000'000)}, "int -1"},
      {F::ToInt, {Dur(7)}, "int 7"},
      {F::ToInt, {B(true)}, "error no-overload"},
      {F::ToUint, {U(5)}, "uint 5"},
      {F::ToUint, {I(5)}, "uint 5"},
      {F::ToUint, {I(-1)}, "error overflow"},
      {F::ToUint, {D(3.9)}, "uint 3"},
      {F::ToUint, {D(-0.5)}, "error overflow"},
      {F::ToUint, {D(18446744073709551616.0)}, "error overflow"},
      {F::ToUint, {D(kNan)}, "error overflow"},
      {F::ToUint, {S("18446744073709551615")}, "uint 18446744073709551615"},
      {F::ToUint, {S("-1")}, "error bad-conversion"},
      {F::ToUint, {T(1)}, "error no-overload"},
      {F::ToDouble, {D(1.5)}, "double 1.5"},
      {F::ToDouble, {I(-4)}, "double -4"},
      {F::ToDouble, {U(18446744073709551615u)}, "double 18446744073709552000"},
      {F::ToDouble, {S("1.5e3")}, "double 1500"},
      {F::ToDouble, {S("+2")}, "double 2"},
      {F::ToDouble, {S("-0.0")}, "double -0"},
      {F::ToDouble, {S("NaN")}, "double NaN"},
      {F::ToDouble, {S("-Infinity")}, "double -Infinity"},
      {F::ToDouble, {S("inf")}, "double Infinity"},
      {F::ToDouble, {S("1e-400")}, "double 0"},
      {F::ToDouble, {S("-0.0001e-399999999999999999999")}, "double -0"},
      {F::ToDouble, {S("1e400")}, "error bad-conversion"},
      {F::ToDouble, {S("1e99999999999999999999")}, "error bad-conversion"},
      {F::ToDouble, {S("0x10")}, "error bad-conversion"},
      {F::ToDouble, {S("nan(1)")}, "error bad-conversion"},
      {F::ToDouble, {S("1.0x")}, "error bad-conversion"},
      {F::ToDouble, {S("--1")}, "error bad-conversion"},
      {F::ToDouble, {S("")}, "error bad-conversion"},
      {F::ToDouble, {N()}, "error no-overload"},
      {F::ToString, {S("a")}, "string a"},
      {F::ToString, {B(false)}, "string false"},
      {F::ToString, {I(-5)}, "string -5"},
      {F::ToString, {U(5)}, "string 5"},
      {F::ToString, {D(123.456)}, "string 123.456"},
      {F::ToString, {D(-0.0045)}, "string -0.0045"},
      {F::ToString, {D(kNan)}, "string NaN"},
      {F::ToString, {D(-std::numeric_limits<double>::infinity())}, "string -Infinity"},
      {F::ToString, {Y("abc")}, "string abc"},
      {F::ToString, {Y("\xff")}, "error bad-conversion"},
      {F::ToString, {T(0, 500'000'000)}, "string 1970-01-01T00:00:00.5Z"},
      {F::ToString, {Dur(60'001'000'000)}, "string 60.001s"},
      {F::ToString, {N()}, "error no-overload"},
      {F::ToBytes, {S("\xc3\xa4")}, "bytes \xc3\xa4"},
      {F::ToBytes, {Y("a")}, "bytes a"},
      {F::ToBytes, {I(1)}, "error no-overload"},
      {F::ToTimestamp, {T(5)}, "google.protobuf.Timestamp 1970-01-01T00:00:05Z"},
      {F::ToTimestamp, {I(0)}, "google.protobuf.Timestamp 1970-01-01T00:00:00Z"},
      {F::ToTimestamp, {I(253402300799)}, "google.protobuf.Timestamp 9999-12-31T23:59:59Z"},
      {F::ToTimestamp, {I(253402300800)}, "error overflow"},
      {F::ToTimestamp, {I(-62135596801)}, "error overflow"},
      {F::ToTimestamp,
       {S("2026-11-20T10:00:00+01:00")},
       "google.protobuf.Timestamp 2026-11-20T09:00:00Z"},
      {F::ToTimestamp, {S("2026-11-20")}, "error bad-conversion"},
      {F::ToTimestamp, {D(1.0)}, "error no-overload"},
      {F::ToDuration, {Dur(1'000'000'000)}, "google.protobuf.Duration 1s"},
      {F::ToDuration, {S("-1.5h")}, "google.protobuf.Duration -5400s"},
      {F::ToDuration, {S("1d")}, "error bad-conversion"},
      {F::ToDuration, {I(1)}, "error no-overload"},
      {F::TypeOf, {I(1)}, "type int"},
      {F::TypeOf, {N()}, "type null_type"},
      {F::TypeOf, {Type(ValueKind::Int)}, "type type"},
      {F::TypeOf, {I(1), I(2)}, "error no-overload"},
      {F::ToDyn, {L({I(1)})}, "list [int 1]"},
  });
}

TEST_CASE("parts of times") {
  // 2009-02-13T23:31:30.123Z, a Friday, day 44 of its year
  const Value time = T(1234567890, 123'000'000);
  const Value span = Dur(-(3'600'000'000'000 * 25 + 90'123'000'000));
  CheckRows({
      {F::GetFullYear, {time}, "int 2009"},
      {F::GetMonth, {time}, "int 1"},
      {F::GetDate, {time}, "int 13"},
      {F::GetDayOfMonth, {time}, "int 12"},
      {F::GetDayOfYear, {time}, "int 43"},
      {F::GetDayOfWeek, {time}, "int 5"},
      {F::GetHours, {time}, "int 23"},
      {F::GetMinutes, {time}, "int 31"},
      {F::GetSeconds, {time}, "int 30"},
      {F::GetMilliseconds, {time}, "int 123"},
      {F::GetFullYear, {time, S("UTC")}, "int 2009"},
      {F::GetDate, {time, S("+01:00")}, "int 14"},
      {F::GetDayOfMonth, {time, S("01:00")}, "int 13"},
      {F::GetDayOfYear, {time, S("+00:30")}, "int 44"},
      {F::GetDayOfWeek, {time, S("02:00")}, "int 6"},
      {F::GetHours, {time, S("-00:32")}, "int 22"},
      {F::GetMinutes, {time, S("-00:32")}, "int 59"},
      {F::GetSeconds, {time, S("-00:00")}, "int 30"},
      {F::GetMilliseconds, {time, S("05:00")}, "int 123"},
      {F::GetMonth, {time, S("+05:45")}, "int 1"},
      {F::GetHours, {time, S("America/St_Johns")}, "int 20"},
      {F::GetHours, {time, S("1:00")}, "error invalid-argument"},
      {F::GetHours, {time, S("24:00")}, "error invalid-argument"},
      {F::GetHours, {time, S("+01:60")}, "error invalid-argument"},
      {F::GetMilliseconds, {time, S("")}, "error invalid-argument"},
      {F::GetHours, {time, I(1)}, "error no-overload"},
      {F::GetFullYear, {T(kMinTimestampSeconds), S("-01:00")}, "int 0"},
      {F::GetHours, {span}, "int -25"},
      {F::GetMinutes, {span}, "int -1501"},
      {F::GetSeconds, {span}, "int -90090"},
      {F::GetMilliseconds, {span}, "int -123"},
      {F::GetMilliseconds, {Dur(1'234'000'000)}, "int 234"},
      {F::GetFullYear, {span}, "error no-overload"},
      {F::GetHours, {span, S("UTC")}, "error no-overload"},
      {F::GetDate, {S("2026-11-20")}, "error no-overload"},
      {F::GetDayOfWeek, {}, "error no-overload"},
  });
}

TEST_CASE("optionals") {
  CheckRows({
      {F::OptionalOf, {I(1)}, "some int 1"},
      {F::OptionalOf, {N()}, "some null_type null"},
      {F::OptionalOf, {}, "error no-overload"},
      {F::OptionalNone, {}, "none"},
      {F::OptionalNone, {I(1)}, "error no-overload"},
      {F::HasValue, {Some(N())}, "bool true"},
      {F::HasValue, {None()}, "bool false"},
      {F::HasValue, {I(1)}, "error no-overload"},
      {F::OptionalValue, {Some(I(1))}, "int 1"},
      {F::OptionalValue, {None()}, "error invalid-argument"},
      {F::OptionalValue, {I(1)}, "error no-overload"},
  });
}

TEST_CASE("functions charge as docs/vm.md says") {
  const Value text = S(std::string(320, 'a'));
  struct Charge {
    FunctionId function;
    std::vector<Value> arguments;
    uint64_t units;
  };
  const std::vector<Charge> rows = {
      {F::Size, {text}, 10},
      {F::Size, {L({I(1)})}, 0},
      {F::Entropy, {text}, 10},
      {F::Contains, {text, text}, 20},
      {F::StartsWith, {text, S("a")}, 0},
      {F::EndsWith, {S("a"), text}, 10},
      {F::Matches, {text, S("b")}, 2020},
      {F::Glob, {text, S("*")}, 11},
      {F::ToBytes, {text}, 10},
      {F::ToInt, {I(1)}, 0},
      {F::TypeOf, {text}, 0},
  };
  for (const Charge& row : rows) {
    INFO(FunctionName(row.function));
    Fuel exact{.left = row.units};
    Eval eval{TestArena(), exact};
    CHECK_FALSE(CallFunction(eval, row.function, row.arguments).is_error());
    CHECK(exact.left == 0);
    if (row.units == 0) continue;
    Fuel less{.left = row.units - 1};
    Eval failing{TestArena(), less};
    CHECK(Show(CallFunction(failing, row.function, row.arguments)) == "error out-of-fuel");
  }
}

}  // namespace
}  // namespace remit
