#include "engine/model/action.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "engine/base/escape.h"
#include "engine/model/json_read.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

const Value* FindPresent(const Value& map, std::string_view name) {
  const Value* value = FindMember(map, name);
  return value != nullptr && value->kind != ValueKind::Null ? value : nullptr;
}

// What stands in the document, in JSON's words.
std::string_view JsonWord(const Value& value) {
  switch (value.kind) {
    case ValueKind::Null:
      return "null";
    case ValueKind::Bool:
      return "boolean";
    case ValueKind::String:
      return "string";
    case ValueKind::List:
      return "array";
    case ValueKind::Map:
      return "object";
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double:
      return "number";
    default:  // of a document that an embedder made of values
      return ValueKindName(value.kind);
  }
}

std::unexpected<Error> NoObject(const Value& found, std::string where) {
  return Fail(ErrorKind::BadInput,
              "expected an object, found `" + std::string(JsonWord(found)) + "`", std::move(where));
}

// The members of an entity that are its own.
std::span<const std::string_view> OwnNames(std::string_view entity) {
  static constexpr std::string_view kOfAction[] = {"name", "properties"};
  static constexpr std::string_view kOfOthers[] = {"id", "properties", "type"};
  if (entity == "action") return kOfAction;
  return kOfOthers;
}

Value AbsentEntity(Arena& arena, std::string_view name) {
  return MakeError(arena, EvalErrorCode::Absent, "`" + std::string(name) + "` was left out");
}

Result<std::string_view> ReadName(const Value& entity) {
  const Value* name = FindPresent(entity, "name");
  if (name == nullptr) return Fail(ErrorKind::BadInput, "the action has no name", "action.name");
  if (name->kind != ValueKind::String) {
    return Fail(ErrorKind::BadInput,
                "expected a string, found `" + std::string(JsonWord(*name)) + "`", "action.name");
  }
  if (!IsActionName(name->string())) {
    return Fail(ErrorKind::BadInput,
                "`" + EscapeText(name->string(), 80) +
                    "` is no action name: segments of `a-z 0-9 _ -` joined by dots",
                "action.name");
  }
  return name->string();
}

Result<std::optional<Value>> ReadTime(const Value& context) {
  const Value* given = FindMember(context, "time");
  if (given == nullptr) return std::nullopt;
  std::optional<Value> time;
  if (given->kind == ValueKind::String) time = ParseTimestamp(given->string());
  if (!time) {
    return Fail(ErrorKind::BadInput, "expected an RFC 3339 timestamp", "context.time");
  }
  return time;
}

}  // namespace

// Without a branch on what the characters are: names come in every order.
bool IsActionName(std::string_view name) {
  enum : uint8_t { kNone, kDot, kOther };
  static constexpr auto kClasses = [] {
    std::array<uint8_t, 256> classes{};
    for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789_-")) {
      classes[static_cast<uint8_t>(c)] = kOther;
    }
    classes['.'] = kDot;
    return classes;
  }();
  bool wrong = false;
  uint8_t last = kDot;
  for (const char c : name) {
    const uint8_t next = kClasses[static_cast<uint8_t>(c)];
    wrong |= next == kNone || (next == kDot && last == kDot);
    last = next;
  }
  return !wrong && last == kOther;
}

Result<Value> ViewEntity(Arena& arena, const Value& entity, std::string_view name) {
  const std::span<const std::string_view> own_names = OwnNames(name);
  if (entity.kind != ValueKind::Map) return NoObject(entity, std::string(name));
  std::span<const MapEntry> properties;
  if (const Value* given = FindMember(entity, "properties")) {
    if (given->kind != ValueKind::Map) return NoObject(*given, std::string(name) + ".properties");
    properties = given->map();
  }
  std::span<MapEntry> entries = arena.MakeArray<MapEntry>(properties.size() + own_names.size());
  size_t count = 0;
  for (const MapEntry& property : properties) {
    const bool is_own = property.key.kind == ValueKind::String &&
                        std::ranges::find(own_names, property.key.string()) != own_names.end();
    if (!is_own) entries[count++] = property;
  }
  for (const std::string_view own : own_names) {
    if (const Value* value = FindMember(entity, own)) entries[count++] = {MakeString(own), *value};
  }
  return MakeMap(arena, entries.first(count));
}

Result<Action> ReadAction(Arena& arena, std::string_view json, const JsonLimits& limits) {
  const Result<Value> document = ReadJson(arena, json, limits);
  if (!document) return std::unexpected(document.error());
  return MakeAction(arena, *document);
}

Result<Action> MakeAction(Arena& arena, const Value& document) {
  if (document.kind != ValueKind::Map) return NoObject(document, "");
  Action made;
  made.document = document;

  for (const auto& [name, view] :
       {std::pair{"subject", &made.subject}, {"resource", &made.resource}}) {
    const Value* entity = FindPresent(document, name);
    if (entity == nullptr) {
      *view = AbsentEntity(arena, name);
      continue;
    }
    Result<Value> viewed = ViewEntity(arena, *entity, name);
    if (!viewed) return std::unexpected(std::move(viewed.error()));
    *view = *viewed;
  }

  made.action = made.context = MakeMap(arena, {});
  if (const Value* entity = FindPresent(document, "action")) {
    Result<Value> viewed = ViewEntity(arena, *entity, "action");
    if (!viewed) return std::unexpected(std::move(viewed.error()));
    made.action = *viewed;
  }
  Result<std::string_view> name = ReadName(made.action);
  if (!name) return std::unexpected(std::move(name.error()));
  made.name = *name;

  if (const Value* context = FindMember(document, "context")) {
    if (context->kind != ValueKind::Map) return NoObject(*context, "context");
    made.context = *context;
  }
  Result<std::optional<Value>> time = ReadTime(made.context);
  if (!time) return std::unexpected(std::move(time.error()));
  made.time = *time;
  return made;
}

}  // namespace remit
