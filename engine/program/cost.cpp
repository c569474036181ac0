#include "engine/program/cost.h"

#include <algorithm>

#include "engine/program/cost_frame.h"
#include "engine/program/listing_text.h"

namespace remit {
namespace {

void Add(CostBound& cost, const CostBound& other) {
  cost.units = Sum(cost.units, other.units);
  if (other.most <= cost.most) return;
  cost.most = other.most;
  cost.times = other.times;
  cost.place = other.place;
}

CostBound RuleBound(CostTables& tables, const Rule& rule) {
  CostBound cost;
  for (const ChunkId chunk : ChunksOf(rule)) Add(cost, BoundChunk(tables, chunk).cost);
  if (rule.hits != kNone) Add(cost, AsRead(tables.lets[rule.hits].cost, tables.program.fuel));
  return cost;
}

}  // namespace

std::vector<ChunkId> ChunksOf(const Rule& rule) {
  std::vector<ChunkId> chunks;
  const auto run = [&](ChunkId chunk) {
    if (chunk != kNone) chunks.push_back(chunk);
  };
  const auto run_effect = [&](const Effect& effect) { std::ranges::for_each(effect.to, run); };
  run(rule.applies);
  run(rule.reason);
  run(rule.measure);
  run_effect(rule.effect);
  for (const Grant& grant : rule.grants) {
    run(grant.applies);
    run_effect(grant.effect);
  }
  for (const Band& band : rule.bands) {
    run(band.low);
    run(band.high);
    run_effect(band.effect);
  }
  return chunks;
}

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

std::string CostAdvice(const Program& program, const CostBound& cost) {
  const ProgramPlace& place = program.places[cost.place];
  std::string advice;
  if (place.file != kNone) {
    advice = PlaceText(program, place) + " runs up to " + UnitsText(cost.times) + " times: ";
  }
  return advice +
         "nest fewer comprehensions, declare the types of what they read, or declare the sizes of "
         "lists and texts in remit.yaml (`limits.list_elements`, `limits.text_bytes`)";
}

}  // namespace remit
