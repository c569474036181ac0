// A decision with its record, made from a program without the compiler; docs/records.md shows it.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "engine/bundle/load.h"
#include "engine/bundle/seal.h"
#include "engine/ledger/record.h"
#include "engine/model/time_text.h"
#include "engine/program/encode.h"
#include "tests/support/program_builder.h"

namespace remit {

enum class ExampleKind { Document, EveryKind };

// policy delivery on "deploy.*" owner "platform-lead":
//   authority agents { for true  may "deploy.*" with notice to "team" }
//   threshold spend  { measure context.cost  escalate above 10 to "finance" quorum 2 within 4h }
// and, for every kind of finding, a prohibition without waivers, a trigger in shadow that errs, and
// a default of another policy.
inline Program ExampleProgram(ExampleKind kind) {
  return ProgramBuilder::Build([kind](ProgramBuilder& b) {
    const bool every = kind == ExampleKind::EveryKind;
    if (every) {
      Policy& other = b.AddPolicy("base", {"lead"});
      other.has_default = true;
      other.default_verdict = Verdict::Notify;
    }
    Policy& policy = b.AddPolicy("delivery", {"platform-lead"});
    policy.patterns = b.Texts({"deploy.*"});
    Rule& agents = b.AddRule(RuleKind::Authority, "agents");
    Grant grant =
        b.MakeGrant({"deploy.*"}, Permission::WithNotice, b.Do(Verdict::Notify, {"team"}));
    grant.evidence = b.program.evidence.Add({b.SlotEvidence("subject.id")});
    agents.grants = b.program.grants.Add({grant});
    if (every) {
      Rule& never = b.AddRule(RuleKind::Prohibit, "never_friday");
      never.severity = Severity::High;
      never.refs = b.Texts({"CC-8.1"});
      never.effect = b.Do(Verdict::Escalate);
      never.evidence = b.program.evidence.Add({b.SlotEvidence("now")});
      Rule& odd = b.AddRule(RuleKind::Trigger, "odd");
      odd.shadow = true;
      odd.applies = b.Read("context.odd");
      odd.effect = b.Do(Verdict::Notify, {"oncall"});
    }
    Rule& spend = b.AddRule(RuleKind::Threshold, "spend");
    spend.measure = b.Read("context.cost");
    spend.bands = b.program.bands.Add(
        {{Bound::Above, b.Give(b.Int(10)), kNone, b.At(9),
          b.Do(Verdict::Escalate, {"finance"}, 2, int64_t{4} * 3600 * 1'000'000'000)}});
    spend.evidence = b.program.evidence.Add({b.SlotEvidence("context.cost")});
  });
}

struct RecordExample {
  std::string program_bytes;
  std::string manifest;
  std::string action_json =
      R"({"subject":{"type":"agent","id":"builder-7","properties":{"model":"m-1"}},)"
      R"("action":{"name":"deploy.staging"},"resource":{"type":"service","id":"ledger"},)"
      R"("context":{"time":"2026-01-05T12:00:00Z","session":"s-81","cost":12.5}})";
  std::string core;
  std::string record;
  std::string decision_json;

  explicit RecordExample(ExampleKind kind = ExampleKind::Document, bool stamped = false)
      : program_bytes(EncodeProgram(ExampleProgram(kind))) {
    const Result<Engine> engine =
        LoadEngine(MakeBundle(ExampleProgram(kind), {{{"p.remit", Sha256("the policy")}}, {}}));
    if (!engine) FAIL(engine.error().message);
    manifest = engine->manifest();
    Arena arena;
    const Result<Action> action = ReadAction(arena, action_json);
    REQUIRE(action.has_value());
    const Value now = *ParseTimestamp("2026-01-05T12:00:00Z");
    Decider decider(*engine);
    const Decision& decision = decider.Decide(*action, now);
    core = MakeCore({*engine, *action, action_json, now, stamped}, decision);
    decision_json = DecisionJson(decision, engine->program());
    record = MakeRecord(core,
                        {.decision_id = "019b8e2c-4a00-7000-8000-000000000000",
                         .recorded_at = "2026-01-05T12:00:01Z",
                         .engine_build = "remit 0.1.0"},
                        *action);
  }
};

}  // namespace remit
