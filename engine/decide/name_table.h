// From an action's name to its row (unit_rows.h): one probe of a flat table and one comparison of
// bytes, which lie in the row itself.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/decide/unit_rows.h"

namespace remit {

class NameTable {
 public:
  NameTable() = default;
  // The names of the NameHeads at these places of `rows`, in units of kRowAlignment; no two are
  // equal.
  NameTable(const char* rows, std::span<const uint32_t> places);

  // The place of the name's row, or kNone. `rows` as it was given.
  uint32_t Find(const char* rows, std::string_view name) const;
  std::vector<uint32_t> places() const;  // of all names, in no order

 private:
  struct Cell {
    uint32_t hash = 0;
    uint32_t place = kNone;  // kNone: free
  };
  std::vector<Cell> cells_;  // few: one a name; else a power of two, at most half full
};

}  // namespace remit
