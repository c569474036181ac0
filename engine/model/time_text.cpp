// The calendar is the proleptic Gregorian one; day counts follow the era arithmetic of Howard
// Hinnant's "chrono-Compatible Low-Level Date Algorithms" (years begin in March, so that a leap
// day is the last of its year).
#include "engine/model/time_text.h"

namespace remit {
namespace {

constexpr int64_t kDay = 86400;
constexpr uint32_t kBillion = 1'000'000'000;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads text from its front; `ok` falls once and stays so.
struct Cursor {
  std::string_view rest;
  bool ok = true;

  bool Take(char c) {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }

  void Expect(char upper, char lower) { ok = (Take(upper) || Take(lower)) && ok; }

  // Exactly `digits` digits, at least `low` and at most `high`.
  int Number(size_t digits, int low, int high) {
    int value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (rest.empty() || !IsDigit(rest.front())) {
        ok = false;
        return low;
      }
      value = value * 10 + (rest.front() - '0');
      rest.remove_prefix(1);
    }
    if (value < low || value > high) ok = false;
    return value;
  }

  // A point and 1 to 9 digits, as nanoseconds; 0 where there is no point.
  uint32_t Fraction() {
    if (!Take('.')) return 0;
    uint32_t value = 0;
    size_t digits = 0;
    for (; !rest.empty() && IsDigit(rest.front()) && digits < 10; ++digits) {
      if (digits < 9) value = value * 10 + static_cast<uint32_t>(rest.front() - '0');
      rest.remove_prefix(1);
    }
    if (digits == 0 || digits > 9) ok = false;
    for (; digits < 9; ++digits) value *= 10;
    return value;
  }

  int64_t OffsetSeconds() {
    if (Take('Z') || Take('z')) return 0;
    const bool minus = Take('-');
    if (!minus) Expect('+', '+');
    const int64_t hours = Number(2, 0, 23);
    Expect(':', ':');
    const int64_t offset = hours * 3600 + Number(2, 0, 59) * 60;
    return minus ? -offset : offset;
  }
};

bool IsLeapYear(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysInMonth(int year, int month) {
  if (month == 2) return IsLeapYear(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Nanoseconds of the unit at the front of `text`, which is then removed; 0: no unit.
int64_t TakeUnit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    int64_t nanoseconds;
  };
  // Longer names first: "ms" begins like "m".
  static constexpr Unit kUnits[] = {
      {"ns", 1},         {"us", 1'000},   {"\u00b5s", 1'000},     {"\u03bcs", 1'000},
      {"ms", 1'000'000}, {"s", kBillion}, {"m", 60LL * kBillion}, {"h", 3600LL * kBillion}};
  for (const Unit& unit : kUnits) {
    if (text.starts_with(unit.name)) {
      text.remove_prefix(unit.name.size());
      return unit.nanoseconds;
    }
  }
  return 0;
}

// "1.5h" at the front of `text`, in nanoseconds, what is smaller cut off; nullopt where there is
// none or it exceeds 2^63.
std::optional<uint64_t> TakeDurationPart(std::string_view& text) {
  constexpr unsigned __int128 kMost = static_cast<unsigned __int128>(1) << 63;
  unsigned __int128 whole = 0, fraction = 0, scale = 1;
  size_t digits = 0;
  bool after_point = false;
  for (; !text.empty(); text.remove_prefix(1)) {
    const char c = text.front();
    if (c == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (!IsDigit(c)) break;
    const auto digit = static_cast<unsigned>(c - '0');
    ++digits;
    if (!after_point) {
      whole = whole * 10 + digit;
      if (whole > kMost) return std::nullopt;
    } else if (scale < 1'000'000'000'000'000'000u) {  // more digits are below a nanosecond
      fraction = fraction * 10 + digit;
      scale *= 10;
    }
  }
  if (digits == 0) return std::nullopt;
  const auto unit = static_cast<unsigned __int128>(TakeUnit(text));
  if (unit == 0) return std::nullopt;
  const unsigned __int128 total = whole * unit + fraction * unit / scale;
  if (total > kMost) return std::nullopt;
  return static_cast<uint64_t>(total);
}

void AppendPadded(std::string& out, int value, size_t width) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void AppendFraction(std::string& out, uint32_t nanoseconds) {
  if (nanoseconds == 0) return;
  std::string digits = std::to_string(nanoseconds);
  digits.insert(0, 9 - digits.size(), '0');
  digits.erase(digits.find_last_not_of('0') + 1);
  out += '.';
  out += digits;
}

}  // namespace

std::optional<Value> ParseTimestamp(std::string_view text) {
  Cursor in{text};
  const int year = in.Number(4, 0, 9999);
  in.Expect('-', '-');
  const int month = in.Number(2, 1, 12);
  in.Expect('-', '-');
  const int day = in.Number(2, 1, 31);
  in.Expect('T', 't');
  const int hour = in.Number(2, 0, 23);
  in.Expect(':', ':');
  const int minute = in.Number(2, 0, 59);
  in.Expect(':', ':');
  const int second = in.Number(2, 0, 59);  // a leap second has no Unix time
  const uint32_t nanoseconds = in.Fraction();
  const int64_t offset = in.OffsetSeconds();
  if (!in.ok || !in.rest.empty() || day > DaysInMonth(year, month)) return std::nullopt;
  const int64_t seconds =
      DaysFromCivil(year, month, day) * kDay + hour * 3600 + minute * 60 + second - offset;
  if (seconds < kMinTimestampSeconds || seconds > kMaxTimestampSeconds) return std::nullopt;
  return MakeTimestamp(seconds, nanoseconds);
}

std::optional<Value> ParseDuration(std::string_view text) {
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return MakeDuration(0);
  if (text.empty()) return std::nullopt;
  constexpr uint64_t kMost = uint64_t{1} << 63;
  uint64_t total = 0;
  while (!text.empty()) {
    const std::optional<uint64_t> part = TakeDurationPart(text);
    if (!part || *part > kMost - total) return std::nullopt;
    total += *part;
  }
  if (total == kMost && !minus) return std::nullopt;
  // Unsigned, because -2^63 has no positive counterpart.
  return MakeDuration(static_cast<int64_t>(minus ? 0 - total : total));
}

std::string FormatTimestamp(const Value& timestamp) {
  const CivilTime time = ToCivil(timestamp.integer);
  std::string out;
  AppendPadded(out, time.year, 4);
  const auto put = [&](char before, int value) {
    out += before;
    AppendPadded(out, value, 2);
  };
  put('-', time.month);
  put('-', time.day);
  put('T', time.hour);
  put(':', time.minute);
  put(':', time.second);
  AppendFraction(out, timestamp.size);
  out += 'Z';
  return out;
}

std::string FormatDuration(const Value& duration) {
  const bool minus = duration.integer < 0;
  const auto bits = static_cast<uint64_t>(duration.integer);
  const uint64_t nanoseconds = minus ? 0 - bits : bits;
  std::string out = minus ? "-" : "";
  out += std::to_string(nanoseconds / kBillion);
  AppendFraction(out, static_cast<uint32_t>(nanoseconds % kBillion));
  out += 's';
  return out;
}

int64_t DaysFromCivil(int64_t year, int month, int day) {
  if (month <= 2) --year;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CivilTime ToCivil(int64_t seconds) {
  int64_t days = seconds / kDay;
  int64_t rest = seconds % kDay;
  if (rest < 0) {
    rest += kDay;
    --days;
  }
  const int64_t shifted = days + 719468;
  const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const int64_t day_of_era = shifted - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t march_day = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t march_month = (5 * march_day + 2) / 153;

  CivilTime time{};
  time.day = static_cast<int>(march_day - (153 * march_month + 2) / 5 + 1);
  time.month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
  time.year = static_cast<int>(year_of_era + era * 400 + (time.month <= 2 ? 1 : 0));
  time.hour = static_cast<int>(rest / 3600);
  time.minute = static_cast<int>(rest / 60 % 60);
  time.second = static_cast<int>(rest % 60);
  const int64_t weekday = (days + 4) % 7;  // 1970-01-01 was a Thursday
  time.day_of_week = static_cast<int>(weekday < 0 ? weekday + 7 : weekday);
  time.day_of_year = static_cast<int>(days - DaysFromCivil(time.year, 1, 1));
  return time;
}

}  // namespace remit
