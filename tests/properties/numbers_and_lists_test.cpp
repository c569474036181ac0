// `math`, `network`, `lists`, `sets` and the rest of optionals at their edges, engine and reference
// side by side. every_function_test.cpp has the kinds.
#include <catch2/catch.hpp>
#include <limits>
#include <string>

#include "engine/vm/test_values.h"
#include "tests/properties/call_table.h"
#include "tests/reference/functions.h"

namespace remit::properties {
namespace {

using test::B, test::D, test::Dur, test::I, test::L, test::M, test::N, test::None, test::S,
    test::Some, test::T, test::U, test::Y;
using F = FunctionId;

constexpr int64_t kIntMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kIntMax = std::numeric_limits<int64_t>::max();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

void Agree(const CallTable& table, uint64_t answers_at_least) {
  INFO(table.shown());
  CHECK(table.differences() == 0);
  CHECK(table.answers() >= answers_at_least);
}

Values Numbers() {
  Values numbers;
  for (int64_t number :
       {kIntMin, kIntMin + 1, int64_t{-8}, int64_t{-1}, int64_t{0}, int64_t{1}, int64_t{7},
        int64_t{63}, int64_t{64}, int64_t{65}, int64_t{9007199254740993}, kIntMax - 1, kIntMax}) {
    numbers.push_back(I(number));
  }
  for (uint64_t number : {uint64_t{0}, uint64_t{1}, uint64_t{1} << 63, ~uint64_t{0}}) {
    numbers.push_back(U(number));
  }
  for (double number : {-kInf,
                        -0x1p63,
                        -2.5,
                        -1.5,
                        -1.0,
                        -0.5,
                        -0.49999999999999994,
                        -0.0,
                        0.0,
                        5e-324,
                        0.49999999999999994,
                        0.5,
                        1.0,
                        1.5,
                        2.5,
                        4503599627370497.5,
                        9007199254740992.0,
                        0x1p63,
                        0x1p64,
                        1e300,
                        kInf,
                        kNan}) {
    numbers.push_back(D(number));
  }
  return numbers;
}

TEST_CASE("numbers: each function at the edges of each type") {
  const Values numbers = Numbers();
  CallTable table;
  for (F function : {F::Ceil, F::Floor, F::Round, F::Trunc, F::Abs, F::Sign, F::IsNaN, F::IsInf,
                     F::IsFinite, F::Sqrt, F::BitNot, F::Greatest, F::Least}) {
    table.Product(function, {numbers});
  }
  for (F function : {F::BitAnd, F::BitOr, F::BitXor, F::BitShiftLeft, F::BitShiftRight}) {
    table.Product(function, {numbers, numbers});
  }
  Agree(table, 1'000);
}

TEST_CASE("numbers: the greatest and the least of mixed lists") {
  const Values numbers = Numbers();
  CallTable table;
  for (F function : {F::Greatest, F::Least}) {
    table.Row(function, {L({})});
    for (const Value& a : numbers) {
      table.Row(function, {L({a})});
      for (const Value& b : numbers) {
        table.Row(function, {L({a, b})});
        table.Row(function, {L({a, b, I(1), D(1.0), U(1)})});
        table.Row(function, {L({S("x"), a, b})});
        table.Row(function, {L({a, b, N()})});
      }
    }
  }
  Agree(table, 4'000);
}

Values Texts(std::initializer_list<std::string_view> texts) {
  Values values;
  for (std::string_view text : texts) values.push_back(S(text));
  return values;
}

Values AddressTexts() {
  Values texts = Texts({"0.0.0.0",
                        "0.0.0.1",
                        "127.0.0.1",
                        "127.255.255.255",
                        "128.0.0.1",
                        "10.0.0.1",
                        "169.254.0.1",
                        "169.255.0.1",
                        "192.168.0.1",
                        "223.255.255.255",
                        "224.0.0.0",
                        "224.0.0.255",
                        "224.0.1.0",
                        "239.1.2.3",
                        "240.0.0.1",
                        "255.255.255.255",
                        "255.255.255.254",
                        "::",
                        "::1",
                        "::2",
                        "1::",
                        "fe80::",
                        "fe80::1",
                        "febf:ffff::1",
                        "fec0::1",
                        "ff00::",
                        "ff01::1",
                        "ff02::1",
                        "FF02::1",
                        "ff12::1",
                        "ff05::2",
                        "fc00::1",
                        "2001:db8::1",
                        "2001:DB8:0:0:0:0:0:1",
                        "2001:0db8::1",
                        "2001:db8:0:0:1:0:0:1",
                        "2001:db8:0:1:1:1:1:1",
                        "2001:db8::1:1:1:1:1",
                        "1:2:3:4:5:6:7:8",
                        "1:2:3:4:5:6:7::",
                        "::2:3:4:5:6:7:8",
                        "1::3:4:5:6:7:8",
                        "0:0:1::",
                        "0:0:0:1::1",
                        "::ffff:0:0",
                        "::ffff:c0a8:1",
                        "::ffff:C0A8:0001",
                        "0:0:0:0:0:ffff:c0a8:1",
                        "::fffe:c0a8:1",
                        "::ffff:0:c0a8:1",
                        "64:ff9b::c000:221",
                        "::c0a8:1"});
  for (const Value& bad : Texts({"",
                                 "1",
                                 "1.2.3",
                                 "1.2.3.4.5",
                                 "1.2.3.",
                                 ".1.2.3",
                                 "1..2.3",
                                 "01.2.3.4",
                                 "1.2.3.04",
                                 "00.0.0.0",
                                 "256.1.1.1",
                                 "1.2.3.256",
                                 "1.2.3.1000",
                                 "-1.2.3.4",
                                 "+1.2.3.4",
                                 " 1.2.3.4",
                                 "1.2.3.4 ",
                                 "1.2.3.4\n",
                                 "0x1.2.3.4",
                                 "1.2.3.4/8",
                                 "::ffff:1.2.3.4",
                                 "::1.2.3.4",
                                 "fe80::1%en0",
                                 "fe80::1%",
                                 "[::1]",
                                 ":",
                                 ":::",
                                 "::1::",
                                 "1::2::3",
                                 ":1",
                                 "1:",
                                 "1:2:3:4:5:6:7",
                                 "1:2:3:4:5:6:7:8:9",
                                 "1:2:3:4:5:6:7:8::",
                                 "::1:2:3:4:5:6:7:8",
                                 "1:2:3:4::5:6:7:8",
                                 "12345::",
                                 "::12345",
                                 "::g",
                                 "::-1",
                                 "::+1",
                                 "localhost",
                                 "1,2,3,4",
                                 "\xd9\xa1.1.1.1",
                                 "1.2.3.4.",
                                 "::1/128"})) {
    texts.push_back(bad);
  }
  texts.push_back(S(std::string_view("1.2.3.4\0", 8)));
  texts.push_back(S(Times(100, "1.2.3.4")));
  return texts;
}

Values RangeTexts() {
  return Texts({"0.0.0.0/0",
                "10.0.0.0/8",
                "10.1.2.3/8",
                "10.1.2.3/32",
                "10.1.2.0/24",
                "10.1.2.128/25",
                "192.168.0.0/16",
                "192.168.0.1/31",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/+8",
                "1.2.3.4/08",
                "1.2.3.4/",
                "1.2.3.4",
                "/8",
                "",
                "1.2.3.4/8/8",
                "1.2.3/8",
                "1.2.3.4/8 ",
                "1.2.3.4/ 8",
                "1.2.3.4/256",
                "1.2.3.4/99999999999",
                "::/0",
                "::/128",
                "::/129",
                "::1/128",
                "2001:db8::/32",
                "2001:db8:1::/48",
                "2001:db8:1:2::3/64",
                "2001:db8::1/127",
                "2001:db8::1/7",
                "fe80::/10",
                "fe80::1%en0/64",
                "::ffff:c0a8:1/128",
                "::ffff:c0a8:1/120",
                "::ffff:c0a8:1/96",
                "::ffff:c0a8:1/95",
                "::ffff:c0a8:1/32",
                "::ffff:c0a8:1/16",
                "::ffff:c0a8:1/0",
                "::ffff:c0a8:1/129",
                "::ffff:0:0/96",
                "::ffff:1.2.3.4/96",
                "::fffe:0:0/95",
                "::/95",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0\\8"});
}

// What a function of the reference makes of the texts that it takes.
Values MadeOf(F function, const Values& texts) {
  Values made;
  for (const Value& text : texts) {
    const Value value = reference::CallFunction(test::TestArena(), function, {{text}});
    if (!value.is_error()) made.push_back(value);
  }
  return made;
}

TEST_CASE("networks: what is an address, what a range, and how they are written") {
  const Values addresses = AddressTexts(), ranges = RangeTexts();
  CallTable table;
  for (F function : {F::ToIp, F::IsIp, F::IsCanonical, F::ToCidr, F::IsCidr}) {
    table.Product(function, {addresses});
    table.Product(function, {ranges});
  }
  table.Product(F::ToString, {MadeOf(F::ToIp, addresses)});
  table.Product(F::ToString, {MadeOf(F::ToCidr, ranges)});
  Agree(table, 400);
}

TEST_CASE("networks: what an address is for, and what lies in a range") {
  const Values texts = AddressTexts(), range_texts = RangeTexts();
  const Values addresses = MadeOf(F::ToIp, texts), ranges = MadeOf(F::ToCidr, range_texts);
  CHECK(addresses.size() >= 50);
  CHECK(ranges.size() >= 18);
  CallTable table;
  for (F function : {F::Family, F::IsUnspecified, F::IsLoopback, F::IsGlobalUnicast,
                     F::IsLinkLocalUnicast, F::IsLinkLocalMulticast}) {
    table.Product(function, {addresses});
  }
  for (F function : {F::ToIp, F::Masked, F::PrefixLength, F::IsMask}) {
    table.Product(function, {ranges});
  }
  table.Product(F::ContainsIp, {ranges, addresses});
  table.Product(F::ContainsIp, {ranges, texts});
  table.Product(F::ContainsCidr, {ranges, ranges});
  table.Product(F::ContainsCidr, {ranges, range_texts});
  Agree(table, 3'000);
}

Values Lists() {
  const Value deep = L({I(1), L({I(2), L({I(3), L({I(4)}), L({})})}), L({}), M({{S("a"), L({})}})});
  return {L({}),
          L({I(2)}),
          L({D(kNan)}),
          L({D(2.0), D(kNan), D(1.0)}),
          L({N()}),
          L({L({})}),
          L({I(3), I(1), I(2), I(1)}),
          L({U(3), U(1), U(2)}),
          L({D(0.0), D(-0.0), D(-1.5), D(kInf), D(-kInf)}),
          L({I(1), U(1), D(1.0)}),
          L({I(1), S("a")}),
          L({S("b"), S("a"), S(""), S("\xc3\xa4"), S("B"), S("a")}),
          L({Y("b"), Y("\xff"), Y("")}),
          L({B(true), B(false), B(true)}),
          L({T(5), T(5, 1), T(-5)}),
          L({Dur(5), Dur(-5)}),
          L({MakeSemver("1.0.0"), MakeSemver("1.0.0-rc.2"), MakeSemver("1.0.0+b"),
             MakeSemver("1.0.0-rc.10"), MakeSemver("1.0.0+a")}),
          L({test::Type(ValueKind::Int), test::Type(ValueKind::Bool)}),
          L({MakeIp(std::string_view("\x0a\0\0\2", 4)), MakeIp(std::string_view("\x0a\0\0\1", 4))}),
          L({Some(I(1)), Some(D(1.0)), None(), None()}),
          L({M({{S("a"), I(1)}}), M({{S("a"), D(1.0)}}), M({})}),
          L({S(Times(33, "x")), S(Times(33, "x")), S(Times(64, "x"))}),
          L({MakeSemver("1.0.0-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), MakeSemver("1.0.0")}),
          deep,
          L({deep, deep})};
}

TEST_CASE("lists: each function at its edges") {
  const Values lists = Lists();
  const Values ints = {I(kIntMin), I(-1), I(0), I(1), I(2), I(3), I(4), I(5), I(kIntMax)};
  CallTable table;
  for (F function : {F::Flatten, F::Distinct, F::Reverse, F::Sort, F::First, F::Last, F::Unwrap,
                     F::UnwrapOpt, F::OptionalOfNonZero, F::Size}) {
    table.Product(function, {lists});
  }
  table.Product(F::Range, {ints});
  table.Row(F::Range, {I(int64_t{1} << 40)});
  table.Product(F::Slice, {lists, ints, ints});
  table.Product(F::Flatten, {lists, ints});
  table.Product(F::SortByKeys, {lists, lists});
  Agree(table, 500);
}

TEST_CASE("sets: by equality, whatever the types") {
  const Values lists = Lists();
  CallTable table;
  for (F function : {F::SetContains, F::SetEquivalent, F::SetIntersects}) {
    table.Product(function, {lists, lists});
  }
  Agree(table, 1'500);
}

TEST_CASE("lists: what holds more than can be counted costs more than there is") {
  Value shared = L({S(Times(50, "y"))});
  for (int i = 0; i < 70; ++i) shared = L({shared, shared});
  CallTable table;
  for (F function : {F::Flatten, F::Distinct, F::Sort}) table.Row(function, {shared});
  for (F function : {F::SortByKeys, F::SetContains, F::SetEquivalent, F::SetIntersects}) {
    table.Row(function, {shared, shared});
  }
  table.Row(F::SetContains, {L({}), L({shared})});
  INFO(table.shown());
  CHECK(table.differences() == 0);
  CHECK(table.answers() == 1);  // nothing is looked at for an empty list
}

TEST_CASE("lists: sorting is stable") {
  Values keys, items;
  for (int64_t i = 0; i < 300; ++i) {
    keys.push_back(I(i * 7919 % 13));
    items.push_back(I(i));
  }
  CallTable table;
  table.Row(F::SortByKeys, {MakeList(items), MakeList(keys)});
  table.Row(F::Sort, {MakeList(keys)});
  table.Row(F::Distinct, {MakeList(keys)});
  Agree(table, 3);
}

}  // namespace
}  // namespace remit::properties
