#include "engine/decide/unit_rows.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace remit {
namespace {

// A list of more is compared one by one: it would make a step long for all units.
constexpr size_t kMostRanges = 16;

template <typename T>
void Append(std::vector<char>& rows, std::span<const T> records) {
  static_assert(std::is_trivially_copyable_v<T>);
  const auto* const first = reinterpret_cast<const char*>(records.data());
  rows.insert(rows.end(), first, first + records.size_bytes());
}

void Pad(std::vector<char>& rows) { rows.resize(AlignRow(rows.size())); }

// Which of a step's masks a fact of its class means, not counting that of other classes. Two points
// at a time: a step has two as a rule, and then the loop is no branch to guess.
template <typename Holds>
size_t CountPoints(const SlotStep& step, Holds holds) {
  size_t mask = 0, i = 0;
  do {
    mask += holds(i) + holds(i + 1);
  } while ((i += 2) < step.points);
  return mask;
}

size_t MaskOfNumber(const SlotStep& step, const char* points, double number) {
  const auto* const numbers = reinterpret_cast<const double*>(points);
  return CountPoints(step, [&](size_t i) { return numbers[i] <= number ? size_t{1} : 0; });
}

size_t MaskOfKey(const SlotStep& step, const char* points, uint64_t bits) {
  const auto* const keys = reinterpret_cast<const uint64_t*>(points);
  if (step.of == KeyClass::Text) {
    return CountPoints(step, [&](size_t i) { return keys[i] == bits ? i + 1 : 0; });
  }
  return CountPoints(step, [&](size_t i) { return keys[i] <= bits ? size_t{1} : 0; });
}

// What the step leaves of the units that are open. No unit is a branch.
template <typename Mask>
uint32_t AfterStep(const SlotStep& step, const Value& fact, uint32_t open) {
  const auto* const masks = reinterpret_cast<const Mask*>(&step + 1);
  const char* const points = PointsOf<Mask>(&step);
  double number = 0;
  if (step.of == KeyClass::Number && AsExactDouble(fact, number)) {
    return open & masks[1 + MaskOfNumber(step, points, number)];
  }
  const FactKey key = KeyOf(fact);
  if (key.of == step.of) return open & masks[1 + MaskOfKey(step, points, key.bits)];
  return key.of == KeyClass::None ? open : open & masks[0];
}

// `at`: where the steps begin, then where they end.
template <typename Mask>
uint32_t AfterSteps(const char*& at, size_t steps, Vm& vm, uint32_t open) {
  const Vm::Reader facts = vm.reader();
  for (; steps != 0; --steps) {
    const auto& step = *reinterpret_cast<const SlotStep*>(at);
    at = EndOf<Mask>(&step);
    open = AfterStep<Mask>(step, facts.slot(step.slot), open);
  }
  return open;
}

template <typename Mask>
const char* AfterSteps(const GroupView& group) {
  const char* at = group.steps();
  for (size_t step = 0; step < group.head->steps; ++step) {
    at = EndOf<Mask>(reinterpret_cast<const SlotStep*>(at));
  }
  return at;
}

constexpr uint32_t AllOpen(size_t units) {
  return static_cast<uint32_t>((uint64_t{1} << units) - 1);
}

// Takes out the open units of which a placed guard is false.
uint32_t AfterGuards(const GroupHead& head, const PlacedGuard* guard, Vm& vm,
                     std::span<const Value> constants, uint32_t open) {
  const PlacedGuard* const end = guard + head.guards;
  for (uint32_t asked = open & head.more; asked != 0; asked &= asked - 1) {
    const auto place = static_cast<uint32_t>(std::countr_zero(asked));
    while (guard->place < place) ++guard;
    for (; guard != end && guard->place == place; ++guard) {
      if (RulesOut(guard->guard(), vm, constants)) {
        open &= ~(uint32_t{1} << place);
        break;
      }
    }
  }
  return open;
}

// A point that makes their number even: above all numbers and bools, or a text that no unit asks
// for.
uint64_t SparePoint(KeyClass of, std::span<const uint64_t> points) {
  if (of != KeyClass::Text) return UINT64_MAX;
  uint64_t spare = 0;
  while (std::ranges::find(points, spare) != points.end()) ++spare;
  return spare;
}

// Masks and points of the keys of one slot and class. `points` is memory.
template <typename Mask>
bool AddStep(std::vector<char>& bytes, std::span<const RowWriter::Placed> keys,
             std::span<const KeyRange> ranges, size_t units, std::vector<uint64_t>& points) {
  const KeyClass of = keys.front().open.of;
  points.clear();
  for (const RowWriter::Placed& one : keys) {
    for (const KeyRange& range : one.open.In(ranges)) {
      if (range.first != 0 || of == KeyClass::Text) points.push_back(range.first);
      if (range.last != UINT64_MAX && of != KeyClass::Text) points.push_back(range.last + 1);
    }
  }
  std::ranges::sort(points);
  const auto rest = std::ranges::unique(points);
  points.erase(rest.begin(), rest.end());
  if (points.size() % 2 != 0) points.push_back(SparePoint(of, points));
  if (points.size() > UINT8_MAX) return false;

  const auto holds = [&](const OpenKeys& open, uint64_t bits) {
    return std::ranges::any_of(open.In(ranges), [&](const KeyRange& range) {
      return range.first <= bits && bits <= range.last;
    });
  };
  const auto add_mask = [&](auto is_open) {
    uint32_t open = AllOpen(units);
    for (const RowWriter::Placed& one : keys) {
      if (!is_open(one.open)) open &= ~(uint32_t{1} << one.place);
    }
    const auto mask = static_cast<Mask>(open);
    Append(bytes, std::span<const Mask>(&mask, 1));
  };
  const SlotStep step = {keys.front().slot, of, static_cast<uint8_t>(points.size())};
  Append(bytes, std::span<const SlotStep>(&step, 1));
  add_mask([](const OpenKeys& open) { return open.others; });
  // Below all points: no text that is asked for, or the first numbers.
  add_mask([&](const OpenKeys& open) { return of != KeyClass::Text && holds(open, 0); });
  for (const uint64_t point : points) {
    add_mask([&](const OpenKeys& open) { return holds(open, point); });
  }
  Pad(bytes);
  if (of == KeyClass::Number) {
    for (uint64_t& point : points) point = std::bit_cast<uint64_t>(NumberOfOrder(point));
  }
  Append(bytes, std::span<const uint64_t>(points));
  return true;
}

}  // namespace

std::span<const uint32_t> GroupView::units() const {
  const bool bytes = head->units <= SlotStep::kByteUnits;
  const char* const guards = bytes ? AfterSteps<uint8_t>(*this) : AfterSteps<uint32_t>(*this);
  const char* const ids = guards + head->guards * sizeof(PlacedGuard);
  return {reinterpret_cast<const uint32_t*>(ids), head->units};
}

void SelectFew(const GroupView& group, Vm& vm, std::span<const Value> constants,
               std::vector<uint32_t>& ids) {
  const GroupHead& head = *group.head;
  uint32_t open = AllOpen(head.units);
  const char* at = group.steps();
  open = head.units <= SlotStep::kByteUnits ? AfterSteps<uint8_t>(at, head.steps, vm, open)
                                            : AfterSteps<uint32_t>(at, head.steps, vm, open);
  if (open == 0) return;
  const auto* const guards = reinterpret_cast<const PlacedGuard*>(at);
  const auto* const units = reinterpret_cast<const uint32_t*>(guards + head.guards);
  open = AfterGuards(head, guards, vm, constants, open);
  for (; open != 0; open &= open - 1) ids.push_back(units[std::countr_zero(open)]);
}

void RowWriter::AddName(std::string_view name, uint32_t policies) {
  const NameHead head = {static_cast<uint32_t>(name.size()), policies};
  Append(bytes, std::span<const NameHead>(&head, 1));
  Append(bytes, std::span<const char>(name));
  Pad(bytes);
}

bool RowWriter::AddFew(std::span<const Guarded> units, std::span<const Value> constants) {
  if (units.size() > GroupHead::kMostUnits) return false;
  keys.clear();
  ranges.clear();
  guards.clear();
  GroupHead head;
  for (uint8_t place = 0; place < units.size(); ++place) {
    for (const Guard& guard : units[place].guards) {
      const auto open = AddOpenKeys(guard, constants, ranges);
      if (open && guard.slot <= UINT16_MAX && open->count <= kMostRanges) {
        keys.push_back({static_cast<uint16_t>(guard.slot), place, *open});
      } else {
        guards.push_back({guard.test, place, guard.slot, guard.constant});
        head.more |= uint32_t{1} << place;
      }
    }
  }
  if (guards.size() > UINT8_MAX) return false;
  head.guards = static_cast<uint8_t>(guards.size());
  head.units = static_cast<uint8_t>(units.size());
  const auto step_of = [](const Placed& one) { return std::tuple(one.slot, one.open.of); };
  std::ranges::sort(
      keys, {}, [&](const Placed& one) { return std::tuple(one.slot, one.open.of, one.place); });

  const size_t start = bytes.size();
  const auto give_up = [&] {
    bytes.resize(start);
    return false;
  };
  Append(bytes, std::span<const GroupHead>(&head, 1));
  for (size_t first = 0; first < keys.size(); ++head.steps) {
    if (head.steps == UINT16_MAX) return give_up();
    size_t last = first + 1;
    while (last < keys.size() && step_of(keys[last]) == step_of(keys[first])) ++last;
    const auto of_step = std::span<const Placed>(keys).subspan(first, last - first);
    const bool added = units.size() <= SlotStep::kByteUnits
                           ? AddStep<uint8_t>(bytes, of_step, ranges, units.size(), points)
                           : AddStep<uint32_t>(bytes, of_step, ranges, units.size(), points);
    if (!added) return give_up();
    first = last;
  }
  std::memcpy(bytes.data() + start, &head, sizeof head);
  Append(bytes, std::span<const PlacedGuard>(guards));
  for (const Guarded& unit : units) Append(bytes, std::span<const uint32_t>(&unit.id, 1));
  Pad(bytes);
  return true;
}

void RowWriter::AddTables(uint32_t tables) {
  const GroupHead head = {.more = tables, .steps = 0, .guards = 0, .units = GroupHead::kTables};
  Append(bytes, std::span<const GroupHead>(&head, 1));
}

}  // namespace remit
