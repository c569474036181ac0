// Versions, as semver.org's SemVer 2.0.0 has them.
#pragma once

#include <compare>
#include <span>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/model/value.h"

namespace remit::reference {

Value CallSemver(Arena& arena, std::span<const Value> args);

// Precedence (item 11); both are versions.
std::strong_ordering CompareVersions(std::string_view a, std::string_view b);

}  // namespace remit::reference
