// Every name that a pattern or a condition spells out has its units ready; any other name can only
// be reached by units of every name and by patterns with a `*`.
#include "engine/decide/select.h"

#include <algorithm>
#include <bit>

#include "engine/decide/unit_patterns.h"
#include "engine/model/action.h"

namespace remit {

bool RuleIndex::MayHold(uint32_t unit, Vm& vm) const {
  for (uint32_t i = guards_from_[unit]; i < guards_from_[unit + 1]; ++i) {
    const Guard& guard = guards_[i];
    if (TestGuard(guard, vm.slot(guard.slot), loaded_->constants()) == Truth::False) return false;
  }
  return true;
}

std::vector<RuleIndex::Way> RuleIndex::Ways() const {
  std::vector<Way> ways;
  for (uint32_t unit = 0; unit < units_.size(); ++unit) {
    Way& way = ways.emplace_back();
    way.unit = units_[unit];
    const uint32_t first = guards_from_[unit];
    way.tests = std::span(guards_).subspan(first, guards_from_[unit + 1] - first);
  }
  // Calls `name(way)` for each unit of the group.
  const auto note = [&](const Group& group, auto name) {
    for (const uint32_t unit : Listed(group.units)) {
      name(ways[unit]);
      ways[unit].untabled = true;
    }
    if (group.tables == kNone) return;
    for (const uint32_t unit : tables_[group.tables].ids()) {
      Way& way = ways[unit];
      name(way);
      const Guard* const guard = tables_[group.tables].FoundBy(unit);
      if (guard == nullptr) {
        way.untabled = true;
      } else if (std::ranges::find(way.tables, *guard) == way.tables.end()) {
        way.tables.push_back(*guard);
      }
    }
  };
  note(every_name_, [](Way& way) { way.every_name = true; });
  for (uint32_t name = 0; name < by_name_.size(); ++name) {
    note(by_name_[name].units, [&](Way& way) { way.names.push_back(names_.text(name)); });
  }
  for (const Glob& glob : globs_) {
    note(glob.units, [](Way& way) { way.by_glob = true; });
  }
  return ways;
}

// The units of the group whose tests leave them open. Tests of one slot stand together.
void RuleIndex::Select(const Group& group, Vm& vm, std::vector<uint32_t>& ids) const {
  if (group.tables != kNone) {
    const size_t first = ids.size();
    tables_[group.tables].Select(vm, ids);
    const auto closed = [&](uint32_t unit) { return !MayHold(unit, vm); };
    ids.erase(std::remove_if(ids.begin() + static_cast<ptrdiff_t>(first), ids.end(), closed),
              ids.end());
    return;
  }
  uint64_t open = (uint64_t{1} << group.units.count) - 1;
  uint32_t slot = kNone;
  FactKey key;
  for (uint32_t i = group.tests.first; i < group.tests.first + group.tests.count; ++i) {
    const KeyTest& test = tests_[i];
    if (test.slot != slot) key = KeyOf(vm.slot(slot = test.slot));
    open &= ~(uint64_t{Fails(test, key)} << test.condition);
  }
  for (; open != 0; open &= open - 1) {
    const auto place = static_cast<uint32_t>(std::countr_zero(open));
    const uint32_t unit = listed_[group.units.first + place];
    if ((group.more >> place & 1) == 0 || MayHold(unit, vm)) ids.push_back(unit);
  }
}

void RuleIndex::Find(Vm& vm, std::string_view action_name, Candidates& candidates) const {
  const Program& program = loaded_->program();
  candidates.units.clear();
  candidates.policies.clear();
  std::vector<uint32_t>& ids = candidates.ids;
  ids.clear();
  const uint32_t name = names_.Find(action_name);
  if (name == kNone && !IsActionName(action_name)) return;
  Select(every_name_, vm, ids);
  if (name != kNone) {
    const Name& entry = by_name_[name];
    Select(entry.units, vm, ids);
    const std::span<const uint32_t> policies = Listed(entry.policies);
    candidates.policies.assign(policies.begin(), policies.end());
  } else {
    for (const uint32_t id : globbed_policies_) {
      if (AnyPatternCovers(program, program.policies[id].patterns, action_name)) {
        candidates.policies.push_back(id);
      }
    }
  }
  if (name == kNone || !globs_listed_) {
    for (const Glob& glob : globs_) {
      if (PatternLists(program, glob.any).Cover(program, action_name)) Select(glob.units, vm, ids);
    }
  }
  if (!std::ranges::is_sorted(ids)) std::ranges::sort(ids);
  for (const uint32_t unit : ids) candidates.units.push_back(units_[unit]);
}

}  // namespace remit
