#include "engine/vm/operators.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "engine/vm/members.h"
#include "engine/vm/test_values.h"

namespace remit {
namespace {

using namespace test;
using Binary = Value (*)(Eval&, const Value&, const Value&);

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr uint64_t kMaxUint = std::numeric_limits<uint64_t>::max();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTwo63 = 9223372036854775808.0;

std::string Result2(Binary function, const Value& a, const Value& b) {
  Eval eval = TestEval();
  return Show(function(eval, a, b));
}

TEST_CASE("equality is total over kinds") {
  struct Row {
    Value a, b;
    bool equal;
  };
  const std::vector<Row> rows = {
      {N(), N(), true},
      {N(), B(false), false},
      {N(), I(0), false},
      {B(true), B(true), true},
      {B(true), B(false), false},
      {B(true), I(1), false},
      {I(1), I(1), true},
      {I(1), I(2), false},
      {I(1), U(1), true},
      {I(-1), U(kMaxUint), false},
      {U(1), I(1), true},
      {I(1), D(1.0), true},
      {D(1.0), U(1), true},
      {D(1.5), I(1), false},
      {I(kMax), D(kTwo63), true},  // lossy, as the suite has it
      {I(kMin), D(-kTwo63), true},
      {U(kMaxUint), D(2 * kTwo63), true},
      {D(-1.0), U(0), false},
      {D(kNan), D(kNan), false},
      {D(kNan), I(0), false},
      {D(0.0), D(-0.0), true},
      {D(kInfinity), D(kInfinity), true},
      {S("a"), S("a"), true},
      {S("a"), S("b"), false},
      {S("a"), S("ab"), false},
      {S("a"), Y("a"), false},
      {Y("a"), Y("a"), true},
      {S("1"), I(1), false},
      {L({}), L({}), true},
      {L({I(1)}), L({D(1.0)}), true},
      {L({I(1), I(2)}), L({I(1), I(3)}), false},
      {L({I(1)}), L({I(1), I(1)}), false},
      {L({D(kNan)}), L({D(kNan)}), false},
      {L({}), M({}), false},
      {M({{I(1), D(1.0)}, {U(2), U(3)}}), M({{U(1), I(1)}, {I(2), D(3.0)}}), true},
      {M({{S("a"), I(1)}}), M({{S("a"), I(2)}}), false},
      {M({{S("a"), I(1)}}), M({{S("b"), I(1)}}), false},
      {M({{S("a"), I(1)}}), M({}), false},
      {M({{S("a"), L({I(1)})}}), M({{S("a"), L({U(1)})}}), true},
      {T(1, 2), T(1, 2), true},
      {T(1, 2), T(1, 3), false},
      {T(1), T(2), false},
      {T(1), I(1), false},
      {Dur(5), Dur(5), true},
      {Dur(5), Dur(6), false},
      {Dur(5), I(5), false},
      {Type(ValueKind::Int), Type(ValueKind::Int), true},
      {Type(ValueKind::Int), Type(ValueKind::Uint), false},
      {None(), None(), true},
      {None(), Some(N()), false},
      {Some(I(1)), Some(D(1.0)), true},
      {Some(I(1)), Some(I(2)), false},
      {Some(I(1)), I(1), false},
      {Ip("\x0a\x01\x02\x03"), Ip("\x0a\x01\x02\x03"), true},
      {Ip("\x0a\x01\x02\x03"), Ip("\x0a\x01\x02\x04"), false},
      {Ip("\x0a\x01\x02\x03"), Ip(std::string(16, '\x0a')), false},
      {Ip("\x0a\x01\x02\x03"), S("10.1.2.3"), false},
      {Cidr("\x0a\x01\x02\x03\x08"), Cidr("\x0a\x01\x02\x03\x08"), true},
      {Cidr("\x0a\x01\x02\x03\x08"), Cidr("\x0a\x01\x02\x03\x09"), false},
      {Cidr("\x0a\x01\x02\x04\x08"), Cidr("\x0a\x01\x02\x03\x08"), false},
      {Cidr("\x0a\x01\x02\x03\x20"), Ip("\x0a\x01\x02\x03"), false},
      {V("1.2.3"), V("1.2.3"), true},
      {V("1.2.3+a.b"), V("1.2.3"), true},
      {V("1.2.3-rc.1+a"), V("1.2.3-rc.1+b"), true},
      {V("1.2.3-rc.1"), V("1.2.3"), false},
      {V("1.2.3"), S("1.2.3"), false},
      {L({V("1.2.3+a")}), L({V("1.2.3")}), true},
  };
  for (const Row& row : rows) {
    INFO(Show(row.a) << " == " << Show(row.b));
    CHECK(Result2(Equal, row.a, row.b) == Show(B(row.equal)));
    CHECK(Result2(Equal, row.b, row.a) == Show(B(row.equal)));
    CHECK(Result2(NotEqual, row.a, row.b) == Show(B(!row.equal)));
  }
}

TEST_CASE("order") {
  struct Row {
    Value a, b;
    char order;  // < = >, n: NaN, x: no overload
  };
  const std::vector<Row> rows = {
      {I(1), I(2), '<'},
      {I(2), I(2), '='},
      {I(kMin), I(kMax), '<'},
      {U(1), U(2), '<'},
      {D(1.0), D(1.5), '<'},
      {D(-kInfinity), D(kInfinity), '<'},
      {D(0.0), D(-0.0), '='},
      {I(-1), U(0), '<'},
      {I(1), U(1), '='},
      {I(kMax), U(kMaxUint), '<'},
      {I(1), D(1.5), '<'},
      {I(2), D(1.5), '>'},
      {I(kMax), D(kTwo63), '='},
      {I(kMax), D(std::nextafter(kTwo63, kInfinity)), '<'},
      {I(kMin), D(-kTwo63), '='},
      {I(kMin), D(-kInfinity), '>'},
      {U(0), D(-0.5), '>'},
      {U(kMaxUint), D(2 * kTwo63), '='},
      {U(kMaxUint), D(kInfinity), '<'},
      {D(kNan), D(1.0), 'n'},
      {D(kNan), I(1), 'n'},
      {D(kNan), U(1), 'n'},
      {D(kNan), D(kNan), 'n'},
      {B(false), B(true), '<'},
      {B(true), B(true), '='},
      {S("a"), S("b"), '<'},
      {S("a"), S("aa"), '<'},
      {S(""), S(""), '='},
      {S("z"), S("\xc3\xa4"), '<'},
      {Y(std::string_view("\x00", 1)), Y("\xff"), '<'},
      {T(1, 5), T(1, 6), '<'},
      {T(-1), T(1), '<'},
      {T(1, 5), T(1, 5), '='},
      {Dur(-1), Dur(1), '<'},
      {V("1.2.3-rc.1"), V("1.2.3"), '<'},
      {V("1.9.0"), V("1.10.0"), '<'},
      {V("1.2.3-alpha.2"), V("1.2.3-alpha.10"), '<'},
      {V("1.2.3-2"), V("1.2.3-a"), '<'},
      {V("1.2.3+a"), V("1.2.3+b"), '='},
      {V("1.2.3"), S("1.2.3"), 'x'},
      {Ip("\x0a\x01\x02\x03"), Ip("\x0a\x01\x02\x04"), 'x'},
      {Cidr("\x0a\x01\x02\x03\x08"), Cidr("\x0a\x01\x02\x03\x08"), 'x'},
      {N(), N(), 'x'},
      {L({}), L({}), 'x'},
      {M({}), M({}), 'x'},
      {Type(ValueKind::Int), Type(ValueKind::Int), 'x'},
      {None(), None(), 'x'},
      {S("a"), Y("a"), 'x'},
      {I(1), S("1"), 'x'},
      {B(true), I(1), 'x'},
      {T(1), Dur(1), 'x'},
  };
  const auto expected = [](char order, bool holds) -> std::string {
    if (order == 'n') return "error not-finite";
    if (order == 'x') return "error no-overload";
    return holds ? "bool true" : "bool false";
  };
  for (const Row& row : rows) {
    INFO(Show(row.a) << " " << row.order << " " << Show(row.b));
    const char o = row.order;
    CHECK(Result2(Less, row.a, row.b) == expected(o, o == '<'));
    CHECK(Result2(LessEqual, row.a, row.b) == expected(o, o != '>'));
    CHECK(Result2(Greater, row.a, row.b) == expected(o, o == '>'));
    CHECK(Result2(GreaterEqual, row.a, row.b) == expected(o, o != '<'));
    CHECK(Result2(Greater, row.b, row.a) == expected(o, o == '<'));
    CHECK(Result2(LessEqual, row.b, row.a) == expected(o, o != '<'));
  }
}

TEST_CASE("arithmetic") {
  struct Row {
    Binary function;
    Value a, b;
    std::string result;
  };
  const Value last = T(kMaxTimestampSeconds, 999'999'999);
  const std::vector<Row> rows = {
      {Add, I(1), I(2), "int 3"},
      {Add, I(kMax), I(1), "error overflow"},
      {Add, I(kMin), I(-1), "error overflow"},
      {Add, U(1), U(2), "uint 3"},
      {Add, U(kMaxUint), U(1), "error overflow"},
      {Add, D(0.5), D(0.25), "double 0.75"},
      {Add, D(1e308), D(1e308), "double Infinity"},
      {Add, I(1), D(1.0), "error no-overload"},
      {Add, I(1), U(1), "error no-overload"},
      {Add, S("a"), S("b"), "string ab"},
      {Add, S(""), S(""), "string "},
      {Add, S("a"), Y("b"), "error no-overload"},
      {Add, Y("a"), Y("b"), "bytes ab"},
      {Add, L({I(1)}), L({S("a")}), "list [int 1, string a]"},
      {Add, L({}), L({}), "list []"},
      {Add, M({}), M({}), "error no-overload"},
      {Add, N(), N(), "error no-overload"},
      {Add, B(true), B(true), "error no-overload"},
      {Add, T(1, 999'999'999), Dur(1), "google.protobuf.Timestamp 1970-01-01T00:00:02Z"},
      {Add, Dur(-1), T(0), "google.protobuf.Timestamp 1969-12-31T23:59:59.999999999Z"},
      {Add, last, Dur(1), "error overflow"},
      {Add, T(kMinTimestampSeconds), Dur(-1), "error overflow"},
      {Add, T(0), T(0), "error no-overload"},
      {Add, Dur(1'000'000'000), Dur(500'000'000), "google.protobuf.Duration 1.5s"},
      {Add, Dur(kMax), Dur(1), "error overflow"},
      {Add, Dur(1), I(1), "error no-overload"},
      {Subtract, I(1), I(2), "int -1"},
      {Subtract, I(kMin), I(1), "error overflow"},
      {Subtract, U(0), U(1), "error overflow"},
      {Subtract, U(3), U(1), "uint 2"},
      {Subtract, D(0.5), D(0.25), "double 0.25"},
      {Subtract, S("a"), S("a"), "error no-overload"},
      {Subtract, T(1), Dur(1), "google.protobuf.Timestamp 1970-01-01T00:00:00.999999999Z"},
      {Subtract, T(0), Dur(kMin), "google.protobuf.Timestamp 2262-04-11T23:47:16.854775808Z"},
      {Subtract, T(kMinTimestampSeconds), Dur(1), "error overflow"},
      {Subtract, T(2), T(1, 500'000'000), "google.protobuf.Duration 0.5s"},
      {Subtract, T(1, 500'000'000), T(2), "google.protobuf.Duration -0.5s"},
      {Subtract, last, T(kMinTimestampSeconds), "error overflow"},
      {Subtract, T(9223372036, 854775807), T(0), "google.protobuf.Duration 9223372036.854775807s"},
      {Subtract, T(9223372036, 854775808), T(0), "error overflow"},
      {Subtract, T(0), T(9223372036, 854775808), "google.protobuf.Duration -9223372036.854775808s"},
      {Subtract, Dur(1), T(0), "error no-overload"},
      {Subtract, Dur(kMin), Dur(1), "error overflow"},
      {Subtract, Dur(3), Dur(1), "google.protobuf.Duration 0.000000002s"},
      {Multiply, I(3), I(-4), "int -12"},
      {Multiply, I(kMin), I(-1), "error overflow"},
      {Multiply, I(kMax), I(2), "error overflow"},
      {Multiply, U(3), U(4), "uint 12"},
      {Multiply, U(kMaxUint), U(2), "error overflow"},
      {Multiply, D(0.5), D(4.0), "double 2"},
      {Multiply, I(1), D(1.0), "error no-overload"},
      {Multiply, Dur(1), Dur(1), "error no-overload"},
      {Divide, I(7), I(2), "int 3"},
      {Divide, I(-7), I(2), "int -3"},
      {Divide, I(7), I(-1), "int -7"},
      {Divide, I(kMin), I(-1), "error overflow"},
      {Divide, I(1), I(0), "error divide-by-zero"},
      {Divide, U(7), U(2), "uint 3"},
      {Divide, U(1), U(0), "error divide-by-zero"},
      {Divide, D(1.0), D(4.0), "double 0.25"},
      {Divide, D(1.0), D(0.0), "double Infinity"},
      {Divide, D(1.0), D(-0.0), "double -Infinity"},
      {Divide, D(-1.0), D(0.0), "double -Infinity"},
      {Divide, D(0.0), D(0.0), "double NaN"},
      {Divide, S("a"), S("a"), "error no-overload"},
      {Modulo, I(7), I(3), "int 1"},
      {Modulo, I(-7), I(3), "int -1"},
      {Modulo, I(7), I(-3), "int 1"},
      {Modulo, I(7), I(-1), "int 0"},
      {Modulo, I(kMin), I(-1), "error overflow"},
      {Modulo, I(1), I(0), "error divide-by-zero"},
      {Modulo, U(7), U(3), "uint 1"},
      {Modulo, U(7), U(0), "error divide-by-zero"},
      {Modulo, D(7.0), D(3.0), "error no-overload"},
  };
  for (const Row& row : rows) {
    INFO(Show(row.a) << ", " << Show(row.b));
    CHECK(Result2(row.function, row.a, row.b) == row.result);
  }
}

TEST_CASE("signs and negation") {
  struct Row {
    Value a;
    std::string minus, negation;
  };
  const std::vector<Row> rows = {
      {I(1), "int -1", "error no-overload"},
      {I(kMin), "error overflow", "error no-overload"},
      {D(1.5), "double -1.5", "error no-overload"},
      {U(1), "error no-overload", "error no-overload"},
      {B(true), "error no-overload", "bool false"},
      {B(false), "error no-overload", "bool true"},
      {Dur(1), "error no-overload", "error no-overload"},
      {N(), "error no-overload", "error no-overload"},
  };
  for (const Row& row : rows) {
    Eval eval = TestEval();
    INFO(Show(row.a));
    CHECK(Show(Negate(eval, row.a)) == row.minus);
    CHECK(Show(Not(eval, row.a)) == row.negation);
  }
}

TEST_CASE("membership, elements and members") {
  const Value list = L({I(7), S("b"), D(2.5)});
  const Value map = M({{B(true), S("yes")}, {I(1), S("one")}, {U(3), S("three")}, {S("k"), N()}});
  struct Row {
    Binary function;
    Value a, b;
    std::string result;
  };
  const std::vector<Row> rows = {
      {In, U(7), list, "bool true"},
      {In, S("b"), list, "bool true"},
      {In, D(2.0), list, "bool false"},
      {In, N(), L({}), "bool false"},
      {In, D(1.0), map, "bool true"},
      {In, D(3.1), map, "bool false"},
      {In, S("k"), map, "bool true"},
      {In, S("x"), map, "bool false"},
      {In, N(), map, "bool false"},
      {In, S("a"), S("abc"), "error no-overload"},
      {Index, list, I(0), "int 7"},
      {Index, list, U(1), "string b"},
      {Index, list, D(2.0), "double 2.5"},
      {Index, list, D(0.1), "error invalid-argument"},
      {Index, list, D(-0.5), "error invalid-argument"},
      {Index, list, D(kNan), "error invalid-argument"},
      {Index, list, I(3), "error no-such-key"},
      {Index, list, I(-1), "error no-such-key"},
      {Index, list, U(kMaxUint), "error no-such-key"},
      {Index, list, S("0"), "error no-overload"},
      {Index, map, U(1), "string one"},
      {Index, map, D(3.0), "string three"},
      {Index, map, D(3.1), "error no-such-key"},
      {Index, map, S("k"), "null_type null"},
      {Index, map, S("x"), "error no-such-key"},
      {Index, map, B(true), "string yes"},
      {Index, map, Y("k"), "error no-overload"},
      {Index, S("abc"), I(0), "error no-overload"},
      {Index, Some(list), I(0), "some int 7"},
      {Index, Some(list), I(9), "none"},
      {Index, None(), I(0), "none"},
      {OptionalIndex, list, I(1), "some string b"},
      {OptionalIndex, list, I(3), "none"},
      {OptionalIndex, list, S("a"), "error no-overload"},
      {OptionalIndex, map, S("x"), "none"},
      {OptionalIndex, map, S("k"), "some null_type null"},
      {OptionalIndex, Some(map), I(1), "some string one"},
      {OptionalIndex, None(), I(1), "none"},
  };
  for (const Row& row : rows) {
    INFO(Show(row.a) << ", " << Show(row.b));
    CHECK(Result2(row.function, row.a, row.b) == row.result);
  }
}

TEST_CASE("selection of members") {
  const Value map = M({{S("a"), I(1)}, {S("n"), N()}});
  struct Row {
    Value from;
    std::string_view name;
    std::string select, optional, declared, has, has_value;
  };
  const std::vector<Row> rows = {
      {map, "a", "int 1", "some int 1", "some int 1", "bool true", "bool true"},
      {map, "n", "null_type null", "some null_type null", "none", "bool true", "bool false"},
      {map, "x", "error no-such-field", "none", "none", "bool false", "bool false"},
      {Some(map), "a", "some int 1", "some int 1", "some int 1", "bool true", "bool true"},
      {Some(map), "x", "none", "none", "none", "bool false", "bool false"},
      {None(), "a", "none", "none", "none", "bool false", "bool false"},
      {I(1), "a", "error no-such-field", "error no-such-field", "error no-such-field",
       "error no-such-field", "error no-such-field"},
      {L({}), "a", "error no-such-field", "error no-such-field", "error no-such-field",
       "error no-such-field", "error no-such-field"},
  };
  for (const Row& row : rows) {
    Eval eval = TestEval();
    INFO(Show(row.from) << "." << row.name);
    CHECK(Show(Select(eval, row.from, row.name)) == row.select);
    CHECK(Show(OptionalSelect(eval, row.from, row.name, false)) == row.optional);
    CHECK(Show(OptionalSelect(eval, row.from, row.name, true)) == row.declared);
    CHECK(Show(Has(eval, row.from, row.name, false)) == row.has);
    CHECK(Show(Has(eval, row.from, row.name, true)) == row.has_value);
  }
}

TEST_CASE("operators charge as docs/vm.md says") {
  const Value long_text = S(std::string(320, 'a'));
  const Value other = S(std::string(319, 'a') + "b");
  const Value version = V("1.2.3-" + std::string(60, 'a'));
  struct Row {
    Binary function;
    Value a, b;
    uint64_t units;
  };
  const std::vector<Row> rows = {
      {Equal, I(1), I(1), 0},
      {Equal, S("abc"), S("abc"), 0},
      {Equal, long_text, other, 10},
      {Equal, long_text, S("a"), 0},
      {Equal, L({I(1), long_text}), L({I(1), other}), 12},
      {Equal, L({I(2), long_text}), L({I(1), other}), 2},
      {Equal, L({I(2)}), L({}), 0},
      {Equal, M({{S("k"), long_text}}), M({{S("k"), long_text}}), 11},
      {Equal, Some(long_text), Some(long_text), 10},
      {Less, long_text, S("a"), 0},
      {Less, long_text, other, 10},
      {Equal, version, V("1.2.3"), 2},
      {Less, V("1.2.3"), version, 2},
      {In, version, L({I(1), V("1.2.4"), version, I(1)}), 3 + 2 + 4},
      {In, I(3), L({I(1), I(2), I(3), I(4)}), 3},
      {In, I(9), L({I(1), I(2), I(3), I(4)}), 4},
      {In, long_text, M({}), 10},
      {Index, M({{long_text, I(1)}}), long_text, 10},
      {Add, long_text, long_text, 20},
      {Add, L({I(1)}), L({I(2), I(3)}), 3},
      {Add, I(1), I(2), 0},
  };
  for (const Row& row : rows) {
    INFO(row.units);
    Fuel exact{.left = row.units};
    Eval eval{TestArena(), exact};
    CHECK_FALSE(row.function(eval, row.a, row.b).is_error());
    CHECK(exact.left == 0);
    if (row.units == 0) continue;
    Fuel short_of_one{.left = row.units - 1};
    Eval failing{TestArena(), short_of_one};
    CHECK(Show(row.function(failing, row.a, row.b)) == "error out-of-fuel");
    CHECK(short_of_one.out);
  }
}

}  // namespace
}  // namespace remit
