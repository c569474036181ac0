// What a scalar of remit.yaml is. YAML 1.1 and 1.2 disagree on words such as `no` and numbers such
// as `010`: what the two read differently is refused unless it stands in quotes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/config_tree.h"
#include "engine/base/error.h"

namespace remit {

enum class ScalarKind : uint8_t {
  String,
  Bool,       // true, false
  Null,       // null, ~
  Number,     // as JSON writes it
  OldBool,    // yes, no, on, off, y, n, True, FALSE, …
  OddNumber,  // 010, 0x1f, 1_000, 1:30, +1, .inf, …
};

ScalarKind ClassifyScalar(const ConfigNode& node);

// "a number": for "must be a string, not …".
std::string_view ScalarKindText(ScalarKind kind);

// The node as JSON text, for a param. Refuses nulls, OldBool and OddNumber with a place.
Result<std::string> ConfigJson(const ConfigNode& node, const std::string& path);

}  // namespace remit
