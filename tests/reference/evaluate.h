// The slow, obviously right evaluator: walks the typed policy, node by node. Every fast path of the
// engine is compared with it; it shares the value type with the engine and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dsl/check/typed.h"
#include "engine/base/arena.h"
#include "engine/model/action.h"
#include "engine/model/value.h"

namespace remit::reference {

struct LetState {
  Value value;
  uint64_t fuel = 0;  // what evaluating it cost, lets that it read included
};

// One decision: what expressions may read, and what has been computed so far.
struct Evaluation {
  const typed::Bundle& bundle;  // params sealed
  const Action& action;
  Value now;  // a Timestamp
  uint64_t fuel_limit;
  Arena& arena;
  std::vector<std::optional<LetState>> lets{};
  uint64_t spent = 0;  // by the rule, or the let, being evaluated
};

// The value of a whole expression (a clause, a band's limit, a let): charges its nodes. Once the
// fuel is used up, everything is the error OutOfFuel.
Value Evaluate(Evaluation& evaluation, typed::NodeId root);

// The let's value, evaluated once; every reader is charged its whole cost.
Value EvaluateLet(Evaluation& evaluation, uint32_t let);

// A template as text: pieces as `%s` prints them, 200 characters each, escaped; an error is
// `{error}`.
std::string Render(Evaluation& evaluation, const typed::Template& text);

}  // namespace remit::reference
