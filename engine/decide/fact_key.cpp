#include "engine/decide/fact_key.h"

#include <algorithm>

namespace remit {
namespace {

constexpr uint64_t kLast = UINT64_MAX;

// `in` a list, or `==` to one value.
std::optional<OpenKeys> OneOf(std::span<const Value> values) {
  OpenKeys open = {.of = KeyClass::None, .others = false, .ranges = {}};
  for (const Value& value : values) {
    const FactKey key = KeyOf(value);
    if (key.of == KeyClass::None || (!open.ranges.empty() && key.of != open.of)) {
      return std::nullopt;
    }
    open.of = key.of;
    open.ranges.push_back({key.bits, key.bits});
  }
  if (open.ranges.empty()) return std::nullopt;
  std::ranges::sort(open.ranges, {}, &OpenKeys::Range::first);
  const auto rest = std::ranges::unique(open.ranges);
  open.ranges.erase(rest.begin(), rest.end());
  return open;
}

}  // namespace

std::optional<OpenKeys> OpenKeysOf(const Guard& guard, std::span<const Value> constants) {
  if (guard.test == Opcode::Slot) return OpenKeys{KeyClass::Bool, true, {{1, kLast}}};
  if (guard.test == Opcode::Not) return OpenKeys{KeyClass::Bool, true, {{0, 0}}};
  if (guard.test == Opcode::SlotMatches) return std::nullopt;
  const Value& constant = constants[guard.constant];
  if (guard.test == Opcode::SlotEqual) return OneOf({&constant, 1});
  if (guard.test == Opcode::SlotIn) return OneOf(constant.list());
  const FactKey key = KeyOf(constant);
  if (key.of != KeyClass::Number) return std::nullopt;
  // Infinity is a number too: no finite bits are the first or last of all.
  switch (guard.test) {
    case Opcode::SlotNotEqual:
      return OpenKeys{key.of, true, {{0, key.bits - 1}, {key.bits + 1, kLast}}};
    case Opcode::SlotLess:
      return OpenKeys{key.of, true, {{0, key.bits - 1}}};
    case Opcode::SlotLessEqual:
      return OpenKeys{key.of, true, {{0, key.bits}}};
    case Opcode::SlotGreater:
      return OpenKeys{key.of, true, {{key.bits + 1, kLast}}};
    case Opcode::SlotGreaterEqual:
      return OpenKeys{key.of, true, {{key.bits, kLast}}};
    default:
      return std::nullopt;
  }
}

}  // namespace remit
