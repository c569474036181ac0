#include "tests/reference/members.h"

#include <cmath>

#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

Value Some(Arena& arena, const Value& value) { return MakeOptional(arena.Make(value)); }

}  // namespace

Value Select(Arena& arena, const Value& value, std::string_view name) {
  if (value.kind == ValueKind::Optional) return OptionalSelect(arena, value, name, false);
  if (value.kind != ValueKind::Map) return Wrong(arena, EvalErrorCode::NoSuchField);
  const Value* member = Lookup(value, MakeString(name));
  return member == nullptr ? Wrong(arena, EvalErrorCode::NoSuchField) : *member;
}

Value OptionalSelect(Arena& arena, const Value& value, std::string_view name, bool null_is_absent) {
  if (value.kind == ValueKind::Optional) {
    if (value.items == nullptr) return value;
    return OptionalSelect(arena, *value.items, name, null_is_absent);
  }
  if (value.kind != ValueKind::Map) return Wrong(arena, EvalErrorCode::NoSuchField);
  const Value* member = Lookup(value, MakeString(name));
  if (member == nullptr) return MakeOptional(nullptr);
  if (null_is_absent && member->kind == ValueKind::Null) return MakeOptional(nullptr);
  return Some(arena, *member);
}

Value Has(Arena& arena, const Value& value, std::string_view name, bool null_is_absent) {
  if (value.kind == ValueKind::Optional) {
    return value.items == nullptr ? MakeBool(false)
                                  : Has(arena, *value.items, name, null_is_absent);
  }
  if (value.kind != ValueKind::Map) return Wrong(arena, EvalErrorCode::NoSuchField);
  const Value* member = Lookup(value, MakeString(name));
  return MakeBool(member != nullptr && !(null_is_absent && member->kind == ValueKind::Null));
}

Value Index(Arena& arena, const Value& value, const Value& key) {
  if (value.kind == ValueKind::Optional) return OptionalIndex(arena, value, key);
  if (value.kind == ValueKind::Map) {
    if (key.kind != ValueKind::Bool && key.kind != ValueKind::String && !IsNumber(key)) {
      return Wrong(arena, EvalErrorCode::NoOverload);
    }
    const Value* found = Lookup(value, key);
    return found == nullptr ? Wrong(arena, EvalErrorCode::NoSuchKey) : *found;
  }
  if (value.kind != ValueKind::List || !IsNumber(key))
    return Wrong(arena, EvalErrorCode::NoOverload);
  for (uint32_t i = 0; i < value.size; ++i) {
    if (Equals(MakeInt(i), key)) return value.items[i];
  }
  const bool whole = key.kind != ValueKind::Double || key.real == std::trunc(key.real);
  return Wrong(arena, whole ? EvalErrorCode::NoSuchKey : EvalErrorCode::InvalidArgument);
}

Value OptionalIndex(Arena& arena, const Value& value, const Value& key) {
  if (value.kind == ValueKind::Optional) {
    return value.items == nullptr ? value : OptionalIndex(arena, *value.items, key);
  }
  const Value found = Index(arena, value, key);
  if (!found.is_error()) return Some(arena, found);
  if (found.error->code == EvalErrorCode::NoSuchKey) return MakeOptional(nullptr);
  return found;
}

}  // namespace remit::reference
