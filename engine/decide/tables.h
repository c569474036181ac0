// What deciding looks up by id and would otherwise build anew for each decision: names as text,
// owners, what a policy declares. Made once, when a program is loaded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/decision.h"
#include "engine/program/program.h"

namespace remit {

struct DecideTables {
  std::vector<std::string> slot_names;     // "context.change.files", by slot
  std::vector<std::string> default_names;  // POLICY.default, by policy
  std::vector<Finding> defaults;           // of a policy of which no grant applies, by policy
  std::vector<Demand> owner_demands;       // that the owners agree, by policy
  // By policy, where it alone covers an action of which no rule and no grant says anything. Without
  // findings where a policy leaves that to others.
  std::vector<Decision> quiet;

  // By policy, then those of all policies outside shadow; sorted, no two equal. They refer to the
  // program's strings.
  std::vector<std::vector<std::string_view>> owners;
  std::vector<std::string_view> all_owners;

  // By policy: it has an authority outside shadow, or a default.
  std::vector<bool> declares;

  // What a pattern set searches, and what a rule with `match` reads, is shown without its text, in
  // every finding: a record must not hold the secret that a pattern found. By slot and by let.
  std::vector<bool> hidden_slots;
  std::vector<bool> hidden_lets;
};

// `program` is verified and outlives the tables.
DecideTables MakeDecideTables(const Program& program);

}  // namespace remit
