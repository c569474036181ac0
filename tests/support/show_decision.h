// A decision as lines that a table of expectations can hold whole.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "engine/decide/engine.h"
#include "engine/model/json_write.h"
#include "engine/model/time_text.h"
#include "engine/program/encode.h"

namespace remit {

inline Engine LoadProgram(const Program& program) {
  Result<Engine> engine = Engine::Load(EncodeProgram(program));
  if (!engine) FAIL(engine.error().message);
  return std::move(*engine);
}

inline std::string ShowNames(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ",") + std::string(name);
  return text;
}

// "a,b", "a*2/3600s": roles, quorum if not 1, deadline if there is one. "nobody" without roles.
inline std::string ShowDemand(const Demand& demand) {
  std::string text = demand.roles.empty() ? "nobody" : ShowNames(demand.roles);
  if (demand.quorum != 1) text += "*" + std::to_string(demand.quorum);
  if (demand.within != 0) text += "/" + FormatDuration(MakeDuration(demand.within));
  return text;
}

inline std::string ShowDemands(std::span<const Demand> demands, bool any) {
  std::string text;
  for (const Demand& demand : demands) {
    text += (text.empty() ? "" : any ? " or " : " and ") + ShowDemand(demand);
  }
  return text;
}

// "escalate p.r#1 threshold prohibited to a,b; asks a*2 (reason) error:no-such-field"
inline std::string ShowFinding(const Finding& finding) {
  std::string text(VerdictName(finding.verdict));
  text += " " + std::string(finding.rule);
  if (finding.clause != 0) text += "#" + std::to_string(finding.clause);
  text += " " + std::string(FindingKindName(finding.kind));
  if (finding.shadow) text += " shadow";
  if (finding.prohibited) text += " prohibited";
  if (!finding.recipients.empty()) text += " to " + ShowNames(finding.recipients);
  if (!finding.demands.empty()) {
    text += "; asks " + ShowDemands(finding.demands, finding.any_demand);
  }
  text += " (" + std::string(finding.reason) + ")";
  if (finding.error != nullptr) text += " error:" + std::string(EvalErrorName(finding.error->code));
  return text;
}

// The verdict's line "escalate to a,b; asks a and b", then one line a finding.
inline std::string Show(const Decision& decision) {
  std::string text(VerdictName(decision.verdict));
  if (!decision.recipients.empty()) text += " to " + ShowNames(decision.recipients);
  if (!decision.demands.empty()) text += "; asks " + ShowDemands(decision.demands, false);
  for (const Finding& finding : decision.findings) text += "\n" + ShowFinding(finding);
  return text;
}

// "name=JSON name=JSON"
inline std::string ShowEvidence(const Finding& finding) {
  std::string text;
  for (const Evidence& evidence : finding.evidence) {
    text += (text.empty() ? "" : " ") + std::string(evidence.name) + "=" +
            WriteCanonicalJson(evidence.value).value_or("no JSON form");
  }
  return text;
}

// The decision on an action of this name with this context (JSON), by a subject and on a resource
// that have an id.
inline std::string ActionJson(std::string_view name, std::string_view context) {
  return R"({"subject":{"type":"agent","id":"builder"},"action":{"name":")" + std::string(name) +
         R"("},"resource":{"type":"service","id":"ledger"},"context":)" + std::string(context) +
         "}";
}

inline std::string DecideAndShow(const Program& program, std::string_view name,
                                 std::string_view context = "{}") {
  const Engine engine = LoadProgram(program);
  Decider decider(engine);
  Arena arena;
  const Result<Action> action = ReadAction(arena, ActionJson(name, context));
  REQUIRE(action.has_value());
  return Show(decider.Decide(*action, MakeTimestamp(1'767'614'400, 0)));
}

}  // namespace remit
