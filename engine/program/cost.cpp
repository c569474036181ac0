#include "engine/program/cost.h"

#include "engine/program/cost_frame.h"

namespace remit {
namespace {

void Add(CostBound& cost, const CostBound& other) {
  cost.units = Sum(cost.units, other.units);
  if (other.most <= cost.most) return;
  cost.most = other.most;
  cost.times = other.times;
  cost.place = other.place;
}

// What the chunks of one rule cost together.
struct RuleBounds {
  CostTables& tables;
  CostBound cost{};

  void Run(ChunkId chunk) {
    if (chunk != kNone) Add(cost, BoundChunk(tables, chunk).cost);
  }
  void Run(const Effect& effect) {
    for (const ChunkId chunk : effect.to) Run(chunk);
  }
};

CostBound RuleBound(CostTables& tables, const Rule& rule) {
  RuleBounds bounds{tables};
  bounds.Run(rule.applies);
  bounds.Run(rule.reason);
  bounds.Run(rule.measure);
  bounds.Run(rule.effect);
  if (rule.hits != kNone) {
    Add(bounds.cost, AsRead(tables.lets[rule.hits].cost, tables.program.fuel));
  }
  for (const Grant& grant : rule.grants) {
    bounds.Run(grant.applies);
    bounds.Run(grant.effect);
  }
  for (const Band& band : rule.bands) {
    bounds.Run(band.low);
    bounds.Run(band.high);
    bounds.Run(band.effect);
  }
  return bounds.cost;
}

}  // namespace

ProgramCosts BoundCosts(const Program& program) {
  CostTables tables(program);
  ProgramCosts costs;
  for (const Let& let : program.lets) {
    tables.lets.push_back(BoundChunk(tables, let.chunk));
    costs.lets.push_back(tables.lets.back().cost);
  }
  for (const Rule& rule : program.rules) costs.rules.push_back(RuleBound(tables, rule));
  return costs;
}

std::string UnitsText(uint64_t units) {
  if (units < kUnbounded) return std::to_string(units);
  return "more than " + std::to_string(kUnbounded - 1);
}

std::string RuleTitle(const Program& program, uint32_t rule) {
  const Rule& named = program.rules[rule];
  return program.strings[program.policies[named.policy].name] + "." + program.strings[named.name];
}

}  // namespace remit
