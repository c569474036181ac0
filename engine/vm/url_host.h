// The host of a URL: a domain name, an IPv4 address in any of the ways that a browser takes, an
// IPv6 address in brackets.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace remit {

// Section 3.5 of the WHATWG URL standard, of a special scheme: percent-encodings decoded, letters
// small, other alphabets as A-labels (UTS 46, nontransitional), numbers as dotted decimals. Beyond
// it, empty labels and names that DNS cannot hold are errors (BadInput), and a dot at the end,
// which changes nothing about where the name leads, is dropped. An empty `text` is an error.
Result<std::string> ReadUrlHost(std::string_view text);

// The value of a hexadecimal digit; -1: it is none.
int HexDigit(char c);

}  // namespace remit
