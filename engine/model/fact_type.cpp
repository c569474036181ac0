#include "engine/model/fact_type.h"

#include <string>

#include "engine/base/base64.h"
#include "engine/base/check.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

const FactType& TypeAt(std::span<const FactType> types, uint32_t type) {
  REMIT_CHECK(type < types.size(), "the verifier lets no such type index pass");
  return types[type];
}

// Whether values of this type may have to be converted. Follows the elements of elements, at most
// once each: a table from foreign bytes may run in a circle.
bool IsConvertible(std::span<const FactType> types, uint32_t type) {
  for (size_t steps = 0; steps < types.size(); ++steps) {
    const FactType& at = TypeAt(types, type);
    switch (at.kind) {
      case FactKind::Double:
      case FactKind::Bytes:
      case FactKind::Timestamp:
      case FactKind::Duration:
        return true;
      case FactKind::List:
      case FactKind::Map:
        type = at.element;
        continue;
      default:
        return false;
    }
  }
  return false;
}

Value Wrong(Arena& arena, FactKind wanted, std::string_view found) {
  return MakeError(
      arena, EvalErrorCode::WrongType,
      "expected `" + std::string(FactKindName(wanted)) + "`, found " + std::string(found));
}

Value Checked(Arena& arena, FactKind wanted, ValueKind kind, const Value& value) {
  if (value.kind == kind) return value;
  return Wrong(arena, wanted, "`" + std::string(ValueKindName(value.kind)) + "`");
}

// Bytes, timestamps and durations: as they are, or from text.
Value FromText(Arena& arena, FactKind wanted, ValueKind kind, const Value& value) {
  if (value.kind != ValueKind::String) return Checked(arena, wanted, kind, value);
  if (wanted == FactKind::Bytes) {
    if (const std::optional<std::string> bytes = DecodeBase64(value.string())) {
      return MakeBytes(arena.Copy(*bytes));
    }
    return Wrong(arena, wanted, "text that is no base64");
  }
  const bool is_time = wanted == FactKind::Timestamp;
  const std::optional<Value> read =
      is_time ? ParseTimestamp(value.string()) : ParseDuration(value.string());
  if (read) return *read;
  return Wrong(arena, wanted,
               is_time ? "text that is no RFC 3339 timestamp" : "text that is no duration");
}

Value ReadList(Arena& arena, std::span<const FactType> types, const FactType& type,
               const Value& value) {
  if (value.kind != ValueKind::List || !IsConvertible(types, type.element)) {
    return Checked(arena, FactKind::List, ValueKind::List, value);
  }
  std::span<Value> items = arena.MakeArray<Value>(value.size);
  for (size_t i = 0; i < items.size(); ++i) {
    items[i] = ReadAs(arena, types, type.element, value.list()[i]);
    if (items[i].is_error()) return items[i];
  }
  return MakeList(items);
}

Value ReadMap(Arena& arena, std::span<const FactType> types, const FactType& type,
              const Value& value) {
  if (value.kind != ValueKind::Map) return Checked(arena, FactKind::Map, ValueKind::Map, value);
  // Strings are the last in the order of keys: if the first key is one, all are.
  if (value.size > 0 && value.entries->key.kind != ValueKind::String) {
    return Wrong(
        arena, FactKind::Map,
        "a map with a key of type `" + std::string(ValueKindName(value.entries->key.kind)) + "`");
  }
  if (!IsConvertible(types, type.element)) return value;
  std::span<MapEntry> entries = arena.MakeArray<MapEntry>(value.size);
  for (size_t i = 0; i < entries.size(); ++i) {
    const MapEntry& from = value.map()[i];
    entries[i] = {from.key, ReadAs(arena, types, type.element, from.value)};
    if (entries[i].value.is_error()) return entries[i].value;
  }
  return MakeMap(arena, entries);
}

}  // namespace

std::string_view FactKindName(FactKind kind) {
  switch (kind) {
    case FactKind::Any:
      return "any";
    case FactKind::Bool:
      return "bool";
    case FactKind::Int:
      return "int";
    case FactKind::String:
      return "string";
    case FactKind::Double:
      return "double";
    case FactKind::Bytes:
      return "bytes";
    case FactKind::Timestamp:
      return "timestamp";
    case FactKind::Duration:
      return "duration";
    case FactKind::List:
      return "list";
    case FactKind::Map:
    case FactKind::Record:
      return "map";
  }
  return "any";
}

Value ReadAs(Arena& arena, std::span<const FactType> types, uint32_t type, const Value& value) {
  if (value.is_error()) return value;
  const FactType& wanted = TypeAt(types, type);
  switch (wanted.kind) {
    case FactKind::Any:
      return value;
    case FactKind::Bool:
      return Checked(arena, wanted.kind, ValueKind::Bool, value);
    case FactKind::Int:
      return Checked(arena, wanted.kind, ValueKind::Int, value);
    case FactKind::String:
      return Checked(arena, wanted.kind, ValueKind::String, value);
    case FactKind::Double:
      if (value.kind == ValueKind::Int) return MakeDouble(static_cast<double>(value.integer));
      return Checked(arena, wanted.kind, ValueKind::Double, value);
    case FactKind::Bytes:
      return FromText(arena, wanted.kind, ValueKind::Bytes, value);
    case FactKind::Timestamp:
      return FromText(arena, wanted.kind, ValueKind::Timestamp, value);
    case FactKind::Duration:
      return FromText(arena, wanted.kind, ValueKind::Duration, value);
    case FactKind::List:
      return ReadList(arena, types, wanted, value);
    case FactKind::Map:
      return ReadMap(arena, types, wanted, value);
    case FactKind::Record:
      return Checked(arena, wanted.kind, ValueKind::Map, value);
  }
  return value;
}

}  // namespace remit
