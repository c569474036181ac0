// The values a finding rests on, cut so that a record stays small; docs/records.md states how.
#pragma once

#include <string_view>

#include "engine/decide/deciding.h"

namespace remit {

// `value` as evidence shows it, in `arena`; `hidden`: text, lists and maps by their size only.
Value CutValue(Arena& arena, const Value& value, bool hidden = false);

// A let's POLICY.NAME as that policy's own rules call it: NAME; empty for one without a name.
std::string_view ShownName(const Program& program, uint32_t policy, uint32_t let);

// One value for the finding that is being made.
void AddEvidence(Deciding& deciding, std::string_view name, const Value& value);

// What its conditions read: shown by KeepEvidence where it was evaluated and is no error.
void AddSources(Deciding& deciding, TableRange<EvidenceSource> range);

// All evidence added since StartFinding, by name; of one name, in the order it was added.
std::span<const Evidence> KeepEvidence(Deciding& deciding, uint32_t policy);

}  // namespace remit
