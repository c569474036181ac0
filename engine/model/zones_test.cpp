#include "engine/model/zones.h"

#include <catch2/catch.hpp>
#include <string>

#include "engine/model/time_text.h"

namespace remit {
namespace {

struct Row {
  std::string_view zone, time;
  int32_t offset;
};

TEST_CASE("A zone's offset is that of the time", "[zones]") {
  const Row rows[] = {
      {"UTC", "2026-01-05T12:00:00Z", 0},
      {"Etc/UTC", "0001-01-01T00:00:00Z", 0},
      {"Zulu", "9999-12-31T23:59:59Z", 0},
      {"Etc/GMT+5", "2026-01-05T12:00:00Z", -18000},
      {"Etc/GMT-14", "2026-01-05T12:00:00Z", 50400},
      {"EST5EDT", "2026-07-05T12:00:00Z", -14400},
      // Half and quarter hours.
      {"America/St_Johns", "2026-01-05T12:00:00Z", -12600},
      {"America/St_Johns", "2026-07-05T12:00:00Z", -9000},
      {"Asia/Kathmandu", "1980-01-01T00:00:00Z", 19800},
      {"Asia/Kathmandu", "2026-01-01T00:00:00Z", 20700},
      {"Pacific/Chatham", "9999-01-01T00:00:00Z", 49500},
      // Half an hour of daylight saving, in the south.
      {"Australia/Lord_Howe", "2026-01-05T00:00:00Z", 39600},
      {"Australia/Lord_Howe", "2026-07-05T00:00:00Z", 37800},
      {"Australia/Sydney", "2026-01-05T00:00:00Z", 39600},
      {"Australia/Sydney", "2026-07-05T00:00:00Z", 36000},
      {"Australia/Sydney", "8888-12-31T23:59:59Z", 39600},
      {"Australia/Sydney", "8888-07-01T00:00:00Z", 36000},
      // Winter time as the exception.
      {"Europe/Dublin", "2026-01-05T00:00:00Z", 0},
      {"Europe/Dublin", "2026-07-05T00:00:00Z", 3600},
      {"Africa/Casablanca", "2026-03-01T00:00:00Z", 0},
      {"Africa/Casablanca", "2100-03-01T00:00:00Z", 3600},
      // Both sides of changes: of the table, and of a rule far from it.
      {"America/New_York", "2026-03-08T06:59:59Z", -18000},
      {"America/New_York", "2026-03-08T07:00:00Z", -14400},
      {"America/New_York", "2026-11-01T05:59:59Z", -14400},
      {"America/New_York", "2026-11-01T06:00:00Z", -18000},
      {"America/New_York", "2500-03-14T06:59:59Z", -18000},
      {"America/New_York", "2500-03-14T07:00:00Z", -14400},
      {"Europe/Berlin", "9999-10-31T00:59:59Z", 7200},
      {"Europe/Berlin", "9999-10-31T01:00:00Z", 3600},
      {"Pacific/Apia", "2011-12-30T09:59:59Z", -36000},
      {"Pacific/Apia", "2011-12-30T10:00:00Z", 50400},
      // A rule whose hour lies on the day before.
      {"America/Nuuk", "2026-03-29T00:59:59Z", -7200},
      {"America/Nuuk", "2026-03-29T01:00:00Z", -3600},
      // Before the first change: local mean time.
      {"America/New_York", "1800-01-01T00:00:00Z", -17762},
      {"America/New_York", "0001-01-01T00:00:00Z", -17762},
      {"Europe/Berlin", "1850-01-01T00:00:00Z", 3208},
      {"Africa/Monrovia", "1950-01-01T00:00:00Z", -2670},
      // Links.
      {"US/Central", "2026-01-05T12:00:00Z", -21600},
      {"America/Argentina/Buenos_Aires", "2026-01-05T12:00:00Z", -10800},
      {"America/Buenos_Aires", "2026-01-05T12:00:00Z", -10800},
      {"GB-Eire", "2026-07-05T12:00:00Z", 3600},
      {"PRC", "2026-07-05T12:00:00Z", 28800},
      // Fixed offsets.
      {"+05:30", "2026-01-05T12:00:00Z", 19800},
      {"05:30", "2026-01-05T12:00:00Z", 19800},
      {"-05:30", "2026-01-05T12:00:00Z", -19800},
      {"-00:00", "2026-01-05T12:00:00Z", 0},
      {"+23:59", "0001-01-01T00:00:00Z", 86340},
      {"-23:59", "9999-12-31T23:59:59Z", -86340},
  };
  for (const Row& row : rows) {
    INFO(row.zone << " at " << row.time);
    CHECK(ZoneOffset(row.zone, ParseTimestamp(row.time)->integer) == row.offset);
  }
}

TEST_CASE("What is no zone has no offset", "[zones]") {
  const std::string_view texts[] = {
      "",
      " ",
      "Local",
      "localtime",
      "posixrules",
      "Factory",
      "utc",
      "europe/berlin",
      "Europe/Berlin ",
      " Europe/Berlin",
      "Europe/Berlin/",
      "/Europe/Berlin",
      "Europe//Berlin",
      "./Europe/Berlin",
      "Europe/../Europe/Berlin",
      "../../etc/passwd",
      "posix/Europe/Berlin",
      "right/Europe/Berlin",
      "/usr/share/zoneinfo/UTC",
      "Europe",
      "Nowhere/City",
      "EST5EDT4",
      "CET-1CEST,M3.5.0,M10.5.0/3",
      "+24:00",
      "+23:60",
      "+5:30",
      "+0530",
      "+05:30:00",
      "++05:30",
      "+-05:30",
      "+ 5:30",
      "+05:3a",
      "5",
      ":",
      "::",
  };
  for (const std::string_view text : texts) {
    INFO(text);
    CHECK(ZoneOffset(text, 0) == std::nullopt);
  }
  CHECK(ZoneOffset(std::string_view("UTC\0", 4), 0) == std::nullopt);
  CHECK(ZoneOffset(std::string_view("UTC\0/x", 6), 0) == std::nullopt);
  CHECK(ZoneOffset(std::string_view("\0UTC", 4), 0) == std::nullopt);
  CHECK(ZoneOffset(std::string(1 << 20, 'U'), 0) == std::nullopt);
}

TEST_CASE("The table names its release", "[zones]") { CHECK(ZoneTableVersion() == "2025b"); }

}  // namespace
}  // namespace remit
