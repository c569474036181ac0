#include "tests/reference/escape.h"

#include <cstdint>
#include <cstdio>

namespace remit::reference {
namespace {

bool IsHidden(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) ||  // control characters
         point == 0x061c || point == 0x200e || point == 0x200f ||
         (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) ||  // bidi
         (point >= 0x200b && point <= 0x200d) || point == 0x2060 || point == 0xfeff ||  // no width
         point == 0x2028 || point == 0x2029;  // line and paragraph separators
}

std::string Hex(const char* format, unsigned number) {
  char text[32];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

}  // namespace

Character FirstCharacter(std::string_view text) {
  if (text.empty()) return {};
  const auto first = static_cast<unsigned char>(text[0]);
  const size_t length = first < 0x80            ? 1
                        : first >> 5 == 0b110   ? 2
                        : first >> 4 == 0b1110  ? 3
                        : first >> 3 == 0b11110 ? 4
                                                : 0;
  if (length == 0 || length > text.size()) return {};
  char32_t point = length == 1 ? first : first & (0xffu >> (length + 1));
  for (size_t k = 1; k < length; ++k) {
    const auto next = static_cast<unsigned char>(text[k]);
    if (next >> 6 != 0b10) return {};
    point = point << 6 | (next & 0x3f);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xd800 && point < 0xe000;
  if (point < kSmallest[length] || point > 0x10ffff || surrogate) return {};
  return {length, point};
}

std::string Escape(std::string_view text, size_t most) {
  std::string out;
  for (size_t count = 0; !text.empty(); ++count) {
    if (count == most) return out + "…";
    const Character character = FirstCharacter(text);
    if (character.length == 0) {
      out += Hex("\\x{%02x}", static_cast<unsigned char>(text[0]));
      text.remove_prefix(1);
      continue;
    }
    if (character.point == '\n') {
      out += "\\n";
    } else if (character.point == '\t') {
      out += "\\t";
    } else if (character.point == '\r') {
      out += "\\r";
    } else if (IsHidden(character.point)) {
      out += Hex("\\u{%x}", static_cast<unsigned>(character.point));
    } else {
      out += text.substr(0, character.length);
    }
    text.remove_prefix(character.length);
  }
  return out;
}

}  // namespace remit::reference
