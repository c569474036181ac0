// SHA-256 (FIPS 180-4) by OpenSSL's libcrypto.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace remit {

using Digest = std::array<uint8_t, 32>;

Digest Sha256(std::string_view bytes);
std::string ToHex(std::string_view bytes);                 // lower case
std::string DigestText(const Digest& digest);              // "sha256:" + 64 hex digits
std::optional<Digest> ParseDigest(std::string_view text);  // what DigestText writes, and no other

// The digest of what is called `name`: a policy file.
struct NamedDigest {
  std::string name;
  Digest digest{};
  bool operator==(const NamedDigest&) const = default;
};

}  // namespace remit
