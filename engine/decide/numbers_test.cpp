#include "engine/decide/numbers.h"

#include <catch2/catch.hpp>
#include <limits>

#include "engine/program/words.h"

namespace remit {
namespace {

TEST_CASE("ints and doubles stand in one order") {
  const double infinity = std::numeric_limits<double>::infinity();
  struct Row {
    Value less;
    Value more;
  };
  const Row rows[] = {
      {MakeInt(2), MakeInt(3)},           {MakeInt(2), MakeDouble(2.5)},
      {MakeDouble(2.5), MakeInt(3)},      {MakeInt(-3), MakeDouble(-2.5)},
      {MakeDouble(-2.5), MakeInt(-2)},    {MakeDouble(0.1), MakeDouble(0.2)},
      {MakeInt(3), MakeDouble(infinity)}, {MakeDouble(-infinity), MakeInt(-3)},
  };
  for (const Row& row : rows) {
    Arena arena;
    INFO(NumberText(arena, row.less) << " and " << NumberText(arena, row.more));
    CHECK(Crosses(Bound::Below, row.less, row.more, Value()));
    CHECK(Crosses(Bound::Above, row.more, row.less, Value()));
    CHECK_FALSE(Crosses(Bound::AtLeast, row.less, row.more, Value()));
    CHECK_FALSE(Crosses(Bound::AtMost, row.more, row.less, Value()));
  }
  CHECK(Crosses(Bound::AtLeast, MakeInt(2), MakeDouble(2.0), Value()));
  CHECK_FALSE(Crosses(Bound::Above, MakeDouble(-0.0), MakeInt(0), Value()));
}

TEST_CASE("each bound is crossed on its own side only") {
  struct Row {
    Bound bound;
    const char* words;
    bool at_9, at_10, at_15, at_20, at_21;  // limits 10 and 20
  };
  const Row rows[] = {
      {Bound::Above, "above", false, false, true, true, true},
      {Bound::Below, "below", true, false, false, false, false},
      {Bound::AtLeast, "at least", false, true, true, true, true},
      {Bound::AtMost, "at most", true, true, false, false, false},
      {Bound::Outside, "outside", true, false, false, false, true},
  };
  for (const Row& row : rows) {
    INFO(row.words);
    CHECK(BoundWord(row.bound) == row.words);
    const auto crosses = [&](int64_t measure) {
      return Crosses(row.bound, MakeInt(measure), MakeInt(10), MakeInt(20));
    };
    CHECK(crosses(9) == row.at_9);
    CHECK(crosses(10) == row.at_10);
    CHECK(crosses(15) == row.at_15);
    CHECK(crosses(20) == row.at_20);
    CHECK(crosses(21) == row.at_21);
  }
}

TEST_CASE("numbers as text") {
  Arena arena;
  CHECK(NumberText(arena, MakeInt(-12)) == "-12");
  CHECK(NumberText(arena, MakeDouble(0.25)) == "0.25");
  CHECK(NumberText(arena, MakeDouble(12.0)) == "12");
  CHECK(NumberText(arena, MakeDouble(-std::numeric_limits<double>::infinity())) == "-Infinity");
}

}  // namespace
}  // namespace remit
