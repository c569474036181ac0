#include "engine/model/ip_text.h"

#include <catch2/catch.hpp>

namespace remit {
namespace {

std::string ReadAndShow(std::string_view text) {
  const std::optional<std::string> octets = ReadIp(text);
  return octets ? FormatIp(MakeIp(*octets)) : "none";
}

std::string ReadAndShowCidr(std::string_view text) {
  const std::optional<std::string> octets = ReadCidr(text);
  return octets ? FormatCidr(MakeCidr(*octets)) : "none";
}

struct Row {
  std::string_view text;
  std::string_view shown;
};

TEST_CASE("addresses are read strictly and written canonically") {
  for (const Row& row : std::initializer_list<Row>{{"0.0.0.0", "0.0.0.0"},
                                                   {"255.255.255.255", "255.255.255.255"},
                                                   {"192.168.0.1", "192.168.0.1"},
                                                   {"1.2.3", "none"},
                                                   {"1.2.3.4.5", "none"},
                                                   {"1.2.3.", "none"},
                                                   {".1.2.3", "none"},
                                                   {"1..2.3", "none"},
                                                   {"1.2.3.256", "none"},
                                                   {"1.2.3.1000", "none"},
                                                   {"1.2.3.04", "none"},
                                                   {"1.2.3.00", "none"},
                                                   {"1.2.3.+4", "none"},
                                                   {"1.2.3.-4", "none"},
                                                   {"1.2.3.0x4", "none"},
                                                   {" 1.2.3.4", "none"},
                                                   {"1.2.3.4 ", "none"},
                                                   {"1.2.3.4\n", "none"},
                                                   {std::string_view("1.2.3.4\0", 8), "none"},
                                                   {"", "none"},
                                                   {"16909060", "none"},
                                                   {"::", "::"},
                                                   {"::1", "::1"},
                                                   {"1::", "1::"},
                                                   {"::1:0", "::1:0"},
                                                   {"::102:304", "::102:304"},
                                                   {"0:0:0:0:0:0:0:0", "::"},
                                                   {"2001:DB8::0068", "2001:db8::68"},
                                                   {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
                                                   {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
                                                   {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
                                                   {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
                                                   {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
                                                   {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
                                                   {"1:2:3:4::5:6:7:8", "none"},
                                                   {"1:2:3:4:5:6:7:8::", "none"},
                                                   {"1:2:3:4:5:6:7", "none"},
                                                   {"1:2:3:4:5:6:7:8:9", "none"},
                                                   {"2001:db8:::68", "none"},
                                                   {"1::2::3", "none"},
                                                   {":1", "none"},
                                                   {"1:", "none"},
                                                   {":", "none"},
                                                   {":::", "none"},
                                                   {"::12345", "none"},
                                                   {"::g", "none"},
                                                   {"::-1", "none"},
                                                   {"::0x1", "none"},
                                                   {"[::1]", "none"},
                                                   {"fe80::1%en0", "none"},
                                                   {"::ffff:1.2.3.4", "none"},
                                                   {"::1.2.3.4", "none"},
                                                   {"::ffff:c0a8:1", "192.168.0.1"},
                                                   {"0:0:0:0:0:FFFF:102:304", "1.2.3.4"},
                                                   {"::ffff", "::ffff"},
                                                   {"::ffff:0:0", "0.0.0.0"},
                                                   {"::fffe:102:304", "::fffe:102:304"}}) {
    INFO(row.text);
    CHECK(ReadAndShow(row.text) == row.shown);
  }
}

TEST_CASE("ranges have the size of their prefix in plain decimal") {
  for (const Row& row : std::initializer_list<Row>{{"10.0.0.0/8", "10.0.0.0/8"},
                                                   {"10.1.2.3/8", "10.1.2.3/8"},
                                                   {"0.0.0.0/0", "0.0.0.0/0"},
                                                   {"1.2.3.4/32", "1.2.3.4/32"},
                                                   {"1.2.3.4/33", "none"},
                                                   {"1.2.3.4/08", "none"},
                                                   {"1.2.3.4/00", "none"},
                                                   {"1.2.3.4/+8", "none"},
                                                   {"1.2.3.4/-1", "none"},
                                                   {"1.2.3.4/", "none"},
                                                   {"1.2.3.4/8 ", "none"},
                                                   {"1.2.3.4/8/8", "none"},
                                                   {"1.2.3.4", "none"},
                                                   {"/8", "none"},
                                                   {"1.2.3/8", "none"},
                                                   {"1.2.3.4/255.0.0.0", "none"},
                                                   {"2001:DB8::/32", "2001:db8::/32"},
                                                   {"::/0", "::/0"},
                                                   {"::1/128", "::1/128"},
                                                   {"::1/129", "none"},
                                                   {"::1/1000", "none"},
                                                   {"::1%en0/64", "none"},
                                                   {"::ffff:1.2.3.4/128", "none"},
                                                   {"::ffff:a00:0/104", "10.0.0.0/8"},
                                                   {"::ffff:a00:0/96", "10.0.0.0/0"},
                                                   {"::ffff:a00:0/128", "10.0.0.0/32"},
                                                   {"::ffff:a00:0/95", "none"}}) {
    INFO(row.text);
    CHECK(ReadAndShowCidr(row.text) == row.shown);
  }
}

}  // namespace
}  // namespace remit
