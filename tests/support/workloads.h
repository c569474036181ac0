// The measured workloads: rules and grants as data, turned into policy text, with their actions
// and the answers expected. bench/ times them and tests/workloads holds every answer to its word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/decide/engine.h"
#include "engine/model/verdict.h"

namespace remit {

struct Workload {
  std::string name;                  // "w2"
  std::string policy;                // policy text
  std::vector<std::string> actions;  // AuthZEN requests
  std::vector<Verdict> expected;     // one for each action
};

// The folder of the measured data: $REMIT_DATA, else ../shared/data beside the project; with
// "/perf". Empty where there is none.
std::string PerfFolder(std::string_view source_dir);

// `[{"id", "effect": "notify"|"escalate", "expr", "action": NAME or null}]` as one policy that
// allows by default: a trigger a rule, `on` its action where it names one.
Result<std::string> PolicyFromRules(std::string_view rules_json);

// `{"user_roles": {USER: [ROLE]}, "role_grants": {ROLE: [{"action", "type"}]}}` as authorities, one
// a role; a role without grants (an admin) may do everything.
Result<std::string> PolicyFromRoles(std::string_view roles_json);

// `w1`, `w2`, `w3_1000` or `w3_10000` of `folder`. W1's answers are allow and escalate, the others'
// all three.
Result<Workload> ReadWorkload(const std::string& folder, const std::string& name);

// Policy text to a loaded engine; BadProgram with the formatted diagnostics where it does not
// compile.
Result<Engine> EngineFor(std::string_view policy);

// Where `verdicts` are not as expected: "w2: action 17: allow, expected notify", one line each.
std::string Mismatches(const Workload& workload, const std::vector<Verdict>& verdicts);

// Every action read and decided; BadInput names the first that cannot be read.
Result<std::vector<Verdict>> DecideAll(const Engine& engine, const Workload& workload);

}  // namespace remit
