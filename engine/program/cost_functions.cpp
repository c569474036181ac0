#include "engine/program/cost_functions.h"

#include <algorithm>
#include <bit>

#include "engine/base/limits.h"

namespace remit {
namespace {

using Arguments = std::span<const SizeBound>;

// The longest text of a number or time: a double's digits before and after the point.
constexpr uint64_t kNumberText = 400;
constexpr uint64_t kUnitBytes = 32;
constexpr uint64_t kRegexUnitBytes = 16;
constexpr uint64_t kCompileRegex = 1000;

SizeBound At(Arguments arguments, size_t i) {
  return i < arguments.size() ? arguments[i] : NoNumber();
}

SizeBound AnyScalar() { return {}; }

// "Bytes of all texts given / 32, elements of all lists given."
uint64_t Given(Arguments arguments) {
  uint64_t bytes = 0, elements = 0;
  for (const SizeBound& argument : arguments) {
    bytes = Sum(bytes, argument.bytes);
    elements = Sum(elements, argument.elements);
  }
  return Sum(bytes / kUnitBytes, elements);
}

uint64_t GivenBack(const SizeBound& result) {
  return Sum(result.bytes / kUnitBytes, result.elements);
}

BoundedCall Generic(Arguments arguments, const SizeBound& result) {
  return {Sum(Given(arguments), GivenBack(result)), result};
}

BoundedCall Free(const SizeBound& result) { return {0, result}; }

BoundedCall PerByte(uint64_t bytes, const SizeBound& result) {
  return {bytes / kUnitBytes, result};
}

// What a count given as argument `i` allows of `all`: below 0 is all of them.
uint64_t AtMost(Arguments arguments, size_t i, uint64_t all) {
  if (i >= arguments.size()) return all;
  const NumberBound& numbers = arguments[i].numbers;
  if (numbers.least < 0 || numbers.most < 0) return all;
  return std::min(all, static_cast<uint64_t>(numbers.most));
}

SizeBound Replaced(Arguments arguments) {
  const uint64_t bytes = At(arguments, 0).bytes;
  const uint64_t places = AtMost(arguments, 3, Sum(bytes, 1));  // an empty text stands everywhere
  return TextOf(Sum(bytes, Product(places, At(arguments, 2).bytes)));
}

SizeBound Parts(uint64_t bytes, uint64_t parts) {
  SizeBound list = ListOf(parts, TextOf(bytes));
  list.text = std::min(list.text, bytes);  // they are disjoint
  return list;
}

SizeBound Joined(Arguments arguments) {
  const SizeBound& list = arguments[0];
  return TextOf(Sum(list.text, Product(list.elements, At(arguments, 1).bytes)));
}

// Every value in it written out; what is said of each besides, as in `{"key": …}`.
SizeBound Formatted(Arguments arguments) {
  constexpr uint64_t kEach = kNumberText + FunctionLimits().format_precision;
  const SizeBound values = At(arguments, 1);
  uint64_t bytes = Product(At(arguments, 0).bytes, 1);
  bytes = Sum(bytes, Product(values.text, 4));
  return TextOf(Sum(bytes, Product(values.values, kEach)));
}

BoundedCall Range(Arguments arguments, uint64_t fuel) {
  const int64_t most = At(arguments, 0).numbers.most;
  const uint64_t elements = most < 0 ? 0 : std::min(static_cast<uint64_t>(most), fuel);
  return {elements, ListOf(elements, NumberUpTo(elements))};
}

SizeBound Sliced(Arguments arguments) {
  SizeBound list = At(arguments, 0);
  list.elements = AtMost(arguments, 2, list.elements);
  list.part_of = kNone;
  return list;
}

BoundedCall Flatten(Arguments arguments) {
  SizeBound flat = At(arguments, 0);
  const uint64_t held = Held(flat);
  flat.elements = flat.values - 1;
  return {Sum(held, flat.elements), flat};
}

BoundedCall Sorted(const SizeBound& list, const SizeBound& keys) {
  return {Product(Held(keys), static_cast<uint64_t>(std::bit_width(keys.elements))), list};
}

BoundedCall Sets(Arguments arguments) {
  const SizeBound a = At(arguments, 0);
  const SizeBound b = At(arguments, 1);
  const uint64_t pairs = Sum(Product(Held(a), b.elements), Product(Held(b), a.elements));
  return {Sum(pairs, Sum(a.elements, b.elements)), NoNumber()};
}

uint64_t RegexUnits(uint64_t text, uint64_t pattern) {
  return Sum(Product(kCompileRegex, Sum(1, pattern)), text / kRegexUnitBytes);
}

// What a regex function gives back, and what that costs; `searching` is charged before.
BoundedCall RegexResult(FunctionId function, uint64_t searching, uint64_t text,
                        Arguments replacement) {
  if (function == FunctionId::RegexReplace) {
    const uint64_t bytes = At(replacement, 0).bytes;
    const uint64_t matches = AtMost(replacement, 1, Sum(text, 1));
    // Each match is replaced; its groups, two bytes each, stand for parts of it.
    const uint64_t groups = Product(text, bytes / 2);
    const SizeBound result = TextOf(Sum(Sum(text, groups), Product(matches, bytes)));
    return {Sum(Sum(searching, bytes / kUnitBytes), GivenBack(result)), result};
  }
  const SizeBound result =
      function == FunctionId::RegexExtract ? OptionalOf(TextOf(text)) : Parts(text, Sum(text, 1));
  return {Sum(searching, GivenBack(result)), result};
}

// {"scheme", "host", "port", "path", "query"}: every byte may come back as %XX, a host as xn--….
SizeBound UrlOf(uint64_t bytes) {
  SizeBound url = ListOf(5, TextOf(Sum(Product(bytes, 8), 64)));
  url.values = 11;
  url.numbers = kAnyNumber;
  return url;
}

SizeBound TextOfValue(const SizeBound& value) { return TextOf(std::max(value.bytes, kNumberText)); }

SizeBound WholeNumber(const SizeBound& from) {
  SizeBound number;
  if (from.bytes == 0) number.numbers = from.numbers;
  return number;
}

SizeBound Position(uint64_t bytes) {
  SizeBound position = NumberUpTo(bytes);
  position.numbers.least = -1;
  return position;
}

SizeBound Without(SizeBound value) {
  value.part_of = kNone;
  return value;
}

}  // namespace

BoundedCall BoundCall(FunctionId function, Arguments arguments, uint64_t fuel) {
  const SizeBound first = At(arguments, 0);
  const SizeBound second = At(arguments, 1);
  switch (function) {
    case FunctionId::Size:
      return PerByte(first.bytes, NumberUpTo(std::max(first.bytes, first.elements)));
    case FunctionId::Contains:
      return PerByte(Sum(first.bytes, second.bytes), NoNumber());
    case FunctionId::StartsWith:
    case FunctionId::EndsWith:
      return PerByte(second.bytes, NoNumber());
    case FunctionId::Matches:
      return {RegexUnits(first.bytes, second.bytes), NoNumber()};

    case FunctionId::ToBool:
      return PerByte(first.bytes, NoNumber());
    case FunctionId::ToInt:
    case FunctionId::ToUint:
      return PerByte(first.bytes, WholeNumber(first));
    case FunctionId::ToDouble:
    case FunctionId::ToTimestamp:
    case FunctionId::ToDuration:
      return PerByte(first.bytes, AnyScalar());
    case FunctionId::ToString:
      return PerByte(first.bytes, TextOfValue(first));
    case FunctionId::ToBytes:
      return PerByte(first.bytes, TextOf(first.bytes));
    case FunctionId::TypeOf:
      return Free(NoNumber());
    case FunctionId::ToDyn:
      return Free(first);

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
      return Free(AnyScalar());

    case FunctionId::OptionalOf:
    case FunctionId::OptionalOfNonZero:
      return Free(OptionalOf(first));
    case FunctionId::OptionalNone:
      return Free(OptionalOf(NoNumber()));
    case FunctionId::HasValue:
      return Free(NoNumber());
    case FunctionId::OptionalValue:
      return Free(first);
    case FunctionId::First:
    case FunctionId::Last:
      return Free(OptionalOf(Without(ElementOf(first))));
    case FunctionId::Unwrap:
    case FunctionId::UnwrapOpt:
      return Generic(arguments, Without(first));

    case FunctionId::CharAt:
      return Generic(arguments, TextOf(std::min<uint64_t>(4, first.bytes)));
    case FunctionId::IndexOf:
    case FunctionId::LastIndexOf:
      return Generic(arguments, Position(first.bytes));
    case FunctionId::Join:
      return Generic(arguments, Joined(arguments));
    case FunctionId::LowerAscii:
    case FunctionId::UpperAscii:
    case FunctionId::Substring:
    case FunctionId::Trim:
      return Generic(arguments, TextOf(first.bytes));
    case FunctionId::Replace:
      return Generic(arguments, Replaced(arguments));
    case FunctionId::Split:
      return Generic(arguments, Parts(first.bytes, AtMost(arguments, 2, Sum(first.bytes, 1))));
    case FunctionId::Reverse:
      return Generic(arguments, Without(first));
    case FunctionId::Quote:
      return Generic(arguments, TextOf(Sum(Product(first.bytes, 4), 2)));
    case FunctionId::Format:
      return Generic(arguments, Formatted(arguments));

    case FunctionId::Greatest:
    case FunctionId::Least: {
      SizeBound number = NoNumber();
      for (const SizeBound& argument : arguments) {
        number.numbers.least = std::min(number.numbers.least, argument.numbers.least);
        number.numbers.most = std::max(number.numbers.most, argument.numbers.most);
      }
      return Generic(arguments, number);
    }
    case FunctionId::Ceil:
    case FunctionId::Floor:
    case FunctionId::Round:
    case FunctionId::Trunc:
    case FunctionId::Abs:
    case FunctionId::Sign:
    case FunctionId::Sqrt:
    case FunctionId::BitAnd:
    case FunctionId::BitOr:
    case FunctionId::BitXor:
    case FunctionId::BitNot:
    case FunctionId::BitShiftLeft:
    case FunctionId::BitShiftRight:
      return Free(AnyScalar());
    case FunctionId::IsNaN:
    case FunctionId::IsInf:
    case FunctionId::IsFinite:
      return Free(NoNumber());

    case FunctionId::Base64Encode:
      return Generic(arguments, TextOf(Sum(Product(first.bytes / 3, 4), 4)));
    case FunctionId::Base64Decode:
      return Generic(arguments, TextOf(first.bytes));

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
      return Generic(arguments, AnyScalar());

    case FunctionId::Range:
      return Range(arguments, fuel);
    case FunctionId::Slice:
      return Generic(arguments, Sliced(arguments));
    case FunctionId::Flatten:
      return Flatten(arguments);
    case FunctionId::Distinct:
      return {Product(Held(first), first.elements), Without(first)};
    case FunctionId::Sort:
      return Sorted(Without(first), first);
    case FunctionId::SortByKeys:
      return Sorted(Without(first), second);
    case FunctionId::SetContains:
    case FunctionId::SetEquivalent:
    case FunctionId::SetIntersects:
      return Sets(arguments);

    case FunctionId::RegexReplace:
    case FunctionId::RegexExtract:
    case FunctionId::RegexExtractAll:
      return RegexResult(function, RegexUnits(first.bytes, second.bytes), first.bytes,
                         arguments.subspan(std::min<size_t>(2, arguments.size())));

    case FunctionId::Url:
      return Generic(arguments, UrlOf(first.bytes));
    case FunctionId::Semver:
      return Generic(arguments, VersionOf(first.bytes));
    case FunctionId::Glob:
      return {Sum(Sum(first.bytes, second.bytes) / kUnitBytes,
                  Product(first.bytes, second.bytes) / 256),
              NoNumber()};
    case FunctionId::Entropy:
      return PerByte(first.bytes, AnyScalar());
  }
  return {kUnbounded, kUnknownSize};
}

BoundedCall BoundConstantRegex(FunctionId function, Arguments arguments) {
  const uint64_t text = At(arguments, 0).bytes;
  const uint64_t searching = text / kRegexUnitBytes;
  if (function == FunctionId::Matches) return {searching, NoNumber()};
  return RegexResult(function, searching, text,
                     arguments.subspan(std::min<size_t>(1, arguments.size())));
}

}  // namespace remit
