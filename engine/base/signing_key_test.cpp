#include "engine/base/signing_key.h"

#include <catch2/catch.hpp>

#include "engine/base/digest.h"
#include "engine/base/dsse.h"

namespace remit {
namespace {

std::string FromHex(std::string_view hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

PublicKey PublicOf(std::string_view hex) {
  PublicKey key;
  const std::string bytes = FromHex(hex);
  std::copy(bytes.begin(), bytes.end(), key.bytes.begin());
  return key;
}

// RFC 8032 section 7.1, TEST 1 to TEST 3.
struct Vector {
  const char* seed;
  const char* key;
  const char* message;
  const char* signature;
};
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "4"
     "6bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d"
     "8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6"
     "594a7c15e9716ed28dc027beceea1ec40a"},
};

TEST_CASE("Ed25519 is that of RFC 8032") {
  for (const Vector& vector : kVectors) {
    const SigningKey key(FromHex(vector.seed));
    const std::string message = FromHex(vector.message);
    CHECK(PublicPart(key) == PublicOf(vector.key));
    const std::string signature = Sign(key, message);
    CHECK(ToHex(signature) == vector.signature);
    CHECK(Verify(PublicPart(key), message, signature));
  }
}

TEST_CASE("a signature holds for its key, its message and its bytes alone") {
  const SigningKey key(FromHex(kVectors[1].seed));
  const PublicKey own = PublicPart(key);
  const std::string signature = Sign(key, "text");
  CHECK(Verify(own, "text", signature));
  CHECK_FALSE(Verify(own, "Text", signature));
  CHECK_FALSE(Verify(own, "text ", signature));
  CHECK_FALSE(Verify(PublicOf(kVectors[0].key), "text", signature));
  CHECK_FALSE(Verify(own, "text", signature.substr(0, 63)));
  CHECK_FALSE(Verify(own, "text", signature + "x"));
  CHECK_FALSE(Verify(own, "text", ""));
  for (size_t i = 0; i < signature.size(); ++i) {
    std::string damaged = signature;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    CHECK_FALSE(Verify(own, "text", damaged));
  }
  // S + L: the same number to one who does not look closely (RFC 8032 section 5.1.7).
  const std::string order =
      FromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  std::string larger = signature;
  unsigned carry = 0;
  for (size_t i = 0; i < 32; ++i) {
    carry += static_cast<uint8_t>(larger[32 + i]) + static_cast<uint8_t>(order[i]);
    larger[32 + i] = static_cast<char>(carry & 0xff);
    carry >>= 8;
  }
  CHECK_FALSE(Verify(own, "text", larger));
}

constexpr const char* kPublicPem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* kPrivatePem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";

TEST_CASE("keys are what openssl writes for them") {
  const SigningKey key(FromHex(kVectors[0].seed));
  CHECK(PublicKeyPem(PublicPart(key)) == kPublicPem);
  CHECK(SigningKeyPem(key) == kPrivatePem);
  CHECK(KeyId(PublicPart(key)) ==
        DigestText(Sha256(FromHex("302a300506032b6570032100") + FromHex(kVectors[0].key))));
  CHECK(ParsePublicKey(std::string("key sha256:1\n") + kPublicPem + "\n") == PublicPart(key));
  const Result<SigningKey> read = ParseSigningKey(kPrivatePem);
  REQUIRE(read.has_value());
  CHECK(read->seed() == key.seed());
}

TEST_CASE("a new key is like no other and signs") {
  const Result<SigningKey> one = NewSigningKey(), other = NewSigningKey();
  REQUIRE((one.has_value() && other.has_value()));
  CHECK(PublicPart(*one) != PublicPart(*other));
  CHECK(Verify(PublicPart(*one), "x", Sign(*one, "x")));
}

std::string Pem(const std::string& label, const std::string& body) {
  return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
}

TEST_CASE("what is no key is refused with the reason") {
  struct Row {
    std::string pem;
    const char* message;
  };
  const Row rows[] = {
      {"", "there is no `-----BEGIN PUBLIC KEY-----`"},
      {kPrivatePem, "there is no `-----BEGIN PUBLIC KEY-----`"},
      {"-----BEGIN PUBLIC KEY-----\nMCow\n", "there is no `-----END PUBLIC KEY-----`"},
      {std::string(kPublicPem) + kPublicPem, "there is more than one `-----BEGIN PUBLIC KEY-----`"},
      {Pem("PUBLIC KEY", "MCow!"), "what stands in the block is not base64"},
      {Pem("PUBLIC KEY", "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURp="),
       "what stands in the block is not base64"},
      {Pem("PUBLIC KEY", "MCow"), "the key is no plain Ed25519 key"},
      // X25519 (RFC 8410): the same bytes, another use.
      {Pem("PUBLIC KEY", "MCowBQYDK2VuAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
       "the key is no plain Ed25519 key"},
      {Pem("PUBLIC KEY", "MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
       "the key is a point of small order: it proves nothing"},
      {Pem("PUBLIC KEY", "MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA="),
       "the key is a point of small order: it proves nothing"},
  };
  for (const Row& row : rows) {
    INFO(row.pem);
    const Result<PublicKey> key = ParsePublicKey(row.pem);
    REQUIRE_FALSE(key.has_value());
    CHECK(key.error().message == row.message);
  }
  const Row private_rows[] = {
      {kPublicPem, "there is no `-----BEGIN PRIVATE KEY-----`"},
      {Pem("ENCRYPTED PRIVATE KEY", "MC4="),
       "the key is under a password, which nobody can be asked for"},
      {Pem("PRIVATE KEY", "MC4C"), "the key is no plain Ed25519 key"},
  };
  for (const Row& row : private_rows) {
    INFO(row.pem);
    const Result<SigningKey> key = ParseSigningKey(row.pem);
    REQUIRE_FALSE(key.has_value());
    CHECK(key.error().message == row.message);
  }
}

TEST_CASE("what DSSE signs names type and payload with their sizes in bytes") {
  // The first is protocol.md's own; the third has a type that is longer than its letters.
  CHECK(DssePae("http://example.com/HelloWorld", "hello world") ==
        "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  CHECK(DssePae("", "") == "DSSEv1 0  0 ");
  CHECK(DssePae("text/\u00e9\U0001F600", "x") == "DSSEv1 11 text/\u00e9\U0001F600 1 x");
  CHECK(DssePae("application/octet-stream", FromHex("00ff0a20")) ==
        "DSSEv1 24 application/octet-stream 4 " + FromHex("00ff0a20"));
}

}  // namespace
}  // namespace remit
