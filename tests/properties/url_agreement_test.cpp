// url(), engine and reference: two readings of one standard.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "engine/vm/test_values.h"
#include "tests/properties/call_table.h"

namespace remit::properties {
namespace {

using Texts = std::vector<std::string>;

const Texts kSchemes = {"http:", "HTTPS:", "ws:", "wss:", "ftp:", "File:", "gopher:", "", ":"};

const Texts kSlashes = {"//", "\\\\", "/\\", "/", "", "///", "////"};

const Texts kHosts = {"example.com",
                      "EXAMPLE.com.",
                      "a..b",
                      ".a",
                      ".",
                      "",
                      "a.",
                      "localhost",
                      "LOCALHOST",
                      "a_b",
                      "-a-",
                      "a--b",
                      "ab--c",
                      "xn--",
                      "xn--a",
                      "xn--bcher-kva",
                      "XN--BCHER-KVA",
                      "xn--bcher-kva.",
                      "b\xc3\xbc"
                      "cher.de",
                      "B\xc3\x9c"
                      "CHER",
                      "fa\xc3\x9f",
                      "xn--fa-hia",
                      "\xe1\xba\x9e",
                      "a\xe3\x80\x82"
                      "b",
                      "\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.1",
                      "a\xc2\xad"
                      "b",
                      "\xc2\xad",
                      "\xe2\x80\x8b",
                      "a\xe2\x80\x8d"
                      "b",
                      "\xf0\x9f\x98\x80",
                      "\xd7\x90"
                      "a",
                      "\xd7\x90",
                      "a.\xd7\x90",
                      "\xcc\x80"
                      "a",
                      "\xef\xbf\xbd",
                      "%41",
                      "%4",
                      "%",
                      "%00",
                      "%2e",
                      "a%2eb",
                      "a%2fb",
                      "%C3%BC",
                      "%ff",
                      "%25",
                      "a%20b",
                      "a b",
                      "a<b",
                      "a|b",
                      "a^b",
                      "a*b",
                      "a'b",
                      "a\"b",
                      "a`b",
                      "a{b",
                      "a!b",
                      "a$b&c",
                      "(a)",
                      "a,b;c=d",
                      "a~b",
                      "a+b",
                      "127.0.0.1",
                      "127.0.0.1.",
                      "127.1",
                      "0x7f.1",
                      "0X7F.1",
                      "0x",
                      "0x.0x",
                      "017700000001",
                      "08",
                      "0.08",
                      "1.2.3.4.5",
                      "256",
                      "256.1",
                      "1.256.1.1",
                      "4294967295",
                      "4294967296",
                      "1.16777216",
                      "0x100000000",
                      "99999999999999999999999999",
                      "a.1",
                      "a.0x1",
                      "a.0xg",
                      "1.a",
                      "1..2",
                      "0x1g",
                      "1e3",
                      "00000000000000000.1",
                      "%31",
                      "1.2.3.4..",
                      "0x7f.1.",
                      "[::1]",
                      "[::]",
                      "[1:2:3:4:5:6:7:8]",
                      "[1:2:3:4:5:6:7::]",
                      "[::1:2:3:4:5:6:7]",
                      "[1:0:0:2:0:0:0:3]",
                      "[2001:DB8::0001]",
                      "[::ffff:1.2.3.4]",
                      "[::1.2.3.4]",
                      "[::01.2.3.4]",
                      "[::1.2.3]",
                      "[::1.2.3.256]",
                      "[1::2::3]",
                      "[:1]",
                      "[1:]",
                      "[12345::]",
                      "[::g]",
                      "[]",
                      "[",
                      "[::1",
                      "::1",
                      "[::1]a",
                      "[::1%25eth0]",
                      "[::1%eth0]",
                      "[v1.a]",
                      "a[::1]",
                      "[1:2]",
                      "[::%31]",
                      "[0:0:1:1:1:1:0:0]",
                      "[1:1:0:1:1:1:1:1]",
                      "C:",
                      "c|",
                      "C:80"};

const Texts kCredentials = {"",          "u@",     "u:p@", "@",         ":@",  "a@b@",
                            "u%40:p@",   "u:p:q@", "u\\@", "u/@",       "u?@", "u#@",
                            "\xc3\xbc@", "[@",     "]@",   "a.com\\.b@"};

const Texts kPorts = {
    "",    ":",   ":0",  ":80",  ":443", ":65535", ":65536",    ":00080",          ":0000000000080",
    ":8a", ":-1", ":+1", ": 80", ":80 ", ":80:80", ":\xd9\xa1", ":99999999999999", ":0x50"};

const Texts kPaths = {"",
                      "/",
                      "\\",
                      "//",
                      "/a",
                      "/a/",
                      "\\a\\b",
                      "/./a",
                      "/a/..",
                      "/a/../",
                      "/..",
                      "/../..",
                      "/a/../..",
                      "/.",
                      "/a/.",
                      "/...",
                      "/.a",
                      "/..a",
                      "/%2e",
                      "/%2E%2e/b",
                      "/a/%2e.",
                      "/a/.%2E/b",
                      "/%2e%2e%2e",
                      "/a//../b",
                      "/a/b/../../c",
                      "/%41",
                      "/%c3%bc",
                      "/%",
                      "/%4",
                      "/%zz",
                      "/%2",
                      "/\xc3\xbc",
                      "/a b",
                      "/\"<>`{}^|",
                      "/'!$&()*+,;=:@",
                      "/~_-",
                      "/a;b=c/../d",
                      "/C:/a",
                      "/C|/a",
                      "/C:/..",
                      "/C:/../a",
                      "/c|",
                      "/C:",
                      "/a/C|/..",
                      "/C%7C/a",
                      "/..\\C|\\..",
                      "/[]",
                      "/\xf0\x9f\x98\x80/\xef\xbf\xbd",
                      "/a\\..\\b",
                      "/a/./b/.",
                      "/a/%2e/b",
                      "/\xc2\x85",
                      "/\xc2\xa0",
                      "/%5c..%5c"};

const Texts kEnds = {"",
                     "?",
                     "#",
                     "?q",
                     "?q#f",
                     "#f?q",
                     "?a=b&c=d",
                     "?%",
                     "?%zz",
                     "?\xc3\xbc",
                     "?a b'\"<>`{}|^\\",
                     "?/../",
                     "??",
                     "?#",
                     "? ",
                     "# ",
                     "#\xef\xbf\xbf",
                     "?a@b",
                     "#%",
                     "?\xc2\x85"};

Value Text(const std::string& text) { return test::S(text); }

void Check(const CallTable& table, uint64_t rows_at_least) {
  INFO(table.shown());
  CHECK(table.differences() == 0);
  CHECK(table.rows() >= rows_at_least);
  CHECK(table.answers() * 10 > table.rows());  // not only refused
}

TEST_CASE("url agrees: hosts") {
  CallTable table;
  for (const std::string& host : kHosts) {
    for (const std::string scheme : {"http://", "file://"}) {
      for (const std::string end : {"", "/a", "?q", ":8080/"}) {
        table.Row(FunctionId::Url, {Text(scheme + host + end)});
      }
      for (const std::string& around : kHosts) {
        table.Row(FunctionId::Url, {Text(scheme + host + "." + around)});
      }
    }
    for (const std::string& credentials : kCredentials) {
      table.Row(FunctionId::Url, {Text("wss://" + credentials + host + "/x")});
    }
  }
  Check(table, 30'000);
}

TEST_CASE("url agrees: schemes, slashes, credentials, ports") {
  CallTable table;
  for (const std::string& scheme : kSchemes) {
    for (const std::string& slashes : kSlashes) {
      for (const std::string& credentials : kCredentials) {
        for (const std::string& port : kPorts) {
          for (const std::string end : {"", "/p?q", "\\@x"}) {
            table.Row(FunctionId::Url, {Text(scheme + slashes + credentials + "h" + port + end)});
          }
        }
      }
    }
  }
  Check(table, 50'000);
}

TEST_CASE("url agrees: paths, queries, fragments") {
  CallTable table;
  for (const std::string start :
       {"http://h", "https://h:1", "file://", "file://h", "file:///C:", "file://C|"}) {
    for (const std::string& path : kPaths) {
      for (const std::string& more : kPaths) {
        table.Row(FunctionId::Url, {Text(start + path + more)});
      }
      for (const std::string& end : kEnds) {
        table.Row(FunctionId::Url, {Text(start + path + end)});
      }
    }
  }
  Check(table, 20'000);
}

TEST_CASE("url agrees: characters that no one sees, and lengths") {
  CallTable table;
  // Each of these code points at each place.
  for (int point = 0; point < 0xc0; ++point) {
    std::string character(1, static_cast<char>(point));
    if (point >= 0x80) character = "\xc2" + character;
    {
      for (const std::string before :
           {"", "h", "http", "http:", "http:/", "http://", "http://a", "http://a:", "http://a:8",
            "http://a/", "http://a/b", "http://a?", "http://a#", "http://a@", "file://",
            "file:///"}) {
        const std::string whole = "http://a@b.c:80/d?e#f";
        const std::string rest = whole.substr(std::min(before.size(), whole.size()));
        table.Row(FunctionId::Url, {Text(before + character + rest)});
        table.Row(FunctionId::Url, {Text(before + character)});
        table.Row(FunctionId::Url, {Text(before + character + "x")});
      }
    }
  }
  for (const size_t size : std::initializer_list<size_t>{62, 63, 64}) {
    table.Row(FunctionId::Url, {Text("http://" + std::string(size, 'a') + "/")});
    table.Row(FunctionId::Url, {Text("http://" + std::string(size, 'a') + ".b./")});
    table.Row(FunctionId::Url, {Text("http://\xc3\xbc" + std::string(size - 7, 'a') + "/")});
    for (const size_t last : std::initializer_list<size_t>{58, 59, 60, 61, 62, 63}) {
      const std::string three = Times(3, std::string(size, 'a') + ".");
      table.Row(FunctionId::Url, {Text("http://" + three + std::string(last, 'b'))});
      table.Row(FunctionId::Url, {Text("http://" + three + std::string(last, 'b') + ".")});
      table.Row(FunctionId::Url,
                {Text("http://" + three + "\xc3\xbc" + std::string(last - 7, 'b'))});
    }
  }
  for (const size_t size : std::initializer_list<size_t>{65'516, 65'520, 65'526, 65'527, 65'528,
                                                         65'529, 65'530, 65'536}) {
    table.Row(FunctionId::Url, {Text("http://a/" + std::string(size, 'b'))});
    table.Row(FunctionId::Url, {Text("http://a#" + std::string(size, 'b'))});
  }
  Check(table, 9'000);
}

}  // namespace
}  // namespace remit::properties
