#include "engine/decide/fact_key.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "engine/vm/test_values.h"

namespace remit {

namespace {

using namespace test;
using enum Opcode;

constexpr uint64_t kLast = UINT64_MAX;

TEST_CASE("numbers keep their order as bits, and come back from them") {
  const double infinity = std::numeric_limits<double>::infinity();
  const double tiny = std::numeric_limits<double>::denorm_min();
  const double ascending[] = {-infinity,          -1e300, -1.5,    -tiny, 0.0, tiny, 1.0,
                              9007199254740993.0, 1e300,  infinity};
  for (size_t i = 0; i < std::size(ascending); ++i) {
    INFO(ascending[i]);
    CHECK(NumberOfOrder(OrderBits(ascending[i])) == ascending[i]);
    if (i > 0) CHECK(OrderBits(ascending[i - 1]) < OrderBits(ascending[i]));
  }
  CHECK(OrderBits(-0.0) == OrderBits(0.0));
  // What stands between -tiny and 0 is a zero too, and what lies beyond infinity is no number.
  CHECK(NumberOfOrder(OrderBits(-tiny) + 1) == 0.0);
  CHECK(std::isnan(NumberOfOrder(OrderBits(infinity) + 1)));
  CHECK(std::isnan(NumberOfOrder(kLast)));
}

struct Open {
  KeyClass of = KeyClass::None;
  bool others = true;
  std::vector<KeyRange> ranges;
  bool operator==(const Open&) const = default;
};

TEST_CASE("the keys that a guard leaves open") {
  const Value constants[] = {I(7),  S("prod"), L({I(9), D(7.0), I(9)}), L({S("a"), I(1)}),
                             L({}), B(true),   L({S("prod")}),          N(),
                             U(7)};
  const uint64_t seven = OrderBits(7.0), nine = OrderBits(9.0), prod = HashText("prod");
  struct Row {
    const char* guard;
    Guard of;
    std::optional<Open> open;
  };
  using enum KeyClass;
  const Row rows[] = {
      {"a", {Slot, 0}, Open{Bool, true, {{1, kLast}}}},
      {"!a", {Not, 0}, Open{Bool, true, {{0, 0}}}},
      {"a == 7", {SlotEqual, 0, 0}, Open{Number, false, {{seven, seven}}}},
      {"a == true", {SlotEqual, 0, 5}, Open{Bool, false, {{1, 1}}}},
      {"a == prod", {SlotEqual, 0, 1}, Open{Text, false, {{prod, prod}}}},
      {"a == null", {SlotEqual, 0, 7}, std::nullopt},
      {"a == 7u: no key is an unsigned one's", {SlotEqual, 0, 8}, std::nullopt},
      {"a != 7", {SlotNotEqual, 0, 0}, Open{Number, true, {{0, seven - 1}, {seven + 1, kLast}}}},
      {"a != prod: another text may have its hash", {SlotNotEqual, 0, 1}, std::nullopt},
      {"a in [9, 7.0, 9]", {SlotIn, 0, 2}, Open{Number, false, {{seven, seven}, {nine, nine}}}},
      {"a in [prod]", {SlotIn, 0, 6}, Open{Text, false, {{prod, prod}}}},
      {"a in [\"a\", 1]", {SlotIn, 0, 3}, std::nullopt},
      {"a in []", {SlotIn, 0, 4}, std::nullopt},
      {"a < 7", {SlotLess, 0, 0}, Open{Number, true, {{0, seven - 1}}}},
      {"a <= 7", {SlotLessEqual, 0, 0}, Open{Number, true, {{0, seven}}}},
      {"a > 7", {SlotGreater, 0, 0}, Open{Number, true, {{seven + 1, kLast}}}},
      {"a >= 7", {SlotGreaterEqual, 0, 0}, Open{Number, true, {{seven, kLast}}}},
      {"a > prod", {SlotGreater, 0, 1}, std::nullopt},
      {"a.startsWith(prod)", {SlotStartsWith, 0, 1}, std::nullopt},
      {"a.matches(regex 99)", {SlotMatches, 0, 99}, std::nullopt},
  };
  std::vector<KeyRange> ranges = {{3, 4}};  // of another guard: are kept
  for (const Row& row : rows) {
    INFO(row.guard);
    const size_t before = ranges.size();
    const auto keys = AddOpenKeys(row.of, constants, ranges);
    std::optional<Open> open;
    if (keys) {
      const auto added = keys->In(ranges);
      open = Open{keys->of, keys->others, {added.begin(), added.end()}};
    }
    CHECK(open == row.open);
    CHECK(ranges.size() == before + (open ? open->ranges.size() : 0));
    CHECK(ranges[0] == KeyRange{3, 4});
  }
}

}  // namespace
}  // namespace remit
