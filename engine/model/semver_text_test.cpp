#include "engine/model/semver_text.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace remit {
namespace {

TEST_CASE("What is a version and what is none", "[semver]") {
  const std::string_view versions[] = {
      "0.0.0",
      "1.2.3",
      "10.20.30",
      "99999999999999999999999.999999999999999999.99999999999999999",
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-0.3.7",
      "1.0.0-x.7.z.92",
      "1.0.0-x-y-z.--",
      "1.0.0-0A.is.legal",
      "1.0.0--",
      "1.0.0-0",
      "1.0.0+20130313144700",
      "1.0.0+001",
      "1.0.0-beta+exp.sha.5114f85",
      "1.0.0+21AF26D3----117B344092BD",
      "1.0.0+a-b",
      "2.0.0-rc.1+build.123",
  };
  for (const std::string_view text : versions) {
    INFO(text);
    CHECK(IsSemver(text));
  }
  const std::string_view others[] = {
      "",
      "1",
      "1.2",
      "1.2.3.4",
      "v1.2.3",
      "V1.2.3",
      " 1.2.3",
      "1.2.3 ",
      "1.2.3\n",
      "+1.2.3",
      "-1.2.3",
      "1.-2.3",
      "01.2.3",
      "1.02.3",
      "1.2.03",
      "00.0.0",
      "1..3",
      "1.2.",
      ".2.3",
      "1.2.3-",
      "1.2.3+",
      "1.2.3-+b",
      "1.2.3-a..b",
      "1.2.3-a.",
      "1.2.3-.a",
      "1.2.3-01",
      "1.2.3-a.00",
      "1.2.3+a..b",
      "1.2.3+a+b",
      "1.2.3-a_b",
      "1.2.3-\xc3\xa9",
      "1.2.x",
      "1.2.3e4",
      "0x1.2.3",
  };
  for (const std::string_view text : others) {
    INFO(text);
    CHECK_FALSE(IsSemver(text));
  }
  CHECK_FALSE(IsSemver(std::string_view("1.2.3\0", 6)));
  CHECK_FALSE(IsSemver(std::string_view("1.2.3-a\0b", 9)));
}

TEST_CASE("Versions are ordered by precedence", "[semver]") {
  // Each line holds what compares as equal; a line comes before the next.
  const std::vector<std::vector<std::string_view>> ascending = {
      {"0.0.0-0", "0.0.0-0+b"},
      {"0.0.0"},
      {"0.0.1"},
      {"0.9.0"},
      {"0.10.0"},
      {"1.0.0--1"},  // `-1` has a character that is no digit, and `-` sorts before letters
      {"1.0.0-alpha", "1.0.0-alpha+1", "1.0.0-alpha+1-2.3"},
      {"1.0.0-alpha.1"},
      {"1.0.0-alpha.9"},
      {"1.0.0-alpha.10"},
      {"1.0.0-alpha.99999999999999999999"},
      {"1.0.0-alpha.100000000000000000000"},
      {"1.0.0-alpha.beta"},
      {"1.0.0-beta"},
      {"1.0.0-beta.2"},
      {"1.0.0-beta.2.0"},
      {"1.0.0-beta.11"},
      {"1.0.0-rc.1"},
      {"1.0.0", "1.0.0+x", "1.0.0+y-z"},
      {"2.0.0"},
      {"2.1.0"},
      {"2.1.1"},
      {"18446744073709551616.0.0"},
      {"18446744073709551617.0.0"},
  };
  for (size_t i = 0; i < ascending.size(); ++i) {
    for (size_t j = 0; j < ascending.size(); ++j) {
      for (const std::string_view a : ascending[i]) {
        for (const std::string_view b : ascending[j]) {
          INFO(a << " against " << b);
          CHECK(IsSemver(a));
          CHECK(CompareSemver(a, b) == (i > j) - (i < j));
        }
      }
    }
  }
}

}  // namespace
}  // namespace remit
