// What the parts of RuleIndex share: the units of a program and the patterns that lead to each.
#pragma once

#include <string_view>
#include <vector>

#include "engine/decide/select.h"

namespace remit {

// Of every rule and grant, ascending.
std::vector<Unit> UnitsOf(const Program& program);

// What is run first of a unit, with all its fuel; kNone: it has no condition.
ChunkId ConditionOf(const Program& program, const Unit& unit);

// Whether the guard asks for the action's name, and for nothing that could err.
bool AsksForName(const Program& program, const Guard& guard);

// The lists of patterns that must all cover an action's name for the unit to concern it.
struct PatternLists {
  IdRange lists[3];  // of the policy, the rule, the grant

  PatternLists(const Program& program, const Unit& unit);
  bool Cover(const Program& program, std::string_view name) const;
  bool CoverText(const Program& program, StringId name) const;  // a name that the program has
};

}  // namespace remit
