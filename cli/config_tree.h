// YAML as a tree with places, before any key has a meaning. What YAML allows and remit.yaml does
// not (anchors, aliases, tags, duplicate keys, a second document) is refused here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"

namespace remit {

enum class ConfigNodeKind : uint8_t { Null, Scalar, List, Map };

struct ConfigMember;
struct ConfigNode {
  ConfigNodeKind kind = ConfigNodeKind::Null;
  bool quoted = false;  // Scalar: in quotes, or a block scalar: a string whatever it looks like
  std::string text;     // Scalar
  std::vector<ConfigNode> items;      // List
  std::vector<ConfigMember> members;  // Map: scalar keys, as written
  uint32_t line = 1, column = 1;
};
struct ConfigMember {
  ConfigNode key, value;
};

// "remit.yaml:3:5".
std::string ConfigPlace(const std::string& path, const ConfigNode& node);

Result<ConfigNode> ParseConfigTree(std::string_view text, const std::string& path);

}  // namespace remit
