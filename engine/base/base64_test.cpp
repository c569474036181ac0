#include "engine/base/base64.h"

#include <catch2/catch.hpp>

namespace remit {
namespace {

using namespace std::string_literals;

// RFC 4648 section 10, and bytes that need the last two letters of the alphabet.
TEST_CASE("base64 is written padded and read with or without padding") {
  const std::pair<std::string, std::string> rows[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
      {"\xfb\xff\0"s, "+/8A"},
  };
  for (const auto& [bytes, text] : rows) {
    CHECK(EncodeBase64(bytes) == text);
    CHECK(DecodeBase64(text) == bytes);
    CHECK(DecodeBase64(text.substr(0, text.find('='))) == bytes);
  }
  CHECK(DecodeBase64("Zh==") == "f");  // unused bits are ignored
}

TEST_CASE("what is no base64 is refused") {
  for (const std::string_view text : {"Z", "=", "==", "Zg=", "Z===", "Zg==Zg==", "Zm9v====", "Zm9-",
                                      "Zm9_", "Zm 9v", "Zm9v\n", "Zg\xff="}) {
    CAPTURE(text);
    CHECK(DecodeBase64(text) == std::nullopt);
  }
}

}  // namespace
}  // namespace remit
