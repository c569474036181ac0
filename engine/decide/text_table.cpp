#include "engine/decide/text_table.h"

#include <bit>

#include "engine/decide/fact_key.h"
#include "engine/vm/quick_tests.h"

namespace remit {
namespace {

// So many are compared faster than one is hashed.
constexpr size_t kFew = 3;

}  // namespace

bool TextTable::IsText(uint32_t number, std::string_view text) const {
  const std::string_view own = texts_[number];
  return own.size() == text.size() &&
         EqualBytes(own.data(), text.data(), static_cast<uint32_t>(text.size()));
}

TextTable::TextTable(std::vector<std::string_view> texts)
    : texts_(std::move(texts)), cells_(std::bit_ceil(2 * texts_.size() + 1)) {
  for (uint32_t i = 0; i < texts_.size(); ++i) {
    const uint32_t hash = static_cast<uint32_t>(HashText(texts_[i]));
    size_t cell = hash & (cells_.size() - 1);
    while (cells_[cell].text != kNone) cell = (cell + 1) & (cells_.size() - 1);
    cells_[cell] = {hash, i};
  }
}

uint32_t TextTable::Find(std::string_view text) const {
  if (texts_.size() <= kFew) {
    for (uint32_t i = 0; i < texts_.size(); ++i) {
      if (IsText(i, text)) return i;
    }
    return kNone;
  }
  const uint32_t hash = static_cast<uint32_t>(HashText(text));
  for (size_t cell = hash & (cells_.size() - 1); cells_[cell].text != kNone;
       cell = (cell + 1) & (cells_.size() - 1)) {
    if (cells_[cell].hash == hash && IsText(cells_[cell].text, text)) return cells_[cell].text;
  }
  return kNone;
}

}  // namespace remit
