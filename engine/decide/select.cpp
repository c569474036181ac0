// Every name that a pattern or a condition spells out has its units ready; any other name can only
// be reached by units of every name and by patterns with a `*`.
#include "engine/decide/select.h"

#include <algorithm>

#include "engine/decide/unit_patterns.h"
#include "engine/model/action.h"

namespace remit {

bool RuleIndex::MayHold(uint32_t unit, Vm& vm) const {
  for (uint32_t i = guards_from_[unit]; i < guards_from_[unit + 1]; ++i) {
    const Guard& guard = guards_[i];
    if (RulesOut(guard, vm, loaded_->constants())) return false;
  }
  return true;
}

std::span<const uint32_t> RuleIndex::PoliciesOf(const char* name_row) const {
  const uint32_t list = reinterpret_cast<const NameHead*>(name_row)->policies;
  return std::span(name_policies_).subspan(list + 1, name_policies_[list]);
}

void RuleIndex::Select(const char* group_row, Vm& vm, std::vector<uint32_t>& ids) const {
  const GroupView group(group_row);
  if (!group.has_tables()) return SelectFew(group, vm, loaded_->constants(), ids);
  const size_t first = ids.size();
  tables_[group.head->more].Select(vm, ids);
  const auto closed = [&](uint32_t unit) { return !MayHold(unit, vm); };
  ids.erase(std::remove_if(ids.begin() + static_cast<ptrdiff_t>(first), ids.end(), closed),
            ids.end());
}

void RuleIndex::Find(Vm& vm, std::string_view action_name, Candidates& candidates) const {
  const Program& program = loaded_->program();
  candidates.units.clear();
  candidates.policies.clear();
  std::vector<uint32_t>& ids = candidates.ids;
  ids.clear();
  const uint32_t name = names_.Find(rows_.view().data(), action_name);
  if (name == kNone && !IsActionName(action_name)) return;
  Select(RowAt(every_name_), vm, ids);
  if (name != kNone) {
    Select(GroupAfterName(RowAt(name)), vm, ids);
    const std::span<const uint32_t> policies = PoliciesOf(RowAt(name));
    for (const uint32_t id : policies) candidates.policies.push_back(id);
  } else {
    for (const uint32_t id : globbed_policies_) {
      if (AnyPatternCovers(program, program.policies[id].patterns, action_name)) {
        candidates.policies.push_back(id);
      }
    }
  }
  if (name == kNone || !globs_listed_) {
    for (const Glob& glob : globs_) {
      if (PatternLists(program, glob.any).Cover(program, action_name)) {
        Select(RowAt(glob.group), vm, ids);
      }
    }
  }
  if (ids.empty()) return;
  if (!std::ranges::is_sorted(ids)) std::ranges::sort(ids);
  for (const uint32_t unit : ids) candidates.units.push_back(UnitOf(unit));
}

}  // namespace remit
