#include "tests/properties/generate_expression_types.h"

namespace remit::properties {
namespace {

// Reads one type from the front of `text`.
CelType Take(std::string_view& text) {
  const size_t end = std::min(text.find_first_of("(,)"), text.size());
  CelType type{std::string(text.substr(0, end))};
  text.remove_prefix(end);
  if (!text.starts_with('(')) return type;
  while (!text.starts_with(')')) {
    text.remove_prefix(text.starts_with(", ") ? 2 : 1);
    type.of.push_back(Take(text));
  }
  text.remove_prefix(1);
  return type;
}

bool IsParameter(const CelType& type) {
  return type.name.size() == 1 && type.name[0] >= 'A' && type.name[0] <= 'Z';
}

}  // namespace

CelType ReadType(std::string_view text) { return Take(text); }

bool Fits(const CelType& given, const CelType& wanted, TypeBindings& bound) {
  if (wanted.name == "dyn" || given.name == "dyn") return true;
  if (IsParameter(given)) return bound.emplace(given.name, wanted).first->second == wanted;
  if (given.name != wanted.name) return false;
  for (size_t i = 0; i < given.of.size(); ++i) {
    if (!Fits(given.of[i], wanted.of[i], bound)) return false;
  }
  return true;
}

}  // namespace remit::properties
