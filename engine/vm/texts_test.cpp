#include "engine/vm/texts.h"

#include <catch2/catch.hpp>
#include <limits>

#include "engine/vm/test_values.h"

namespace remit {
namespace {

using namespace test;

TEST_CASE("values in a reason") {
  const std::string many(300, 'x');
  struct Row {
    Value value;
    std::string text;
  };
  const std::vector<Row> rows = {
      {N(), "null"},
      {B(true), "true"},
      {I(-7), "-7"},
      {U(7), "7"},
      {D(1.0), "1"},
      {D(-0.5), "-0.5"},
      {D(1e21), "1000000000000000000000"},
      {D(12345.678), "12345.678"},
      {D(1.5e-7), "0.00000015"},
      {D(0.1), "0.1"},
      {D(10.0), "10"},
      {D(std::numeric_limits<double>::quiet_NaN()), "NaN"},
      {D(std::numeric_limits<double>::infinity()), "Infinity"},
      {D(-std::numeric_limits<double>::infinity()), "-Infinity"},
      {S("a b\\"), "a b\\"},
      {S("a\nb\x1b"), "a\\nb\\u{1b}"},
      {S("\xe2\x80\xae"), "\\u{202e}"},
      {S("\xc3\xa4"), "\xc3\xa4"},
      {S(many), many.substr(0, 200) + "…"},
      {S(many.substr(0, 200)), many.substr(0, 200)},
      {Y("abc"), "abc"},
      {Y("\xff"), "\\x{ff}"},
      {L({I(1), S("a"), L({})}), "[1, a, []]"},
      {L({S(many), S(many), I(1)}), "[" + many.substr(0, 199) + "…"},
      {M({{S("b"), I(1)}, {S("a"), N()}}), "{a: null, b: 1}"},
      {M({{I(10), I(1)}, {I(9), I(2)}}), "{10: 1, 9: 2}"},
      {M({}), "{}"},
      {T(0, 250'000'000), "1970-01-01T00:00:00.25Z"},
      {Dur(6'347'000'000'000), "6347s"},
      {Type(ValueKind::Double), "double"},
      {Some(I(1)), "optional.of(1)"},
      {None(), "optional.none()"},
      {Err(EvalErrorCode::Overflow), "{error}"},
  };
  for (const Row& row : rows) {
    Arena arena;
    CHECK(std::string(Interpolate(arena, row.value).string()) == row.text);
  }
}

TEST_CASE("texts as one") {
  Eval eval = TestEval();
  const std::vector<Value> texts = {S("a"), S(""), S("bc")};
  CHECK(Show(Concat(eval, texts)) == "string abc");
  CHECK(Show(Concat(eval, {})) == "string ");
  const std::vector<Value> number = {S("a"), I(1)};
  CHECK(Show(Concat(eval, number)) == "error no-overload");
  const std::vector<Value> errors = {S("a"), Err(EvalErrorCode::Absent),
                                     Err(EvalErrorCode::Overflow)};
  CHECK(Show(Concat(eval, errors)) == "error absent");
  Fuel little{.left = 1};
  Eval poor{TestArena(), little};
  const std::vector<Value> large = {S(std::string(64, 'a'))};
  CHECK(Show(Concat(poor, large)) == "error out-of-fuel");
}

TEST_CASE("a score is summed exactly and rounded once") {
  constexpr double kMax = std::numeric_limits<double>::max();
  constexpr double kTiny = std::numeric_limits<double>::denorm_min();
  struct Row {
    std::vector<Value> terms;
    Value sum;
  };
  const Value not_finite = Err(EvalErrorCode::NotFinite);
  const std::vector<Row> rows = {
      {{}, D(0.0)},
      {{D(0.1), D(0.2), D(0.3)}, D(0.6)},
      {{D(0.3), D(0.2), D(0.1)}, D(0.6)},
      {{D(1e16), D(1.0), D(-1e16)}, D(1.0)},
      {{D(1.0), D(1e100), D(1.0), D(-1e100)}, D(2.0)},
      {{D(kMax), D(kMax), D(-kMax)}, D(kMax)},
      {{D(kMax), D(kMax)}, not_finite},
      {{D(-kMax), D(-kMax)}, not_finite},
      {{D(kTiny), D(kTiny)}, D(2 * kTiny)},
      {{D(-kTiny)}, D(-kTiny)},
      {{D(1.0), D(kTiny)}, D(1.0)},
      {{D(9007199254740992.0), D(1.0)}, D(9007199254740992.0)},  // a tie goes to even
      {{D(9007199254740992.0), D(1.0), D(kTiny)}, D(9007199254740994.0)},
      {{D(9007199254740994.0), D(1.0)}, D(9007199254740996.0)},
      {{I(9007199254740993), D(-1.0)}, D(9007199254740992.0)},
      {{I(std::numeric_limits<int64_t>::min()), U(9223372036854775808u)}, D(0.0)},
      {{U(18446744073709551615u), I(-1)}, D(18446744073709551616.0)},
      {{Some(D(0.5)), None(), Some(I(1))}, D(1.5)},
      {{D(std::numeric_limits<double>::infinity())}, not_finite},
      {{D(std::numeric_limits<double>::quiet_NaN()), D(1.0)}, not_finite},
      {{D(1.0), S("a")}, Err(EvalErrorCode::NoOverload)},
      {{Some(N())}, Err(EvalErrorCode::NoOverload)},
      {{D(1.0), Err(EvalErrorCode::Absent), S("a")}, Err(EvalErrorCode::Absent)},
  };
  for (const Row& row : rows) {
    Eval eval = TestEval();
    const Value sum = SumExact(eval, row.terms);
    CHECK(Show(sum) == Show(row.sum));
    if (!sum.is_error()) CHECK(sum.real == row.sum.real);
  }
}

TEST_CASE("a score is capped") {
  Eval eval = TestEval();
  CHECK(Show(Cap(eval, D(1.5), D(1.0))) == "double 1");
  CHECK(Show(Cap(eval, D(0.5), D(1.0))) == "double 0.5");
  CHECK(Show(Cap(eval, D(1.5), I(1))) == "double 1");
  CHECK(Show(Cap(eval, D(0.0), D(std::numeric_limits<double>::quiet_NaN()))) == "error not-finite");
  CHECK(Show(Cap(eval, D(0.0), D(std::numeric_limits<double>::infinity()))) == "error not-finite");
  CHECK(Show(Cap(eval, S("a"), D(1.0))) == "error no-overload");
}

}  // namespace
}  // namespace remit
