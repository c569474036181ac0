// What is decided on the spot is what the operators say, at no cost.
#include "engine/vm/quick_tests.h"

#include <catch2/catch.hpp>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "engine/program/function_id.h"
#include "engine/vm/functions.h"
#include "engine/vm/operators.h"
#include "engine/vm/test_calls.h"
#include "engine/vm/test_values.h"

namespace remit {
namespace {

using namespace test;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int64_t kTwo53 = int64_t{1} << 53;

// Of every kind; texts of all sizes around where words overlap and where bytes cost fuel, each
// size in three texts that differ in the first or last byte.
std::vector<Value> Grid() {
  std::vector<Value> values = {
      N(),
      B(false),
      B(true),
      Y(""),
      Y("a"),
      T(0),
      T(7),
      Dur(0),
      Dur(7),
      Ip("\x0a\x01\x02\x03"),
      Cidr(std::string_view("\x0a\0\0\0\x08", 5)),
      V("1.0.0"),
      V("1.0.0+b"),
      None(),
      Some(I(7)),
      Some(S("a")),
      Type(ValueKind::Int),
      L({}),
      L({I(7), S("a")}),
      M({}),
      M({{S("a"), I(1)}}),
  };
  for (const int64_t number :
       {std::numeric_limits<int64_t>::min(), -kTwo53 - 1, -kTwo53, -kTwo53 + 1, int64_t{-1},
        int64_t{0}, int64_t{1}, int64_t{7}, kTwo53 - 1, kTwo53, kTwo53 + 1,
        std::numeric_limits<int64_t>::max()}) {
    values.push_back(I(number));
    values.push_back(D(static_cast<double>(number)));
    if (number >= 0) values.push_back(U(static_cast<uint64_t>(number)));
  }
  for (const double number : {kNan, kInfinity, -kInfinity, -0.0, 0.5, 7.5, 1e300, 5e-324}) {
    values.push_back(D(number));
  }
  values.push_back(U(~uint64_t{0}));
  for (size_t size = 0; size <= 40; ++size) {
    std::string text(size, 'a');
    values.push_back(S(text));
    if (size == 0) continue;
    text.back() = 'b';
    values.push_back(S(text));
    text.back() = 'a';
    text.front() = 'b';
    values.push_back(S(text));
  }
  return values;
}

// Counts the pairs where the quick test is not the operator's answer, and those that it leaves to
// the operator.
struct Compared {
  int wrong = 0, unknown = 0, decided = 0;
  std::string first_wrong;

  void Note(const Value& a, const Value& b, Truth quick,
            const std::function<Value(Eval&, const Value&, const Value&)>& slow) {
    if (quick == Truth::Unknown) {
      ++unknown;
      return;
    }
    ++decided;
    Eval eval = TestEval();
    const uint64_t before = eval.fuel.left;
    const Value expected = slow(eval, a, b);
    const bool same = expected.kind == ValueKind::Bool &&
                      expected.boolean == (quick == Truth::True) && eval.fuel.left == before;
    if (same) return;
    if (wrong++ == 0) first_wrong = Show(a) + " and " + Show(b) + ": " + Show(expected);
  }
};

template <typename Quick>
Compared OverGrid(Quick quick, Value (*slow)(Eval&, const Value&, const Value&)) {
  const std::vector<Value> grid = Grid();
  Compared compared;
  for (const Value& a : grid) {
    for (const Value& b : grid) compared.Note(a, b, quick(a, b), slow);
  }
  return compared;
}

Value StartsWith(Eval& eval, const Value& text, const Value& prefix) {
  const Value arguments[] = {text, prefix};
  return CallFunction(eval, FunctionId::StartsWith, arguments);
}

TEST_CASE("quick tests agree with the operators, and cost nothing") {
  struct Row {
    const char* name;
    Compared compared;
  };
  const auto order = [](auto holds) {
    return [holds](const Value& a, const Value& b) { return QuickOrder(a, b, holds); };
  };
  const Row rows[] = {
      {"==", OverGrid(QuickEqual, Equal)},
      {"!=", OverGrid([](const Value& a, const Value& b) { return Negated(QuickEqual(a, b)); },
                      NotEqual)},
      {"<", OverGrid(order([](double x, double y) { return x < y; }), Less)},
      {"<=", OverGrid(order([](double x, double y) { return x <= y; }), LessEqual)},
      {">", OverGrid(order([](double x, double y) { return x > y; }), Greater)},
      {">=", OverGrid(order([](double x, double y) { return x >= y; }), GreaterEqual)},
      {"startsWith", OverGrid(QuickStartsWith, StartsWith)},
  };
  for (const Row& row : rows) {
    INFO(row.name << ": " << row.compared.first_wrong);
    CHECK(row.compared.wrong == 0);
    CHECK(row.compared.decided > 0);
    CHECK(row.compared.unknown > 0);
  }
}

TEST_CASE("what a fact's error decides is left to the operators") {
  const Value error = Err(EvalErrorCode::NoSuchField);
  for (const Value& constant : Grid()) {
    INFO(Show(constant));
    CHECK(QuickEqual(error, constant) == Truth::Unknown);
    CHECK(QuickOrder(error, constant, [](double x, double y) { return x < y; }) == Truth::Unknown);
    CHECK(QuickStartsWith(error, constant) == Truth::Unknown);
    CHECK(QuickIn(error, L({constant})) == Truth::Unknown);
  }
}

TEST_CASE("membership is equality with any item, if that is known") {
  struct Row {
    Value fact, list;
    Truth in;
  };
  const std::string long_text(32, 'a'), other_text(32, 'b');
  const Row rows[] = {
      {S("a"), L({}), Truth::False},
      {S("a"), L({S("b"), S("a")}), Truth::True},
      {S("a"), L({S("b"), I(1)}), Truth::False},
      {I(7), L({D(7.0), S("7")}), Truth::True},
      {I(7), L({D(kNan), S("7")}), Truth::Unknown},
      {U(7), L({I(7)}), Truth::Unknown},
      {S(long_text), L({S(other_text), S("a")}), Truth::Unknown},
      {S(long_text), L({S(long_text + "a"), S("a")}), Truth::False},
      {N(), L({S("a")}), Truth::False},
      {N(), L({I(7)}), Truth::Unknown},
  };
  for (const Row& row : rows) {
    INFO(Show(row.fact) << " in " << Show(row.list));
    CHECK(QuickIn(row.fact, row.list) == row.in);
  }
}

TEST_CASE("texts are equal in all their bytes, whatever their size") {
  for (uint32_t size = 0; size <= 40; ++size) {
    const std::string text(size, 'a');
    CHECK(EqualBytes(text.data(), std::string(text).data(), size));
    for (uint32_t at = 0; at < size; ++at) {
      std::string other = text;
      other[at] = 'b';
      INFO(size << " bytes, another at " << at);
      CHECK(!EqualBytes(text.data(), other.data(), size));
    }
  }
}

}  // namespace
}  // namespace remit
