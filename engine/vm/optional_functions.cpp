// Functions of optionals, and of lists that give or hold them.
#include <algorithm>

#include "engine/vm/function_rows.h"

namespace remit {
namespace {

// Null, false, the number 0 and what is empty; nothing of another kind is a zero.
bool IsZero(const Value& value) {
  switch (value.kind) {
    case ValueKind::Null:
      return true;
    case ValueKind::Bool:
      return !value.boolean;
    case ValueKind::Int:
      return value.integer == 0;
    case ValueKind::Uint:
      return value.unsigned_integer == 0;
    case ValueKind::Double:
      return value.real == 0.0;
    case ValueKind::String:
    case ValueKind::Bytes:
    case ValueKind::List:
    case ValueKind::Map:
      return value.size == 0;
    case ValueKind::Timestamp:
    case ValueKind::Duration:
    case ValueKind::Optional:
    case ValueKind::Type:
    case ValueKind::Ip:
    case ValueKind::Cidr:
    case ValueKind::Semver:
    case ValueKind::Error:
      return false;
  }
  return false;
}

Value EndOf(Eval& eval, FunctionId function, Arguments arguments) {
  const Value& list = arguments[0];
  if (list.kind != ValueKind::List) return NoOverload(eval.arena, function, arguments);
  if (list.size == 0) return MakeOptional(nullptr);
  return MakeOptional(&list.items[function == FunctionId::First ? 0 : list.size - 1]);
}

Value Unwrap(Eval& eval, FunctionId function, Arguments arguments) {
  const Value& list = arguments[0];
  if (list.kind != ValueKind::List) return NoOverload(eval.arena, function, arguments);
  if (!eval.fuel.Charge(list.size)) return OutOfFuelError();
  size_t count = 0;
  for (const Value& item : list.list()) {
    if (item.kind != ValueKind::Optional) return NoOverload(eval.arena, function, {&item, 1});
    if (item.items != nullptr) ++count;
  }
  if (!eval.fuel.Charge(count)) return OutOfFuelError();
  const std::span<Value> items = eval.arena.MakeArray<Value>(count);
  size_t next = 0;
  for (const Value& item : list.list()) {
    if (item.items != nullptr) items[next++] = *item.items;
  }
  return MakeList(items);
}

}  // namespace

Value CallOptionalFunction(Eval& eval, FunctionId function, Arguments arguments) {
  if (function == FunctionId::OptionalNone && arguments.empty()) return MakeOptional(nullptr);
  if (arguments.size() != 1) return NoOverload(eval.arena, function, arguments);
  const Value& argument = arguments[0];
  switch (function) {
    case FunctionId::OptionalOf:
      return MakeOptional(eval.arena.Make(argument));
    case FunctionId::OptionalOfNonZero:
      return MakeOptional(IsZero(argument) ? nullptr : eval.arena.Make(argument));
    case FunctionId::First:
    case FunctionId::Last:
      return EndOf(eval, function, arguments);
    case FunctionId::Unwrap:
    case FunctionId::UnwrapOpt:
      return Unwrap(eval, function, arguments);
    default:
      break;
  }
  if (argument.kind != ValueKind::Optional || function == FunctionId::OptionalNone) {
    return NoOverload(eval.arena, function, arguments);
  }
  if (function == FunctionId::HasValue) return MakeBool(argument.items != nullptr);
  if (argument.items != nullptr) return *argument.items;
  return Failure(eval.arena, EvalErrorCode::InvalidArgument, {"the optional holds no value"});
}

}  // namespace remit
