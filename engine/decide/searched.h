// Where in the action a value comes from, read off the code: what a chunk reads, and what pattern
// sets search. Deciding hides the latter in evidence. Private to engine/decide.
#pragma once

#include <set>
#include <vector>

#include "engine/program/program.h"

namespace remit {

// A place of the action: members from a root.
struct ActionPath {
  SlotRoot root = SlotRoot::Context;
  std::vector<StringId> members;
  auto operator<=>(const ActionPath&) const = default;
};

using ActionPaths = std::set<ActionPath>;

// Whether a path of `a` holds one of `b`, or is part of it, or is the same.
bool Overlap(const ActionPaths& a, const ActionPaths& b);

// Every path that the chunk reads, through the chunks and lets that it evaluates too.
ActionPaths PathsRead(const Program& program, ChunkId chunk);

// Every path that the text or list of a Scan or MatchesAny is made of, wherever in the program it
// stands: what its expression names, through lets, arguments of defines and the ranges that
// comprehension variables run over. `program` is verified.
ActionPaths PathsSearched(const Program& program);

}  // namespace remit
