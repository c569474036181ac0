#include <catch2/catch.hpp>
#include <limits>

#include "engine/vm/deep_size.h"
#include "engine/vm/test_calls.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("ranges and parts of lists") {
  const Value list = L({I(1), S("b"), I(3)});
  CheckCalls({
      {F::Range, {I(0)}, "list []"},
      {F::Range, {I(3)}, "list [int 0, int 1, int 2]"},
      {F::Range, {I(-1)}, "error invalid-argument"},
      {F::Range, {U(3)}, "error no-overload"},
      {F::Range, {D(3)}, "error no-overload"},
      {F::Range, {}, "error no-overload"},
      {F::Range, {I(1), I(2)}, "error no-overload"},
      {F::Slice, {list, I(0), I(3)}, "list [int 1, string b, int 3]"},
      {F::Slice, {list, I(1), I(2)}, "list [string b]"},
      {F::Slice, {list, I(3), I(3)}, "list []"},
      {F::Slice, {list, I(0), I(0)}, "list []"},
      {F::Slice, {L({}), I(0), I(0)}, "list []"},
      {F::Slice, {list, I(-1), I(2)}, "error invalid-argument"},
      {F::Slice, {list, I(2), I(1)}, "error invalid-argument"},
      {F::Slice, {list, I(0), I(4)}, "error invalid-argument"},
      {F::Slice, {list, I(4), I(4)}, "error invalid-argument"},
      {F::Slice, {list, I(INT64_MIN), I(INT64_MAX)}, "error invalid-argument"},
      {F::Slice, {list, I(0)}, "error no-overload"},
      {F::Slice, {list, U(0), I(1)}, "error no-overload"},
      {F::Slice, {list, I(0), D(1)}, "error no-overload"},
      {F::Slice, {S("abc"), I(0), I(1)}, "error no-overload"},
      {F::Reverse, {list}, "list [int 3, string b, int 1]"},
      {F::Reverse, {L({})}, "list []"},
      {F::Reverse, {M({})}, "error no-overload"},
      {F::Reverse, {list, list}, "error no-overload"},
  });
}

TEST_CASE("lists in lists made flat") {
  const Value nested = L({I(1), L({I(2), L({I(3), L({I(4)})})}), L({}), S("a")});
  CheckCalls({
      {F::Flatten, {nested}, "list [int 1, int 2, list [int 3, list [int 4]], string a]"},
      {F::Flatten, {nested, I(1)}, "list [int 1, int 2, list [int 3, list [int 4]], string a]"},
      {F::Flatten, {nested, I(0)}, Show(nested)},
      {F::Flatten, {nested, I(2)}, "list [int 1, int 2, int 3, list [int 4], string a]"},
      {F::Flatten, {nested, I(INT64_MAX)}, "list [int 1, int 2, int 3, int 4, string a]"},
      {F::Flatten, {L({})}, "list []"},
      {F::Flatten, {L({M({{S("a"), L({})}})})}, "list [map {string a: list []}]"},
      {F::Flatten, {nested, I(-1)}, "error invalid-argument"},
      {F::Flatten, {nested, U(1)}, "error no-overload"},
      {F::Flatten, {nested, I(1), I(1)}, "error no-overload"},
      {F::Flatten, {S("a")}, "error no-overload"},
      {F::Flatten, {}, "error no-overload"},
  });
}

TEST_CASE("each element once, as CEL has equality") {
  CheckCalls({
      {F::Distinct, {L({})}, "list []"},
      {F::Distinct, {L({I(1), U(1), D(1), I(2), I(1)})}, "list [int 1, int 2]"},
      {F::Distinct, {L({S("b"), S("a"), S("b")})}, "list [string b, string a]"},
      {F::Distinct, {L({L({I(1)}), L({D(1)}), L({I(2)})})}, "list [list [int 1], list [int 2]]"},
      {F::Distinct, {L({N(), N(), B(false), I(0)})}, "list [null_type null, bool false, int 0]"},
      {F::Distinct, {L({D(kNan), D(kNan)})}, "list [double NaN, double NaN]"},
      {F::Distinct,
       {L({V("1.0.0+a"), V("1.0.0"), V("1.0.1")})},
       "list [semver 1.0.0+a, semver 1.0.1]"},
      {F::Distinct, {S("aa")}, "error no-overload"},
      {F::Distinct, {L({}), L({})}, "error no-overload"},
  });
}

TEST_CASE("lists sorted") {
  CheckCalls({
      {F::Sort, {L({})}, "list []"},
      {F::Sort, {L({I(3), I(-1), I(2)})}, "list [int -1, int 2, int 3]"},
      {F::Sort,
       {L({U(3), U(UINT64_MAX), U(2)})},
       "list [uint 2, uint 3, uint 18446744073709551615]"},
      {F::Sort,
       {L({D(.5), D(-1), D(0.0), D(-0.0)})},
       "list [double -1, double 0, double -0, double 0.5]"},
      {F::Sort, {L({B(true), B(false)})}, "list [bool false, bool true]"},
      {F::Sort,
       {L({S("b"), S("\xc3\xa4"), S("B"), S("")})},
       "list [string , string B, string b, string \xc3\xa4]"},
      {F::Sort, {L({Y("b"), Y("a")})}, "list [bytes a, bytes b]"},
      {F::Sort,
       {L({Dur(2'000'000'000), Dur(1'000'000'000)})},
       "list [google.protobuf.Duration 1s, google.protobuf.Duration 2s]"},
      {F::Sort,
       {L({T(1, 5), T(1, 4)})},
       "list [google.protobuf.Timestamp 1970-01-01T00:00:01.000000004Z, "
       "google.protobuf.Timestamp 1970-01-01T00:00:01.000000005Z]"},
      {F::Sort,
       {L({V("1.10.0"), V("1.9.0"), V("1.9.0-rc")})},
       "list [semver 1.9.0-rc, semver 1.9.0, semver 1.10.0]"},
      {F::Sort, {L({I(1), U(2)})}, "error no-overload"},
      {F::Sort, {L({I(1), D(2)})}, "error no-overload"},
      {F::Sort, {L({S("a"), Y("a")})}, "error no-overload"},
      {F::Sort, {L({N()})}, "error no-overload"},
      {F::Sort, {L({L({})})}, "error no-overload"},
      {F::Sort, {L({M({})})}, "error no-overload"},
      {F::Sort, {L({Type(ValueKind::Int)})}, "error no-overload"},
      {F::Sort, {L({None()})}, "error no-overload"},
      {F::Sort, {L({Ip("\x01\x02\x03\x04")})}, "error no-overload"},
      {F::Sort, {L({D(kNan)})}, "error not-finite"},
      {F::Sort, {L({D(1), D(kNan)})}, "error not-finite"},
      {F::Sort, {L({D(kNan), I(1)})}, "error no-overload"},
      {F::Sort, {S("ba")}, "error no-overload"},
      {F::Sort, {}, "error no-overload"},
      {F::SortByKeys,
       {L({S("x"), N(), I(7)}), L({I(3), I(1), I(2)})},
       "list [null_type null, int 7, string x]"},
      // Equal keys keep their order.
      {F::SortByKeys,
       {L({S("d"), S("c"), S("b"), S("a")}), L({I(1), I(0), I(1), I(0)})},
       "list [string c, string a, string d, string b]"},
      {F::SortByKeys, {L({}), L({})}, "list []"},
      {F::SortByKeys, {L({I(1)}), L({})}, "error invalid-argument"},
      {F::SortByKeys, {L({I(1), I(2)}), L({I(1), S("a")})}, "error no-overload"},
      {F::SortByKeys, {L({I(1), I(2)}), L({D(kNan), D(1)})}, "error not-finite"},
      {F::SortByKeys, {L({I(1)}), L({N()})}, "error no-overload"},
      {F::SortByKeys, {L({I(1)}), I(1)}, "error no-overload"},
      {F::SortByKeys, {L({I(1)})}, "error no-overload"},
  });
}

TEST_CASE("a deep size counts what a value holds") {
  const Value text = S(std::string(70, 'a'));
  CHECK(DeepSize(I(1), 100) == 0);
  CHECK(DeepSize(text, 100) == 0);
  CHECK(DeepSize(L({}), 100) == 0);
  CHECK(DeepSize(L({I(1), N()}), 100) == 2);
  CHECK(DeepSize(L({text, Y("a"), V("1.2.3")}), 100) == 5);
  CHECK(DeepSize(M({{S("a"), L({I(1)})}, {text, None()}}), 100) == 7);
  CHECK(DeepSize(L({Some(I(1)), L({L({})})}), 100) == 4);
  CHECK(DeepSize(Some(text), 100) == 3);
  // A value of 2^60 elements, made of lists that share what they hold.
  Value doubled = I(1);
  for (int i = 0; i < 60; ++i) doubled = L({doubled, doubled});
  CHECK(DeepSize(doubled, 1000) == 1001);
  CHECK(DeepSizeTimes(doubled, 0, ~uint64_t{0}) == 0);
  CHECK(DeepSizeTimes(L({I(1), I(2)}), 3, 100) == 6);
  CHECK(SaturatingMultiply(uint64_t{1} << 40, uint64_t{1} << 40) == ~uint64_t{0});
  CHECK(SaturatingAdd(~uint64_t{0}, 1) == ~uint64_t{0});
}

TEST_CASE("of `lists` elements are charged, or all that they hold") {
  const Value text = S(std::string(64, 'a'));
  const Value list = L({I(1), text, I(3)});
  CheckCosts({
      {F::Range, {I(5)}, 5},
      {F::Range, {I(-1)}, 0},
      {F::Slice, {list, I(0), I(2)}, 5},
      {F::Slice, {list, I(2), I(0)}, 3},
      {F::Slice, {list, U(0), I(0)}, 0},
      {F::Reverse, {list}, 6},
      {F::Flatten, {list}, 8},
      {F::Flatten, {L({list, list})}, 18},
      {F::Flatten, {L({list, list}), I(0)}, 14},
      {F::Flatten, {list, I(-1)}, 5},
      {F::Distinct, {list}, 15},
      {F::Distinct, {L({})}, 0},
      {F::Sort, {L({})}, 0},
      {F::Sort, {L({I(1)})}, 1},
      {F::Sort, {L({I(1), I(2)})}, 4},
      {F::Sort, {L({I(1), I(2), I(3)})}, 6},
      {F::Sort, {L({I(1), I(2), I(3), I(4)})}, 12},
      {F::Sort, {list}, 10},
      {F::SortByKeys, {L({list, list}), L({I(1), I(2)})}, 4},
      {F::SortByKeys, {L({list}), L({I(1), I(2)})}, 4},
      {F::Sort, {text}, 0},
  });
}

TEST_CASE("what is too large ends at once, before memory is taken") {
  Value doubled = L({I(1), I(1)});
  for (int i = 0; i < 60; ++i) doubled = L({doubled, doubled});
  const std::vector<std::pair<FunctionId, std::vector<Value>>> calls = {
      {F::Range, {I(1'099'511'627'776)}},
      {F::Range, {I(INT64_MAX)}},
      {F::Flatten, {doubled, I(INT64_MAX)}},
      {F::Distinct, {doubled}},
      {F::Sort, {doubled}},
      {F::SortByKeys, {L({I(1), I(2)}), doubled}},
      {F::SetContains, {doubled, doubled}},
      {F::SetContains, {L({}), L({doubled, doubled})}},
      {F::SetEquivalent, {L({I(1)}), doubled}}};
  for (const auto& [function, arguments] : calls) {
    INFO(FunctionName(function));
    Arena arena;
    Fuel fuel{.left = 10'000'000};
    Eval eval{arena, fuel};
    const Value result = CallFunction(eval, function, arguments);
    if (function == F::SetContains && arguments[0].size == 0) {
      // Nothing is compared with nothing: only the counts cost.
      CHECK(Show(result) == "bool false");
      CHECK(fuel.left == 10'000'000 - 2);
      continue;
    }
    CHECK(Show(result) == "error out-of-fuel");
    CHECK(fuel.out);
    CHECK(arena.used() == 0);
  }
}

}  // namespace
}  // namespace remit
