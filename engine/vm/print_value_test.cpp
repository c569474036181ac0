#include "engine/vm/print_value.h"

#include <catch2/catch.hpp>
#include <limits>

#include "engine/vm/test_values.h"

namespace remit {
namespace {

using namespace test;

// Counted, then written, as whoever prints does.
std::string Printed(const Value& value, BadUtf8 bad, uint64_t limit) {
  TextOut counted(limit);
  PrintValue(counted, value, bad);
  std::string text(counted.size(), '?');
  TextOut written(text.data(), limit);
  PrintValue(written, value, bad);
  CHECK(written.size() == counted.size());
  CHECK(written.over() == counted.over());
  return text;
}

TEST_CASE("a value printed") {
  constexpr double kMax = std::numeric_limits<double>::max();
  struct Row {
    Value value;
    std::string text;
  };
  const std::vector<Row> rows = {
      {D(0.0), "0"},
      {D(-0.0), "-0"},
      {D(3.14), "3.14"},
      {D(-100.0), "-100"},
      {D(1e15), "1000000000000000"},
      {D(123456789012345680.0), "123456789012345680"},
      {D(2.5e-3), "0.0025"},
      {D(5e-324), "0." + std::string(323, '0') + "5"},
      {D(kMax), "17976931348623157" + std::string(292, '0')},
      {Y("a\xff\xc3z\xe2\x82"), "a\xef\xbf\xbd\xef\xbf\xbdz\xef\xbf\xbd\xef\xbf\xbd"},
      {Y("\xe2\x82\xac"), "\xe2\x82\xac"},
      {L({Y("\xff"), S("b")}), "[\xef\xbf\xbd, b]"},
      {M({{S("a"), L({})}, {S("B"), M({})}}), "{B: {}, a: []}"},
      {M({{S("1"), I(1)}, {I(1), I(2)}, {B(true), I(3)}, {U(10), I(4)}, {I(9), I(5)}}),
       "{1: 2, 1: 1, 10: 4, 9: 5, true: 3}"},
      {MakeIp(std::string_view("\x0a\0\0\x01", 4)), "10.0.0.1"},
      {MakeCidr(std::string_view("\x0a\0\0\0\x08", 5)), "10.0.0.0/8"},
      {MakeSemver("1.2.3-rc.1+b"), "1.2.3-rc.1+b"},
      {Type(ValueKind::Timestamp), "google.protobuf.Timestamp"},
      {Some(Y("\xff")), "optional.of(\xef\xbf\xbd)"},
  };
  for (const Row& row : rows) {
    CHECK(Printed(row.value, BadUtf8::Replaced, 10000) == row.text);
    // At every limit: as many bytes as it says, and one that tells that there is more.
    for (uint64_t limit = 0; limit < row.text.size(); ++limit) {
      const std::string cut = Printed(row.value, BadUtf8::Replaced, limit);
      CHECK(cut == row.text.substr(0, limit + 1));
    }
  }
  CHECK(Printed(Y("a\xff"), BadUtf8::Kept, 100) == "a\xff");
}

TEST_CASE("a text measured before it is written") {
  TextOut counted(4);
  counted.Put("ab");
  counted.Put("");
  counted.Fill(2, 'c');
  CHECK(counted.counts_only());
  CHECK(counted.size() == 4);
  CHECK_FALSE(counted.over());
  counted.Fill(7, 'd');
  CHECK(counted.size() == 5);
  CHECK(counted.over());
  counted.Put("more");
  CHECK(counted.size() == 5);
  char memory[] = "-----.";
  TextOut written(memory, 4);
  written.Put('a');
  written.Fill(2, 'c');
  written.Put("xyz");
  written.Put("no");
  CHECK(std::string_view(memory) == "accxy.");
  CHECK_FALSE(written.counts_only());
}

}  // namespace
}  // namespace remit
