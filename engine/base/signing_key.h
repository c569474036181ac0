// Ed25519 (RFC 8032, the cofactorless check of OpenSSL) and its keys as text: SPKI and PKCS#8
// (RFC 8410) in PEM (RFC 7468). What is signed is DSSE's encoding of it: engine/base/dsse.h.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace remit {

inline constexpr size_t kKeyBytes = 32;
inline constexpr size_t kSignatureBytes = 64;

struct PublicKey {
  std::array<uint8_t, kKeyBytes> bytes{};
  auto operator<=>(const PublicKey&) const = default;
};

// A private key: RFC 8032's 32 secret bytes, which are overwritten when it goes.
class SigningKey {
 public:
  explicit SigningKey(std::string_view seed);  // of 32 bytes
  SigningKey(SigningKey&& other) noexcept;
  SigningKey& operator=(SigningKey&&) = delete;
  ~SigningKey();

  std::string_view seed() const {
    return {reinterpret_cast<const char*>(seed_.data()), seed_.size()};
  }

 private:
  std::array<uint8_t, kKeyBytes> seed_;
};

// From the system's random numbers. Io where it gives none.
Result<SigningKey> NewSigningKey();

PublicKey PublicPart(const SigningKey& key);
std::string Sign(const SigningKey& key, std::string_view message);  // 64 bytes
bool Verify(const PublicKey& key, std::string_view message, std::string_view signature);

// "sha256:" + the SHA-256 of the key's SPKI DER (44 bytes) in hex. What `openssl pkey -pubin
// -outform DER | sha256sum` prints.
std::string KeyId(const PublicKey& key);

// One `-----BEGIN PUBLIC KEY-----` block; text before and after it is left alone. BadInput: no such
// block or more than one, another algorithm, a point of small order (any signature would do).
Result<PublicKey> ParsePublicKey(std::string_view pem);
std::string PublicKeyPem(const PublicKey& key);

// The same with `PRIVATE KEY`: PKCS#8 as `openssl genpkey -algorithm ed25519` writes it, without a
// password.
Result<SigningKey> ParseSigningKey(std::string_view pem);
std::string SigningKeyPem(const SigningKey& key);

// Overwrites a text that held a secret.
void Wipe(std::string& text);

}  // namespace remit
