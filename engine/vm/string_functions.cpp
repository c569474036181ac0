// Functions of texts and paths. What walks a text charges for its bytes before it does.
#include <algorithm>

#include "engine/vm/code_points.h"
#include "engine/vm/entropy.h"
#include "engine/vm/find_text.h"
#include "engine/vm/function_rows.h"
#include "engine/vm/functions.h"
#include "engine/vm/glob.h"

namespace remit {
namespace {

constexpr uint64_t kGlobStepsPerUnit = 256;

Value Size(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case ValueKind::String: {
      if (!eval.fuel.Charge(ByteFuel(value.size))) return OutOfFuelError();
      return MakeInt(static_cast<int64_t>(CountCodePoints(value.string())));
    }
    case ValueKind::Bytes:
    case ValueKind::List:
    case ValueKind::Map:
      return MakeInt(value.size);
    default:
      return NoOverload(eval.arena, FunctionId::Size, arguments);
  }
}

Value DynamicMatches(Eval& eval, std::string_view text, std::string_view pattern) {
  if (!eval.fuel.Charge(DynamicRegexFuel(text, pattern))) return OutOfFuelError();
  const Result<CompiledRegex> regex = CompiledRegex::Compile(pattern);
  if (!regex) {
    return Failure(eval.arena, EvalErrorCode::InvalidArgument, {regex.error().message});
  }
  return MakeBool(regex->Matches(text));
}

Value Glob(Eval& eval, std::string_view path, std::string_view pattern) {
  const uint64_t steps = uint64_t{path.size()} * pattern.size();
  if (!eval.fuel.Charge(ByteFuel(path.size() + pattern.size()) + steps / kGlobStepsPerUnit)) {
    return OutOfFuelError();
  }
  if (const Result<void> good = CheckGlob(pattern); !good) {
    return Failure(eval.arena, EvalErrorCode::InvalidArgument, {good.error().message});
  }
  const Result<std::string_view> cleaned = CleanPath(eval.arena, path);
  if (!cleaned) {
    return Failure(eval.arena, EvalErrorCode::InvalidArgument, {cleaned.error().message});
  }
  return MakeBool(GlobMatches(*cleaned, pattern));
}

Value OfTwoStrings(Eval& eval, FunctionId function, std::string_view text, std::string_view other) {
  // What an affix costs is its own size; `contains` may have to read all of both.
  const uint64_t touched =
      function == FunctionId::Contains ? text.size() + other.size() : other.size();
  if (!eval.fuel.Charge(ByteFuel(touched))) return OutOfFuelError();
  if (function == FunctionId::StartsWith) return MakeBool(text.starts_with(other));
  if (function == FunctionId::EndsWith) return MakeBool(text.ends_with(other));
  return MakeBool(FindText(text, other) != std::string_view::npos);
}

}  // namespace

Value CallStringFunction(Eval& eval, FunctionId function, Arguments arguments) {
  if (function == FunctionId::Size && arguments.size() == 1) return Size(eval, arguments);
  const bool strings = std::ranges::all_of(
      arguments, [](const Value& value) { return value.kind == ValueKind::String; });
  if (function == FunctionId::Entropy && strings && arguments.size() == 1) {
    if (!eval.fuel.Charge(ByteFuel(arguments[0].size))) return OutOfFuelError();
    return MakeDouble(Entropy(arguments[0].string()));
  }
  if (!strings || arguments.size() != 2 || function == FunctionId::Size ||
      function == FunctionId::Entropy) {
    return NoOverload(eval.arena, function, arguments);
  }
  const std::string_view text = arguments[0].string();
  const std::string_view other = arguments[1].string();
  if (function == FunctionId::Matches) return DynamicMatches(eval, text, other);
  if (function == FunctionId::Glob) return Glob(eval, text, other);
  return OfTwoStrings(eval, function, text, other);
}

Value MatchesRegex(Eval& eval, RegexSearch& regexes, uint32_t regex, const Value& text) {
  if (text.kind != ValueKind::String) return NoOverload(eval.arena, "matches", text);
  if (!eval.fuel.Charge(RegexFuel(text.string()))) return OutOfFuelError();
  return MakeBool(regexes.Matches(regex, text.string()));
}

}  // namespace remit
