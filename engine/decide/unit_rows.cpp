#include "engine/decide/unit_rows.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace remit {
namespace {

template <typename T>
void Append(std::vector<char>& rows, std::span<const T> records) {
  static_assert(std::is_trivially_copyable_v<T>);
  const auto* const first = reinterpret_cast<const char*>(records.data());
  rows.insert(rows.end(), first, first + records.size_bytes());
}

void Pad(std::vector<char>& rows) { rows.resize(AlignRow(rows.size())); }

}  // namespace

// Tests of one slot stand together. None of them is a branch; what they leave open is asked the
// other guards, unit by unit.
void SelectFew(const GroupView& group, Vm& vm, std::span<const Value> constants,
               std::vector<uint32_t>& ids) {
  const GroupHead& head = *group.head;
  uint64_t open = (uint64_t{1} << head.units) - 1;
  uint32_t slot = kNone;
  FactKey key;
  for (const KeyTest& test : std::span(group.tests, head.tests)) {
    if (test.slot != slot) key = KeyOf(vm.slot(slot = test.slot));
    open &= ~(uint64_t{Fails(test, key)} << test.condition);
  }
  const PlacedGuard* guard = group.guards;
  for (uint64_t asked = open & head.more; asked != 0; asked &= asked - 1) {
    const auto place = static_cast<uint32_t>(std::countr_zero(asked));
    const PlacedGuard* const end = group.guards + head.guards;
    while (guard->place < place) ++guard;
    for (; guard != end && guard->place == place; ++guard) {
      if (RulesOut(guard->guard(), vm, constants)) {
        open &= ~(uint64_t{1} << place);
        break;
      }
    }
  }
  for (; open != 0; open &= open - 1) {
    ids.push_back(group.ids[std::countr_zero(open)]);
  }
}

void RowWriter::AddName(std::string_view name, uint32_t policies) {
  const NameHead head = {static_cast<uint32_t>(name.size()), policies};
  Append(bytes, std::span<const NameHead>(&head, 1));
  Append(bytes, std::span<const char>(name));
  Pad(bytes);
}

bool RowWriter::AddFew(std::span<const Guarded> units, std::span<const Value> constants) {
  if (units.size() > GroupHead::kMostUnits) return false;
  tests.clear();
  guards.clear();
  GroupHead head;
  for (uint8_t place = 0; place < units.size(); ++place) {
    for (const Guard& guard : units[place].guards) {
      if (auto test = KeyTestOf(guard, constants)) {
        test->condition = place;
        tests.push_back(*test);
      } else {
        guards.push_back({guard.test, place, guard.slot, guard.constant});
        head.more |= uint32_t{1} << place;
      }
    }
  }
  if (tests.size() > UINT16_MAX || guards.size() > UINT8_MAX) return false;
  head.tests = static_cast<uint16_t>(tests.size());
  head.guards = static_cast<uint8_t>(guards.size());
  head.units = static_cast<uint8_t>(units.size());
  std::ranges::sort(tests, {}, [](const KeyTest& test) {
    return std::tuple(test.slot, test.condition, test.flip, test.bits);
  });
  Append(bytes, std::span<const GroupHead>(&head, 1));
  Append(bytes, std::span<const KeyTest>(tests));
  Append(bytes, std::span<const PlacedGuard>(guards));
  for (const Guarded& unit : units) Append(bytes, std::span<const uint32_t>(&unit.id, 1));
  Pad(bytes);
  return true;
}

void RowWriter::AddTables(uint32_t tables) {
  const GroupHead head = {.more = tables, .tests = 0, .guards = 0, .units = GroupHead::kTables};
  Append(bytes, std::span<const GroupHead>(&head, 1));
}

}  // namespace remit
