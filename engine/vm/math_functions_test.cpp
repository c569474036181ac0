#include <catch2/catch.hpp>
#include <limits>

#include "engine/vm/test_calls.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST_CASE("the greatest and the least number") {
  CheckCalls({
      {F::Greatest, {I(-3)}, "int -3"},
      {F::Greatest, {U(3)}, "uint 3"},
      {F::Greatest, {D(kNan)}, "double NaN"},
      {F::Greatest, {S("3")}, "error no-overload"},
      {F::Greatest, {N()}, "error no-overload"},
      {F::Greatest, {}, "error no-overload"},
      {F::Greatest, {I(1), I(2)}, "error no-overload"},
      {F::Greatest, {L({})}, "error invalid-argument"},
      {F::Greatest, {L({I(1)})}, "int 1"},
      {F::Greatest, {L({D(kNan)})}, "double NaN"},
      {F::Greatest, {L({D(kNan), I(1)})}, "error not-finite"},
      {F::Greatest, {L({I(1), D(kNan)})}, "error not-finite"},
      {F::Greatest, {L({D(kNan), S("a")})}, "error no-overload"},
      {F::Greatest, {L({I(1), B(true)})}, "error no-overload"},
      {F::Greatest, {L({L({I(1)})})}, "error no-overload"},
      {F::Greatest, {L({I(1), I(3), I(2)})}, "int 3"},
      {F::Greatest, {L({I(1), U(3), D(2.5)})}, "uint 3"},
      {F::Greatest, {L({I(1), U(2), D(2.5)})}, "double 2.5"},
      {F::Greatest, {L({I(-1), U(0)})}, "uint 0"},
      {F::Greatest, {L({D(-kInfinity), I(INT64_MIN)})}, "int -9223372036854775808"},
      // Ties keep the first.
      {F::Greatest, {L({D(2), I(2), U(2)})}, "double 2"},
      {F::Greatest, {L({U(2), I(2), D(2)})}, "uint 2"},
      {F::Greatest, {L({D(-0.0), D(0.0)})}, "double -0"},
      {F::Least, {L({I(2), U(2), D(2)})}, "int 2"},
      {F::Least, {L({I(1), I(-3), I(2)})}, "int -3"},
      {F::Least, {L({U(1), D(.5), I(1)})}, "double 0.5"},
      {F::Least, {L({U(1), I(-1)})}, "int -1"},
      {F::Least, {L({I(1), D(kNan)})}, "error not-finite"},
      {F::Least, {L({})}, "error invalid-argument"},
      {F::Least, {L({N()})}, "error no-overload"},
      {F::Least, {D(kInfinity)}, "double Infinity"},
      {F::Least, {M({})}, "error no-overload"},
  });
}

TEST_CASE("functions of doubles") {
  CheckCalls({
      {F::Ceil, {D(1.2)}, "double 2"},
      {F::Ceil, {D(-1.2)}, "double -1"},
      {F::Ceil, {D(-.5)}, "double -0"},
      {F::Ceil, {I(1)}, "error no-overload"},
      {F::Ceil, {}, "error no-overload"},
      {F::Ceil, {D(1), D(1)}, "error no-overload"},
      {F::Floor, {D(1.8)}, "double 1"},
      {F::Floor, {D(-1.2)}, "double -2"},
      {F::Floor, {U(1)}, "error no-overload"},
      {F::Round, {D(1.5)}, "double 2"},
      {F::Round, {D(2.5)}, "double 3"},
      {F::Round, {D(-1.5)}, "double -2"},
      {F::Round, {D(0.49999999999999994)}, "double 0"},
      {F::Round, {D(kNan)}, "double NaN"},
      {F::Round, {D(-kInfinity)}, "double -Infinity"},
      {F::Round, {I(1)}, "error no-overload"},
      {F::Trunc, {D(1.9)}, "double 1"},
      {F::Trunc, {D(-1.9)}, "double -1"},
      {F::Trunc, {D(1e300)}, Show(D(1e300))},
      {F::Trunc, {S("1")}, "error no-overload"},
      {F::IsNaN, {D(kNan)}, "bool true"},
      {F::IsNaN, {D(kInfinity)}, "bool false"},
      {F::IsNaN, {I(1)}, "error no-overload"},
      {F::IsInf, {D(-kInfinity)}, "bool true"},
      {F::IsInf, {D(kNan)}, "bool false"},
      {F::IsInf, {D(1)}, "bool false"},
      {F::IsInf, {U(1)}, "error no-overload"},
      {F::IsFinite, {D(1)}, "bool true"},
      {F::IsFinite, {D(kNan)}, "bool false"},
      {F::IsFinite, {D(kInfinity)}, "bool false"},
      {F::IsFinite, {I(1)}, "error no-overload"},
      {F::Sqrt, {D(2.25)}, "double 1.5"},
      {F::Sqrt, {I(9)}, "double 3"},
      {F::Sqrt, {U(16)}, "double 4"},
      {F::Sqrt, {I(-1)}, "double NaN"},
      {F::Sqrt, {D(-0.0)}, "double -0"},
      {F::Sqrt, {S("9")}, "error no-overload"},
  });
  // A NaN has no sign that shows.
  Eval eval = TestEval();
  const Value args[] = {D(-4)};
  CHECK(std::isnan(CallFunction(eval, F::Sqrt, args).real));
}

TEST_CASE("absolute values and signs keep the type") {
  CheckCalls({
      {F::Abs, {I(-5)}, "int 5"},
      {F::Abs, {I(5)}, "int 5"},
      {F::Abs, {I(INT64_MIN)}, "error overflow"},
      {F::Abs, {I(-INT64_MAX)}, "int 9223372036854775807"},
      {F::Abs, {U(UINT64_MAX)}, "uint 18446744073709551615"},
      {F::Abs, {D(-1.5)}, "double 1.5"},
      {F::Abs, {D(-kInfinity)}, "double Infinity"},
      {F::Abs, {D(-0.0)}, "double 0"},
      {F::Abs, {B(true)}, "error no-overload"},
      {F::Abs, {}, "error no-overload"},
      {F::Sign, {I(-5)}, "int -1"},
      {F::Sign, {I(0)}, "int 0"},
      {F::Sign, {I(INT64_MAX)}, "int 1"},
      {F::Sign, {U(0)}, "uint 0"},
      {F::Sign, {U(UINT64_MAX)}, "uint 1"},
      {F::Sign, {D(-.1)}, "double -1"},
      {F::Sign, {D(kInfinity)}, "double 1"},
      {F::Sign, {D(-0.0)}, "double 0"},
      {F::Sign, {D(kNan)}, "double NaN"},
      {F::Sign, {Dur(1)}, "error no-overload"},
  });
}

TEST_CASE("bits") {
  CheckCalls({
      {F::BitAnd, {I(12), I(10)}, "int 8"},
      {F::BitAnd, {I(-1), I(7)}, "int 7"},
      {F::BitAnd, {U(12), U(10)}, "uint 8"},
      {F::BitAnd, {I(1), U(1)}, "error no-overload"},
      {F::BitAnd, {D(1), D(1)}, "error no-overload"},
      {F::BitAnd, {I(1)}, "error no-overload"},
      {F::BitAnd, {I(1), I(1), I(1)}, "error no-overload"},
      {F::BitOr, {I(12), I(10)}, "int 14"},
      {F::BitOr, {U(1), U(UINT64_MAX)}, "uint 18446744073709551615"},
      {F::BitOr, {B(true), B(true)}, "error no-overload"},
      {F::BitXor, {I(12), I(10)}, "int 6"},
      {F::BitXor, {I(-1), I(0)}, "int -1"},
      {F::BitXor, {U(3), I(3)}, "error no-overload"},
      {F::BitNot, {I(1)}, "int -2"},
      {F::BitNot, {U(1)}, "uint 18446744073709551614"},
      {F::BitNot, {D(1)}, "error no-overload"},
      {F::BitNot, {I(1), I(1)}, "error no-overload"},
      {F::BitShiftLeft, {I(1), I(2)}, "int 4"},
      {F::BitShiftLeft, {I(1), I(63)}, "int -9223372036854775808"},
      {F::BitShiftLeft, {I(1), I(64)}, "int 0"},
      {F::BitShiftLeft, {I(1), I(INT64_MAX)}, "int 0"},
      {F::BitShiftLeft, {U(1), I(63)}, "uint 9223372036854775808"},
      {F::BitShiftLeft, {I(1), I(-1)}, "error invalid-argument"},
      {F::BitShiftLeft, {I(1), U(1)}, "error no-overload"},
      {F::BitShiftLeft, {I(1)}, "error no-overload"},
      {F::BitShiftRight, {I(1024), I(2)}, "int 256"},
      {F::BitShiftRight, {I(-8), I(1)}, "int 9223372036854775804"},
      {F::BitShiftRight, {I(-8), I(0)}, "int -8"},
      {F::BitShiftRight, {I(-1), I(64)}, "int 0"},
      {F::BitShiftRight, {U(1024), I(2)}, "uint 256"},
      {F::BitShiftRight, {U(1), I(-1)}, "error invalid-argument"},
      {F::BitShiftRight, {D(1), I(1)}, "error no-overload"},
  });
}

TEST_CASE("of `math` only what reads a list is charged") {
  CheckCosts({
      {F::Greatest, {I(1)}, 0},
      {F::Greatest, {L({I(1), I(2), I(3)})}, 3},
      {F::Least, {L({I(1), N()})}, 2},
      {F::Least, {L({})}, 0},
      {F::Greatest, {S(std::string(320, 'a'))}, 0},
      {F::Sqrt, {I(1)}, 0},
      {F::BitShiftLeft, {I(1), I(2)}, 0},
  });
}

}  // namespace
}  // namespace remit
