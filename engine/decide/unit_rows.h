// The bytes in which the index keeps what it needs of a name, and of the few units that are
// selected together: each in a row, so that looking one up touches neighbouring lines of memory
// and few pages. A row is a head and the records that it counts, all aligned to 8 bytes:
//
//     NameHead, the name's bytes           of a name only
//     GroupHead
//     SlotStep with masks, points …        by slot
//     PlacedGuard …                        by unit
//     uint32_t …                           the units, ascending
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "engine/decide/fact_key.h"
#include "engine/decide/guards.h"
#include "engine/vm/vm.h"

namespace remit {

inline constexpr size_t kRowAlignment = 8;
constexpr size_t AlignRow(size_t size) {
  return (size + kRowAlignment - 1) / kRowAlignment * kRowAlignment;
}

struct NameHead {
  uint32_t size = 0;      // of the name
  uint32_t policies = 0;  // those that cover it: RuleIndex's to say where
};

// Units in a group are numbered by their places in it.
struct GroupHead {
  static constexpr size_t kMostUnits = 32;
  static constexpr uint8_t kTables = 255;  // as `units`: more than that, `more` says which tables

  uint32_t more = 0;  // a bit for each unit that has placed guards
  uint16_t steps = 0;
  uint8_t guards = 0;
  uint8_t units = 0;
};

// All that the group's units ask of one slot by keys of one class. After it stand masks with a bit
// for each unit that is left open: by a key of another class, by one below all points, from the
// first point on, and so on (of texts: by the first point and no other key). Then, aligned, an even
// number of points: numbers as doubles, else keys; ascending, but for texts. A mask is a byte where
// so many units are in the group, else four.
struct SlotStep {
  static constexpr size_t kByteUnits = 8;

  uint16_t slot = 0;
  KeyClass of = KeyClass::None;
  uint8_t points = 0;
};

// A guard that keys say nothing about.
struct PlacedGuard {
  Opcode test = Opcode::Slot;
  uint16_t place = 0;  // the unit's
  uint32_t slot = 0;
  ConstId constant = kNone;

  Guard guard() const { return {test, slot, constant}; }
};

static_assert(sizeof(NameHead) == 8 && sizeof(GroupHead) == 8 && sizeof(SlotStep) == 4 &&
              sizeof(PlacedGuard) == 12);

// The name of a NameHead at `row`, and the group after it.
inline std::string_view NameAt(const char* row) {
  return {row + sizeof(NameHead), reinterpret_cast<const NameHead*>(row)->size};
}
inline const char* GroupAfterName(const char* row) {
  return row + AlignRow(sizeof(NameHead) + reinterpret_cast<const NameHead*>(row)->size);
}

// Where the points of a step begin, and where the step ends.
template <typename Mask>
const char* PointsOf(const SlotStep* step) {
  return reinterpret_cast<const char*>(step) +
         AlignRow(sizeof(SlotStep) + sizeof(Mask) * (step->points + size_t{2}));
}
template <typename Mask>
const char* EndOf(const SlotStep* step) {
  return PointsOf<Mask>(step) + step->points * sizeof(uint64_t);
}

// The parts of a group's row; only the head where it has tables.
struct GroupView {
  explicit GroupView(const char* row) : head(reinterpret_cast<const GroupHead*>(row)) {}

  bool has_tables() const { return head->units == GroupHead::kTables; }
  const char* steps() const { return reinterpret_cast<const char*>(head + 1); }
  std::span<const uint32_t> units() const;

  const GroupHead* head;
};

// Appends the units of few whose guards leave them open.
void SelectFew(const GroupView& group, Vm& vm, std::span<const Value> constants,
               std::vector<uint32_t>& ids);

// Rows while they are written; a place is where one begins, in units of kRowAlignment.
struct RowWriter {
  uint32_t place() const { return static_cast<uint32_t>(bytes.size() / kRowAlignment); }
  void AddName(std::string_view name, uint32_t policies);
  // False, and nothing is added, where they are too many for a row.
  bool AddFew(std::span<const Guarded> units, std::span<const Value> constants);
  void AddTables(uint32_t tables);

  std::vector<char> bytes;
  // Memory of AddFew.
  struct Placed {
    uint16_t slot = 0;
    uint8_t place = 0;
    OpenKeys open;
  };
  std::vector<Placed> keys;
  std::vector<KeyRange> ranges;  // of the keys
  std::vector<uint64_t> points;
  std::vector<PlacedGuard> guards;
};

}  // namespace remit
