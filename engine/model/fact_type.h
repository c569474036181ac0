// Declared types as the engine knows them: what a fact's value must be when it is read.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/model/value.h"

namespace remit {

enum class FactKind : uint32_t {  // as wide as its place in a program
  Any,
  Bool,
  Int,
  String,
  Double,     // an int is read as double
  Bytes,      // from base64 text
  Timestamp,  // from RFC 3339 text
  Duration,   // from CEL duration text
  List,       // of `element`
  Map,        // of string to `element`
  Record,     // a map; its members are read, and checked, one by one
};

// As policies write it: "timestamp"; of a record what its values are, "map".
std::string_view FactKindName(FactKind kind);

struct FactType {
  FactKind kind = FactKind::Any;
  uint32_t element = 0;  // List, Map: index into the same table
  bool operator==(const FactType&) const = default;
};

// `value` as `types[type]`: converted where the table above says so, checked otherwise; a WrongType
// error value where it is not of that type. Lists and maps of convertible elements are converted
// whole; elements of other lists and maps are checked when they are read. Errors pass through.
Value ReadAs(Arena& arena, std::span<const FactType> types, uint32_t type, const Value& value);

}  // namespace remit
