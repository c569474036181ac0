// The functions of CEL's `lists` extension. What compares elements with elements is charged by all
// that they hold, before anything else; the others by how many are given and come back.
#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <vector>

#include "engine/vm/deep_size.h"
#include "engine/vm/function_rows.h"
#include "engine/vm/functions.h"
#include "engine/vm/operators.h"

namespace remit {
namespace {

// For comparisons that are charged as a whole.
Fuel Charged() { return {.left = std::numeric_limits<uint64_t>::max(), .out = false}; }

Value BadNumber(Eval& eval, FunctionId function, std::string_view what) {
  return Failure(eval.arena, EvalErrorCode::InvalidArgument,
                 {"`", FunctionName(function), "` ", what});
}

Value Range(Eval& eval, Arguments arguments) {
  if (arguments.size() != 1 || arguments[0].kind != ValueKind::Int) {
    return NoOverload(eval.arena, FunctionId::Range, arguments);
  }
  const int64_t size = arguments[0].integer;
  if (size < 0) return BadNumber(eval, FunctionId::Range, "of less than 0");
  if (!eval.fuel.Charge(static_cast<uint64_t>(size))) return OutOfFuelError();
  const std::span<Value> items = eval.arena.MakeArray<Value>(static_cast<size_t>(size));
  for (size_t i = 0; i < items.size(); ++i) items[i] = MakeInt(static_cast<int64_t>(i));
  return MakeList(items);
}

Value Slice(Eval& eval, Arguments arguments) {
  if (arguments.size() != 3 || arguments[0].kind != ValueKind::List ||
      arguments[1].kind != ValueKind::Int || arguments[2].kind != ValueKind::Int) {
    return NoOverload(eval.arena, FunctionId::Slice, arguments);
  }
  const Value& list = arguments[0];
  if (!eval.fuel.Charge(list.size)) return OutOfFuelError();
  const int64_t first = arguments[1].integer;
  const int64_t end = arguments[2].integer;
  if (first < 0 || end < first || end > int64_t{list.size}) {
    return BadNumber(eval, FunctionId::Slice, "out of the list");
  }
  const auto size = static_cast<size_t>(end - first);
  if (!eval.fuel.Charge(size)) return OutOfFuelError();
  return MakeList(list.list().subspan(static_cast<size_t>(first), size));
}

// Calls `add` with each element, and in place of a list, down to `depth`, with its elements.
template <typename Add>
void Walk(const Value& list, int64_t depth, Add add) {
  for (const Value& item : list.list()) {
    if (item.kind == ValueKind::List && depth > 0) {
      Walk(item, depth - 1, add);
    } else {
      add(item);
    }
  }
}

Value Flatten(Eval& eval, Arguments arguments) {
  const bool one = arguments.size() == 1;
  if ((!one && arguments.size() != 2) || arguments[0].kind != ValueKind::List ||
      (!one && arguments[1].kind != ValueKind::Int)) {
    return NoOverload(eval.arena, FunctionId::Flatten, arguments);
  }
  const Value& list = arguments[0];
  if (!eval.fuel.Charge(DeepSize(list, eval.fuel.left))) return OutOfFuelError();
  const int64_t depth = one ? 1 : arguments[1].integer;
  if (depth < 0) return BadNumber(eval, FunctionId::Flatten, "to less than 0 levels");
  size_t count = 0;
  Walk(list, depth, [&count](const Value&) { ++count; });
  if (!eval.fuel.Charge(count)) return OutOfFuelError();
  const std::span<Value> items = eval.arena.MakeArray<Value>(count);
  size_t next = 0;
  Walk(list, depth, [&](const Value& item) { items[next++] = item; });
  return MakeList(items);
}

Value Reverse(Eval& eval, Arguments arguments) {
  if (arguments.size() != 1 || arguments[0].kind != ValueKind::List) {
    return NoOverload(eval.arena, FunctionId::Reverse, arguments);
  }
  const Value& list = arguments[0];
  // What is given, then what comes back.
  if (!eval.fuel.Charge(list.size) || !eval.fuel.Charge(list.size)) return OutOfFuelError();
  const std::span<Value> items = eval.arena.MakeArray<Value>(list.size);
  std::ranges::reverse_copy(list.list(), items.begin());
  return MakeList(items);
}

Value Distinct(Eval& eval, Arguments arguments) {
  if (arguments.size() != 1 || arguments[0].kind != ValueKind::List) {
    return NoOverload(eval.arena, FunctionId::Distinct, arguments);
  }
  const Value& list = arguments[0];
  if (!eval.fuel.Charge(DeepSizeTimes(list, list.size, eval.fuel.left))) return OutOfFuelError();
  const std::span<Value> items = eval.arena.MakeArray<Value>(list.size);
  size_t count = 0;
  Fuel charged = Charged();
  for (const Value& item : list.list()) {
    const bool seen = std::ranges::any_of(
        items.first(count), [&](const Value& kept) { return Equals(charged, kept, item); });
    if (!seen) items[count++] = item;
  }
  return MakeList(items.first(count));
}

bool IsNaN(const Value& value) {
  return value.kind == ValueKind::Double && value.real != value.real;
}

// Why `keys` have no order; nullopt if they have one.
std::optional<Value> Unordered(Eval& eval, FunctionId function, const Value& keys) {
  Fuel charged = Charged();
  for (const Value& key : keys.list()) {
    const Value& first = keys.items[0];
    if (key.kind != first.kind || !Order(charged, key, key)) {
      const Value both[] = {first, key};
      return NoOverload(eval.arena, function, both);
    }
  }
  if (std::ranges::any_of(keys.list(), IsNaN)) {
    return Failure(eval.arena, EvalErrorCode::NotFinite,
                   {"NaN has no place in the order of `", FunctionName(function), "`"});
  }
  return std::nullopt;
}

// `list` in the order of its keys, equal ones in the order in which they stand.
Value SortBy(Eval& eval, FunctionId function, const Value& list, const Value& keys) {
  const auto rounds = static_cast<uint64_t>(std::bit_width(keys.size));
  if (!eval.fuel.Charge(DeepSizeTimes(keys, rounds, eval.fuel.left))) return OutOfFuelError();
  if (list.size != keys.size) return BadNumber(eval, function, "of a list with another's keys");
  if (const std::optional<Value> error = Unordered(eval, function, keys)) return *error;
  std::vector<uint32_t> order(keys.size);
  for (uint32_t i = 0; i < keys.size; ++i) order[i] = i;
  Fuel charged = Charged();
  std::ranges::sort(order, [&](uint32_t a, uint32_t b) {
    const std::partial_ordering order_of = *Order(charged, keys.items[a], keys.items[b]);
    return order_of == 0 ? a < b : order_of < 0;
  });
  const std::span<Value> items = eval.arena.MakeArray<Value>(list.size);
  for (size_t i = 0; i < items.size(); ++i) items[i] = list.items[order[i]];
  return MakeList(items);
}

Value Sort(Eval& eval, Arguments arguments) {
  if (arguments.size() != 1 || arguments[0].kind != ValueKind::List) {
    return NoOverload(eval.arena, FunctionId::Sort, arguments);
  }
  return SortBy(eval, FunctionId::Sort, arguments[0], arguments[0]);
}

Value SortByKeys(Eval& eval, Arguments arguments) {
  if (arguments.size() != 2 || arguments[0].kind != ValueKind::List ||
      arguments[1].kind != ValueKind::List) {
    return NoOverload(eval.arena, FunctionId::SortByKeys, arguments);
  }
  return SortBy(eval, FunctionId::SortByKeys, arguments[0], arguments[1]);
}

}  // namespace

Value CallListFunction(Eval& eval, FunctionId function, Arguments arguments) {
  switch (function) {
    case FunctionId::Range:
      return Range(eval, arguments);
    case FunctionId::Slice:
      return Slice(eval, arguments);
    case FunctionId::Flatten:
      return Flatten(eval, arguments);
    case FunctionId::Reverse:
      return Reverse(eval, arguments);
    case FunctionId::Distinct:
      return Distinct(eval, arguments);
    case FunctionId::Sort:
      return Sort(eval, arguments);
    case FunctionId::SortByKeys:
      return SortByKeys(eval, arguments);
    default:
      return NoOverload(eval.arena, function, arguments);
  }
}

}  // namespace remit
