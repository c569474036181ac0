// Constants, and texts, as keys of tables. Private to dsl/compile.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/model/value.h"

namespace remit::lowering {

// Appends the same bytes for equal constants, others for any two that are not.
void AppendKey(std::string& key, const Value& value);

// Looks texts up without making strings of them.
struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using TextIds = std::unordered_map<std::string, uint32_t, TextHash, std::equal_to<>>;

// The number of the text, counted in the order in which they first come.
inline uint32_t TextIdOf(TextIds& ids, std::string_view text) {
  if (const auto found = ids.find(text); found != ids.end()) return found->second;
  return ids.emplace(text, static_cast<uint32_t>(ids.size())).first->second;
}

}  // namespace remit::lowering
