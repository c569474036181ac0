// The bound of one frame: a chunk with the Lazy chunks that run in its frame. Private to
// engine/program; cost.h has what it is for, cost_frame.cpp how it is done.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/program/cost.h"
#include "engine/program/size_bound.h"

namespace remit {

// What a chunk costs and gives.
struct ChunkBound {
  CostBound cost;
  SizeBound result;
};

// What the chunks of a program share. `lets` has those of smaller index than any that is read.
struct CostTables {
  explicit CostTables(const Program& p);

  const Program& program;
  std::vector<SizeBound> types;
  std::vector<SizeBound> constants;
  std::vector<SizeBound> slots;
  std::vector<ChunkBound> lets;
  // Instructions that may still be looked at: no chunk that the compiler makes is looked at twice,
  // and a program that needs many looks is given up as unbounded.
  uint64_t looks;
};

// What reading the let costs: it is evaluated with the fuel of one rule, and never costs more.
CostBound AsRead(CostBound let, uint64_t fuel);

// The same of a shared let, whose weight its reader's holds: as if its expression stood there. The
// fuel is no bound of it here, or a rule's bound would depend on who else asks for the same.
CostBound AsShared(CostBound let, uint32_t weight);

// Both one after the other.
void AddCost(CostBound& cost, const CostBound& other);

// The cost of a chunk that an abstract run is not needed for, the same; nullopt for any other.
std::optional<CostBound> BoundStraight(CostTables& tables, ChunkId id);

// The same with what the chunk gives, where that is a bool and nothing else.
std::optional<ChunkBound> BoundYesOrNo(CostTables& tables, ChunkId id);

// A chunk that has a frame of its own.
ChunkBound BoundChunk(CostTables& tables, ChunkId chunk);

}  // namespace remit
