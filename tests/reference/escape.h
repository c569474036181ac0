// Values in reasons: one line, nothing that a terminal obeys.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace remit::reference {

// Control, bidi and zero-width characters as `\n`, `\u{202e}`, bytes that are no UTF-8 as
// `\x{ff}`; beyond `most` characters of the text "…".
std::string Escape(std::string_view text, size_t most);

// The length of the valid UTF-8 character that `text` begins with and its code point; length 0
// where there is none.
struct Character {
  size_t length = 0;
  char32_t point = 0;
};
Character FirstCharacter(std::string_view text);

}  // namespace remit::reference
