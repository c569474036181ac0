// Base64 with the standard alphabet (RFC 4648 section 4).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace remit {

std::string EncodeBase64(std::string_view bytes);  // padded
size_t EncodedBase64Size(size_t bytes);
void EncodeBase64(std::string_view bytes, char* to);  // writes EncodedBase64Size(bytes.size())

// Padding may be left out as a whole; nullopt for any other length, character or padding. Unused
// bits of the last character are ignored, as CEL's base64.decode does.
std::optional<std::string> DecodeBase64(std::string_view text);
std::optional<size_t> DecodedBase64Size(std::string_view text);  // nullopt as above
// Writes DecodedBase64Size(text) bytes; `text` has one.
void DecodeBase64(std::string_view text, char* to);

}  // namespace remit
