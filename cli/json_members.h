// Members of a JSON object of known shape, read leniently: what is not there, or is of another
// kind, gives the empty value of the kind that was asked for.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/model/value.h"

namespace remit {

inline std::string_view TextMember(const Value& object, std::string_view name) {
  const Value* value = FindMember(object, name);
  return value != nullptr && value->kind == ValueKind::String ? value->string()
                                                              : std::string_view();
}

inline bool IsTrueMember(const Value& object, std::string_view name) {
  const Value* value = FindMember(object, name);
  return value != nullptr && value->is_true();
}

inline int64_t NumberMember(const Value& object, std::string_view name, int64_t otherwise) {
  const Value* value = FindMember(object, name);
  return value != nullptr && value->kind == ValueKind::Int ? value->integer : otherwise;
}

inline std::span<const Value> ListMember(const Value& object, std::string_view name) {
  const Value* value = FindMember(object, name);
  if (value == nullptr || value->kind != ValueKind::List) return {};
  return value->list();
}

}  // namespace remit
