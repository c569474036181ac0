#include "tests/reference/functions.h"

#include <re2/re2.h>

#include <cmath>
#include <map>
#include <vector>

#include "engine/base/limits.h"
#include "tests/reference/conversions.h"
#include "tests/reference/encoders.h"
#include "tests/reference/glob.h"
#include "tests/reference/lists.h"
#include "tests/reference/math.h"
#include "tests/reference/network.h"
#include "tests/reference/operators.h"
#include "tests/reference/regex_functions.h"
#include "tests/reference/semver.h"
#include "tests/reference/text_functions.h"
#include "tests/reference/times.h"
#include "tests/reference/url.h"

namespace remit::reference {
namespace {

using enum ValueKind;

Value NoOverload(Arena& arena) { return Wrong(arena, EvalErrorCode::NoOverload); }

Value SizeOf(Arena& arena, std::span<const Value> args) {
  if (args.size() != 1) return NoOverload(arena);
  switch (args[0].kind) {
    case String: {
      int64_t points = 0;  // every byte that does not continue a code point begins one
      for (char c : args[0].string()) points += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
      return MakeInt(points);
    }
    case Bytes:
    case List:
    case Map:
      return MakeInt(args[0].size);
    default:
      return NoOverload(arena);
  }
}

Value MatchesRegex(Arena& arena, std::string_view text, std::string_view pattern) {
  if (pattern.size() > FunctionLimits().pattern_bytes) {
    return Wrong(arena, EvalErrorCode::InvalidArgument);
  }
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  const RE2 regex(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (!regex.ok()) return Wrong(arena, EvalErrorCode::InvalidArgument);
  return MakeBool(RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), regex));
}

// The functions of two strings.
Value OfTexts(Arena& arena, FunctionId function, std::span<const Value> args) {
  if (args.size() != 2 || args[0].kind != String || args[1].kind != String) {
    return NoOverload(arena);
  }
  const std::string_view text = args[0].string(), other = args[1].string();
  switch (function) {
    case FunctionId::Contains:
      return MakeBool(text.find(other) != std::string_view::npos);
    case FunctionId::StartsWith:
      return MakeBool(text.starts_with(other));
    case FunctionId::EndsWith:
      return MakeBool(text.ends_with(other));
    case FunctionId::Matches:
      return MatchesRegex(arena, text, other);
    default: {
      const std::optional<bool> matches = Glob(text, other);
      return matches ? MakeBool(*matches) : Wrong(arena, EvalErrorCode::InvalidArgument);
    }
  }
}

Value OfDuration(Arena& arena, FunctionId function, int64_t nanoseconds) {
  switch (function) {
    case FunctionId::GetHours:
      return MakeInt(nanoseconds / 3'600'000'000'000);
    case FunctionId::GetMinutes:
      return MakeInt(nanoseconds / 60'000'000'000);
    case FunctionId::GetSeconds:
      return MakeInt(nanoseconds / 1'000'000'000);
    case FunctionId::GetMilliseconds:
      return MakeInt(nanoseconds / 1'000'000 % 1000);
    default:
      return NoOverload(arena);
  }
}

Value OfTime(Arena& arena, FunctionId function, std::span<const Value> args) {
  if (args.empty() || args.size() > 2) return NoOverload(arena);
  if (args[0].kind == Duration && args.size() == 1) {
    return OfDuration(arena, function, args[0].integer);
  }
  if (args[0].kind != Timestamp) return NoOverload(arena);
  int64_t offset = 0;
  if (args.size() == 2) {
    if (args[1].kind != String) return NoOverload(arena);
    const std::optional<int64_t> zone = OffsetOf(args[1].string(), args[0].integer);
    if (!zone) return Wrong(arena, EvalErrorCode::InvalidArgument);
    offset = *zone;
  }
  const Calendar calendar = CalendarOf(args[0].integer + offset);
  switch (function) {
    case FunctionId::GetFullYear:
      return MakeInt(calendar.year);
    case FunctionId::GetMonth:
      return MakeInt(calendar.month);
    case FunctionId::GetDate:
      return MakeInt(calendar.day + 1);
    case FunctionId::GetDayOfMonth:
      return MakeInt(calendar.day);
    case FunctionId::GetDayOfYear:
      return MakeInt(calendar.day_of_year);
    case FunctionId::GetDayOfWeek:
      return MakeInt(calendar.day_of_week);
    case FunctionId::GetHours:
      return MakeInt(calendar.hour);
    case FunctionId::GetMinutes:
      return MakeInt(calendar.minute);
    case FunctionId::GetSeconds:
      return MakeInt(calendar.second);
    default:
      return MakeInt(args[0].size / 1'000'000);
  }
}

}  // namespace

double EntropyOf(std::string_view text) {
  std::map<char, double> counts;
  for (char c : text) ++counts[c];
  double bits = 0.0;
  for (const auto& [c, count] : counts) {
    const double share = count / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return std::round(bits * 1000.0) / 1000.0 + 0.0;
}

Value CallFunction(Arena& arena, FunctionId function, std::span<const Value> args, uint64_t most) {
  switch (function) {
    case FunctionId::Size:
      return SizeOf(arena, args);
    case FunctionId::Contains:
    case FunctionId::StartsWith:
    case FunctionId::EndsWith:
    case FunctionId::Matches:
    case FunctionId::Glob:
      return OfTexts(arena, function, args);
    case FunctionId::Reverse:
      if (args.size() == 1 && args[0].kind == List) return CallList(arena, function, args);
      break;
    default:
      break;
  }
  if (function >= FunctionId::GetFullYear && function <= FunctionId::GetMilliseconds) {
    return OfTime(arena, function, args);
  }
  if (function >= FunctionId::OptionalOf && function <= FunctionId::UnwrapOpt) {
    return CallOptional(arena, function, args);
  }
  if (function >= FunctionId::Greatest && function <= FunctionId::BitShiftRight) {
    return CallMath(arena, function, args);
  }
  if (function >= FunctionId::ToIp && function <= FunctionId::IsMask) {
    return CallNetwork(arena, function, args);
  }
  if (function >= FunctionId::Range && function <= FunctionId::SortByKeys) {
    return CallList(arena, function, args);
  }
  if (function >= FunctionId::SetContains && function <= FunctionId::SetIntersects) {
    return CallSet(arena, function, args);
  }
  if (function >= FunctionId::CharAt && function <= FunctionId::Format) {
    return CallTextFunction(arena, function, args, most);
  }
  if (function == FunctionId::Base64Encode || function == FunctionId::Base64Decode) {
    return CallEncoder(arena, function, args);
  }
  if (function >= FunctionId::RegexReplace && function <= FunctionId::RegexExtractAll) {
    return CallRegexFunction(arena, function, args, most);
  }
  if (function == FunctionId::Semver) return CallSemver(arena, args);
  if (function == FunctionId::Url) return CallUrl(arena, args);
  if (args.size() != 1) return NoOverload(arena);
  switch (function) {
    case FunctionId::TypeOf:
      return MakeType(args[0].kind);
    case FunctionId::ToDyn:
      return args[0];
    case FunctionId::Entropy:
      return args[0].kind == String ? MakeDouble(EntropyOf(args[0].string())) : NoOverload(arena);
    default:
      return Convert(arena, function, args[0]);
  }
}

}  // namespace remit::reference
