// What other policies would have decided otherwise of one action.
#pragma once

#include <cstddef>
#include <string>

#include "engine/decide/decision.h"
#include "engine/model/verdict.h"
#include "engine/program/program.h"

namespace remit {

struct ChangedAction {
  std::string file;
  size_t line = 0;
  std::string action;
  Verdict from = Verdict::Allow, to = Verdict::Allow;
  // JSON arrays as a decision has them; both empty where they are the same.
  std::string recipients_from, recipients_to;
  std::string demands_from, demands_to;
};

// A decision with the program that it was made by.
struct DecidedBy {
  const Decision& decision;
  const Program& program;
};

// Verdicts, recipients and demands of both into `out`; false where they are all the same.
bool CompareDecisions(const DecidedBy& from, const DecidedBy& to, ChangedAction& out);

// {"file", "line", "action", "from", "to"} and, where they differ, "recipients" and "demands", each
// {"from", "to"}.
std::string ChangedActionJson(const ChangedAction& action);

// "escalate -> notify", or what changes at one verdict: "escalate, tells [ann] -> [bob]".
std::string PrettyChange(const ChangedAction& action);

}  // namespace remit
