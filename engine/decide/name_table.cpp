#include "engine/decide/name_table.h"

#include <bit>

#include "engine/decide/fact_key.h"
#include "engine/vm/quick_tests.h"

namespace remit {
namespace {

// So many are compared faster than one is hashed.
constexpr size_t kFew = 3;

bool IsName(const char* rows, uint32_t place, std::string_view name) {
  const std::string_view own = NameAt(rows + place * kRowAlignment);
  return own.size() == name.size() &&
         EqualBytes(own.data(), name.data(), static_cast<uint32_t>(name.size()));
}

}  // namespace

NameTable::NameTable(const char* rows, std::span<const uint32_t> places)
    : cells_(places.size() <= kFew ? places.size() : std::bit_ceil(2 * places.size())) {
  const size_t last = cells_.size() - 1;
  for (uint32_t i = 0; i < places.size(); ++i) {
    const std::string_view name = NameAt(rows + places[i] * kRowAlignment);
    const auto hash = static_cast<uint32_t>(HashText(name));
    size_t cell = places.size() <= kFew ? i : hash & last;
    while (cells_[cell].place != kNone) cell = (cell + 1) & last;
    cells_[cell] = {hash, places[i]};
  }
}

uint32_t NameTable::Find(const char* rows, std::string_view name) const {
  if (cells_.size() <= kFew) {
    for (const Cell& cell : cells_) {
      if (IsName(rows, cell.place, name)) return cell.place;
    }
    return kNone;
  }
  const size_t last = cells_.size() - 1;
  const auto hash = static_cast<uint32_t>(HashText(name));
  for (size_t cell = hash & last; cells_[cell].place != kNone; cell = (cell + 1) & last) {
    if (cells_[cell].hash == hash && IsName(rows, cells_[cell].place, name)) {
      return cells_[cell].place;
    }
  }
  return kNone;
}

std::vector<uint32_t> NameTable::places() const {
  std::vector<uint32_t> places;
  for (const Cell& cell : cells_) {
    if (cell.place != kNone) places.push_back(cell.place);
  }
  return places;
}

}  // namespace remit
