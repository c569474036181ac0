#include "engine/base/digest.h"

// SHA-256 by its own functions, which OpenSSL 3 calls deprecated in favour of fetching an algorithm
// from a provider. Fetching costs every process a millisecond; the code that computes is the same.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <charconv>

#include "engine/base/check.h"

namespace remit {

Digest Sha256(std::string_view bytes) {
  SHA256_CTX context;
  Digest digest{};
  static_assert(sizeof(digest) == SHA256_DIGEST_LENGTH);
  const bool done = SHA256_Init(&context) == 1 &&
                    SHA256_Update(&context, bytes.data(), bytes.size()) == 1 &&
                    SHA256_Final(digest.data(), &context) == 1;
  REMIT_CHECK(done, "libcrypto without SHA-256 cannot be used");
  return digest;
}

std::string ToHex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string DigestText(const Digest& digest) {
  return "sha256:" + ToHex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::optional<Digest> ParseDigest(std::string_view text) {
  constexpr std::string_view kPrefix = "sha256:";
  Digest digest;
  if (!text.starts_with(kPrefix) || text.size() != kPrefix.size() + 2 * digest.size()) {
    return std::nullopt;
  }
  const char* at = text.data() + kPrefix.size();
  for (uint8_t& byte : digest) {
    if (std::from_chars(at, at + 2, byte, 16).ptr != at + 2) return std::nullopt;
    at += 2;
  }
  if (DigestText(digest) != text) return std::nullopt;  // capital letters
  return digest;
}

}  // namespace remit
