// Keys as text. An Ed25519 key has one DER form each way (RFC 8410 section 10), a fixed beginning
// and 32 bytes, so that no general reader of ASN.1 stands between a file and a key.
#include <algorithm>
#include <optional>

#include "engine/base/base64.h"
#include "engine/base/digest.h"
#include "engine/base/signing_key.h"

namespace remit {
namespace {

using namespace std::string_view_literals;

// SEQUENCE { SEQUENCE { OID 1.3.101.112 } BIT STRING (33) }
constexpr std::string_view kSpkiHead = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"sv;
// SEQUENCE { INTEGER 0, SEQUENCE { OID 1.3.101.112 }, OCTET STRING { OCTET STRING (32) } }
constexpr std::string_view kPkcs8Head =
    "\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20"sv;

// The y of every point of small order, also those at or above p, without the sign of x: whoever has
// such a key can make one signature fit many texts (RFC 8032 section 5.1.7 leaves it to the
// caller).
constexpr std::string_view kSmallOrder[] = {
    "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    "\x00"
    "\x00\x00\x00\x00\x00\x00\x00\x00"sv,
    "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    "\x00"
    "\x00\x00\x00\x00\x00\x00\x00\x00"sv,
    "\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0\xd5\xdf\xac\x05\xd3\xc6\x33"
    "\x39"
    "\xb1\x38\x02\x88\x6d\x53\xfc\x05"sv,
    "\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f\x2a\x20\x53\xfa\x2c\x39\xcc"
    "\xc6"
    "\x4e\xc7\xfd\x77\x92\xac\x03\x7a"sv,
    "\xec\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
    "\xff"
    "\xff\xff\xff\xff\xff\xff\xff\x7f"sv,
    "\xed\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
    "\xff"
    "\xff\xff\xff\xff\xff\xff\xff\x7f"sv,
    "\xee\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
    "\xff"
    "\xff\xff\xff\xff\xff\xff\xff\x7f"sv,
};

bool HasSmallOrder(std::string_view point) {
  std::string y(point);
  y.back() = static_cast<char>(y.back() & 0x7f);
  return std::ranges::find(kSmallOrder, y) != std::end(kSmallOrder);
}

std::string_view View(const PublicKey& key) {
  return {reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()};
}

std::string Begin(std::string_view label) { return "-----BEGIN " + std::string(label) + "-----"; }
std::string End(std::string_view label) { return "-----END " + std::string(label) + "-----"; }

std::string Pem(std::string_view label, std::string_view der) {
  return Begin(label) + "\n" + EncodeBase64(der) + "\n" + End(label) + "\n";
}

// The 32 bytes after `head` in the one block of that label.
Result<std::string> ReadPem(std::string_view text, std::string_view label, std::string_view head) {
  const std::string name = "`" + Begin(label) + "`";
  const size_t begin = text.find(Begin(label));
  if (begin == text.npos) return Fail(ErrorKind::BadInput, "there is no " + name);
  const std::string_view rest = text.substr(begin + Begin(label).size());
  const size_t end = rest.find(End(label));
  if (end == rest.npos) return Fail(ErrorKind::BadInput, "there is no `" + End(label) + "`");
  if (rest.find(Begin(label)) != rest.npos) {
    return Fail(ErrorKind::BadInput, "there is more than one " + name);
  }
  std::string letters;
  for (const char c : rest.substr(0, end)) {
    if (c != '\n' && c != '\r' && c != ' ' && c != '\t') letters += c;
  }
  std::optional<std::string> der = DecodeBase64(letters);
  const bool canonical = der && EncodeBase64(*der) == letters;
  Wipe(letters);
  if (!canonical) return Fail(ErrorKind::BadInput, "what stands in the block is not base64");
  const bool fits = der->size() == head.size() + kKeyBytes && der->starts_with(head);
  std::string key = fits ? der->substr(head.size()) : std::string();
  Wipe(*der);
  if (!fits) return Fail(ErrorKind::BadInput, "the key is no plain Ed25519 key");
  return key;
}

}  // namespace

std::string KeyId(const PublicKey& key) {
  return DigestText(Sha256(std::string(kSpkiHead) + std::string(View(key))));
}

Result<PublicKey> ParsePublicKey(std::string_view pem) {
  const Result<std::string> point = ReadPem(pem, "PUBLIC KEY", kSpkiHead);
  if (!point) return std::unexpected(point.error());
  if (HasSmallOrder(*point)) {
    return Fail(ErrorKind::BadInput, "the key is a point of small order: it proves nothing");
  }
  PublicKey key;
  std::ranges::copy(*point, key.bytes.begin());
  return key;
}

std::string PublicKeyPem(const PublicKey& key) {
  return Pem("PUBLIC KEY", std::string(kSpkiHead) + std::string(View(key)));
}

Result<SigningKey> ParseSigningKey(std::string_view pem) {
  if (pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
    return Fail(ErrorKind::BadInput, "the key is under a password, which nobody can be asked for");
  }
  Result<std::string> seed = ReadPem(pem, "PRIVATE KEY", kPkcs8Head);
  if (!seed) return std::unexpected(seed.error());
  SigningKey key(*seed);
  Wipe(*seed);
  return key;
}

std::string SigningKeyPem(const SigningKey& key) {
  std::string der = std::string(kPkcs8Head) + std::string(key.seed());
  std::string pem = Pem("PRIVATE KEY", der);
  Wipe(der);
  return pem;
}

}  // namespace remit
