// The static cost is a bound: no generated expression, on no generated action whose values are
// within the sizes, uses more fuel than was computed from its code.
#include "engine/program/cost.h"

#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "dsl/compile/compile.h"
#include "engine/model/action.h"
#include "engine/vm/vm.h"
#include "tests/properties/agreement.h"
#include "tests/properties/generate.h"

namespace remit::properties {
namespace {

std::vector<uint32_t> CostNumbers(int count) {
  return *rc::gen::resize(rc::kNominalSize,
                          rc::gen::container<std::vector<uint32_t>>(
                              static_cast<size_t>(count), rc::gen::inRange<uint32_t>(0, 1 << 16)));
}

// The largest of everything in a value.
void Measure(const Value& value, SizeLimits& sizes, uint64_t& values, uint64_t& bytes) {
  ++values;
  switch (value.kind) {
    case ValueKind::String:
    case ValueKind::Bytes:
      sizes.text_bytes = std::max<uint64_t>(sizes.text_bytes, value.size);
      bytes += value.size;
      return;
    case ValueKind::List:
      sizes.elements = std::max<uint64_t>(sizes.elements, value.size);
      for (const Value& item : value.list()) Measure(item, sizes, values, bytes);
      return;
    case ValueKind::Map:
      sizes.elements = std::max<uint64_t>(sizes.elements, value.size);
      for (const MapEntry& entry : value.map()) {
        Measure(entry.key, sizes, values, bytes);
        Measure(entry.value, sizes, values, bytes);
      }
      return;
    default:
      return;
  }
}

// The tightest sizes that the action is within.
SizeLimits SizesOf(const Action& action) {
  SizeLimits sizes = {.elements = 0, .text_bytes = 0, .values = 1, .total_bytes = 0, .hits = 1000};
  for (const Value& root : {action.subject, action.action, action.resource, action.context}) {
    uint64_t values = 0, bytes = 0;
    Measure(root, sizes, values, bytes);
    sizes.values = std::max(sizes.values, values);
    sizes.total_bytes = std::max(sizes.total_bytes, bytes);
  }
  return sizes;
}

struct Spent {
  bool compiled = false;
  std::string code;  // of a finding: what was to be bounded, and by what
  uint64_t bounds = 0;
};

Spent Compare(const std::string& expression, const std::string& json, bool optimise) {
  CompileOptions options;
  options.optimise = optimise;
  options.program_limits.cost = UINT64_MAX;
  Compilation made = CompileTexts(ExpressionPolicy(expression), options);
  Spent spent;
  if (!made.program) return spent;
  Arena arena;
  const auto action = ReadAction(arena, json);
  if (!action) return spent;  // one that no engine decides on
  made.program->sizes = SizesOf(*action);
  const ProgramCosts costs = BoundCosts(*made.program);
  Program wider = *made.program;
  wider.sizes.elements += 3;
  wider.sizes.text_bytes += 100;
  wider.sizes.values += 7;
  wider.sizes.total_bytes += 1000;
  const ProgramCosts more = BoundCosts(wider);
  const auto loaded = LoadedProgram::Load(*made.program);
  REQUIRE(loaded);
  spent.compiled = true;
  Vm vm(**loaded);
  const Value now = MakeTimestamp(1767614400, 0);
  for (uint32_t i = 0; i < costs.lets.size(); ++i) {
    vm.Begin();
    vm.SetSlots(*action, now);
    vm.BeginRule();
    const uint64_t before = vm.fuel_left();
    vm.ReadLet(i);
    const uint64_t used = before - vm.fuel_left();
    ++spent.bounds;
    if (used > costs.lets[i].units || costs.lets[i].units > more.lets[i].units) {
      spent.code += "let " + std::to_string(i) + " used " + std::to_string(used) + " of " +
                    UnitsText(costs.lets[i].units) + ", of larger facts " +
                    UnitsText(more.lets[i].units) + "\n";
    }
  }
  return spent;
}

}  // namespace

TEST_CASE("no expression uses more fuel than it was bounded to") {
  unsigned tried = 0, compiled = 0;
  REQUIRE(rc::check("spent <= bound, and larger facts have no smaller bound", [&] {
    Choices choices(CostNumbers(100));
    const auto wanted = static_cast<Wanted>(choices.Below(10));
    const std::string expression = choices.OneIn(2) ? MakeWhole(choices, Fitting::Dynamic, 4)
                                                    : MakeExpression(choices, wanted, 4);
    const std::string action = MakeActionJson(Choices(CostNumbers(90)), false);
    const bool optimise = *rc::gen::arbitrary<bool>();
    const Spent spent = Compare(expression, action, optimise);
    ++tried;
    if (!spent.compiled) return;
    ++compiled;
    if (!spent.code.empty()) RC_FAIL(expression + "\n" + action + "\n" + spent.code);
  }));
  CHECK(compiled * 2 >= tried);
}

}  // namespace remit::properties
