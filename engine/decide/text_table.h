// Texts to numbers, made once and read often: one probe of a flat table and one comparison of
// bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/program/program.h"

namespace remit {

class TextTable {
 public:
  TextTable() = default;
  // Each text's number is its place; no two are equal. They must outlive the table.
  explicit TextTable(std::vector<std::string_view> texts);

  uint32_t Find(std::string_view text) const;  // kNone: not in the table
  std::string_view text(uint32_t number) const { return texts_[number]; }

 private:
  bool IsText(uint32_t number, std::string_view text) const;

  struct Cell {
    uint32_t hash = 0;
    uint32_t text = kNone;  // kNone: free
  };
  std::vector<std::string_view> texts_;
  std::vector<Cell> cells_;  // a power of two of them, at most half full; open addressing
};

}  // namespace remit
