#include "engine/decide/slot_index.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <limits>
#include <memory>
#include <string>

#include "engine/vm/test_values.h"
#include "tests/support/program_builder.h"

namespace remit {
namespace {

using namespace test;
using enum Opcode;
using Ids = std::vector<uint32_t>;

// Conditions by number over slots 0 `context.a` and 1 `context.b`.
struct Asked {
  std::vector<std::vector<Guard>> conditions;
  std::unique_ptr<const LoadedProgram> loaded;
  SlotIndex index;
};

using Describe = std::function<std::vector<std::vector<Guard>>(ProgramBuilder&)>;

Asked Indexed(const Describe& describe) {
  Asked asked;
  Program program = ProgramBuilder::Build([&](ProgramBuilder& b) {
    b.Slot("context.a");
    b.Slot("context.b");
    asked.conditions = describe(b);
    b.AddPolicy("p", {"o"}).has_default = true;
  });
  auto loaded = LoadedProgram::Load(std::move(program));
  REQUIRE(loaded.has_value());
  asked.loaded = std::move(*loaded);
  std::vector<Guarded> guarded;
  for (uint32_t id = 0; id < asked.conditions.size(); ++id) {
    guarded.push_back({id, asked.conditions[id]});
  }
  asked.index = SlotIndex(guarded, *asked.loaded);
  return asked;
}

// What may hold where the slots hold these; twice the same id would show.
Ids Found(const Asked& asked, const Value& a, const Value& b = MakeNull()) {
  Vm vm(*asked.loaded);
  vm.Begin();
  if (!a.is_error()) vm.SetSlot(0, a);
  if (!b.is_error()) vm.SetSlot(1, b);
  Ids ids = {99};  // of another index: is kept
  asked.index.Select(vm, ids);
  REQUIRE(ids[0] == 99);
  ids.erase(ids.begin());
  std::ranges::sort(ids);
  return ids;
}

const Value kMissing = Err(EvalErrorCode::NoSuchField);

TEST_CASE("equality finds by text and number what may be equal") {
  const Asked asked = Indexed([](ProgramBuilder& b) -> std::vector<std::vector<Guard>> {
    return {{{SlotEqual, 0, b.String("a")}},
            {{SlotEqual, 0, b.String("")}},
            {{SlotEqual, 0, b.Int(7)}},
            {{SlotEqual, 0, b.Double(7.0)}},
            {{SlotEqual, 0, b.Double(-0.0)}},
            {{SlotIn, 0, b.Strings({"a", "b", "a"})}},
            {{SlotIn, 0, b.Strings({})}},
            {{SlotEqual, 0, b.Bool(true)}},  // no key: looked at always
            {}};
  });
  CHECK(Found(asked, S("a")) == Ids{0, 5, 7, 8});
  CHECK(Found(asked, S("b")) == Ids{5, 7, 8});
  CHECK(Found(asked, S("")) == Ids{1, 7, 8});
  CHECK(Found(asked, S("c")) == Ids{7, 8});
  CHECK(Found(asked, I(7)) == Ids{2, 3, 7, 8});
  CHECK(Found(asked, D(7.0)) == Ids{2, 3, 7, 8});
  CHECK(Found(asked, I(0)) == Ids{4, 7, 8});
  CHECK(Found(asked, D(7.5)) == Ids{7, 8});
  const Ids all = {0, 1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(asked.index.ids() == all);
  for (const Value& other : {U(7), B(true), N(), L({S("a")}), I((int64_t{1} << 53) + 1), kMissing,
                             D(std::numeric_limits<double>::quiet_NaN())}) {
    INFO(Show(other));
    CHECK(Found(asked, other) == all);
  }
  REQUIRE(asked.index.FoundBy(5) != nullptr);
  CHECK(*asked.index.FoundBy(5) == asked.conditions[5][0]);
  CHECK(asked.index.FoundBy(7) == nullptr);
  CHECK(asked.index.FoundBy(8) == nullptr);
}

TEST_CASE("prefixes find every text that begins with them") {
  const Asked asked = Indexed([](ProgramBuilder& b) -> std::vector<std::vector<Guard>> {
    return {{{SlotStartsWith, 0, b.String("")}},    {{SlotStartsWith, 0, b.String("a")}},
            {{SlotStartsWith, 0, b.String("ab")}},  {{SlotStartsWith, 0, b.String("abc")}},
            {{SlotStartsWith, 0, b.String("abd")}}, {{SlotStartsWith, 0, b.String("ab")}}};
  });
  CHECK(Found(asked, S("")) == Ids{0});
  CHECK(Found(asked, S("a")) == Ids{0, 1});
  CHECK(Found(asked, S("ab")) == Ids{0, 1, 2, 5});
  CHECK(Found(asked, S("abc")) == Ids{0, 1, 2, 3, 5});
  CHECK(Found(asked, S("abdabc")) == Ids{0, 1, 2, 4, 5});
  CHECK(Found(asked, S("babc")) == Ids{0});
  for (const Value& other : {I(1), N(), Y("abc"), kMissing}) {
    INFO(Show(other));
    CHECK(Found(asked, other) == Ids{0, 1, 2, 3, 4, 5});
  }
}

TEST_CASE("order finds what the number crosses, its own limit where that is included") {
  const Asked asked = Indexed([](ProgramBuilder& b) -> std::vector<std::vector<Guard>> {
    return {{{SlotGreater, 0, b.Int(5)}},      {{SlotGreaterEqual, 0, b.Int(5)}},
            {{SlotGreater, 0, b.Double(5.5)}}, {{SlotGreaterEqual, 0, b.Int(-3)}},
            {{SlotLess, 0, b.Int(5)}},         {{SlotLessEqual, 0, b.Int(5)}},
            {{SlotLess, 0, b.Double(5.5)}},    {{SlotLessEqual, 0, b.Int(-3)}}};
  });
  CHECK(Found(asked, I(5)) == Ids{1, 3, 5, 6});
  CHECK(Found(asked, D(5.25)) == Ids{0, 1, 3, 6});
  CHECK(Found(asked, D(5.5)) == Ids{0, 1, 3});
  CHECK(Found(asked, I(6)) == Ids{0, 1, 2, 3});
  CHECK(Found(asked, I(-3)) == Ids{3, 4, 5, 6, 7});
  CHECK(Found(asked, I(-4)) == Ids{4, 5, 6, 7});
  CHECK(Found(asked, D(std::numeric_limits<double>::infinity())) == Ids{0, 1, 2, 3});
  for (const Value& other :
       {U(5), S("5"), N(), D(std::numeric_limits<double>::quiet_NaN()), kMissing}) {
    INFO(Show(other));
    CHECK(Found(asked, other) == Ids{0, 1, 2, 3, 4, 5, 6, 7});
  }
}

TEST_CASE("a condition lies in the one table that rules out most") {
  const Asked asked = Indexed([](ProgramBuilder& b) -> std::vector<std::vector<Guard>> {
    const Guard order = {SlotGreater, 0, b.Int(5)}, prefix = {SlotStartsWith, 1, b.String("a")},
                equal = {SlotEqual, 1, b.String("ab")}, other = {SlotEqual, 0, b.Int(1)};
    return {{order, prefix, equal}, {order, prefix}, {order, equal}, {order},
            {other, equal},         {order}};
  });
  const auto by = [&](uint32_t id) {
    return asked.index.FoundBy(id) == nullptr ? Return : asked.index.FoundBy(id)->test;
  };
  CHECK(by(0) == SlotEqual);
  CHECK(by(1) == SlotStartsWith);
  CHECK(by(2) == SlotEqual);
  CHECK(by(3) == SlotGreater);
  // A table for one condition is only another test.
  CHECK(*asked.index.FoundBy(4) == asked.conditions[4][1]);
  CHECK(Found(asked, I(1), S("ab")) == Ids{0, 1, 2, 4});
  CHECK(Found(asked, I(9), S("ac")) == Ids{1, 3, 5});
}

}  // namespace
}  // namespace remit
