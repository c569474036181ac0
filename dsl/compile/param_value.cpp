#include "dsl/compile/param_value.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/escape.h"
#include "engine/model/fact_type.h"

namespace remit::lowering {
namespace {

Value WrongType(const typed::Bundle& bundle, const std::string& message) {
  return MakeError(*bundle.arena, EvalErrorCode::WrongType, bundle.arena->Copy(message));
}

Value ReadElements(const typed::Bundle& bundle, TypeId element, const Value& list) {
  std::span<Value> items = bundle.arena->MakeArray<Value>(list.size);
  for (size_t i = 0; i < items.size(); ++i) {
    items[i] = ReadWhole(bundle, element, list.items[i]);
    if (items[i].is_error()) {
      return WrongType(bundle, fmt::format("element {}: {}", i, items[i].error->message));
    }
  }
  return MakeList(items);
}

// `type_of` gives the type of a key's value.
template <typename TypeOf>
Value ReadEntries(const typed::Bundle& bundle, const Value& map, const TypeOf& type_of) {
  std::span<MapEntry> entries = bundle.arena->MakeArray<MapEntry>(map.size);
  for (size_t i = 0; i < entries.size(); ++i) {
    const MapEntry& entry = map.entries[i];
    if (entry.key.kind != ValueKind::String) return WrongType(bundle, "a key that is no string");
    entries[i] = {entry.key, ReadWhole(bundle, type_of(entry.key.string()), entry.value)};
    if (entries[i].value.is_error()) {
      return WrongType(bundle, fmt::format("`{}`: {}", EscapeText(entry.key.string(), 80),
                                           entries[i].value.error->message));
    }
  }
  return MakeMap(*bundle.arena, entries);
}

Value ReadRecord(const typed::Bundle& bundle, const Record& record, const Value& map) {
  for (const RecordField& field : record.fields) {
    const auto entries = map.map();
    const bool there = std::any_of(entries.begin(), entries.end(), [&](const MapEntry& entry) {
      return entry.key.kind == ValueKind::String && entry.key.string() == field.name;
    });
    if (!there && !field.optional) {
      return WrongType(bundle, fmt::format("no field `{}` of `{}`", field.name, record.name));
    }
  }
  return ReadEntries(bundle, map, [&](std::string_view key) {
    for (const RecordField& field : record.fields) {
      if (field.name == key) return field.type;
    }
    return kDyn;
  });
}

}  // namespace

Value ReadWhole(const typed::Bundle& bundle, TypeId type, const Value& value) {
  const TypeNode& node = bundle.types.node(type);
  // A record is read as a map first: that refuses keys that are no strings.
  const FactKind kind = node.kind == TypeKind::Record ? FactKind::Map : FactKindOf(node.kind);
  const std::vector<FactType> outer = {{FactKind::Any, 0}, {kind, 0}};
  const Value read = ReadAs(*bundle.arena, outer, 1, value);
  if (read.is_error()) return read;
  switch (node.kind) {
    case TypeKind::List:
      return ReadElements(bundle, node.first, read);
    case TypeKind::Map:
      return ReadEntries(bundle, read, [&](std::string_view) { return node.second; });
    case TypeKind::Record:
      return ReadRecord(bundle, bundle.types.record(type), read);
    default:
      return read;
  }
}

}  // namespace remit::lowering
