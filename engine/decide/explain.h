// What would have changed the verdict: margins of thresholds, the clauses that decided a
// condition, the nearest grant and what it failed.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/engine.h"

namespace remit {

struct Explanation {
  std::string rule;  // POLICY.RULE
  std::string text;  // one line, user text escaped: "12 is 2 above the limit 10"
};

// For the decision that `decider` made last.
std::vector<Explanation> Explain(Decider& decider, const Decision& decision,
                                 std::string_view action_name);

}  // namespace remit
