#include "tests/conformance/typed_value.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "engine/base/base64.h"
#include "engine/base/escape.h"
#include "engine/model/time_text.h"

namespace remit::conformance {
namespace {

constexpr size_t kShownBytes = 2000;

std::unexpected<Error> Bad(std::string message) {
  return Fail(ErrorKind::BadInput, std::move(message));
}

template <typename T>
std::optional<T> Whole(std::string_view text) {
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> Real(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  const double number = std::strtod(copy.c_str(), &end);
  if (copy.empty() || end != copy.c_str() + copy.size()) return std::nullopt;
  return number;
}

std::optional<Value> TypeOfName(std::string_view name) {
  for (int kind = static_cast<int>(ValueKind::Null); kind <= static_cast<int>(ValueKind::Semver);
       ++kind) {
    if (ValueKindName(static_cast<ValueKind>(kind)) == name) {
      return MakeType(static_cast<ValueKind>(kind));
    }
  }
  return std::nullopt;
}

// The tags whose content is a string.
std::optional<Value> FromText(Arena& arena, std::string_view tag, std::string_view text) {
  if (tag == "string") return MakeString(text);
  if (tag == "int") {
    if (const auto number = Whole<int64_t>(text)) return MakeInt(*number);
  } else if (tag == "uint") {
    if (const auto number = Whole<uint64_t>(text)) return MakeUint(*number);
  } else if (tag == "double") {
    if (const auto number = Real(text)) return MakeDouble(*number);
  } else if (tag == "bytes") {
    if (const auto bytes = DecodeBase64(text)) return MakeBytes(arena.Copy(*bytes));
  } else if (tag == "timestamp") {
    return ParseTimestamp(text);
  } else if (tag == "duration") {
    return ParseDuration(text);
  } else if (tag == "type") {
    return TypeOfName(text);
  }
  return std::nullopt;
}

Result<Value> ReadList(Arena& arena, const Value& json) {
  const std::span<Value> items = arena.MakeArray<Value>(json.size);
  for (size_t i = 0; i < items.size(); ++i) {
    Result<Value> item = ReadTyped(arena, json.list()[i]);
    if (!item) return item;
    items[i] = *item;
  }
  return MakeList(items);
}

Result<Value> ReadMap(Arena& arena, const Value& json) {
  const std::span<MapEntry> entries = arena.MakeArray<MapEntry>(json.size);
  for (size_t i = 0; i < entries.size(); ++i) {
    const Value& pair = json.list()[i];
    if (pair.kind != ValueKind::List || pair.size != 2) {
      return Bad("an entry of a map is a list of its key and its value");
    }
    Result<Value> key = ReadTyped(arena, pair.list()[0]);
    if (!key) return key;
    Result<Value> value = ReadTyped(arena, pair.list()[1]);
    if (!value) return value;
    entries[i] = {*key, *value};
  }
  const Value map = MakeMap(arena, entries);
  if (map.is_error()) return Bad(EscapeText(map.error->message, kShownBytes));
  return map;
}

// What a value of the tag has in JSON; an error for what is no tag.
Result<ValueKind> ContentOf(std::string_view tag) {
  if (tag == "null") return ValueKind::Null;
  if (tag == "bool") return ValueKind::Bool;
  if (tag == "list" || tag == "map") return ValueKind::List;
  for (const std::string_view known :
       {"string", "int", "uint", "double", "bytes", "timestamp", "duration", "type"}) {
    if (tag == known) return ValueKind::String;
  }
  return Bad(fmt::format("`{}` is no tag of a value", EscapeText(tag, kShownBytes)));
}

std::string ShowDouble(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  return fmt::format("{}", number);
}

std::string ShowItems(const Value& value) {
  std::string text;
  if (value.kind == ValueKind::List) {
    for (const Value& item : value.list()) text += (text.empty() ? "" : ", ") + ShowTyped(item);
  } else {
    for (const MapEntry& entry : value.map()) {
      text += fmt::format("{}[{}, {}]", text.empty() ? "" : ", ", ShowTyped(entry.key),
                          ShowTyped(entry.value));
    }
  }
  return "[" + text + "]";
}

}  // namespace

Result<Value> ReadTyped(Arena& arena, const Value& json) {
  if (json.kind != ValueKind::Map || json.size != 1) {
    return Fail(ErrorKind::BadInput, "a value is an object of one member, its tag");
  }
  const std::string_view tag = json.map()[0].key.string();
  const Value& content = json.map()[0].value;
  const Result<ValueKind> wanted = ContentOf(tag);
  if (!wanted) return std::unexpected(wanted.error());
  if (content.kind != *wanted) {
    return Bad(fmt::format("the content of the tag `{}` is no {}", tag, ValueKindName(*wanted)));
  }
  if (tag == "null" || tag == "bool") return content;
  if (tag == "list") return ReadList(arena, content);
  if (tag == "map") return ReadMap(arena, content);
  if (const auto value = FromText(arena, tag, content.string())) return *value;
  return Bad(fmt::format("`{}` is no {}", EscapeText(content.string(), kShownBytes), tag));
}

std::string ShowTyped(const Value& value) {
  const auto text = [](std::string_view tag, std::string_view content) {
    return fmt::format("{{\"{}\": \"{}\"}}", tag, EscapeText(content, kShownBytes));
  };
  switch (value.kind) {
    case ValueKind::Error:
      return fmt::format("error: {} ({})", EscapeText(value.error->message, kShownBytes),
                         EvalErrorName(value.error->code));
    case ValueKind::Null:
      return "{\"null\": null}";
    case ValueKind::Bool:
      return value.boolean ? "{\"bool\": true}" : "{\"bool\": false}";
    case ValueKind::Int:
      return text("int", fmt::format("{}", value.integer));
    case ValueKind::Uint:
      return text("uint", fmt::format("{}", value.unsigned_integer));
    case ValueKind::Double:
      return text("double", ShowDouble(value.real));
    case ValueKind::String:
      return text("string", value.string());
    case ValueKind::Bytes:
      return text("bytes", EncodeBase64(value.string()));
    case ValueKind::List:
      return "{\"list\": " + ShowItems(value) + "}";
    case ValueKind::Map:
      return "{\"map\": " + ShowItems(value) + "}";
    case ValueKind::Timestamp:
      return text("timestamp", FormatTimestamp(value));
    case ValueKind::Duration:
      return text("duration", FormatDuration(value));
    case ValueKind::Type:
      return text("type", ValueKindName(value.named));
    case ValueKind::Optional:
      return value.items == nullptr ? "optional.none()"
                                    : "optional.of(" + ShowTyped(*value.items) + ")";
    case ValueKind::Ip:
    case ValueKind::Cidr:
    case ValueKind::Semver:
      break;
  }
  return fmt::format("a value of the type {}", ValueKindName(value.kind));
}

bool SameTyped(const Value& a, const Value& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case ValueKind::Null:
      return true;
    case ValueKind::Bool:
      return a.boolean == b.boolean;
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Duration:
      return a.integer == b.integer;
    case ValueKind::Double:
      return (std::isnan(a.real) && std::isnan(b.real)) ||
             std::bit_cast<uint64_t>(a.real) == std::bit_cast<uint64_t>(b.real);
    case ValueKind::String:
    case ValueKind::Bytes:
      return a.string() == b.string();
    case ValueKind::List:
      return std::ranges::equal(a.list(), b.list(), SameTyped);
    case ValueKind::Map:  // both in the order of their keys
      return std::ranges::equal(a.map(), b.map(), [](const MapEntry& x, const MapEntry& y) {
        return SameTyped(x.key, y.key) && SameTyped(x.value, y.value);
      });
    case ValueKind::Timestamp:
      return a.integer == b.integer && a.size == b.size;
    case ValueKind::Type:
      return a.named == b.named;
    case ValueKind::Error:
    case ValueKind::Optional:
    case ValueKind::Ip:
    case ValueKind::Cidr:
    case ValueKind::Semver:
      return false;  // the format has no tag for them
  }
  return false;
}

}  // namespace remit::conformance
