#include "engine/vm/url.h"

#include <catch2/catch.hpp>
#include <string>

#include "engine/base/limits.h"
#include "engine/vm/functions.h"
#include "engine/vm/test_values.h"

namespace remit {
namespace {

struct Good {
  std::string_view text;
  UrlParts parts;
};

TEST_CASE("URLs have one form") {
  const Good rows[] = {
      {"http://example.com", {"http", "example.com", 80, "/", ""}},
      {"https://example.com/a/b.html?x=1&y=2#top",
       {"https", "example.com", 443, "/a/b.html", "x=1&y=2"}},
      {"HTTPS://EXAMPLE.com/A", {"https", "example.com", 443, "/A", ""}},
      {"ws://h", {"ws", "h", 80, "/", ""}},
      {"wss://h/s", {"wss", "h", 443, "/s", ""}},
      {"ftp://h/f", {"ftp", "h", 21, "/f", ""}},
      // What ends a host.
      {"http://h?q", {"http", "h", 80, "/", "q"}},
      {"http://h#f", {"http", "h", 80, "/", ""}},
      {"http://h/?", {"http", "h", 80, "/", ""}},
      {"http://h/#?x", {"http", "h", 80, "/", ""}},
      {"http://h?a/../b?c", {"http", "h", 80, "/", "a/../b?c"}},
      {"http://good.com#@evil.com/", {"http", "good.com", 80, "/", ""}},
      {"http://good.com?@evil.com/", {"http", "good.com", 80, "/", "@evil.com/"}},
      {"http://good.com/@evil.com/", {"http", "good.com", 80, "/@evil.com/", ""}},
      // Names and passwords are read over.
      {"http://good.com@evil.com", {"http", "evil.com", 80, "/", ""}},
      {"http://good.com:80@evil.com", {"http", "evil.com", 80, "/", ""}},
      {"http://good.com%2f@evil.com", {"http", "evil.com", 80, "/", ""}},
      {"http://a@good.com@evil.com:8080", {"http", "evil.com", 8080, "/", ""}},
      {"http://u:p%40@h", {"http", "h", 80, "/", ""}},
      {"http://@h", {"http", "h", 80, "/", ""}},
      {"http://[::1]@h", {"http", "h", 80, "/", ""}},
      // A backslash is a slash.
      {R"(http:\\h\a\..\b)", {"http", "h", 80, "/b", ""}},
      {R"(http:/\h)", {"http", "h", 80, "/", ""}},
      {R"(http://evil.com\good.com)", {"http", "evil.com", 80, "/good.com", ""}},
      {R"(http://evil.com\.good.com)", {"http", "evil.com", 80, "/.good.com", ""}},
      {R"(http://evil.com\a/@good.com)", {"http", "evil.com", 80, "/a/@good.com", ""}},
      {R"(http://h/?a\b)", {"http", "h", 80, "/", R"(a\b)"}},
      // Ports.
      {"http://h:", {"http", "h", 80, "/", ""}},
      {"https://h:/", {"https", "h", 443, "/", ""}},
      {"http://h:0", {"http", "h", 0, "/", ""}},
      {"http://h:65535", {"http", "h", 65535, "/", ""}},
      {"http://h:0000000000000000008080/", {"http", "h", 8080, "/", ""}},
      {"https://h:80", {"https", "h", 80, "/", ""}},
      // Names.
      {"http://good.com./", {"http", "good.com", 80, "/", ""}},
      {"http://localhost", {"http", "localhost", 80, "/", ""}},
      {"http://a_b--c.example", {"http", "a_b--c.example", 80, "/", ""}},
      {"http://%65xample.com", {"http", "example.com", 80, "/", ""}},
      {"http://%45%58ample%2Ecom", {"http", "example.com", 80, "/", ""}},
      {"http://good\xe3\x80\x82"
       "com",
       {"http", "good.com", 80, "/", ""}},
      {"http://good%ef%bc%8ecom", {"http", "good.com", 80, "/", ""}},
      {"http://\xef\xbd\x87ood.com", {"http", "good.com", 80, "/", ""}},
      {"http://go\xc2\xadod.com", {"http", "good.com", 80, "/", ""}},
      {"http://go%C2%ADod.com", {"http", "good.com", 80, "/", ""}},
      {"http://B\xc3\x9c"
       "cher.example",
       {"http", "xn--bcher-kva.example", 80, "/", ""}},
      {"http://XN--BCHER-KVA.example", {"http", "xn--bcher-kva.example", 80, "/", ""}},
      {"http://fa\xc3\x9f.de", {"http", "xn--fa-hia.de", 80, "/", ""}},
      // Cyrillic that looks like "apple.com".
      {"http://\xd0\xb0\xd1\x80\xd1\x80\xd3\x8f\xd0\xb5.com",
       {"http", "xn--80ak6aa92e.com", 80, "/", ""}},
      // IPv4.
      {"http://127.0.0.1", {"http", "127.0.0.1", 80, "/", ""}},
      {"http://127.1", {"http", "127.0.0.1", 80, "/", ""}},
      {"http://127.0.1", {"http", "127.0.0.1", 80, "/", ""}},
      {"http://0x7f.1/", {"http", "127.0.0.1", 80, "/", ""}},
      {"http://0X7F000001/", {"http", "127.0.0.1", 80, "/", ""}},
      {"http://2130706433", {"http", "127.0.0.1", 80, "/", ""}},
      {"http://017700000001", {"http", "127.0.0.1", 80, "/", ""}},
      {"http://0177.0.0.0x1.", {"http", "127.0.0.1", 80, "/", ""}},
      {"http://0x/", {"http", "0.0.0.0", 80, "/", ""}},
      {"http://4294967295", {"http", "255.255.255.255", 80, "/", ""}},
      {"http://1%32%37.0.0.1", {"http", "127.0.0.1", 80, "/", ""}},
      {"http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97\xe3\x80\x82"
       "1",
       {"http", "127.0.0.1", 80, "/", ""}},
      {"http://1.2.3.4.com", {"http", "1.2.3.4.com", 80, "/", ""}},
      {"http://0x7g", {"http", "0x7g", 80, "/", ""}},
      // IPv6.
      {"http://[::1]", {"http", "[::1]", 80, "/", ""}},
      {"http://[::1]:8080/", {"http", "[::1]", 8080, "/", ""}},
      {"http://[0:0:0:0:0:0:0:0]", {"http", "[::]", 80, "/", ""}},
      {"http://[2001:0DB8:0:0:1:0:0:0001]", {"http", "[2001:db8::1:0:0:1]", 80, "/", ""}},
      {"http://[1:0:2:3:4:5:6:7]", {"http", "[1:0:2:3:4:5:6:7]", 80, "/", ""}},
      {"http://[1:2:3:4:5:6:7::]", {"http", "[1:2:3:4:5:6:7:0]", 80, "/", ""}},
      {"http://[1:0:0:4:0:0:0:0]", {"http", "[1:0:0:4::]", 80, "/", ""}},
      {"http://[::ffff:127.0.0.1]", {"http", "[::ffff:7f00:1]", 80, "/", ""}},
      // Paths.
      {"http://h/a/./b/../c", {"http", "h", 80, "/a/c", ""}},
      {"http://h/a/%2e/b/%2E%2e/c", {"http", "h", 80, "/a/c", ""}},
      {"http://h/a/.%2e", {"http", "h", 80, "/", ""}},
      {"http://h/a/b/.", {"http", "h", 80, "/a/b/", ""}},
      {"http://h/../../..", {"http", "h", 80, "/", ""}},
      {"http://h/a//../b", {"http", "h", 80, "/a/b", ""}},
      {"http://h/.../.a", {"http", "h", 80, "/.../.a", ""}},
      {"http://h/%2e%2e%2e/%2f..", {"http", "h", 80, "/%2e%2e%2e/%2f..", ""}},
      {"http://h/a b\"<>^`{}|~'", {"http", "h", 80, "/a%20b%22%3C%3E%5E%60%7B%7D|~'", ""}},
      {"http://h/\xc3\xa9?\xc3\xa9", {"http", "h", 80, "/%C3%A9", "%C3%A9"}},
      {"http://h/%c3%a9", {"http", "h", 80, "/%c3%a9", ""}},
      {"http://h/?a b\"<>'^`{}%", {"http", "h", 80, "/", "a%20b%22%3C%3E%27^`{}%"}},
      // Files.
      {"file:///etc/passwd", {"file", "", 0, "/etc/passwd", ""}},
      {"file:///etc/../etc/passwd", {"file", "", 0, "/etc/passwd", ""}},
      {"file://localhost/etc", {"file", "", 0, "/etc", ""}},
      {"file://Server/share?x", {"file", "server", 0, "/share", "x"}},
      {"file://", {"file", "", 0, "/", ""}},
      {"file:////etc", {"file", "", 0, "//etc", ""}},
      {"file:///C|/a/../../..", {"file", "", 0, "/C:/", ""}},
  };
  for (const Good& row : rows) {
    INFO(row.text);
    const Result<UrlParts> url = ReadUrl(row.text);
    CHECK((url ? "" : url.error().message) == "");
    if (!url) continue;
    CHECK(url->scheme == row.parts.scheme);
    CHECK(url->host == row.parts.host);
    CHECK(url->port == row.parts.port);
    CHECK(url->path == row.parts.path);
    CHECK(url->query == row.parts.query);
  }
}

TEST_CASE("What has been normalised stays as it is") {
  for (const std::string_view text :
       {"http://h/a%20b/%2f", "https://xn--bcher-kva.example/", "http://127.0.0.1/",
        "ws://[2001:db8::1:0:0:1]/", "ftp://h/%C3%A9", "http://h/a|b"}) {
    INFO(text);
    const Result<UrlParts> url = ReadUrl(text);
    REQUIRE(url);
    CHECK(url->scheme + "://" + url->host + url->path == text);
  }
}

struct Bad {
  std::string_view text, message;
};

TEST_CASE("What is no URL, or more than one to different readers, is an error") {
  const Bad rows[] = {
      {"", "the URL is not absolute: it has no scheme"},
      {"/a/b", "the URL is not absolute: it has no scheme"},
      {"//h/a", "the URL is not absolute: it has no scheme"},
      {"example.com", "the URL is not absolute: it has no scheme"},
      {"://h", "the URL is not absolute: it has no scheme"},
      {"1http://h", "the URL is not absolute: it has no scheme"},
      {"http", "the URL is not absolute: it has no scheme"},
      {"gopher://h", "`gopher` is no scheme that `url` knows"},
      {"javascript:alert(1)", "`javascript` is no scheme that `url` knows"},
      {"data:text/html,x", "`data` is no scheme that `url` knows"},
      {"localhost:80", "`localhost` is no scheme that `url` knows"},
      {"ht tp://h", "`ht tp` is no scheme that `url` knows"},
      {"http:h", "the URL is not absolute: no `//` after the scheme"},
      {"http:/h", "the URL is not absolute: no `//` after the scheme"},
      {"http:", "the URL is not absolute: no `//` after the scheme"},
      {"http:?q", "the URL is not absolute: no `//` after the scheme"},
      {"file:/etc", "the URL is not absolute: no `//` after the scheme"},
      {"file:a", "the URL is not absolute: no `//` after the scheme"},
      {"file:", "the URL is not absolute: no `//` after the scheme"},
      {"http:///h", "the URL has no host"},
      {"http://", "the URL has no host"},
      {"http://?q", "the URL has no host"},
      {"http://:80", "the URL has no host"},
      {"http://good.com@", "the URL has no host"},
      {"http://good.com@/x", "the URL has no host"},
      {" http://h", "the URL begins or ends with a space"},
      {"http://h ", "the URL begins or ends with a space"},
      {"\thttp://h", "the URL has a control character in it"},
      {"http://h\n", "the URL has a control character in it"},
      {"ht\ntp://h", "the URL has a control character in it"},
      {"http://good\t.com", "the URL has a control character in it"},
      {"http://h/a\r\nb", "the URL has a control character in it"},
      {"http://h/\x7f", "the URL has a control character in it"},
      {R"(http://evil.com\@good.com)", R"(a `\` before an `@` leaves open which host the URL has)"},
      {R"(http://good.com\a:b@evil.com/)",
       R"(a `\` before an `@` leaves open which host the URL has)"},
      {R"(http:\\good.com\@evil.com)", R"(a `\` before an `@` leaves open which host the URL has)"},
      {"http://h:65536", "the port `65536` is over 65535"},
      {"http://h:99999999999999999999", "the port `99999999999999999999` is over 65535"},
      {"http://h:-1", "`-1` is no port of a URL"},
      {"http://h:80:80", "`80:80` is no port of a URL"},
      {"http://h:8o", "`8o` is no port of a URL"},
      {"http://h: 80", "` 80` is no port of a URL"},
      {"http://good.com:@@evil.com:x", "`x` is no port of a URL"},
      {"http://a..b", "the host `a..b` of the URL has an empty label"},
      {"http://.good.com", "the host `.good.com` of the URL has an empty label"},
      {"http://good.com..", "the host `good.com..` of the URL has an empty label"},
      {"http://.", "the host `.` of the URL has an empty label"},
      {"http://%c2%ad", "the host `%c2%ad` of the URL has an empty label"},
      {"http://a%zz", "the host `a%zz` of the URL has an encoding that means nothing"},
      {"http://a%", "the host `a%` of the URL has an encoding that means nothing"},
      {"http://%ff", "the host `%ff` of the URL has an encoding that means nothing"},
      {"http://good.com%00.evil.com",
       "the host `good.com%00.evil.com` of the URL has a character that no host has"},
      {"http://good.com%2f.evil.com",
       "the host `good.com%2f.evil.com` of the URL has a character that no host has"},
      {"http://good.com%23.evil.com",
       "the host `good.com%23.evil.com` of the URL has a character that no host has"},
      {"http://good.com%40evil.com",
       "the host `good.com%40evil.com` of the URL has a character that no host has"},
      {"http://a%252eb", "the host `a%252eb` of the URL has a character that no host has"},
      {"http://a b", "the host `a b` of the URL has a character that no host has"},
      {"http://a|b", "the host `a|b` of the URL has a character that no host has"},
      {"http://a^b", "the host `a^b` of the URL has a character that no host has"},
      {"http://a<b>", "the host `a<b>` of the URL has a character that no host has"},
      // U+2100 is mapped to "a/c".
      {"http://good.com\xe2\x84\x80.evil.com",
       "the host `good.com\xe2\x84\x80.evil.com` of the URL has a character that no host has"},
      {"http://xn--", "the host `xn--` of the URL is no domain name"},
      {"http://xn--a", "the host `xn--a` of the URL is no domain name"},
      {"http://good.xn--abc-", "the host `good.xn--abc-` of the URL is no domain name"},
      {"http://xn--xn---6gf", "the host `xn--xn---6gf` of the URL is no domain name"},
      {"http://a\xe2\x80\x8d"
       "b.com",
       "the host `a\\u{200d}b.com` of the URL is no domain name"},
      {"http://\xe1\xba\x9e.de", "the host `\xe1\xba\x9e.de` of the URL is no domain name"},
      {"http://\xe2\x98\x95.example",
       "the host `\xe2\x98\x95.example` of the URL is no domain name"},
      {"http://256.0.0.1",
       "the host `256.0.0.1` of the URL ends in a number and is no IPv4 address"},
      {"http://1.2.3.4.5",
       "the host `1.2.3.4.5` of the URL ends in a number and is no IPv4 address"},
      {"http://127.0.0.08",
       "the host `127.0.0.08` of the URL ends in a number and is no IPv4 address"},
      {"http://4294967296",
       "the host `4294967296` of the URL ends in a number and is no IPv4 address"},
      {"http://good.com.1",
       "the host `good.com.1` of the URL ends in a number and is no IPv4 address"},
      {"http://1..2", "the host `1..2` of the URL ends in a number and is no IPv4 address"},
      {"http://good.0x", "the host `good.0x` of the URL ends in a number and is no IPv4 address"},
      {"http://[::1", "the host `[` of the URL begins with a bracket that nothing closes"},
      {"http://[::1]x", "the host `[::1]x` of the URL begins with a bracket that nothing closes"},
      {"http://[]", "the host `[]` of the URL is no IPv6 address"},
      {"http://[::1%25eth0]", "the host `[::1%25eth0]` of the URL is no IPv6 address"},
      {"http://[fe80::1%eth0]", "the host `[fe80::1%eth0]` of the URL is no IPv6 address"},
      {"http://[1::2::3]", "the host `[1::2::3]` of the URL is no IPv6 address"},
      {"http://[1:2:3:4:5:6:7]", "the host `[1:2:3:4:5:6:7]` of the URL is no IPv6 address"},
      {"http://[12345::]", "the host `[12345::]` of the URL is no IPv6 address"},
      {"http://[::127.0.0.01]", "the host `[::127.0.0.01]` of the URL is no IPv6 address"},
      {"http://[127.0.0.1]", "the host `[127.0.0.1]` of the URL is no IPv6 address"},
      {"http://[::g]", "the host `[::g]` of the URL is no IPv6 address"},
      {"http://h/%", "the path of the URL has a `%` that encodes nothing"},
      {"http://h/%2", "the path of the URL has a `%` that encodes nothing"},
      {"http://h/%%32e%%32e/", "the path of the URL has a `%` that encodes nothing"},
      {"file://C:/x", "the host `C:` of the URL has a character that no host has"},
      {"file://u@h/x", "the host `u@h` of the URL has a character that no host has"},
      {"file://h:80/x", "the host `h:80` of the URL has a character that no host has"},
  };
  for (const Bad& row : rows) {
    INFO(row.text);
    const Result<UrlParts> url = ReadUrl(row.text);
    CHECK((url ? "host " + url->host : url.error().message) == row.message);
  }
  const Result<UrlParts> url = ReadUrl(std::string_view("http://h\0.evil.com", 18));
  REQUIRE_FALSE(url);
  CHECK(url.error().message == "the URL has a control character in it");
}

TEST_CASE("Long URLs are refused with the limit") {
  constexpr size_t kMost = FunctionLimits{}.url_bytes;
  const std::string prefix = "http://h/";
  const std::string longest = prefix + std::string(kMost - prefix.size(), '/');
  CHECK(ReadUrl(longest)->path.size() == kMost - prefix.size() + 1);
  const Result<UrlParts> longer = ReadUrl(longest + "/");
  REQUIRE_FALSE(longer);
  CHECK(longer.error().kind == ErrorKind::Limit);
  CHECK(longer.error().message == "the URL is longer than the limit of 65536 bytes");

  const std::string label(63, 'a');
  const std::string name = label + "." + label + "." + label + "." + std::string(61, 'a');
  CHECK(ReadUrl("http://" + name)->host == name);
  const std::string cut(60, 'a');
  CHECK(ReadUrl("http://" + name + "a").error().message ==
        "the host `" + cut + "…` of the URL is longer than a name can be");
  CHECK(ReadUrl("http://a" + label).error().message ==
        "the host `" + cut + "…` of the URL has a label of over 63 bytes");
  CHECK(ReadUrl("http://" + std::string(2000, 'a') + "@h")->host == "h");
  CHECK(ReadUrl("http://" + std::string(2000, 'a')).error().message ==
        "the host `" + cut + "…` of the URL is longer than a name can be");
}

TEST_CASE("url() gives a map and costs what it reads") {
  using namespace test;
  Fuel fuel{.left = 3};
  Eval eval{TestArena(), fuel};
  const Value text[] = {S("https://Example.com/a?" + std::string(53, 'q'))};
  CHECK(Show(CallFunction(eval, FunctionId::Url, text)) ==
        "map {string host: string example.com, string path: string /a, string port: int 443, "
        "string query: string " +
            std::string(53, 'q') + ", string scheme: string https}");
  CHECK(fuel.left == 1);
  CHECK(Show(CallFunction(eval, FunctionId::Url, text)) == "error out-of-fuel");

  Eval more = TestEval();
  const Value number[] = {I(1)}, bad[] = {S("x")};
  CHECK(Show(CallFunction(more, FunctionId::Url, number)) == "error no-overload");
  CHECK(Show(CallFunction(more, FunctionId::Url, {})) == "error no-overload");
  CHECK(Show(CallFunction(more, FunctionId::Url, bad)) == "error invalid-argument");
}

}  // namespace
}  // namespace remit
