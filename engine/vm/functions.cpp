#include "engine/vm/functions.h"

#include <array>
#include <string>

#include "engine/vm/function_rows.h"

namespace remit {
namespace {

constexpr std::array<std::string_view, kFunctionCount> kNames = {
#define REMIT_FUNCTION(id, name, meaning) name,
#define REMIT_OVERLOAD(id, receiver, result, parameters)
#include "engine/program/functions.def"
#undef REMIT_FUNCTION
#undef REMIT_OVERLOAD
};

}  // namespace

std::string_view FunctionName(FunctionId function) { return kNames[static_cast<size_t>(function)]; }

Value NoOverload(Arena& arena, FunctionId function, Arguments arguments) {
  std::string kinds;
  for (const Value& argument : arguments) {
    if (!kinds.empty()) kinds += ", ";
    kinds += ValueKindName(argument.kind);
  }
  return Failure(arena, EvalErrorCode::NoOverload,
                 {"no overload of `", FunctionName(function), "` for (", kinds, ")"});
}

Value CallOptionalFunction(Eval& eval, FunctionId function, Arguments arguments) {
  if (function == FunctionId::OptionalNone && arguments.empty()) return MakeOptional(nullptr);
  if (arguments.size() != 1) return NoOverload(eval.arena, function, arguments);
  const Value& argument = arguments[0];
  if (function == FunctionId::OptionalOf) return MakeOptional(eval.arena.Make(argument));
  if (argument.kind != ValueKind::Optional || function == FunctionId::OptionalNone) {
    return NoOverload(eval.arena, function, arguments);
  }
  if (function == FunctionId::HasValue) return MakeBool(argument.items != nullptr);
  if (argument.items != nullptr) return *argument.items;
  return Failure(eval.arena, EvalErrorCode::InvalidArgument, {"the optional holds no value"});
}

Value CallFunction(Eval& eval, FunctionId function, std::span<const Value> arguments) {
  switch (function) {
    case FunctionId::Size:
    case FunctionId::Contains:
    case FunctionId::StartsWith:
    case FunctionId::EndsWith:
    case FunctionId::Matches:
    case FunctionId::Glob:
    case FunctionId::Entropy:
      return CallStringFunction(eval, function, arguments);
    case FunctionId::ToBool:
    case FunctionId::ToInt:
    case FunctionId::ToUint:
    case FunctionId::ToDouble:
    case FunctionId::ToString:
    case FunctionId::ToBytes:
    case FunctionId::ToTimestamp:
    case FunctionId::ToDuration:
    case FunctionId::TypeOf:
    case FunctionId::ToDyn:
      return CallConversion(eval, function, arguments);
    case FunctionId::GetFullYear:
    case FunctionId::GetMonth:
    case FunctionId::GetDate:
    case FunctionId::GetDayOfMonth:
    case FunctionId::GetDayOfYear:
    case FunctionId::GetDayOfWeek:
    case FunctionId::GetHours:
    case FunctionId::GetMinutes:
    case FunctionId::GetSeconds:
    case FunctionId::GetMilliseconds:
      return CallTimeFunction(eval, function, arguments);
    case FunctionId::OptionalOf:
    case FunctionId::OptionalNone:
    case FunctionId::HasValue:
    case FunctionId::OptionalValue:
      return CallOptionalFunction(eval, function, arguments);
  }
  return NoOverload(eval.arena, function, arguments);
}

}  // namespace remit
