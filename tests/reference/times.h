// Timestamps and durations as text and in calendars, as reference/cel.md section 9 has them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/value.h"

namespace remit::reference {

std::optional<Value> TimestampOf(std::string_view text);  // RFC 3339
std::optional<Value> DurationOf(std::string_view text);   // "1h30m"
std::string TimestampText(const Value& timestamp);
std::string DurationText(const Value& duration);

// What the clock on the wall shows `seconds` after 1970 began there.
struct Calendar {
  int64_t year = 1970;
  int month = 0;        // from 0
  int day = 0;          // of the month, from 0
  int day_of_year = 0;  // from 0
  int day_of_week = 0;  // 0 is Sunday
  int hour = 0, minute = 0, second = 0;
};
Calendar CalendarOf(int64_t seconds);

// Seconds from 1970 to the first moment of a day, where the month begins with day 1; a day beyond
// the month's last one goes on into the next.
int64_t SecondsOf(int64_t year, int month, int day);
int DaysIn(int64_t year, int month);  // month from 0

// Seconds east of Greenwich at a moment, `seconds` after 1970 began in Greenwich: "UTC", "+02:00",
// "02:00", "-00:00", "America/St_Johns". nullopt: no such zone.
std::optional<int64_t> OffsetOf(std::string_view zone, int64_t seconds);

}  // namespace remit::reference
