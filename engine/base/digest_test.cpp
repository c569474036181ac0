#include "engine/base/digest.h"

#include <catch2/catch.hpp>

namespace remit {
namespace {

// The examples of FIPS 180-4 and the empty message.
TEST_CASE("digests are SHA-256") {
  CHECK(DigestText(Sha256("")) ==
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(DigestText(Sha256("abc")) ==
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(DigestText(Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(DigestText(Sha256(std::string(1'000'000, 'a'))) ==
        "sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("hexadecimal is lower case and two digits a byte") {
  CHECK(ToHex(std::string_view("\x00\x0f\xa0\xff", 4)) == "000fa0ff");
  CHECK(ToHex("").empty());
}

TEST_CASE("a digest is read from the one text it has") {
  const std::string text = DigestText(Sha256("abc"));
  CHECK(ParseDigest(text) == Sha256("abc"));
  std::string capital = text;
  capital[7] = 'B';
  for (const std::string& bad : {std::string(), text.substr(1), text + "0", capital,
                                 "sha512:" + text.substr(7), "sha256:+1" + text.substr(9)}) {
    INFO(bad);
    CHECK_FALSE(ParseDigest(bad).has_value());
  }
}

}  // namespace
}  // namespace remit
