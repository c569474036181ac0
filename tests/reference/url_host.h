// The host of a URL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace remit::reference {

// "host parsing" of the WHATWG URL standard, then what DNS cannot hold refused and the dot at the
// end dropped. nullopt: no host.
std::optional<std::string> UrlHost(std::string_view text);

// 0 to 15; nullopt for what is no hexadecimal digit.
std::optional<int> HexDigit(char c);

}  // namespace remit::reference
