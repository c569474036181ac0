// Text that came from outside, made safe to print: one line, no terminal codes, no reordering.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace remit {

// Control, bidi-control and zero-width characters, line and paragraph separators and invalid UTF-8
// become \n, \t, \u{202e}, \x{ff}; a backslash is kept as it is. At most `max_characters` code
// points of the input (then "…"); 0: no limit.
std::string EscapeText(std::string_view text, size_t max_characters = 0);

// The length in bytes of the valid UTF-8 prefix; text.size() when all of it is valid.
size_t ValidUtf8Prefix(std::string_view text);

}  // namespace remit
