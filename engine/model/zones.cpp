#include "engine/model/zones.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "engine/model/time_text.h"

namespace remit {
namespace {

constexpr int64_t kDay = 86400;

// `Mm.w.d/time` of a POSIX TZ text: the given weekday (0 = Sunday) of that week of the month, 5 the
// last, and seconds from its midnight, which may lie outside of the day.
struct RuleDate {
  int month, week, weekday;
  int32_t seconds;
};

// How a zone goes on for ever. No daylight saving: both offsets are one, the dates 0.
struct Rule {
  int32_t standard, daylight;
  RuleDate start, end;
};

// Offset `before` the first change, then those of kOffsets from their kSeconds on; the last
// change and what follows it is the rule's, and so is all of a zone without changes.
struct Zone {
  uint32_t first, count;  // into kSeconds and kOffsets
  int32_t before;
  uint32_t rule;
};

struct Name {
  std::string_view name;
  uint32_t zone;
};

#include "engine/model/zone_table.inc"

static_assert(std::ranges::is_sorted(kNames, {}, &Name::name));
static_assert(std::ranges::all_of(kNames,
                                  [](const Name& n) { return n.zone < std::size(kZones); }));
static_assert(std::size(kSeconds) == std::size(kOffsets));
static_assert(std::ranges::all_of(kZones, [](const Zone& zone) {
  return zone.rule < std::size(kRules) && zone.first + zone.count <= std::size(kSeconds) &&
         std::ranges::is_sorted(std::span(kSeconds).subspan(zone.first, zone.count));
}));

// Seconds from 1970-01-01T00:00 of local time to the date in `year`.
int64_t LocalSeconds(int64_t year, const RuleDate& date) {
  const int64_t first = DaysFromCivil(year, date.month, 1);
  const int first_weekday = ToCivil(first * kDay).day_of_week;
  int64_t day = first + (date.weekday - first_weekday + 7) % 7 + 7 * (date.week - 1);
  const int64_t next_month =
      date.month == 12 ? DaysFromCivil(year + 1, 1, 1) : DaysFromCivil(year, date.month + 1, 1);
  while (day >= next_month) day -= 7;
  return day * kDay + date.seconds;
}

// South of the equator the end comes before the start. No rule changes so close to a new year that
// the year of standard time would be the wrong one.
int32_t RuleOffset(const Rule& rule, int64_t unix_seconds) {
  if (rule.start.month == 0) return rule.standard;
  const int year = ToCivil(unix_seconds + rule.standard).year;
  const int64_t start = LocalSeconds(year, rule.start) - rule.standard;
  const int64_t end = LocalSeconds(year, rule.end) - rule.daylight;
  const bool daylight = start < end ? unix_seconds >= start && unix_seconds < end
                                    : unix_seconds >= start || unix_seconds < end;
  return daylight ? rule.daylight : rule.standard;
}

int32_t OffsetIn(const Zone& zone, int64_t unix_seconds) {
  const auto seconds = std::span(kSeconds).subspan(zone.first, zone.count);
  const auto next = std::ranges::upper_bound(seconds, unix_seconds);
  if (next == seconds.end()) return RuleOffset(kRules[zone.rule], unix_seconds);
  if (next == seconds.begin()) return zone.before;
  return kOffsets[zone.first + static_cast<size_t>(next - seconds.begin()) - 1];
}

std::optional<int32_t> TwoDigits(std::string_view text) {
  const char tens = text[0], ones = text[1];
  if (tens < '0' || tens > '9' || ones < '0' || ones > '9') return std::nullopt;
  return (tens - '0') * 10 + (ones - '0');
}

std::optional<int32_t> FixedOffset(std::string_view zone) {
  const bool west = zone.starts_with('-');
  if (west || zone.starts_with('+')) zone.remove_prefix(1);
  if (zone.size() != 5 || zone[2] != ':') return std::nullopt;
  const auto hours = TwoDigits(zone.substr(0, 2));
  const auto minutes = TwoDigits(zone.substr(3));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const int32_t seconds = *hours * 3600 + *minutes * 60;
  return west ? -seconds : seconds;
}

}  // namespace

std::optional<int32_t> ZoneOffset(std::string_view zone, int64_t unix_seconds) {
  const auto found = std::ranges::lower_bound(kNames, zone, {}, &Name::name);
  if (found != std::end(kNames) && found->name == zone) {
    return OffsetIn(kZones[found->zone], unix_seconds);
  }
  return FixedOffset(zone);
}

std::string_view ZoneTableVersion() { return kVersion; }

}  // namespace remit
