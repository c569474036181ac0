#include "engine/base/signing_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "engine/base/check.h"

namespace remit {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, FreeKey>;
using ContextHandle = std::unique_ptr<EVP_MD_CTX, FreeKey>;

constexpr const char* kNoEd25519 = "libcrypto without Ed25519 cannot be used";

const uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

KeyHandle PrivateHandle(const SigningKey& key) {
  KeyHandle handle(EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, Bytes(key.seed()),
                                                   key.seed().size()));
  REMIT_CHECK(handle != nullptr, kNoEd25519);
  return handle;
}

}  // namespace

SigningKey::SigningKey(std::string_view seed) {
  REMIT_CHECK(seed.size() == kKeyBytes, "an Ed25519 key has 32 secret bytes");
  std::memcpy(seed_.data(), seed.data(), kKeyBytes);
}

SigningKey::SigningKey(SigningKey&& other) noexcept : seed_(other.seed_) {
  OPENSSL_cleanse(other.seed_.data(), kKeyBytes);
}

SigningKey::~SigningKey() { OPENSSL_cleanse(seed_.data(), kKeyBytes); }

Result<SigningKey> NewSigningKey() {
  std::string seed(kKeyBytes, '\0');
  if (RAND_priv_bytes(reinterpret_cast<uint8_t*>(seed.data()), kKeyBytes) != 1) {
    return Fail(ErrorKind::Io, "the system gives no random bytes");
  }
  SigningKey key(seed);
  Wipe(seed);
  return key;
}

PublicKey PublicPart(const SigningKey& key) {
  PublicKey part;
  size_t size = kKeyBytes;
  const bool done =
      EVP_PKEY_get_raw_public_key(PrivateHandle(key).get(), part.bytes.data(), &size) == 1;
  REMIT_CHECK(done && size == kKeyBytes, kNoEd25519);
  return part;
}

std::string Sign(const SigningKey& key, std::string_view message) {
  const KeyHandle handle = PrivateHandle(key);
  const ContextHandle context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  const bool done = context != nullptr &&
                    EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr,
                                          handle.get(), nullptr) == 1 &&
                    EVP_DigestSign(context.get(), reinterpret_cast<uint8_t*>(signature.data()),
                                   &size, Bytes(message), message.size()) == 1;
  REMIT_CHECK(done && size == kSignatureBytes, kNoEd25519);
  return signature;
}

bool Verify(const PublicKey& key, std::string_view message, std::string_view signature) {
  if (signature.size() != kSignatureBytes) return false;
  const KeyHandle handle(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr,
                                                        key.bytes.data(), key.bytes.size()));
  const ContextHandle context(EVP_MD_CTX_new());
  const bool ready = handle != nullptr && context != nullptr &&
                     EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr,
                                             handle.get(), nullptr) == 1;
  REMIT_CHECK(ready, kNoEd25519);
  return EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

void Wipe(std::string& text) { OPENSSL_cleanse(text.data(), text.size()); }

}  // namespace remit
