// What evidence shows by its size only, by the letter of docs/records.md: what a pattern set
// searches, and what the conditions of a rule with `match` name.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "dsl/check/typed.h"

namespace remit::reference {

using Path = std::vector<std::string>;  // "context", "cost"

// What an expression names by itself.
struct Named {
  std::set<Path> paths;
  std::set<uint32_t> lets;
};

// Adds what `id` names to `named`; what a pattern set searches only where `searched` asks for it.
void Gather(const typed::Bundle& bundle, typed::NodeId id, bool searched, Named& named);

struct Hidden {
  std::set<Path> searched;  // any part of these, and what holds them
  Named conditions;         // exactly these

  bool Covers(const Path& path) const;
  bool Covers(const typed::Bundle& bundle, uint32_t let) const;
};

Hidden FindHidden(const typed::Bundle& bundle);

}  // namespace remit::reference
