#include "tests/reference/conversions.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <map>

#include "tests/reference/escape.h"
#include "tests/reference/network.h"
#include "tests/reference/operators.h"
#include "tests/reference/times.h"

namespace remit::reference {
namespace {

using enum ValueKind;

Value Bad(Arena& arena) { return Wrong(arena, EvalErrorCode::BadConversion); }
Value OutOfRange(Arena& arena) { return Wrong(arena, EvalErrorCode::Overflow); }

bool AllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Value BoolOf(Arena& arena, const Value& value) {
  if (value.kind == Bool) return value;
  if (value.kind != String) return Wrong(arena, EvalErrorCode::NoOverload);
  for (std::string_view text : {"1", "t", "T", "TRUE", "true", "True"}) {
    if (value.string() == text) return MakeBool(true);
  }
  for (std::string_view text : {"0", "f", "F", "FALSE", "false", "False"}) {
    if (value.string() == text) return MakeBool(false);
  }
  return Bad(arena);
}

Value IntOf(Arena& arena, const Value& value) {
  switch (value.kind) {
    case Int:
      return value;
    case Uint:
      if (value.unsigned_integer > INT64_MAX) return OutOfRange(arena);
      return MakeInt(static_cast<int64_t>(value.unsigned_integer));
    case Double:
      if (!(value.real > -0x1p63 && value.real < 0x1p63)) return OutOfRange(arena);
      return MakeInt(static_cast<int64_t>(value.real));
    case Timestamp:
      return MakeInt(value.integer);
    case Duration:
      return MakeInt(value.integer);
    case String: {
      std::string_view digits = value.string();
      const bool negative = digits.starts_with('-');
      if (negative || digits.starts_with('+')) digits.remove_prefix(1);
      if (!AllDigits(digits)) return Bad(arena);
      int64_t number = 0;
      const std::string text = (negative ? "-" : "") + std::string(digits);
      const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
      return read.ec == std::errc() ? MakeInt(number) : Bad(arena);
    }
    default:
      return Wrong(arena, EvalErrorCode::NoOverload);
  }
}

Value UintOf(Arena& arena, const Value& value) {
  switch (value.kind) {
    case Uint:
      return value;
    case Int:
      if (value.integer < 0) return OutOfRange(arena);
      return MakeUint(static_cast<uint64_t>(value.integer));
    case Double:
      // Negative is an error; what truncates to zero from below is negative too.
      if (!(value.real >= 0.0 && value.real < 0x1p64)) return OutOfRange(arena);
      return MakeUint(static_cast<uint64_t>(value.real));
    case String: {
      if (!AllDigits(value.string())) return Bad(arena);
      uint64_t number = 0;
      const auto read = std::from_chars(value.text, value.text + value.size, number);
      return read.ec == std::errc() ? MakeUint(number) : Bad(arena);
    }
    default:
      return Wrong(arena, EvalErrorCode::NoOverload);
  }
}

Value DoubleOf(Arena& arena, const Value& value) {
  switch (value.kind) {
    case Double:
      return value;
    case Int:
      return MakeDouble(static_cast<double>(value.integer));
    case Uint:
      return MakeDouble(static_cast<double>(value.unsigned_integer));
    case String: {
      const std::string text(value.string());
      if (text.empty() || std::isspace(static_cast<unsigned char>(text.front()))) return Bad(arena);
      // strtod knows more than decimal digits and the names of what is no number.
      if (text.find_first_of("xX(") != std::string::npos) return Bad(arena);
      char* end = nullptr;
      const double number = std::strtod(text.c_str(), &end);
      if (end != text.c_str() + text.size()) return Bad(arena);
      const bool overflows = std::isinf(number) && text.find_first_of("iI") == std::string::npos;
      return overflows ? Bad(arena) : MakeDouble(number);
    }
    default:
      return Wrong(arena, EvalErrorCode::NoOverload);
  }
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const Character character = FirstCharacter(text);
    if (character.length == 0) return false;
    text.remove_prefix(character.length);
  }
  return true;
}

// The shortest digits that read back the same, in their places, never with an exponent.
std::string PlainDouble(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::scientific);
  const std::string_view all(text, static_cast<size_t>(end.ptr - text));
  const size_t e = all.find('e');
  std::string digits;
  for (char c : all.substr(0, e)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  const int exponent = std::atoi(std::string(all.substr(e + 1)).c_str());
  const std::string sign = std::signbit(number) ? "-" : "";
  if (exponent < 0) {
    return sign + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  }
  const size_t whole = static_cast<size_t>(exponent) + 1;
  if (digits.size() <= whole) return sign + digits + std::string(whole - digits.size(), '0');
  return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

// CEL leaves the layout of `string(double)` open: here it is ECMAScript's.
std::string DoubleText(double number) {
  const double size = std::fabs(number);
  if (!std::isfinite(number) || number == 0.0 || (size >= 1e-6 && size < 1e21)) {
    return PlainDouble(number);
  }
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::scientific);
  std::string out(text, end.ptr);
  const size_t e = out.find('e');
  size_t first = e + 2;  // ECMAScript pads no exponent
  while (first + 1 < out.size() && out[first] == '0') out.erase(first, 1);
  return out;
}

Value StringOf(Arena& arena, const Value& value) {
  switch (value.kind) {
    case String:
      return value;
    case Bool:
      return MakeString(value.boolean ? "true" : "false");
    case Int:
      return MakeString(arena.Copy(std::to_string(value.integer)));
    case Uint:
      return MakeString(arena.Copy(std::to_string(value.unsigned_integer)));
    case Double:
      return MakeString(arena.Copy(DoubleText(value.real)));
    case Bytes:
      return IsUtf8(value.string()) ? MakeString(value.string()) : Bad(arena);
    case Timestamp:
      return MakeString(arena.Copy(TimestampText(value)));
    case Duration:
      return MakeString(arena.Copy(DurationText(value)));
    case Ip:
    case Cidr:
      return MakeString(arena.Copy(AddressText(value.string())));
    case Semver:
      return MakeString(value.string());
    default:
      return Wrong(arena, EvalErrorCode::NoOverload);
  }
}

Value BytesOf(Arena& arena, const Value& value) {
  if (value.kind == Bytes) return value;
  if (value.kind == String) return MakeBytes(value.string());
  return Wrong(arena, EvalErrorCode::NoOverload);
}

Value TimeOf(Arena& arena, FunctionId to, const Value& value) {
  const bool timestamp = to == FunctionId::ToTimestamp;
  if (value.kind == (timestamp ? Timestamp : Duration)) return value;
  if (value.kind == String) {
    const auto time = timestamp ? TimestampOf(value.string()) : DurationOf(value.string());
    return time ? *time : Bad(arena);
  }
  if (!timestamp || value.kind != Int) return Wrong(arena, EvalErrorCode::NoOverload);
  if (value.integer < kMinTimestampSeconds || value.integer > kMaxTimestampSeconds) {
    return OutOfRange(arena);
  }
  return MakeTimestamp(value.integer, 0);
}

// RFC 4648, the standard alphabet; padding may be left out.
std::optional<std::string> Base64(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 == 0) {
    if (text.ends_with("=="))
      text.remove_suffix(2);
    else if (text.ends_with("="))
      text.remove_suffix(1);
  }
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (char c : text) {
    const size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xff);
    }
  }
  if ((bits & ((1u << count) - 1)) != 0) return std::nullopt;  // bits that belong to no byte
  return out;
}

// Whether reading a value as this type may change it, or anything in it.
bool Converts(const std::vector<FactType>& types, uint32_t type) {
  switch (types[type].kind) {
    case FactKind::Double:
    case FactKind::Bytes:
    case FactKind::Timestamp:
    case FactKind::Duration:
      return true;
    case FactKind::List:
    case FactKind::Map:
      return Converts(types, types[type].element);
    default:
      return false;
  }
}

Value ReadContainer(Arena& arena, const std::vector<FactType>& types, uint32_t element,
                    const Value& value) {
  if (value.kind == List) {
    if (!Converts(types, element)) return value;
    std::span<Value> items = arena.MakeArray<Value>(value.size);
    for (size_t i = 0; i < value.size; ++i) {
      items[i] = ReadFact(arena, types, element, value.items[i]);
      if (items[i].is_error()) return items[i];
    }
    return MakeList(items);
  }
  for (const MapEntry& entry : value.map()) {
    if (entry.key.kind != String) return Wrong(arena, EvalErrorCode::WrongType);
  }
  if (!Converts(types, element)) return value;
  std::span<MapEntry> entries = arena.MakeArray<MapEntry>(value.size);
  for (size_t i = 0; i < value.size; ++i) {
    entries[i] = {value.entries[i].key, ReadFact(arena, types, element, value.entries[i].value)};
    if (entries[i].value.is_error()) return entries[i].value;
  }
  return MakeMap(arena, entries);
}

}  // namespace

Value Convert(Arena& arena, FunctionId to, const Value& value) {
  switch (to) {
    case FunctionId::ToBool:
      return BoolOf(arena, value);
    case FunctionId::ToInt:
      return IntOf(arena, value);
    case FunctionId::ToUint:
      return UintOf(arena, value);
    case FunctionId::ToDouble:
      return DoubleOf(arena, value);
    case FunctionId::ToString:
      return StringOf(arena, value);
    case FunctionId::ToBytes:
      return BytesOf(arena, value);
    default:
      return TimeOf(arena, to, value);
  }
}

Value ReadFact(Arena& arena, const std::vector<FactType>& types, uint32_t type,
               const Value& value) {
  if (value.is_error()) return value;
  if (value.kind == Optional) {
    if (value.items == nullptr) return value;
    const Value inner = ReadFact(arena, types, type, *value.items);
    return inner.is_error() ? inner : MakeOptional(arena.Make(inner));
  }
  const Value wrong = Wrong(arena, EvalErrorCode::WrongType);
  const auto only = [&](ValueKind kind) { return value.kind == kind ? value : wrong; };
  const auto text = [&](auto parse) {
    if (value.kind != String) return wrong;
    const std::optional<Value> parsed = parse(value.string());
    return parsed ? *parsed : wrong;
  };
  switch (types[type].kind) {
    case FactKind::Any:
      return value;
    case FactKind::Bool:
      return only(Bool);
    case FactKind::Int:
      return only(Int);
    case FactKind::String:
      return only(String);
    case FactKind::Double:
      if (value.kind == Int) return MakeDouble(static_cast<double>(value.integer));
      return only(Double);
    case FactKind::Bytes:
      if (value.kind == Bytes) return value;  // one that a literal holds was read before
      return text([&](std::string_view t) -> std::optional<Value> {
        const auto bytes = Base64(t);
        if (!bytes) return std::nullopt;
        return MakeBytes(arena.Copy(*bytes));
      });
    case FactKind::Timestamp:
      return value.kind == Timestamp ? value : text(TimestampOf);
    case FactKind::Duration:
      return value.kind == Duration ? value : text(DurationOf);
    case FactKind::Record:
      return only(Map);
    case FactKind::List:
    case FactKind::Map:
      if (value.kind != (types[type].kind == FactKind::List ? List : Map)) return wrong;
      return ReadContainer(arena, types, types[type].element, value);
  }
  return wrong;
}

std::string PrintValue(const Value& value) {
  switch (value.kind) {
    case Null:
      return "null";
    case Bool:
      return value.boolean ? "true" : "false";
    case Int:
      return std::to_string(value.integer);
    case Uint:
      return std::to_string(value.unsigned_integer);
    case Double:
      return PlainDouble(value.real);
    case String:
    case Bytes:
    case Semver:
      return std::string(value.string());
    case Timestamp:
      return TimestampText(value);
    case Duration:
      return DurationText(value);
    case Ip:
    case Cidr:
      return AddressText(value.string());
    case Type:
      return std::string(ValueKindName(value.named));
    case List: {
      std::string out = "[";
      for (size_t i = 0; i < value.size; ++i) out += (i ? ", " : "") + PrintValue(value.items[i]);
      return out + "]";
    }
    case Map: {
      // Keys that print the same, 1 and '1', stay in the order of the map.
      std::multimap<std::string, std::string> entries;
      for (const MapEntry& entry : value.map()) {
        entries.emplace(PrintValue(entry.key), PrintValue(entry.value));
      }
      std::string out = "{";
      for (const auto& [key, text] : entries) {
        out += (out.size() > 1 ? ", " : "") + key + ": " + text;
      }
      return out + "}";
    }
    case Optional:
      if (value.items == nullptr) return "optional.none()";
      return "optional.of(" + PrintValue(*value.items) + ")";
    case Error:
      return "{error}";
  }
  return "";
}

}  // namespace remit::reference
