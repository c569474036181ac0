#include "engine/vm/code_points.h"

#include <algorithm>

namespace remit {

size_t NextCodePoint(std::string_view text, size_t at) {
  ++at;
  while (at < text.size() && IsContinuation(text[at])) ++at;
  return at;
}

size_t CountCodePoints(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char c) { return !IsContinuation(c); }));
}

std::optional<size_t> ByteOfCodePoint(std::string_view text, int64_t place) {
  if (place < 0 || static_cast<uint64_t>(place) > text.size()) return std::nullopt;
  size_t at = 0;
  for (int64_t i = 0; i < place; ++i) {
    if (at == text.size()) return std::nullopt;
    at = NextCodePoint(text, at);
  }
  return at;
}

}  // namespace remit
