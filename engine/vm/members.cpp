#include "engine/vm/members.h"

#include <cmath>
#include <optional>
#include <string>

#include "engine/base/escape.h"

namespace remit {
namespace {

Value NoMember(Arena& arena, std::string_view name) {
  return Failure(arena, EvalErrorCode::NoSuchField, {"no member `", EscapeText(name, 60), "`"});
}

Value NoMembers(Arena& arena, const Value& from, std::string_view name) {
  return Failure(arena, EvalErrorCode::NoSuchField,
                 {"no member `", EscapeText(name, 60), "` in a ", ValueKindName(from.kind)});
}

// The place in a list that `key` names; nullopt: no whole number.
std::optional<uint64_t> WholeIndex(const Value& key) {
  constexpr uint64_t kNowhere = ~uint64_t{0};
  switch (key.kind) {
    case ValueKind::Int:
      return key.integer < 0 ? kNowhere : static_cast<uint64_t>(key.integer);
    case ValueKind::Uint:
      return key.unsigned_integer;
    default:
      if (std::trunc(key.real) != key.real) return std::nullopt;  // NaN too
      if (key.real < 0.0 || key.real > 4294967295.0) return kNowhere;
      return static_cast<uint64_t>(key.real);
  }
}

bool IsKeyKind(const Value& key) {
  switch (key.kind) {
    case ValueKind::Bool:
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double:
    case ValueKind::String:
      return true;
    default:
      return false;
  }
}

// An error where nothing can be looked up by `key`; else `found`, nullptr for what is not there.
struct Lookup {
  const Value* found = nullptr;
  std::optional<Value> error;
};

Lookup LookUp(Eval& eval, const Value& from, const Value& key) {
  if (from.kind == ValueKind::List) {
    if (key.kind != ValueKind::Int && key.kind != ValueKind::Uint &&
        key.kind != ValueKind::Double) {
      return {nullptr, NoOverload(eval.arena, "[]", from, key)};
    }
    const std::optional<uint64_t> index = WholeIndex(key);
    if (!index) {
      return {nullptr, Failure(eval.arena, EvalErrorCode::InvalidArgument,
                               {"a list index that is no whole number"})};
    }
    return {*index < from.size ? &from.items[*index] : nullptr, std::nullopt};
  }
  if (from.kind != ValueKind::Map || !IsKeyKind(key)) {
    return {nullptr, NoOverload(eval.arena, "[]", from, key)};
  }
  if (key.kind == ValueKind::String && !eval.fuel.Charge(ByteFuel(key.size))) {
    return {nullptr, OutOfFuelError()};
  }
  return {FindKey(from, key), std::nullopt};
}

std::string KeyText(const Value& key) {
  switch (key.kind) {
    case ValueKind::Bool:
      return key.boolean ? "true" : "false";
    case ValueKind::Int:
      return std::to_string(key.integer);
    case ValueKind::Uint:
      return std::to_string(key.unsigned_integer);
    case ValueKind::String:
      return EscapeText(key.string(), 60);
    default:
      return "double";
  }
}

Value NotThere(Arena& arena, const Value& from, const Value& key) {
  if (from.kind == ValueKind::Map) {
    return Failure(arena, EvalErrorCode::NoSuchKey, {"no key `", KeyText(key), "`"});
  }
  return Failure(arena, EvalErrorCode::NoSuchKey,
                 {"no element ", KeyText(key), " in a list of ", std::to_string(from.size)});
}

}  // namespace

Value Select(Eval& eval, const Value& from, std::string_view name) {
  if (from.kind == ValueKind::Optional) return OptionalSelect(eval, from, name, false);
  if (from.kind != ValueKind::Map) return NoMembers(eval.arena, from, name);
  const Value* const found = FindMember(from, name);
  return found != nullptr ? *found : NoMember(eval.arena, name);
}

Value OptionalSelect(Eval& eval, const Value& from, std::string_view name, bool null_is_absent) {
  if (from.kind == ValueKind::Optional) {
    if (from.items == nullptr) return from;
    return OptionalSelect(eval, *from.items, name, null_is_absent);
  }
  if (from.kind != ValueKind::Map) return NoMembers(eval.arena, from, name);
  const Value* const found = FindMember(from, name);
  if (found == nullptr || (null_is_absent && found->kind == ValueKind::Null)) {
    return MakeOptional(nullptr);
  }
  return MakeOptional(found);
}

Value Has(Eval& eval, const Value& from, std::string_view name, bool null_is_absent) {
  if (from.kind == ValueKind::Optional) {
    if (from.items == nullptr) return MakeBool(false);
    return Has(eval, *from.items, name, null_is_absent);
  }
  if (from.kind != ValueKind::Map) return NoMembers(eval.arena, from, name);
  const Value* const found = FindMember(from, name);
  return MakeBool(found != nullptr && !(null_is_absent && found->kind == ValueKind::Null));
}

Value Index(Eval& eval, const Value& from, const Value& key) {
  if (from.kind == ValueKind::Optional) return OptionalIndex(eval, from, key);
  const Lookup lookup = LookUp(eval, from, key);
  if (lookup.error) return *lookup.error;
  return lookup.found != nullptr ? *lookup.found : NotThere(eval.arena, from, key);
}

Value OptionalIndex(Eval& eval, const Value& from, const Value& key) {
  if (from.kind == ValueKind::Optional) {
    if (from.items == nullptr) return from;
    return OptionalIndex(eval, *from.items, key);
  }
  const Lookup lookup = LookUp(eval, from, key);
  return lookup.error ? *lookup.error : MakeOptional(lookup.found);
}

}  // namespace remit
