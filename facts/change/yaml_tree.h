// A small YAML document as plain data, with places. Private to facts/change.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace remit {

enum class YamlKind : uint8_t { Null, Scalar, List, Map };

struct YamlMember;

struct YamlTree {
  YamlKind kind = YamlKind::Null;
  std::string text;                 // Scalar
  std::vector<YamlTree> items;      // List
  std::vector<YamlMember> members;  // Map: keys are scalars, each once
  std::string where;                // "NAME:LINE:COLUMN"
};

struct YamlMember {
  YamlTree key, value;
};

// One document. BadInput: not UTF-8, not YAML, a key twice, nested deeper than a list needs, or
// grown beyond measure by aliases.
Result<YamlTree> ReadYamlTree(std::string_view text, const std::string& name);

}  // namespace remit
