#include "tests/reference/lists.h"

#include <algorithm>
#include <vector>

#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

using enum ValueKind;
using Items = std::vector<Value>;

Value NoOverload(Arena& arena) { return Wrong(arena, EvalErrorCode::NoOverload); }
Value Bad(Arena& arena) { return Wrong(arena, EvalErrorCode::InvalidArgument); }

Value Stored(Arena& arena, const Items& items) {
  const std::span<Value> stored = arena.MakeArray<Value>(items.size());
  std::copy(items.begin(), items.end(), stored.begin());
  return MakeList(stored);
}

bool Holds(const Value& list, const Value& element) {
  for (const Value& item : list.list()) {
    if (Equals(item, element)) return true;
  }
  return false;
}

Value RangeTo(Arena& arena, const Value& end) {
  if (end.kind != Int) return NoOverload(arena);
  if (end.integer < 0) return Bad(arena);
  Items items;
  for (int64_t i = 0; i < end.integer; ++i) items.push_back(MakeInt(i));
  return Stored(arena, items);
}

Value SliceOf(Arena& arena, const Value& list, const Value& begin, const Value& end) {
  if (list.kind != List || begin.kind != Int || end.kind != Int) return NoOverload(arena);
  if (begin.integer < 0 || begin.integer > end.integer || end.integer > int64_t{list.size}) {
    return Bad(arena);
  }
  return Stored(arena, Items(list.items + begin.integer, list.items + end.integer));
}

void FlattenInto(Items& flat, const Value& list, int64_t depth) {
  for (const Value& item : list.list()) {
    if (item.kind == List && depth > 0) {
      FlattenInto(flat, item, depth - 1);
    } else {
      flat.push_back(item);
    }
  }
}

Value Flattened(Arena& arena, const Value& list, const Value& depth) {
  if (list.kind != List || depth.kind != Int) return NoOverload(arena);
  if (depth.integer < 0) return Bad(arena);
  Items flat;
  FlattenInto(flat, list, depth.integer);
  return Stored(arena, flat);
}

Value DistinctOf(Arena& arena, const Value& list) {
  Items kept;
  for (const Value& item : list.list()) {
    if (!Holds(MakeList(kept), item)) kept.push_back(item);
  }
  return Stored(arena, kept);
}

// Each item behind the last that is not after it by key.
Value Sorted(Arena& arena, const Value& list, const Value& keys) {
  if (list.kind != List || keys.kind != List) return NoOverload(arena);
  if (list.size != keys.size) return Bad(arena);
  for (const Value& key : keys.list()) {
    if (key.kind != keys.items[0].kind) return NoOverload(arena);
  }
  for (const Value& key : keys.list()) {  // what is not even comparable with itself
    const Value self = Operate(arena, ast::Op::Less, key, key);
    if (self.is_error()) return self;
  }
  Items order, sorted;
  for (size_t i = 0; i < list.size; ++i) {
    size_t place = order.size();
    while (place > 0 && Operate(arena, ast::Op::Less, keys.items[i], order[place - 1]).is_true()) {
      --place;
    }
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(place), keys.items[i]);
    sorted.insert(sorted.begin() + static_cast<std::ptrdiff_t>(place), list.items[i]);
  }
  return Stored(arena, sorted);
}

bool IsSubset(const Value& of, const Value& elements) {
  for (const Value& element : elements.list()) {
    if (!Holds(of, element)) return false;
  }
  return true;
}

bool IsZero(const Value& value) {
  switch (value.kind) {
    case Null:
      return true;
    case Bool:
      return !value.boolean;
    case Int:
    case Uint:
    case Double:
      return Equals(value, MakeInt(0));
    case String:
    case Bytes:
    case List:
    case Map:
      return value.size == 0;
    default:
      return false;
  }
}

Value Unwrapped(Arena& arena, const Value& list) {
  Items values;
  for (const Value& item : list.list()) {
    if (item.kind != Optional) return NoOverload(arena);
    if (item.items != nullptr) values.push_back(*item.items);
  }
  return Stored(arena, values);
}

}  // namespace

Value CallList(Arena& arena, FunctionId function, std::span<const Value> args) {
  switch (function) {
    case FunctionId::Range:
      return args.size() == 1 ? RangeTo(arena, args[0]) : NoOverload(arena);
    case FunctionId::Slice:
      return args.size() == 3 ? SliceOf(arena, args[0], args[1], args[2]) : NoOverload(arena);
    case FunctionId::SortByKeys:
      return args.size() == 2 ? Sorted(arena, args[0], args[1]) : NoOverload(arena);
    case FunctionId::Flatten:
      if (args.size() == 2) return Flattened(arena, args[0], args[1]);
      return args.size() == 1 ? Flattened(arena, args[0], MakeInt(1)) : NoOverload(arena);
    default:
      break;
  }
  if (args.size() != 1 || args[0].kind != List) return NoOverload(arena);
  if (function == FunctionId::Distinct) return DistinctOf(arena, args[0]);
  if (function == FunctionId::Sort) return Sorted(arena, args[0], args[0]);
  return Stored(arena, Items(args[0].list().rbegin(), args[0].list().rend()));  // Reverse
}

Value CallSet(Arena& arena, FunctionId function, std::span<const Value> args) {
  if (args.size() != 2 || args[0].kind != List || args[1].kind != List) return NoOverload(arena);
  switch (function) {
    case FunctionId::SetContains:
      return MakeBool(IsSubset(args[0], args[1]));
    case FunctionId::SetEquivalent:
      return MakeBool(IsSubset(args[0], args[1]) && IsSubset(args[1], args[0]));
    default:
      for (const Value& element : args[0].list()) {
        if (Holds(args[1], element)) return MakeBool(true);
      }
      return MakeBool(false);
  }
}

Value CallOptional(Arena& arena, FunctionId function, std::span<const Value> args) {
  if (function == FunctionId::OptionalNone) {
    return args.empty() ? MakeOptional(nullptr) : NoOverload(arena);
  }
  if (args.size() != 1) return NoOverload(arena);
  const Value& value = args[0];
  const auto some = [&](const Value& inner) { return MakeOptional(arena.Make(inner)); };
  switch (function) {
    case FunctionId::OptionalOf:
      return some(value);
    case FunctionId::OptionalOfNonZero:
      return IsZero(value) ? MakeOptional(nullptr) : some(value);
    case FunctionId::HasValue:
      if (value.kind != Optional) return NoOverload(arena);
      return MakeBool(value.items != nullptr);
    case FunctionId::OptionalValue:
      if (value.kind != Optional) return NoOverload(arena);
      return value.items != nullptr ? *value.items : Bad(arena);
    default:
      break;
  }
  if (value.kind != List) return NoOverload(arena);
  if (function == FunctionId::Unwrap || function == FunctionId::UnwrapOpt) {
    return Unwrapped(arena, value);
  }
  if (value.size == 0) return MakeOptional(nullptr);
  return some(function == FunctionId::First ? value.items[0] : value.items[value.size - 1]);
}

}  // namespace remit::reference
