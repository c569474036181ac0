#include "tests/reference/times.h"

#include <cstdint>

#include "tests/reference/zones.h"

namespace remit::reference {
namespace {

using Wide = __int128;

bool IsLeap(int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

// Days from 1970-01-01 to the first of `year`: counted, year by year.
int64_t DaysBefore(int64_t year) {
  int64_t days = 0;
  for (int64_t y = 1970; y < year; ++y) days += IsLeap(y) ? 366 : 365;
  for (int64_t y = year; y < 1970; ++y) days -= IsLeap(y) ? 366 : 365;
  return days;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes exactly `count` digits from the front.
std::optional<int> Digits(std::string_view& text, size_t count) {
  if (text.size() < count) return std::nullopt;
  int number = 0;
  for (size_t i = 0; i < count; ++i) {
    if (!IsDigit(text[i])) return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool Take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// `HH:MM` in seconds.
std::optional<int64_t> ClockOffset(std::string_view text) {
  const std::optional<int> hours = Digits(text, 2);
  if (!hours || *hours > 23 || !Take(text, ':')) return std::nullopt;
  const std::optional<int> minutes = Digits(text, 2);
  if (!minutes || *minutes > 59 || !text.empty()) return std::nullopt;
  return int64_t{*hours} * 3600 + *minutes * 60;
}

// ".5" in nanoseconds; no more than nine digits.
std::optional<uint32_t> Fraction(std::string_view& text) {
  if (!Take(text, '.')) return 0;
  uint32_t nanoseconds = 0, unit = 100'000'000;
  size_t digits = 0;
  for (; !text.empty() && IsDigit(text.front()); ++digits, unit /= 10) {
    nanoseconds += static_cast<uint32_t>(text.front() - '0') * unit;
    text.remove_prefix(1);
  }
  if (digits == 0 || digits > 9) return std::nullopt;
  return nanoseconds;
}

std::string Padded(int64_t number, size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string FractionText(uint32_t nanoseconds) {
  if (nanoseconds == 0) return "";
  std::string text = "." + Padded(nanoseconds, 9);
  while (text.back() == '0') text.pop_back();
  return text;
}

Wide UnitNanoseconds(std::string_view unit) {
  if (unit == "h") return Wide{3600} * 1'000'000'000;
  if (unit == "m") return Wide{60} * 1'000'000'000;
  if (unit == "s") return 1'000'000'000;
  if (unit == "ms") return 1'000'000;
  if (unit == "us" || unit == "\u00b5s" || unit == "\u03bcs") return 1'000;
  if (unit == "ns") return 1;
  return 0;
}

}  // namespace

int DaysIn(int64_t year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 1 && IsLeap(year) ? 29 : kDays[month];
}

int64_t SecondsOf(int64_t year, int month, int day) {
  int64_t days = DaysBefore(year) + day - 1;
  for (int m = 0; m < month; ++m) days += DaysIn(year, m);
  return days * 86400;
}

std::optional<Value> TimestampOf(std::string_view text) {
  const auto year = Digits(text, 4);
  if (!year || *year < 1 || !Take(text, '-')) return std::nullopt;
  const auto month = Digits(text, 2);
  if (!month || *month < 1 || *month > 12 || !Take(text, '-')) return std::nullopt;
  const auto day = Digits(text, 2);
  if (!day || *day < 1 || *day > DaysIn(*year, *month - 1)) return std::nullopt;
  if (!Take(text, 'T') && !Take(text, 't')) return std::nullopt;
  const auto hour = Digits(text, 2);
  if (!hour || *hour > 23 || !Take(text, ':')) return std::nullopt;
  const auto minute = Digits(text, 2);
  if (!minute || *minute > 59 || !Take(text, ':')) return std::nullopt;
  const auto second = Digits(text, 2);
  if (!second || *second > 59) return std::nullopt;
  const auto nanoseconds = Fraction(text);
  if (!nanoseconds || text.empty()) return std::nullopt;
  int64_t offset = 0;
  if (text != "Z" && text != "z") {
    const bool east = text.front() == '+';
    if (!east && text.front() != '-') return std::nullopt;
    const auto clock = ClockOffset(text.substr(1));
    if (!clock) return std::nullopt;
    offset = east ? *clock : -*clock;
  }
  const int64_t seconds =
      SecondsOf(*year, *month - 1, *day) + *hour * 3600 + *minute * 60 + *second - offset;
  if (seconds < kMinTimestampSeconds || seconds > kMaxTimestampSeconds) return std::nullopt;
  return MakeTimestamp(seconds, *nanoseconds);
}

std::optional<Value> DurationOf(std::string_view text) {
  const bool negative = Take(text, '-');
  if (!negative) Take(text, '+');
  if (text == "0") return MakeDuration(0);
  if (text.empty()) return std::nullopt;
  Wide total = 0;
  while (!text.empty()) {
    size_t digits = 0;
    Wide whole = 0, part = 0, scale = 1;
    for (; !text.empty() && IsDigit(text.front()); text.remove_prefix(1), ++digits) {
      whole = whole * 10 + (text.front() - '0');
      if (whole > INT64_MAX) return std::nullopt;
    }
    if (Take(text, '.')) {
      for (; !text.empty() && IsDigit(text.front()); text.remove_prefix(1), ++digits) {
        if (scale >= 1'000'000'000'000'000) continue;  // far below a nanosecond
        part = part * 10 + (text.front() - '0');
        scale *= 10;
      }
    }
    if (digits == 0) return std::nullopt;
    size_t length = 0;
    while (length < text.size() && !IsDigit(text[length]) && text[length] != '.') ++length;
    const Wide unit = UnitNanoseconds(text.substr(0, length));
    if (unit == 0) return std::nullopt;
    text.remove_prefix(length);
    total += whole * unit + part * unit / scale;
    if (total > -static_cast<Wide>(INT64_MIN)) return std::nullopt;
  }
  if (negative) total = -total;
  if (total > INT64_MAX) return std::nullopt;
  return MakeDuration(static_cast<int64_t>(total));
}

std::string TimestampText(const Value& timestamp) {
  const Calendar c = CalendarOf(timestamp.integer);
  return Padded(c.year, 4) + "-" + Padded(c.month + 1, 2) + "-" + Padded(c.day + 1, 2) + "T" +
         Padded(c.hour, 2) + ":" + Padded(c.minute, 2) + ":" + Padded(c.second, 2) +
         FractionText(timestamp.size) + "Z";
}

std::string DurationText(const Value& duration) {
  Wide nanoseconds = duration.integer;
  const bool negative = nanoseconds < 0;
  if (negative) nanoseconds = -nanoseconds;
  const auto seconds = static_cast<int64_t>(nanoseconds / 1'000'000'000);
  const auto rest = static_cast<uint32_t>(nanoseconds % 1'000'000'000);
  return (negative ? "-" : "") + std::to_string(seconds) + FractionText(rest) + "s";
}

Calendar CalendarOf(int64_t seconds) {
  int64_t rest = seconds % 86400;
  if (rest < 0) rest += 86400;
  int64_t days = (seconds - rest) / 86400;
  Calendar calendar;
  calendar.hour = static_cast<int>(rest / 3600);
  calendar.minute = static_cast<int>(rest / 60 % 60);
  calendar.second = static_cast<int>(rest % 60);
  calendar.day_of_week = static_cast<int>(((days + 4) % 7 + 7) % 7);  // 1970 began on a Thursday
  while (days < 0) days += IsLeap(--calendar.year) ? 366 : 365;
  while (days >= (IsLeap(calendar.year) ? 366 : 365)) {
    days -= IsLeap(calendar.year++) ? 366 : 365;
  }
  calendar.day_of_year = static_cast<int>(days);
  while (days >= DaysIn(calendar.year, calendar.month)) {
    days -= DaysIn(calendar.year, calendar.month++);
  }
  calendar.day = static_cast<int>(days);
  return calendar;
}

std::optional<int64_t> OffsetOf(std::string_view zone, int64_t seconds) {
  const std::optional<int64_t> named = NamedOffset(zone, seconds);
  if (named) return named;
  const bool west = Take(zone, '-');
  if (!west) Take(zone, '+');
  const std::optional<int64_t> clock = ClockOffset(zone);
  if (!clock) return std::nullopt;
  return west ? -*clock : *clock;
}

}  // namespace remit::reference
