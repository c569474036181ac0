// A decision as a JSON-shaped value: what the core of a record and `--format json` write.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/decide/decision.h"

namespace remit {

// A map of these members, in `arena`; names are literals or live as long as the arena.
Value MakeObject(Arena& arena, std::span<MapEntry> entries);
Value MakeObject(Arena& arena, std::initializer_list<MapEntry> entries);
MapEntry Member(std::string_view name, const Value& value);

// {"demands", "findings", "recipients", "verdict"}: docs/records.md. Refers to `decision` and
// `program`, and to `arena`.
std::span<MapEntry> DecisionMembers(Arena& arena, const Decision& decision, const Program& program,
                                    size_t spare_members);

}  // namespace remit
