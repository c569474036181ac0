#include "cli/cel_text.h"

#include <catch2/catch.hpp>
#include <limits>

#include "engine/vm/test_values.h"

namespace remit {
namespace {

using namespace test;

TEST_CASE("a value is written as the expression that gives it") {
  struct Row {
    Value value;
    const char* text;
  };
  const std::vector<Row> rows = {
      {MakeNull(), "null"},
      {MakeBool(true), "true"},
      {MakeInt(-9223372036854775807 - 1), "-9223372036854775808"},
      {MakeUint(18446744073709551615u), "18446744073709551615u"},
      {MakeDouble(2), "2.0"},
      {MakeDouble(-0.0), "-0.0"},
      {MakeDouble(1e300), "1e+300"},
      {MakeDouble(0.1), "0.1"},
      {MakeDouble(std::numeric_limits<double>::infinity()), "double(\"Infinity\")"},
      {MakeDouble(-std::numeric_limits<double>::infinity()), "double(\"-Infinity\")"},
      {MakeDouble(std::numeric_limits<double>::quiet_NaN()), "double(\"NaN\")"},
      {MakeString("a \"b\" \\ \n\t"), "\"a \\\"b\\\" \\\\ \\n\\t\""},
      {MakeString("\x1b[31m \u202e \u00e9 \U000e0041"),
       "\"\\u001b[31m \\u202e \u00e9 \\U000e0041\""},
      {MakeBytes("a\"\xff"), "b\"a\\\"\\xff\""},
      {L({MakeInt(1), MakeString("a")}), "[1, \"a\"]"},
      {M({{MakeString("k"), L({})}, {MakeInt(1), MakeNull()}}), "{1: null, \"k\": []}"},
      {MakeTimestamp(0, 500'000'000), "timestamp(\"1970-01-01T00:00:00.5Z\")"},
      {MakeDuration(1'500'000'000), "duration(\"1.5s\")"},
      {MakeType(ValueKind::Timestamp), "google.protobuf.Timestamp"},
      {None(), "optional.none()"},
      {Some(MakeInt(1)), "optional.of(1)"},
      {MakeIp({"\x0a\0\0\x01", 4}), "ip(\"10.0.0.1\")"},
      {MakeCidr({"\x0a\0\0\0\x08", 5}), "cidr(\"10.0.0.0/8\")"},
      {MakeSemver("1.2.3-rc.1"), "semver(\"1.2.3-rc.1\")"},
      {Err(EvalErrorCode::Overflow), "error"},
  };
  for (const Row& row : rows) CHECK(CelText(row.value) == row.text);
}

}  // namespace
}  // namespace remit
