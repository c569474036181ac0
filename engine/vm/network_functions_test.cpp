#include <catch2/catch.hpp>

#include "engine/model/ip_text.h"
#include "engine/vm/test_calls.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

Value Address(std::string_view text) { return Ip(ReadIp(text).value()); }
Value Range(std::string_view text) { return Cidr(ReadCidr(text).value()); }

TEST_CASE("addresses and ranges of text") {
  CheckCalls({
      {F::ToIp, {S("192.168.0.1")}, "net.IP 192.168.0.1"},
      {F::ToIp, {S("2001:DB8::1")}, "net.IP 2001:db8::1"},
      {F::ToIp, {S("::ffff:c0a8:1")}, "net.IP 192.168.0.1"},
      {F::ToIp, {S("192.168.0.1.0")}, "error invalid-argument"},
      {F::ToIp, {S("10.0.0.0/8")}, "error invalid-argument"},
      {F::ToIp, {S("")}, "error invalid-argument"},
      {F::ToIp, {Range("10.1.2.3/8")}, "net.IP 10.1.2.3"},
      {F::ToIp, {Address("10.1.2.3")}, "error no-overload"},
      {F::ToIp, {Y("10.1.2.3")}, "error no-overload"},
      {F::ToIp, {}, "error no-overload"},
      {F::ToIp, {S("1.2.3.4"), S("1.2.3.4")}, "error no-overload"},
      {F::IsIp, {S("::1")}, "bool true"},
      {F::IsIp, {S("::1%lo")}, "bool false"},
      {F::IsIp, {S("::1/128")}, "bool false"},
      {F::IsIp, {Address("::1")}, "error no-overload"},
      {F::IsCanonical, {S("127.0.0.1")}, "bool true"},
      {F::IsCanonical, {S("2001:db8::68")}, "bool true"},
      {F::IsCanonical, {S("2001:DB8::68")}, "bool false"},
      {F::IsCanonical, {S("2001:db8:0::68")}, "bool false"},
      {F::IsCanonical, {S("::ffff:c0a8:1")}, "bool false"},
      {F::IsCanonical, {S("127.0.0.1.0")}, "error invalid-argument"},
      {F::IsCanonical, {Address("::1")}, "error no-overload"},
      {F::ToCidr, {S("10.1.2.3/8")}, "net.CIDR 10.1.2.3/8"},
      {F::ToCidr, {S("2001:db8::/32")}, "net.CIDR 2001:db8::/32"},
      {F::ToCidr, {S("10.1.2.3")}, "error invalid-argument"},
      {F::ToCidr, {S("10.1.2.3/33")}, "error invalid-argument"},
      {F::ToCidr, {Address("10.1.2.3")}, "error no-overload"},
      {F::IsCidr, {S("10.1.2.3/8")}, "bool true"},
      {F::IsCidr, {S("10.1.2.3/08")}, "bool false"},
      {F::IsCidr, {Range("10.0.0.0/8")}, "error no-overload"},
      {F::ToString, {Address("2001:db8::1")}, "string 2001:db8::1"},
      {F::ToString, {Range("10.1.2.3/8")}, "string 10.1.2.3/8"},
      {F::TypeOf, {Address("::1")}, "type net.IP"},
      {F::TypeOf, {Range("::/0")}, "type net.CIDR"},
  });
}

// family unspecified loopback global link-local-unicast link-local-multicast, as `6 u....`
std::string Marks(std::string_view text) {
  const Value ip[] = {Address(text)};
  Eval eval = TestEval();
  std::string marks = std::to_string(CallFunction(eval, F::Family, ip).integer) + " ";
  const std::pair<F, char> functions[] = {{F::IsUnspecified, 'u'},
                                          {F::IsLoopback, 'l'},
                                          {F::IsGlobalUnicast, 'g'},
                                          {F::IsLinkLocalUnicast, 'k'},
                                          {F::IsLinkLocalMulticast, 'm'}};
  for (const auto& [function, mark] : functions) {
    marks += CallFunction(eval, function, ip).is_true() ? mark : '.';
  }
  return marks;
}

TEST_CASE("what an address is for") {
  struct Row {
    std::string_view ip;
    std::string_view marks;
  };
  for (const Row& row : std::initializer_list<Row>{{"0.0.0.0", "4 u...."},
                                                   {"0.0.0.1", "4 ..g.."},
                                                   {"127.0.0.1", "4 .l..."},
                                                   {"127.255.0.3", "4 .l..."},
                                                   {"128.0.0.1", "4 ..g.."},
                                                   {"10.0.0.1", "4 ..g.."},
                                                   {"192.168.0.1", "4 ..g.."},
                                                   {"8.8.8.8", "4 ..g.."},
                                                   {"169.254.0.0", "4 ...k."},
                                                   {"169.254.169.254", "4 ...k."},
                                                   {"169.255.0.0", "4 ..g.."},
                                                   {"224.0.0.251", "4 ....m"},
                                                   {"224.0.1.1", "4 ....."},
                                                   {"239.255.255.255", "4 ....."},
                                                   {"240.0.0.1", "4 ..g.."},
                                                   {"255.255.255.255", "4 ....."},
                                                   {"255.255.255.254", "4 ..g.."},
                                                   {"::", "6 u...."},
                                                   {"::1", "6 .l..."},
                                                   {"::2", "6 ..g.."},
                                                   {"1::1", "6 ..g.."},
                                                   {"2001:db8::abcd", "6 ..g.."},
                                                   {"fd00::1", "6 ..g.."},
                                                   {"fe80::1", "6 ...k."},
                                                   {"febf:ffff::", "6 ...k."},
                                                   {"fec0::1", "6 ..g.."},
                                                   {"fd80::1", "6 ..g.."},
                                                   {"ff02::1", "6 ....m"},
                                                   {"ff12::1", "6 ....m"},
                                                   {"ff05::1", "6 ....."},
                                                   {"ff00::", "6 ....."},
                                                   {"::ffff:7f00:1", "4 .l..."}}) {
    INFO(row.ip);
    CHECK(Marks(row.ip) == row.marks);
  }
  CheckCalls({
      {F::Family, {Range("10.0.0.0/8")}, "error no-overload"},
      {F::Family, {S("10.0.0.1")}, "error no-overload"},
      {F::IsLoopback, {}, "error no-overload"},
      {F::IsLoopback, {Address("::1"), Address("::1")}, "error no-overload"},
      {F::IsGlobalUnicast, {I(1)}, "error no-overload"},
  });
}

TEST_CASE("ranges") {
  CheckCalls({
      {F::Masked, {Range("10.1.2.3/8")}, "net.CIDR 10.0.0.0/8"},
      {F::Masked, {Range("10.255.2.3/12")}, "net.CIDR 10.240.0.0/12"},
      {F::Masked, {Range("10.1.2.3/32")}, "net.CIDR 10.1.2.3/32"},
      {F::Masked, {Range("10.1.2.3/0")}, "net.CIDR 0.0.0.0/0"},
      {F::Masked, {Range("2001:db8:ffff::1/33")}, "net.CIDR 2001:db8:8000::/33"},
      {F::Masked, {Address("10.1.2.3")}, "error no-overload"},
      {F::IsMask, {Range("10.0.0.0/8")}, "bool true"},
      {F::IsMask, {Range("10.0.0.1/8")}, "bool false"},
      {F::IsMask, {Range("10.0.0.1/32")}, "bool true"},
      {F::IsMask, {S("10.0.0.0/8")}, "error no-overload"},
      {F::PrefixLength, {Range("10.0.0.0/8")}, "int 8"},
      {F::PrefixLength, {Range("::1/128")}, "int 128"},
      {F::PrefixLength, {Range("::ffff:a00:0/104")}, "int 8"},
      {F::PrefixLength, {}, "error no-overload"},
  });
}

TEST_CASE("what a range contains") {
  const Value ten = Range("10.0.0.0/8");
  CheckCalls({
      {F::ContainsIp, {ten, Address("10.255.0.1")}, "bool true"},
      {F::ContainsIp, {ten, Address("11.0.0.1")}, "bool false"},
      {F::ContainsIp, {ten, S("10.0.0.0")}, "bool true"},
      {F::ContainsIp, {ten, S("9.255.255.255")}, "bool false"},
      {F::ContainsIp, {ten, S("::ffff:a00:1")}, "bool true"},
      {F::ContainsIp, {ten, S("::a00:1")}, "bool false"},
      {F::ContainsIp, {Range("::/0"), S("10.0.0.1")}, "bool false"},
      {F::ContainsIp, {Range("0.0.0.0/0"), S("::1")}, "bool false"},
      {F::ContainsIp, {Range("0.0.0.0/0"), S("255.255.255.255")}, "bool true"},
      {F::ContainsIp, {Range("10.1.2.3/8"), S("10.9.9.9")}, "bool true"},
      {F::ContainsIp, {Range("10.1.2.128/25"), S("10.1.2.127")}, "bool false"},
      {F::ContainsIp, {Range("2001:db8::/33"), S("2001:db8:8000::")}, "bool false"},
      {F::ContainsIp, {Range("2001:db8::/32"), S("2001:db8:8000::")}, "bool true"},
      {F::ContainsIp, {ten, S("10.0.0")}, "error invalid-argument"},
      {F::ContainsIp, {ten, S("10.0.0.0/8")}, "error invalid-argument"},
      {F::ContainsIp, {ten, ten}, "error no-overload"},
      {F::ContainsIp, {ten}, "error no-overload"},
      {F::ContainsIp, {S("10.0.0.0/8"), S("10.0.0.0")}, "error no-overload"},
      {F::ContainsCidr, {ten, ten}, "bool true"},
      {F::ContainsCidr, {ten, Range("10.1.0.0/16")}, "bool true"},
      {F::ContainsCidr, {ten, Range("10.0.0.0/7")}, "bool false"},
      {F::ContainsCidr, {ten, Range("11.0.0.0/16")}, "bool false"},
      {F::ContainsCidr, {ten, S("10.1.2.3/32")}, "bool true"},
      {F::ContainsCidr, {Range("::/0"), S("10.0.0.0/8")}, "bool false"},
      {F::ContainsCidr, {Range("0.0.0.0/0"), S("::/0")}, "bool false"},
      {F::ContainsCidr, {Range("::/0"), S("::1/128")}, "bool true"},
      {F::ContainsCidr, {ten, S("10.0.0.0")}, "error invalid-argument"},
      {F::ContainsCidr, {ten, Address("10.0.0.0")}, "error no-overload"},
      {F::ContainsCidr, {ten, ten, ten}, "error no-overload"},
  });
}

TEST_CASE("of `network` the texts are charged") {
  const Value text = S(std::string(64, '1'));
  const Value ten = Range("10.0.0.0/8");
  CheckCosts({
      {F::ToIp, {text}, 2},
      {F::IsIp, {text}, 2},
      {F::IsCanonical, {text}, 2},
      {F::ToCidr, {text}, 2},
      {F::IsCidr, {text}, 2},
      {F::ContainsIp, {ten, text}, 2},
      {F::ContainsCidr, {ten, text}, 2},
      {F::ContainsIp, {text, text}, 0},
      {F::Family, {text}, 0},
      {F::Masked, {text}, 0},
      {F::Masked, {ten}, 0},
      {F::ToIp, {ten}, 0},
  });
}

}  // namespace
}  // namespace remit
