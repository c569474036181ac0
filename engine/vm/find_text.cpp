#include "engine/vm/find_text.h"

#include <cstdint>
#include <cstring>
#include <vector>

namespace remit {
namespace {

// Up to here comparing at every place is cheap enough, and quicker to begin.
constexpr size_t kShort = 32;

// Knuth, Morris and Pratt, from the end to the beginning: the last occurrence in `text`.
size_t FindLastLong(std::string_view text, std::string_view wanted) {
  const size_t size = wanted.size();
  const auto from_end = [](std::string_view s, size_t i) { return s[s.size() - 1 - i]; };
  // borders[i]: the longest proper border of the last i + 1 bytes of `wanted`.
  std::vector<uint32_t> borders(size, 0);
  uint32_t matched = 0;
  for (size_t i = 1; i < size; ++i) {
    while (matched > 0 && from_end(wanted, i) != from_end(wanted, matched)) {
      matched = borders[matched - 1];
    }
    if (from_end(wanted, i) == from_end(wanted, matched)) ++matched;
    borders[i] = matched;
  }
  matched = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    while (matched > 0 && from_end(text, i) != from_end(wanted, matched)) {
      matched = borders[matched - 1];
    }
    if (from_end(text, i) == from_end(wanted, matched)) ++matched;
    if (matched == size) return text.size() - 1 - i;
  }
  return std::string_view::npos;
}

}  // namespace

size_t FindText(std::string_view text, std::string_view wanted, size_t from) {
  if (wanted.empty()) return from;
  if (wanted.size() > text.size() - from) return std::string_view::npos;
  if (wanted.size() <= kShort) return text.find(wanted, from);
  // memmem bounds its work; std::string_view::find compares at every place.
  const void* const found =
      memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

size_t FindLastText(std::string_view text, std::string_view wanted, size_t last) {
  if (wanted.size() <= kShort) return text.rfind(wanted, last);
  if (wanted.size() > text.size()) return std::string_view::npos;
  if (last < text.size() - wanted.size()) text = text.substr(0, last + wanted.size());
  return FindLastLong(text, wanted);
}

}  // namespace remit
