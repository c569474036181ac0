#include "engine/decide/unit_rows.h"

#include <catch2/catch.hpp>
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

// Units 10, 11 … with these guards over slots 0 `context.a` and 1 `context.b`, in a row that
// something stands before.
struct Row {
  std::unique_ptr<const LoadedProgram> loaded;
  RowWriter rows;
  uint32_t place = 0;
  bool added = false;

  GroupView group() const { return GroupView(rows.bytes.data() + place * kRowAlignment); }
};

template <typename Describe>
Row RowOf(Describe describe) {
  Row row;
  std::vector<std::vector<Guard>> units;
  Program program = ProgramBuilder::Build([&](ProgramBuilder& b) {
    b.Slot("context.a");
    b.Slot("context.b");
    units = describe(b);
    b.AddPolicy("p", {"o"}).has_default = true;
  });
  auto loaded = LoadedProgram::Load(std::move(program));
  REQUIRE(loaded.has_value());
  row.loaded = std::move(*loaded);
  std::vector<Guarded> guarded;
  for (uint32_t i = 0; i < units.size(); ++i) guarded.push_back({10 + i, units[i]});
  row.rows.AddName("deploy.eu", 7);
  row.place = row.rows.place();
  row.added = row.rows.AddFew(guarded, row.loaded->constants());
  return row;
}

Ids Selected(const Row& row, const Value& a, const Value& b = MakeNull()) {
  Vm vm(*row.loaded);
  vm.Begin();
  if (!a.is_error()) vm.SetSlot(0, a);
  if (!b.is_error()) vm.SetSlot(1, b);
  Ids ids = {99};
  SelectFew(row.group(), vm, row.loaded->constants(), ids);
  REQUIRE(ids[0] == 99);
  ids.erase(ids.begin());
  return ids;
}

TEST_CASE("a row holds a name, then its group, and both are read back") {
  const Row row = RowOf([](ProgramBuilder& b) {
    return std::vector<std::vector<Guard>>{{{SlotEqual, 0, b.String("x")}}, {}};
  });
  REQUIRE(row.added);
  const char* const name = row.rows.bytes.data();
  CHECK(NameAt(name) == "deploy.eu");
  CHECK(reinterpret_cast<const NameHead*>(name)->policies == 7);
  CHECK(GroupAfterName(name) == reinterpret_cast<const char*>(row.group().head));
  const std::span<const uint32_t> units = row.group().units();
  CHECK(Ids(units.begin(), units.end()) == Ids{10, 11});
  CHECK(!row.group().has_tables());
  CHECK(row.rows.bytes.size() % kRowAlignment == 0);
}

TEST_CASE("units of a row are selected by keys and by the guards that have none") {
  const Row row = RowOf([](ProgramBuilder& b) {
    const ConstId x = b.String("x"), five = b.Int(5), in = b.Strings({"x", "y"});
    return std::vector<std::vector<Guard>>{
        {{SlotEqual, 0, x}},                                              // 10
        {{SlotIn, 0, in}},                                                // 11
        {{SlotNotEqual, 0, x}, {SlotLess, 1, five}},                      // 12
        {},                                                               // 13
        {{SlotStartsWith, 0, x}, {SlotNotEqual, 0, b.String("xx")}},      // 14
        {{SlotGreaterEqual, 1, five}, {SlotIn, 0, in}, {SlotIn, 0, in}},  // 15
    };
  });
  REQUIRE(row.added);
  CHECK(Selected(row, MakeString("x"), MakeInt(4)) == Ids{10, 11, 13, 14});
  CHECK(Selected(row, MakeString("x"), MakeInt(5)) == Ids{10, 11, 13, 14, 15});
  CHECK(Selected(row, MakeString("y"), MakeInt(5)) == Ids{11, 13, 15});
  CHECK(Selected(row, MakeString("z"), MakeInt(4)) == Ids{12, 13});
  CHECK(Selected(row, MakeString("z"), MakeInt(6)) == Ids{13});
  CHECK(Selected(row, MakeString("xx"), MakeInt(6)) == Ids{13});
  // What is missing or of another kind rules out only what equality does.
  CHECK(Selected(row, Err(EvalErrorCode::NoSuchField), Err(EvalErrorCode::NoSuchField)) ==
        Ids{10, 11, 12, 13, 14, 15});
  CHECK(Selected(row, MakeInt(1), MakeInt(4)) == Ids{12, 13, 14});
}

TEST_CASE("a slot's numbers lie between points, its texts are points") {
  const double infinity = std::numeric_limits<double>::infinity();
  const double tiny = std::numeric_limits<double>::denorm_min();
  const Row row = RowOf([&](ProgramBuilder& b) {
    const ConstId zero = b.Int(0), five = b.Int(5), x = b.String("x");
    const ConstId endless = b.Double(infinity), numbers = b.Doubles({5.0, 7.5});
    return std::vector<std::vector<Guard>>{
        {{SlotGreaterEqual, 0, five}},                  // 10
        {{SlotGreater, 0, zero}, {SlotLess, 0, five}},  // 11
        {{SlotNotEqual, 0, five}},                      // 12
        {{SlotIn, 0, numbers}},                         // 13
        {{SlotEqual, 0, x}},                            // 14
        {{SlotGreaterEqual, 0, endless}},               // 15
        {{SlotLess, 0, zero}},                          // 16
        {{SlotGreater, 0, endless}},                    // 17
        {{Slot, 0}},                                    // 18
        {{Not, 0}},                                     // 19, the tenth: masks of four bytes
    };
  });
  REQUIRE(row.added);
  CHECK(Selected(row, MakeInt(5)) == Ids{10, 13, 18, 19});
  CHECK(Selected(row, MakeDouble(7.5)) == Ids{10, 12, 13, 18, 19});
  CHECK(Selected(row, MakeDouble(tiny)) == Ids{11, 12, 18, 19});
  CHECK(Selected(row, MakeDouble(-0.0)) == Ids{12, 18, 19});
  CHECK(Selected(row, MakeDouble(-tiny)) == Ids{12, 16, 18, 19});
  CHECK(Selected(row, MakeDouble(-infinity)) == Ids{12, 16, 18, 19});
  CHECK(Selected(row, MakeDouble(infinity)) == Ids{10, 12, 15, 18, 19});
  // What is another kind errs, but for equality; so does what is no bool.
  CHECK(Selected(row, MakeString("x")) == Ids{10, 11, 12, 14, 15, 16, 17, 18, 19});
  CHECK(Selected(row, MakeString("y")) == Ids{10, 11, 12, 15, 16, 17, 18, 19});
  CHECK(Selected(row, MakeBool(true)) == Ids{10, 11, 12, 15, 16, 17, 18});
  CHECK(Selected(row, MakeBool(false)) == Ids{10, 11, 12, 15, 16, 17, 19});
  // Neither NaN nor what no double holds exactly is ruled out here.
  const Ids all = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
  CHECK(Selected(row, MakeDouble(std::numeric_limits<double>::quiet_NaN())) == all);
  CHECK(Selected(row, MakeInt(INT64_MAX)) == all);
}

TEST_CASE("a long list is compared one by one") {
  const Row row = RowOf([](ProgramBuilder& b) {
    std::vector<std::string> texts;
    for (int i = 0; i < 40; ++i) texts.push_back("text " + std::to_string(i));
    return std::vector<std::vector<Guard>>{{{SlotIn, 0, b.Strings(texts)}}};
  });
  REQUIRE(row.added);
  CHECK(row.group().head->steps == 0);
  CHECK(Selected(row, MakeString("text 39")) == Ids{10});
  CHECK(Selected(row, MakeString("text 40")) == Ids{});
}

TEST_CASE("as many units as a row takes are all selected") {
  const auto units = [](size_t count) {
    return RowOf([&](ProgramBuilder& b) {
      const ConstId x = b.String("x"), y = b.String("y");
      std::vector<std::vector<Guard>> guards(count, {{SlotEqual, 0, x}, {SlotNotEqual, 1, y}});
      return guards;
    });
  };
  const Row most = units(GroupHead::kMostUnits);
  REQUIRE(most.added);
  Ids all;
  for (uint32_t i = 0; i < GroupHead::kMostUnits; ++i) all.push_back(10 + i);
  CHECK(Selected(most, MakeString("x"), MakeString("x")) == all);
  CHECK(Selected(most, MakeString("x"), MakeString("y")) == Ids{});
  CHECK(Selected(most, MakeString("y"), MakeString("x")) == Ids{});

  const Row more = units(GroupHead::kMostUnits + 1);
  CHECK(!more.added);
  CHECK(more.rows.bytes.size() == more.place * kRowAlignment);
}

TEST_CASE("more guards than a row counts are refused by it") {
  const auto guards = [](size_t count) {
    return RowOf([&](ProgramBuilder& b) {
      return std::vector<std::vector<Guard>>{
          std::vector<Guard>(count, Guard{SlotNotEqual, 0, b.String("x")})};
    });
  };
  CHECK(guards(UINT8_MAX).added);
  CHECK(Selected(guards(UINT8_MAX), MakeString("x")) == Ids{});
  CHECK(Selected(guards(UINT8_MAX), MakeString("y")) == Ids{10});
  CHECK(!guards(UINT8_MAX + 1).added);
}

TEST_CASE("a group with tables says which") {
  RowWriter rows;
  rows.AddTables(5);
  const GroupView group(rows.bytes.data());
  CHECK(group.has_tables());
  CHECK(group.head->more == 5);
  CHECK(rows.place() == 1);
}

}  // namespace
}  // namespace remit
