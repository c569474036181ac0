#include "engine/model/time_text.h"

#include <catch2/catch.hpp>
#include <limits>

namespace remit {
namespace {

TEST_CASE("timestamps are read and written in UTC") {
  struct Row {
    std::string_view text;
    int64_t seconds;
    uint32_t nanoseconds;
    std::string_view written;
  };
  const Row rows[] = {
      {"1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z"},
      {"2026-11-20T10:00:00.5Z", 1795168800, 500000000, "2026-11-20T10:00:00.5Z"},
      {"2026-11-20T10:00:00.120000Z", 1795168800, 120000000, "2026-11-20T10:00:00.12Z"},
      {"2026-11-20T12:30:00+02:30", 1795168800, 0, "2026-11-20T10:00:00Z"},
      {"2026-11-20T00:00:00-10:00", 1795168800, 0, "2026-11-20T10:00:00Z"},
      {"2026-11-20t10:00:00z", 1795168800, 0, "2026-11-20T10:00:00Z"},
      {"2026-11-20T10:00:00-00:00", 1795168800, 0, "2026-11-20T10:00:00Z"},
      {"1969-12-31T23:59:59.000000001Z", -1, 1, "1969-12-31T23:59:59.000000001Z"},
      {"2000-02-29T00:00:00Z", 951782400, 0, "2000-02-29T00:00:00Z"},
      {"2000-03-01T00:00:00Z", 951868800, 0, "2000-03-01T00:00:00Z"},
      {"0001-01-01T00:00:00Z", kMinTimestampSeconds, 0, "0001-01-01T00:00:00Z"},
      {"0000-12-31T23:30:00-00:30", kMinTimestampSeconds, 0, "0001-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59.999999999Z", kMaxTimestampSeconds, 999999999,
       "9999-12-31T23:59:59.999999999Z"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::optional<Value> read = ParseTimestamp(row.text);
    REQUIRE(read);
    CHECK(read->kind == ValueKind::Timestamp);
    CHECK(read->integer == row.seconds);
    CHECK(read->size == row.nanoseconds);
    CHECK(FormatTimestamp(*read) == row.written);
  }
}

TEST_CASE("what is no RFC 3339 timestamp in range is refused") {
  for (const std::string_view text : {"",
                                      "2026-11-20",
                                      "2026-11-20T10:00:00",
                                      "2026-11-20 10:00:00Z",
                                      "2026-11-20T10:00Z",
                                      "2026-11-20T10:00:00.Z",
                                      "2026-11-20T10:00:00,5Z",
                                      "2026-11-20T10:00:00.1234567890Z",
                                      "2026-11-20T10:00:00+0200",
                                      "2026-11-20T10:00:00+02",
                                      "2026-11-20T10:00:00+24:00",
                                      "2026-11-20T10:00:00+02:60",
                                      "2026-11-20T10:00:00Zx",
                                      " 2026-11-20T10:00:00Z",
                                      "2026-13-20T10:00:00Z",
                                      "2026-00-20T10:00:00Z",
                                      "2026-11-31T10:00:00Z",
                                      "2026-11-00T10:00:00Z",
                                      "2026-02-29T10:00:00Z",
                                      "1900-02-29T00:00:00Z",
                                      "2026-11-20T24:00:00Z",
                                      "2026-11-20T10:60:00Z",
                                      "2016-12-31T23:59:60Z",
                                      "26-11-20T10:00:00Z",
                                      "+2026-11-20T10:00:00Z",
                                      "0000-12-31T23:59:59Z",
                                      "0001-01-01T00:00:00+00:01",
                                      "9999-12-31T23:59:59-00:01",
                                      "2026-11-20T1:00:00Z",
                                      "2026-11-2-T10:00:00Z",
                                      "2026-11-20T10:00:00\xe2\x88\x92"
                                      "02:00"}) {
    CAPTURE(text);
    CHECK_FALSE(ParseTimestamp(text));
  }
}

TEST_CASE("durations are read in CEL's units and written in seconds") {
  constexpr int64_t kSecond = 1'000'000'000;
  struct Row {
    std::string_view text;
    int64_t nanoseconds;
    std::string_view written;
  };
  const Row rows[] = {
      {"0", 0, "0s"},
      {"-0", 0, "0s"},
      {"0s", 0, "0s"},
      {"1h30m", 5400 * kSecond, "5400s"},
      {"+1h", 3600 * kSecond, "3600s"},
      {"-1.5h", -5400 * kSecond, "-5400s"},
      {"-23.4s", -23'400'000'000, "-23.4s"},
      {"-0.25s", -250'000'000, "-0.25s"},
      {"1\u00b5s", 1'000, "0.000001s"},
      {"1\u03bcs", 1'000, "0.000001s"},
      {"1h34us", 3600 * kSecond + 34'000, "3600.000034s"},
      {"1.5ms", 1'500'000, "0.0015s"},
      {"1ns", 1, "0.000000001s"},
      {"0.9ns", 0, "0s"},
      {".5s", 500'000'000, "0.5s"},
      {"1.s", kSecond, "1s"},
      {"0.3333333333333333333333h", 1'199'999'999'999, "1199.999999999s"},
      {"1m1m", 120 * kSecond, "120s"},
      {"9223372036854775807ns", std::numeric_limits<int64_t>::max(), "9223372036.854775807s"},
      {"-9223372036854775808ns", std::numeric_limits<int64_t>::min(), "-9223372036.854775808s"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::optional<Value> read = ParseDuration(row.text);
    REQUIRE(read);
    CHECK(read->kind == ValueKind::Duration);
    CHECK(read->integer == row.nanoseconds);
    CHECK(FormatDuration(*read) == row.written);
    CHECK(ParseDuration(row.written)->integer == row.nanoseconds);
  }
}

TEST_CASE("what is no duration in range is refused") {
  for (const std::string_view text : {"",
                                      "-",
                                      "+",
                                      "1",
                                      "00",
                                      "1d",
                                      "1w",
                                      "s",
                                      ".s",
                                      "1 s",
                                      " 1s",
                                      "1s ",
                                      "1h-30m",
                                      "--1s",
                                      "1S",
                                      "1.2.3s",
                                      "1e3s",
                                      "1s0",
                                      "9223372036854775808ns",
                                      "-9223372036854775809ns",
                                      "2562048h",
                                      "9223372036s1s",
                                      "340282366920938463463374607431768211457ns"}) {
    CAPTURE(text);
    CHECK_FALSE(ParseDuration(text));
  }
}

TEST_CASE("civil time agrees with the calendar") {
  struct Row {
    std::string_view text;
    int day_of_week, day_of_year;
  };
  const Row rows[] = {
      {"1970-01-01T00:00:00Z", 4, 0},   {"1969-12-31T23:59:59Z", 3, 364},
      {"2026-01-05T12:00:00Z", 1, 4},   {"2024-02-29T06:07:08Z", 4, 59},
      {"2024-12-31T23:59:59Z", 2, 365}, {"2026-11-21T13:00:00Z", 6, 324},
      {"0001-01-01T00:00:00Z", 1, 0},   {"9999-12-31T23:59:59Z", 5, 364},
      {"1900-03-01T00:00:00Z", 4, 59},  {"2000-03-01T00:00:00Z", 3, 60},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::optional<Value> timestamp = ParseTimestamp(row.text);
    REQUIRE(timestamp);
    const CivilTime time = ToCivil(timestamp->integer);
    CHECK(time.day_of_week == row.day_of_week);
    CHECK(time.day_of_year == row.day_of_year);
    CHECK(FormatTimestamp(*timestamp) == row.text);
  }
}

TEST_CASE("every day of CEL's range follows the one before") {
  CivilTime before = ToCivil(kMinTimestampSeconds);
  for (int64_t at = kMinTimestampSeconds + 86400; at <= kMaxTimestampSeconds; at += 86400) {
    const CivilTime day = ToCivil(at);
    const bool same_month = day.year == before.year && day.month == before.month;
    const bool next_month = day.day == 1 && day.month == before.month % 12 + 1 &&
                            day.year == before.year + (before.month == 12 ? 1 : 0);
    const int day_of_year = day.year == before.year ? before.day_of_year + 1 : 0;
    const bool follows = ((same_month && day.day == before.day + 1) || next_month) &&
                         day.day_of_week == (before.day_of_week + 1) % 7 &&
                         day.day_of_year == day_of_year;
    if (!follows) FAIL("the day at " << at << " does not follow the one before");
    before = day;
  }
  CHECK(before.year == 9999);
  CHECK(before.day_of_year == 364);
}

}  // namespace
}  // namespace remit
