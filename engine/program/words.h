// The words of the language for the enumerators of a program, as policies, listings and records
// write them.
#pragma once

#include <string_view>

#include "engine/program/program.h"

namespace remit {

std::string_view SlotRootWord(SlotRoot root);            // "subject"
std::string_view RuleKindWord(RuleKind kind);            // "threshold"
std::string_view SeverityWord(Severity severity);        // "high"; "none" where none was said
std::string_view BoundWord(Bound bound);                 // "at least"
std::string_view PermissionWord(Permission permission);  // "with notice"

}  // namespace remit
