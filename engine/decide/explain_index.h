// How each rule is found, in words: what `remit explain --index` shows.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/select.h"

namespace remit {

// Of one rule, or of one grant of an authority. Texts of the policy are escaped.
struct WayText {
  std::string rule;                  // POLICY.RULE
  uint32_t grant = 0;                // of an authority: its number from 1, as written; else 0
  bool every_action = false;         // whatever its name; else:
  std::vector<std::string> actions;  // names and patterns that lead to it; none: nothing does
  std::vector<std::string> tables;   // conjuncts by which tables hold it: "context.cost_usd > 100"
  bool untabled = false;             // it is found without one too: for some names, or at all
  std::vector<std::string> tests;    // other conjuncts, tested before the condition is run
  std::string why_run;               // where there are neither: why its condition is always run
};

// Of every rule and grant, in the program's order.
std::vector<WayText> ExplainIndex(const LoadedProgram& loaded, const RuleIndex& index);

// "p.big_spend: every action; context.cost_usd > 100 (table)": one line, without its end.
std::string LineOf(const WayText& way);

}  // namespace remit
