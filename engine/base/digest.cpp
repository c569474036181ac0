#include "engine/base/digest.h"

#include <openssl/evp.h>

#include <charconv>
#include <memory>

#include "engine/base/check.h"

namespace remit {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Fetching an algorithm walks OpenSSL's providers under a lock: once a process is enough.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

}  // namespace

Digest Sha256(std::string_view bytes) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  Digest digest{};
  unsigned size = 0;
  const bool done = Algorithm() != nullptr && context != nullptr &&
                    EVP_DigestInit_ex2(context.get(), Algorithm(), nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), digest.data(), &size) == 1;
  REMIT_CHECK(done && size == digest.size(), "libcrypto without SHA-256 cannot be used");
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
