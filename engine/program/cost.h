// The static cost: what every let and every rule of a program uses of fuel at most, on any action
// whose values are within the sizes that the program states (Program::sizes). Computed from the
// code alone, in time linear in it; the compiler and the loader refuse by the same figures.
//
// A bound is no promise of what is spent: both branches of a conditional and all operands of `&&`
// count, every comprehension goes over as many elements as a list may have. What an action spends
// is charged as it runs, whatever its sizes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/program/program.h"

namespace remit {

struct CostBound {
  uint64_t units = 0;  // UINT64_MAX: as much, or more
  // Where most of it goes, in one instruction:
  uint64_t most = 0;         // units
  uint64_t times = 0;        // that it runs
  uint32_t instruction = 0;  // Program::code
  bool operator==(const CostBound&) const = default;
};

struct ProgramCosts {
  std::vector<CostBound> lets;   // once evaluated
  std::vector<CostBound> rules;  // all that deciding on the rule may run, each once
};

// Of a program whose form the verifier accepts.
ProgramCosts BoundCosts(const Program& program);

// Every chunk that deciding on the rule may run; those twice that it may run twice.
template <typename Visit>
void EachChunkOf(const Program& program, const Rule& rule, Visit visit) {
  const auto run = [&](ChunkId chunk) {
    if (chunk != kNone) visit(chunk);
  };
  const auto run_effect = [&](EffectId effect) {
    for (const ChunkId chunk : program.ids[program.effects[effect].to]) run(chunk);
  };
  run(rule.applies);
  run(rule.reason);
  run(rule.measure);
  run_effect(rule.effect);
  for (const Grant& grant : program.grants[rule.grants]) {
    run(grant.applies);
    run_effect(grant.effect);
  }
  for (const Band& band : program.bands[rule.bands]) {
    run(band.low);
    run(band.high);
    run_effect(band.effect);
  }
}

// "1200"; "more than 18446744073709551614" for what was given up as unbounded.
std::string UnitsText(uint64_t units);

// "POLICY.RULE"
std::string RuleTitle(const Program& program, uint32_t rule);

// Where most of a bound that is too high goes, and what makes it less.
std::string CostAdvice(const Program& program, const CostBound& cost);

}  // namespace remit
