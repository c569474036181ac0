// Base64 with the standard alphabet (RFC 4648 section 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace remit {

std::string EncodeBase64(std::string_view bytes);  // padded

// Padding may be left out as a whole; nullopt for any other length, character or padding. Unused
// bits of the last character are ignored, as CEL's base64.decode does.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace remit
