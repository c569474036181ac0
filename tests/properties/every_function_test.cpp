// Every function of the table, and every operator, with values of every kind: none is forgotten by
// the reference, and what one refuses for its kind the other refuses, and charges nothing.
#include <catch2/catch.hpp>
#include <limits>
#include <string>

#include "engine/program/function_table.h"
#include "engine/vm/test_values.h"
#include "tests/properties/call_table.h"

namespace remit::properties {
namespace {

using test::B, test::D, test::Dur, test::I, test::L, test::M, test::N, test::None, test::S,
    test::Some, test::T, test::U, test::Y;

Value Address(std::string_view octets) { return MakeIp(test::TestArena().Copy(octets)); }
Value Range(std::string_view octets) { return MakeCidr(test::TestArena().Copy(octets)); }

// What one function or another takes, and what is at an edge somewhere.
Values EveryKind() {
  const std::string v6 = std::string("\x20\x01\x0d\xb8", 4) + std::string(11, '\0') + "\x01";
  return {N(),
          B(false),
          B(true),
          I(0),
          I(1),
          I(2),
          I(-1),
          I(63),
          I(64),
          I(std::numeric_limits<int64_t>::min()),
          I(std::numeric_limits<int64_t>::max()),
          U(0),
          U(3),
          U(std::numeric_limits<uint64_t>::max()),
          D(0.0),
          D(-0.0),
          D(2.5),
          D(-2.5),
          D(1e300),
          D(std::numeric_limits<double>::infinity()),
          D(std::numeric_limits<double>::quiet_NaN()),
          S(""),
          S("a"),
          S("b\xc3\xa4"
            "a"),
          S("%s %d"),
          S("(a)"),
          S("["),
          S("1"),
          S("10.1.2.3"),
          S("10.1.0.0/16"),
          S("2001:db8::1"),
          S("1.2.3-rc.1"),
          S("https://Example.com/a/../b?c"),
          S("2026-01-05T12:00:00Z"),
          S("1h30m"),
          S("Europe/Berlin"),
          S("YWI="),
          S(Times(40, "ab ")),
          Y(""),
          Y("ab"),
          Y("\xff\x00"),
          Y(Times(100, "x")),
          L({}),
          L({I(1), U(1), D(1.0), I(2)}),
          L({I(3), I(1), I(2)}),
          L({S("b"), S("a"), S("b")}),
          L({S(Times(70, "z")), S("a")}),
          L({D(1.0), D(std::numeric_limits<double>::quiet_NaN())}),
          L({L({I(1), L({I(2)})}), I(3)}),
          L({Some(I(1)), None(), Some(S("x"))}),
          L({None(), I(1)}),
          M({}),
          M({{S("k"), I(1)}, {I(2), L({S("v")})}}),
          T(0),
          T(1767614400, 250'000'000),
          Dur(0),
          Dur(-5'400'000'000'000),
          test::Type(ValueKind::Int),
          None(),
          Some(S("a")),
          Address("\x0a\x01\x02\x03"),
          Address(v6),
          Range(std::string_view("\x0a\x01\x02\x03\x10", 5)),
          Range(v6 + std::string(1, '\x40')),
          MakeSemver("1.2.3-rc.1"),
          MakeSemver("1.2.3+build")};
}

TEST_CASE("every function: every kind at every place") {
  const Values kinds = EveryKind();
  CallTable table;
  for (unsigned i = 0; i < kFunctionCount; ++i) {
    const auto function = static_cast<FunctionId>(i);
    const uint64_t before = table.answers();
    table.Row(function, {});
    table.Product(function, {kinds});
    table.Product(function, {kinds, kinds});
    for (unsigned count = 3; count <= 5; ++count) {
      const uint64_t most = TakesValues(function, count) ? 20'000 : 100;
      table.Product(function, std::vector<Values>(count, kinds), false, most);
    }
    INFO(RowOf(function).name);
    CHECK(table.answers() > before);  // of some arguments there is a value
  }
  INFO(table.shown());
  CHECK(table.differences() == 0);
  CHECK(table.rows() > kFunctionCount * kinds.size() * kinds.size());
}

TEST_CASE("every operator of two operands: every kind on both sides") {
  using enum ast::Op;
  CallTable table;
  const Values kinds = EveryKind();
  for (ast::Op op : {Multiply, Divide, Modulo, Add, Subtract, Less, LessEqual, Greater,
                     GreaterEqual, Equal, NotEqual, In}) {
    for (const Value& a : kinds) {
      for (const Value& b : kinds) {
        table.Row(op, a, b);
        table.Row(op, a, L({a, b}));
        table.Row(op, L({b, a}), L({a, b}));
        table.Row(op, Some(a), Some(b));
      }
    }
  }
  INFO(table.shown());
  CHECK(table.differences() == 0);
  CHECK(table.rows() == 12 * 4 * kinds.size() * kinds.size());
}

}  // namespace
}  // namespace remit::properties
