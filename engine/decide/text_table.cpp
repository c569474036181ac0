#include "engine/decide/text_table.h"

#include <bit>
#include <cstring>

#include "engine/vm/quick_tests.h"

namespace remit {
namespace {

template <typename Word>
uint64_t WordAt(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof(Word));
  return word;
}

// Spreads texts that people wrote; nobody can choose texts against it who cannot write the policy,
// since only the policy's texts are stored.
uint32_t HashOf(std::string_view text) {
  constexpr uint64_t kOdd = 0x9e3779b97f4a7c15;
  const char* const at = text.data();
  const size_t size = text.size();
  uint64_t mixed = size * kOdd;
  const auto mix = [&](uint64_t word) {
    const auto product = static_cast<unsigned __int128>(mixed ^ word) * kOdd;
    mixed = static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
  };
  if (size >= 8) {
    for (size_t i = 0; i + 8 < size; i += 8) mix(WordAt<uint64_t>(at + i));
    mix(WordAt<uint64_t>(at + size - 8));
  } else if (size >= 4) {
    mix(WordAt<uint32_t>(at) << 32 | WordAt<uint32_t>(at + size - 4));
  } else {
    uint64_t word = 0;
    for (const char c : text) word = word << 8 | static_cast<uint8_t>(c);
    mix(word);
  }
  return static_cast<uint32_t>(mixed ^ mixed >> 32);
}

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
    const uint32_t hash = HashOf(texts_[i]);
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
  const uint32_t hash = HashOf(text);
  for (size_t cell = hash & (cells_.size() - 1); cells_[cell].text != kNone;
       cell = (cell + 1) & (cells_.size() - 1)) {
    if (cells_[cell].hash == hash && IsText(cells_[cell].text, text)) return cells_[cell].text;
  }
  return kNone;
}

}  // namespace remit
