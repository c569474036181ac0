// UTF-8 by the code point (RFC 3629: shortest form, no surrogates, at most U+10FFFF).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace remit {

struct CodePoint {
  char32_t value = 0;
  uint32_t size = 0;  // bytes, 1 to 4; 0: the bytes at this place are no UTF-8
};

// The code point that begins at `at`, which must be less than text.size().
CodePoint DecodeUtf8(std::string_view text, size_t at);

// `code_point` must be at most U+10FFFF and no surrogate.
void AppendUtf8(std::string& out, char32_t code_point);

}  // namespace remit
