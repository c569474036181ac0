#include "tests/reference/zones.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "tests/reference/times.h"

namespace remit::reference {
namespace {

// The rows of the table, as scripts/make_zone_table writes them.
struct Date {
  int month;     // from 1; 0: the offset never changes
  int week;      // of the month, from 1; 5 is the last
  int weekday;   // 0 is Sunday
  int64_t time;  // seconds after local midnight
};
struct Rule {
  int64_t standard, daylight;  // seconds east of Greenwich
  Date start, end;             // of daylight saving
};
struct Zone {
  size_t first_change, changes;  // into kSeconds and kOffsets
  int64_t before;                // the offset before the first change
  size_t rule;                   // from the last change on
};
struct Name {
  std::string_view name;
  size_t zone;
};

#include "engine/model/zone_table.inc"

// Seconds by the local clock from 1970 to the date.
int64_t LocalSeconds(int64_t year, const Date& date) {
  std::vector<int> days;  // of the month with this weekday
  for (int day = 1; day <= DaysIn(year, date.month - 1); ++day) {
    const Calendar calendar = CalendarOf(SecondsOf(year, date.month - 1, day));
    if (calendar.day_of_week == date.weekday) days.push_back(day);
  }
  const size_t nth = std::min(static_cast<size_t>(date.week), days.size()) - 1;
  return SecondsOf(year, date.month - 1, days[nth]) + date.time;
}

int64_t RuleOffset(const Rule& rule, int64_t seconds) {
  if (rule.start.month == 0) return rule.standard;
  std::vector<std::pair<int64_t, int64_t>> changes;  // when, to which offset
  const int64_t year = CalendarOf(seconds).year;
  for (int64_t y = year - 1; y <= year + 1; ++y) {
    changes.emplace_back(LocalSeconds(y, rule.start) - rule.standard, rule.daylight);
    changes.emplace_back(LocalSeconds(y, rule.end) - rule.daylight, rule.standard);
  }
  std::sort(changes.begin(), changes.end());
  int64_t offset = rule.standard;
  for (const auto& [when, to] : changes) {
    if (when <= seconds) offset = to;
  }
  return offset;
}

}  // namespace

std::optional<int64_t> NamedOffset(std::string_view zone, int64_t seconds) {
  for (const Name& name : kNames) {
    if (name.name != zone) continue;
    const Zone& row = kZones[name.zone];
    int64_t offset = row.before;
    for (size_t i = 0; i < row.changes; ++i) {
      const size_t at = row.first_change + i;
      if (kSeconds[at] <= seconds) offset = kOffsets[at];
    }
    const bool past_all =
        row.changes == 0 || kSeconds[row.first_change + row.changes - 1] <= seconds;
    return past_all ? RuleOffset(kRules[row.rule], seconds) : offset;
  }
  return std::nullopt;
}

}  // namespace remit::reference
