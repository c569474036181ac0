#include <catch2/catch.hpp>
#include <limits>

#include "engine/vm/test_calls.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

// "c" if a contains b, "e" if they are equivalent, "i" if they intersect.
std::string Relation(const Value& a, const Value& b) {
  const Value both[] = {a, b};
  const std::pair<F, char> functions[] = {
      {F::SetContains, 'c'}, {F::SetEquivalent, 'e'}, {F::SetIntersects, 'i'}};
  std::string relation;
  for (const auto& [function, mark] : functions) {
    Eval eval = TestEval();
    const Value result = CallFunction(eval, function, both);
    CHECK(result.kind == ValueKind::Bool);
    relation += result.is_true() ? mark : '.';
  }
  return relation;
}

TEST_CASE("lists as sets, by CEL's equality") {
  const Value nan = D(std::numeric_limits<double>::quiet_NaN());
  struct Row {
    Value a;
    Value b;
    std::string_view relation;
  };
  for (const Row& row : std::initializer_list<Row>{
           {L({}), L({}), "ce."},
           {L({I(1)}), L({}), "c.."},
           {L({}), L({I(1)}), "..."},
           {L({I(1)}), L({I(1)}), "cei"},
           {L({I(1), I(1)}), L({I(1)}), "cei"},
           {L({I(1)}), L({D(1), U(1)}), "cei"},
           {L({I(1), I(2), I(3)}), L({I(3), I(2)}), "c.i"},
           {L({I(3), I(2)}), L({I(1), I(2), I(3)}), "..i"},
           {L({I(1), I(2)}), L({I(2), I(1)}), "cei"},
           {L({I(1)}), L({I(2)}), "..."},
           {L({I(1)}), L({S("1")}), "..."},
           {L({S("a"), N()}), L({N()}), "c.i"},
           {L({L({I(1)})}), L({L({D(1)})}), "cei"},
           {L({M({{S("a"), I(1)}})}), L({M({{S("a"), U(1)}})}), "cei"},
           {L({nan}), L({nan}), "..."},
           {L({V("1.0.0+a")}), L({V("1.0.0")}), "cei"},
           {L({Ip("\x01\x02\x03\x04")}), L({Ip("\x01\x02\x03\x04"), I(1)}), "..i"}}) {
    INFO(Show(row.a) << " and " << Show(row.b));
    CHECK(Relation(row.a, row.b) == row.relation);
  }
  CheckCalls({
      {F::SetContains, {L({}), S("")}, "error no-overload"},
      {F::SetContains, {M({}), L({})}, "error no-overload"},
      {F::SetContains, {L({})}, "error no-overload"},
      {F::SetEquivalent, {L({}), L({}), L({})}, "error no-overload"},
      {F::SetIntersects, {}, "error no-overload"},
      {F::SetIntersects, {I(1), I(1)}, "error no-overload"},
  });
}

TEST_CASE("of `sets` every pair is charged") {
  const Value text = S(std::string(64, 'a'));
  const Value a = L({text, text});             // D 6
  const Value b = L({I(1), L({I(2)}), text});  // D 6
  CheckCosts({
      {F::SetContains, {a, b}, 6 * 3 + 6 * 2 + 5},
      {F::SetEquivalent, {a, b}, 6 * 3 + 6 * 2 + 5},
      {F::SetIntersects, {b, a}, 6 * 3 + 6 * 2 + 5},
      {F::SetContains, {a, L({})}, 2},
      {F::SetContains, {L({}), b}, 3},
      {F::SetContains, {L({}), L({})}, 0},
      {F::SetContains, {a, text}, 0},
  });
}

}  // namespace
}  // namespace remit
