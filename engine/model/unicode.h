// Properties of code points, from a table of the Unicode Character Database that is built in:
// scripts/make_unicode_table writes it. The engine semantics id names its version.
#pragma once

#include <string_view>

namespace remit {

std::string_view UnicodeTableVersion();  // "15.0.0"

bool IsWhiteSpace(char32_t code_point);  // the property White_Space

}  // namespace remit
