// One rule or one policy's grants, evaluated on an action: at most a finding for each.
#pragma once

#include <span>

#include "engine/decide/deciding.h"
#include "engine/decide/select.h"

namespace remit {

// A threshold, prohibit or trigger; an authority is left to EvaluateGrants. What errs becomes a
// finding with verdict escalate; what it then demands is evaluated with the rule's full fuel again,
// so that a rule that ran out of it still says whom to ask.
void EvaluateRule(Deciding& deciding, uint32_t rule_id);

// The grants of a policy that covers the action: those among `units`, its candidates; else its
// default. False where the policy does not say what becomes of an
// action (it is in shadow, or has neither authority outside shadow nor default).
bool EvaluateGrants(Deciding& deciding, uint32_t policy_id, std::span<const Unit> units);

// The finding for an action that no policy speaks for.
void AddUncovered(Deciding& deciding);

// An error of the rule as a finding: `rule.escalate`'s demand, else the owners'.
void AddErrorFinding(Deciding& deciding, uint32_t rule_id, const EvalError* error);

}  // namespace remit
