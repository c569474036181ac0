#include "engine/decide/fact_key.h"

#include <algorithm>
#include <initializer_list>

namespace remit {
namespace {

constexpr uint64_t kLast = UINT64_MAX;

OpenKeys Add(KeyClass of, std::initializer_list<KeyRange> open, std::vector<KeyRange>& ranges) {
  const auto first = static_cast<uint32_t>(ranges.size());
  ranges.insert(ranges.end(), open);
  return {of, true, first, static_cast<uint32_t>(open.size())};
}

// `in` a list, or `==` to one value.
std::optional<OpenKeys> AddOneOf(std::span<const Value> values, std::vector<KeyRange>& ranges) {
  const size_t first = ranges.size();
  KeyClass of = KeyClass::None;
  for (const Value& value : values) {
    const FactKey key = KeyOf(value);
    if (key.of == KeyClass::None || (ranges.size() > first && key.of != of)) {
      ranges.resize(first);
      return std::nullopt;
    }
    of = key.of;
    ranges.push_back({key.bits, key.bits});
  }
  if (ranges.size() == first) return std::nullopt;
  const auto added =
      std::ranges::subrange(ranges.begin() + static_cast<ptrdiff_t>(first), ranges.end());
  std::ranges::sort(added, {}, &KeyRange::first);
  const auto rest = std::ranges::unique(added);
  ranges.erase(rest.begin(), rest.end());
  return OpenKeys{of, false, static_cast<uint32_t>(first),
                  static_cast<uint32_t>(ranges.size() - first)};
}

}  // namespace

std::optional<OpenKeys> AddOpenKeys(const Guard& guard, std::span<const Value> constants,
                                    std::vector<KeyRange>& ranges) {
  if (guard.test == Opcode::Slot) return Add(KeyClass::Bool, {{1, kLast}}, ranges);
  if (guard.test == Opcode::Not) return Add(KeyClass::Bool, {{0, 0}}, ranges);
  if (guard.test == Opcode::SlotMatches) return std::nullopt;
  const Value& constant = constants[guard.constant];
  if (guard.test == Opcode::SlotEqual) return AddOneOf({&constant, 1}, ranges);
  if (guard.test == Opcode::SlotIn) return AddOneOf(constant.list(), ranges);
  const auto [bits, of] = KeyOf(constant);
  if (of != KeyClass::Number) return std::nullopt;
  // Infinity is a number too: no finite bits are the first or last of all.
  switch (guard.test) {
    case Opcode::SlotNotEqual:
      return Add(of, {{0, bits - 1}, {bits + 1, kLast}}, ranges);
    case Opcode::SlotLess:
      return Add(of, {{0, bits - 1}}, ranges);
    case Opcode::SlotLessEqual:
      return Add(of, {{0, bits}}, ranges);
    case Opcode::SlotGreater:
      return Add(of, {{bits + 1, kLast}}, ranges);
    case Opcode::SlotGreaterEqual:
      return Add(of, {{bits, kLast}}, ranges);
    default:
      return std::nullopt;
  }
}

}  // namespace remit
