// The functions of CEL's `sets` extension: lists as sets of what is equal by CEL's `==`.
#include <algorithm>
#include <limits>

#include "engine/vm/deep_size.h"
#include "engine/vm/function_rows.h"
#include "engine/vm/operators.h"

namespace remit {
namespace {

bool Holds(Fuel& fuel, const Value& list, const Value& wanted) {
  return std::ranges::any_of(list.list(),
                             [&](const Value& item) { return Equals(fuel, item, wanted); });
}

bool HoldsAll(Fuel& fuel, const Value& list, const Value& wanted) {
  return std::ranges::all_of(wanted.list(),
                             [&](const Value& item) { return Holds(fuel, list, item); });
}

bool ChargePairs(Fuel& fuel, const Value& a, const Value& b) {
  uint64_t units = DeepSizeTimes(a, b.size, fuel.left);
  units = SaturatingAdd(units, DeepSizeTimes(b, a.size, fuel.left));
  return fuel.Charge(SaturatingAdd(units, uint64_t{a.size} + b.size));
}

}  // namespace

Value CallSetFunction(Eval& eval, FunctionId function, Arguments arguments) {
  if (arguments.size() != 2 || arguments[0].kind != ValueKind::List ||
      arguments[1].kind != ValueKind::List) {
    return NoOverload(eval.arena, function, arguments);
  }
  const Value& a = arguments[0];
  const Value& b = arguments[1];
  if (!ChargePairs(eval.fuel, a, b)) return OutOfFuelError();
  Fuel charged{.left = std::numeric_limits<uint64_t>::max(), .out = false};
  switch (function) {
    case FunctionId::SetContains:
      return MakeBool(HoldsAll(charged, a, b));
    case FunctionId::SetEquivalent:
      return MakeBool(HoldsAll(charged, a, b) && HoldsAll(charged, b, a));
    case FunctionId::SetIntersects:
      return MakeBool(std::ranges::any_of(
          b.list(), [&](const Value& item) { return Holds(charged, a, item); }));
    default:
      return NoOverload(eval.arena, function, arguments);
  }
}

}  // namespace remit
