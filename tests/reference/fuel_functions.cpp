#include "tests/reference/fuel_functions.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/program/function_table.h"

namespace remit::reference {
namespace {

using enum ValueKind;

bool IsText(const Value& value) { return value.kind == String || value.kind == Bytes; }

// Whether a parameter of a type as functions.def writes it takes values of the kind.
bool Takes(std::string_view type, ValueKind kind) {
  struct Row {
    std::string_view name;
    ValueKind kind;
  };
  constexpr Row kRows[] = {{"bool", Bool},
                           {"int", Int},
                           {"uint", Uint},
                           {"double", Double},
                           {"string", String},
                           {"bytes", Bytes},
                           {"list", List},
                           {"map", Map},
                           {"timestamp", Timestamp},
                           {"duration", Duration},
                           {"null_type", Null},
                           {"type", Type},
                           {"optional_type", Optional},
                           {"net.IP", Ip},
                           {"net.CIDR", Cidr},
                           {"semver", Semver}};
  const std::string_view name = type.substr(0, type.find('('));
  const auto* row = std::find_if(std::begin(kRows), std::end(kRows),
                                 [&](const Row& each) { return each.name == name; });
  return row == std::end(kRows) || row->kind == kind;  // dyn and type parameters take all
}

bool FitsSome(FunctionId function, std::span<const Value> args) {
  for (const OverloadRow& overload : OverloadsOf(function)) {
    std::vector<std::string_view> types = SplitParameters(overload.parameters);
    if (!overload.receiver.empty()) types.insert(types.begin(), overload.receiver);
    if (types.size() != args.size()) continue;
    bool fits = true;
    for (size_t i = 0; i < types.size(); ++i) fits = fits && Takes(types[i], args[i].kind);
    if (fits) return true;
  }
  return false;
}

// *D*: what the value holds; some number over `most` where that is over it.
uint64_t DeepSize(const Value& value, uint64_t most) {
  uint64_t size = 0;
  const auto add = [&](const Value& held) {
    if (size > most) return;
    const bool text = IsText(held) || held.kind == Semver;
    size += 1 + (text ? uint64_t{held.size} / 32 : 0) + DeepSize(held, most - size);
  };
  if (value.kind == List) {
    for (const Value& item : value.list()) add(item);
  } else if (value.kind == Map) {
    for (const MapEntry& entry : value.map()) {
      add(entry.key);
      add(entry.value);
    }
  } else if (value.kind == Optional && value.items != nullptr) {
    add(*value.items);
  }
  return size;
}

uint64_t BitsIn(uint64_t number) {
  uint64_t bits = 0;
  for (; number != 0; number /= 2) ++bits;
  return bits;
}

// What takes texts and lists and looks at all of them once.
bool IsGeneric(FunctionId function) {
  const auto within = [function](FunctionId first, FunctionId last) {
    return function >= first && function <= last;
  };
  return within(FunctionId::Unwrap, FunctionId::UnwrapOpt) ||
         within(FunctionId::CharAt, FunctionId::Format) ||
         within(FunctionId::Greatest, FunctionId::Least) ||
         within(FunctionId::Base64Encode, FunctionId::Base64Decode) ||
         within(FunctionId::ToIp, FunctionId::IsMask) ||
         within(FunctionId::Range, FunctionId::Slice) ||
         within(FunctionId::Url, FunctionId::Semver);
}

bool IsRegex(FunctionId function) {
  return function >= FunctionId::RegexReplace && function <= FunctionId::RegexExtractAll;
}

uint64_t GenericCost(std::span<const Value> args) {
  uint64_t bytes = 0, elements = 0;
  for (const Value& arg : args) {
    if (IsText(arg)) bytes += arg.size;
    if (arg.kind == List) elements += arg.size;
  }
  return bytes / 32 + elements;
}

uint64_t RegexCost(uint64_t text, uint64_t pattern, bool constant) {
  return constant ? text / 16 : 1000 + 1000 * pattern + text / 16;
}

}  // namespace

uint64_t GivenCost(FunctionId function, std::span<const Value> args, bool constant_regex,
                   uint64_t most) {
  if (!FitsSome(function, args)) return 0;
  const auto size = [args](size_t i) { return uint64_t{args[i].size}; };
  // What the argument holds, so many times.
  const auto holds = [&](size_t i, uint64_t times) {
    return times == 0 ? 0 : DeepSize(args[i], most) * times;
  };
  switch (function) {
    case FunctionId::Contains:
      return (size(0) + size(1)) / 32;
    case FunctionId::StartsWith:
    case FunctionId::EndsWith:
      return size(1) / 32;
    case FunctionId::Matches:
    case FunctionId::RegexExtract:
    case FunctionId::RegexExtractAll:
      return RegexCost(size(0), size(1), constant_regex);
    case FunctionId::RegexReplace:
      return RegexCost(size(0), size(1), constant_regex) + size(2) / 32;
    case FunctionId::Glob:
      return (size(0) + size(1)) / 32 + size(0) * size(1) / 256;
    case FunctionId::Size:
      return args[0].kind == String ? size(0) / 32 : 0;
    case FunctionId::Range:
      return args[0].integer < 0 ? 0 : static_cast<uint64_t>(args[0].integer);
    case FunctionId::Reverse:
      return GenericCost(args);
    case FunctionId::Flatten:
      return holds(0, 1);
    case FunctionId::Distinct:
      return holds(0, size(0));
    case FunctionId::Sort:
      return holds(0, BitsIn(size(0)));
    case FunctionId::SortByKeys:
      return holds(1, BitsIn(size(1)));
    case FunctionId::SetContains:
    case FunctionId::SetEquivalent:
    case FunctionId::SetIntersects:
      return holds(0, size(1)) + holds(1, size(0)) + size(0) + size(1);
    default:
      break;
  }
  if (IsGeneric(function)) return GenericCost(args);
  const bool conversion = function >= FunctionId::ToBool && function <= FunctionId::ToDuration;
  if (conversion || function == FunctionId::Entropy) return IsText(args[0]) ? size(0) / 32 : 0;
  return 0;
}

uint64_t ResultCost(FunctionId function, const Value& result) {
  const bool charged = (IsGeneric(function) && function != FunctionId::Range) ||
                       IsRegex(function) || function == FunctionId::Flatten;
  if (!charged) return 0;
  if (IsText(result)) return uint64_t{result.size} / 32;
  return result.kind == List ? result.size : 0;
}

}  // namespace remit::reference
