// Random bundles whose conditions are mostly conjuncts that the rule index takes, between others
// that it must not take; and actions whose facts lie on the edges of those conjuncts.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "tests/properties/choices.h"

namespace remit::properties {

// About this many rules, in several policies. Draws up to 40 numbers a rule.
std::map<std::string, std::string> MakeIndexedBundle(Choices& choices, uint32_t rules);

// An action's JSON: up to 60 numbers.
std::string MakeIndexedAction(Choices& choices);

}  // namespace remit::properties
