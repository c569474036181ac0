// How units are found, told from the index as it is. The guards that tests were made of are read
// from the code again: deciding needs them no more.
#include <algorithm>

#include "engine/decide/select.h"
#include "engine/decide/unit_patterns.h"

namespace remit {
namespace {

// In the order of the condition, those that ask for the name last; without these where the unit is
// only found by names that they were tested for.
std::vector<Guard> TestsOf(const LoadedProgram& loaded, const Unit& unit, bool named) {
  const Program& program = loaded.program();
  std::vector<Guard> guards, tests, of_name;
  AddGuards(loaded, ConditionOf(program, unit), guards);
  for (const Guard& guard : guards) {
    (AsksForName(program, guard) ? of_name : tests).push_back(guard);
  }
  if (!named) tests.insert(tests.end(), of_name.begin(), of_name.end());
  return tests;
}

}  // namespace

std::vector<RuleIndex::Way> RuleIndex::Ways() const {
  std::vector<Way> ways;
  for (const Unit& unit : UnitsOf(loaded_->program())) ways.emplace_back().unit = unit;
  // Calls `name(way)` for each unit of the group.
  const auto note = [&](const char* row, auto name) {
    const GroupView group(row);
    if (!group.has_tables()) {
      for (const uint32_t unit : group.units()) {
        name(ways[unit]);
        ways[unit].untabled = true;
      }
      return;
    }
    const SlotIndex& tables = tables_[group.head->more];
    for (const uint32_t unit : tables.ids()) {
      Way& way = ways[unit];
      name(way);
      const Guard* const guard = tables.FoundBy(unit);
      if (guard == nullptr) {
        way.untabled = true;
      } else if (std::ranges::find(way.tables, *guard) == way.tables.end()) {
        way.tables.push_back(*guard);
      }
    }
  };
  note(RowAt(every_name_), [](Way& way) { way.every_name = true; });
  std::vector<std::pair<std::string_view, uint32_t>> names;
  for (const uint32_t place : names_.places()) names.emplace_back(NameAt(RowAt(place)), place);
  std::ranges::sort(names);
  for (const auto& [name, place] : names) {
    note(GroupAfterName(RowAt(place)), [&](Way& way) { way.names.push_back(name); });
  }
  for (const Glob& glob : globs_) {
    note(RowAt(glob.group), [](Way& way) { way.by_glob = true; });
  }
  for (Way& way : ways) {
    way.tests = TestsOf(*loaded_, way.unit, !way.every_name && !way.by_glob);
  }
  return ways;
}

}  // namespace remit
