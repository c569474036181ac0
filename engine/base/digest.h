// SHA-256 (FIPS 180-4) by OpenSSL's libcrypto.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace remit {

using Digest = std::array<uint8_t, 32>;

Digest Sha256(std::string_view bytes);
std::string ToHex(std::string_view bytes);     // lower case
std::string DigestText(const Digest& digest);  // "sha256:" + 64 hex digits

}  // namespace remit
