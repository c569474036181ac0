#include "engine/program/cost.h"

#include <algorithm>

#include "engine/program/cost_frame.h"
#include "engine/program/listing_text.h"

namespace remit {
namespace {

CostBound RuleBound(CostTables& tables, const Rule& rule) {
  CostBound cost;
  EachChunkOf(tables.program, rule, [&](ChunkId chunk) {
    const auto straight = BoundStraight(tables, chunk);
    AddCost(cost, straight ? *straight : BoundChunk(tables, chunk).cost);
  });
  if (rule.hits != kNone) AddCost(cost, AsRead(tables.lets[rule.hits].cost, tables.program.fuel));
  return cost;
}

}  // namespace

ProgramCosts BoundCosts(const Program& program) {
  CostTables tables(program);
  ProgramCosts costs;
  for (const Let& let : program.lets) {
    const auto yes_or_no = BoundYesOrNo(tables, let.chunk);
    tables.lets.push_back(yes_or_no ? *yes_or_no : BoundChunk(tables, let.chunk));
    costs.lets.push_back(tables.lets.back().cost);
  }
  costs.lets.reserve(program.lets.size());
  costs.rules.reserve(program.rules.size());
  for (const Rule& rule : program.rules) costs.rules.push_back(RuleBound(tables, rule));
  return costs;
}

std::string UnitsText(uint64_t units) {
  if (units < kUnbounded) return std::to_string(units);
  return "more than " + std::to_string(kUnbounded - 1);
}

std::string RuleTitle(const Program& program, uint32_t rule) {
  return std::string(program.strings[program.rules[rule].name]);
}

std::string CostAdvice(const Program& program, const CostBound& cost) {
  const ProgramPlace place = PlaceNear(program, cost.instruction);
  std::string advice;
  if (place.file != kNone) {
    advice = PlaceText(program, place) + " runs up to " + UnitsText(cost.times) + " times: ";
  }
  return advice +
         "nest fewer comprehensions, declare the types of what they read, or declare the sizes of "
         "lists and texts in remit.yaml (`limits.list_elements`, `limits.text_bytes`)";
}

}  // namespace remit
