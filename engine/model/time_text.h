// RFC 3339 timestamps and CEL durations as text, both ways.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/value.h"

namespace remit {

// RFC 3339 with offset, up to 9 digits of fraction, in CEL's range; nullopt otherwise.
std::optional<Value> ParseTimestamp(std::string_view text);
// CEL duration text ("1h30m", "-1.5h", "0"): units h m s ms us ns; nullopt otherwise.
std::optional<Value> ParseDuration(std::string_view text);
// UTC, fraction without trailing zeros: "2026-11-20T10:00:00.5Z".
std::string FormatTimestamp(const Value& timestamp);
// Seconds and fraction without trailing zeros: "5400s", "-0.25s".
std::string FormatDuration(const Value& duration);

struct CivilTime {
  int year, month, day;  // month 1-12, day 1-31
  int hour, minute, second;
  int day_of_week, day_of_year;  // 0 = Sunday; 0-365
};
// `seconds` since the epoch, shifted by the zone's offset already.
CivilTime ToCivil(int64_t seconds);
// Days since the epoch of a date of the proleptic Gregorian calendar, month 1-12.
int64_t DaysFromCivil(int64_t year, int month, int day);

}  // namespace remit
