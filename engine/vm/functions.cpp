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
    case FunctionId::OptionalOfNonZero:
    case FunctionId::First:
    case FunctionId::Last:
    case FunctionId::Unwrap:
    case FunctionId::UnwrapOpt:
      return CallOptionalFunction(eval, function, arguments);
    case FunctionId::CharAt:
    case FunctionId::IndexOf:
    case FunctionId::LastIndexOf:
    case FunctionId::Join:
    case FunctionId::LowerAscii:
    case FunctionId::UpperAscii:
    case FunctionId::Replace:
    case FunctionId::Split:
    case FunctionId::Substring:
    case FunctionId::Trim:
    case FunctionId::Quote:
    case FunctionId::Format:
      return CallTextFunction(eval, function, arguments);
    case FunctionId::Reverse:
      if (!arguments.empty() && arguments[0].kind == ValueKind::List) {
        return CallListFunction(eval, function, arguments);
      }
      return CallTextFunction(eval, function, arguments);
    case FunctionId::Greatest:
    case FunctionId::Least:
    case FunctionId::Ceil:
    case FunctionId::Floor:
    case FunctionId::Round:
    case FunctionId::Trunc:
    case FunctionId::Abs:
    case FunctionId::Sign:
    case FunctionId::IsNaN:
    case FunctionId::IsInf:
    case FunctionId::IsFinite:
    case FunctionId::Sqrt:
    case FunctionId::BitAnd:
    case FunctionId::BitOr:
    case FunctionId::BitXor:
    case FunctionId::BitNot:
    case FunctionId::BitShiftLeft:
    case FunctionId::BitShiftRight:
      return CallMathFunction(eval, function, arguments);
    case FunctionId::Base64Encode:
    case FunctionId::Base64Decode:
      return CallEncoderFunction(eval, function, arguments);
    case FunctionId::ToIp:
    case FunctionId::IsIp:
    case FunctionId::IsCanonical:
    case FunctionId::Family:
    case FunctionId::IsUnspecified:
    case FunctionId::IsLoopback:
    case FunctionId::IsGlobalUnicast:
    case FunctionId::IsLinkLocalUnicast:
    case FunctionId::IsLinkLocalMulticast:
    case FunctionId::ToCidr:
    case FunctionId::IsCidr:
    case FunctionId::ContainsIp:
    case FunctionId::ContainsCidr:
    case FunctionId::Masked:
    case FunctionId::PrefixLength:
    case FunctionId::IsMask:
      return CallNetworkFunction(eval, function, arguments);
    case FunctionId::Range:
    case FunctionId::Slice:
    case FunctionId::Flatten:
    case FunctionId::Distinct:
    case FunctionId::Sort:
    case FunctionId::SortByKeys:
      return CallListFunction(eval, function, arguments);
    case FunctionId::SetContains:
    case FunctionId::SetEquivalent:
    case FunctionId::SetIntersects:
      return CallSetFunction(eval, function, arguments);
    case FunctionId::RegexReplace:
    case FunctionId::RegexExtract:
    case FunctionId::RegexExtractAll:
      return CallRegexFunction(eval, function, arguments);
    case FunctionId::Url:
      return CallUrl(eval, arguments);
    case FunctionId::Semver:
      return CallSemver(eval, arguments);
  }
  return NoOverload(eval.arena, function, arguments);
}

}  // namespace remit
