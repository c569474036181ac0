#include "engine/decide/unit_patterns.h"

#include <algorithm>

#include "engine/model/action.h"

namespace remit {
namespace {

std::string_view TakeSegment(std::string_view& text) {
  const size_t dot = text.find('.');
  const std::string_view segment = text.substr(0, dot);
  text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  return segment;
}

}  // namespace

std::vector<Unit> UnitsOf(const Program& program) {
  std::vector<Unit> units;
  for (uint32_t id = 0; id < program.rules.size(); ++id) {
    const Rule& rule = program.rules[id];
    if (rule.kind != RuleKind::Authority) units.push_back({id, kNone});
    for (uint32_t grant = 0; grant < rule.grants.size(); ++grant) units.push_back({id, grant});
  }
  return units;
}

ChunkId ConditionOf(const Program& program, const Unit& unit) {
  const Rule& rule = program.rules[unit.rule];
  if (unit.grant == kNone || rule.applies != kNone) return rule.applies;
  return program.grants[rule.grants][unit.grant].applies;
}

bool AsksForName(const Program& program, const Guard& guard) {
  const Slot& slot = program.slots[guard.slot];
  const FactKind kind = program.types[slot.type].kind;
  if (kind != FactKind::Any && kind != FactKind::String) return false;  // reading it errs
  return slot.root == SlotRoot::Action && slot.members.size() == 1 &&
         program.strings[program.ids[slot.members][0]] == "name";
}

PatternLists::PatternLists(const Program& program, const Unit& unit) {
  const Rule& rule = program.rules[unit.rule];
  lists[0] = program.policies[rule.policy].patterns;
  lists[1] = rule.patterns;
  if (unit.grant != kNone) lists[2] = program.grants[rule.grants][unit.grant].patterns;
}

bool PatternLists::Cover(const Program& program, std::string_view name) const {
  return std::ranges::all_of(
      lists, [&](const auto& list) { return AnyPatternCovers(program, list, name); });
}

// No two strings are equal: the same text is the same number.
bool PatternLists::CoverText(const Program& program, StringId name) const {
  return std::ranges::all_of(lists, [&](const auto& list) {
    return list.empty() || std::ranges::any_of(program.ids[list], [&](StringId pattern) {
             return pattern == name ||
                    PatternCovers(program.strings[pattern], program.strings[name]);
           });
  });
}

bool PatternCovers(std::string_view pattern, std::string_view action_name) {
  if (pattern == "*") return true;
  while (!pattern.empty() && !action_name.empty()) {
    const std::string_view wanted = TakeSegment(pattern);
    const std::string_view segment = TakeSegment(action_name);
    if (wanted != "*" && wanted != segment) return false;
    if (wanted == "*" && pattern.empty()) return true;
  }
  return pattern.empty() && action_name.empty();
}

bool AnyPatternCovers(const Program& program, IdRange patterns, std::string_view action_name) {
  return patterns.empty() || std::ranges::any_of(program.ids[patterns], [&](StringId pattern) {
           return PatternCovers(program.strings[pattern], action_name);
         });
}

Candidates Covering(const Program& program, std::string_view action_name) {
  Candidates candidates;
  if (!IsActionName(action_name)) return candidates;
  candidates.units = UnitsOf(program);
  std::erase_if(candidates.units, [&](const Unit& unit) {
    return !PatternLists(program, unit).Cover(program, action_name);
  });
  for (uint32_t id = 0; id < program.policies.size(); ++id) {
    if (AnyPatternCovers(program, program.policies[id].patterns, action_name)) {
      candidates.policies.push_back(id);
    }
  }
  return candidates;
}

}  // namespace remit
