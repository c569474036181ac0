#include "engine/decide/explain.h"

#include <catch2/catch.hpp>

#include "tests/support/program_builder.h"
#include "tests/support/show_decision.h"

namespace remit {
namespace {

std::string Explained(const Program& program, std::string_view context) {
  const Engine engine = LoadProgram(program);
  Decider decider(engine);
  Arena arena;
  const Result<Action> action = ReadAction(arena, ActionJson("merge", context));
  REQUIRE(action.has_value());
  const Decision& decision = decider.Decide(*action, MakeTimestamp(0, 0));
  std::string text;
  for (const Explanation& one : Explain(decider, decision, action->name)) {
    text += one.rule + ": " + one.text + "\n";
  }
  return text;
}

TEST_CASE("a threshold is explained by its margins") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"}).has_default = true;
    Rule& rule = b.AddRule(RuleKind::Threshold, "t");
    rule.measure = b.Read("context.size");
    rule.bands = b.Bands(
        {{Bound::Above, b.Give(b.Int(10)), kNone, {}, b.Do(Verdict::Notify)},
         {Bound::Outside, b.Give(b.Double(0.5)), b.Give(b.Int(50)), {}, b.Do(Verdict::Escalate)}});
  });
  CHECK(Explained(program, R"({"size":12})") ==
        "p.t: 12 is 2 above the limit 10 (notify above)\n"
        "p.t: 12 is 11.5 above the limit 0.5 (escalate outside)\n"
        "p.t: 12 is 38 below the limit 50 (escalate outside)\n");
  CHECK(Explained(program, R"({"size":10})") ==
        "p.t: 10 is at the limit 10 (notify above)\n"
        "p.t: 10 is 9.5 above the limit 0.5 (escalate outside)\n"
        "p.t: 10 is 40 below the limit 50 (escalate outside)\n");
  CHECK(Explained(program, "{}") == "");
}

TEST_CASE("a condition is explained by what it read") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"}).has_default = true;
    Rule& rule = b.AddRule(RuleKind::Trigger, "t");
    rule.applies = b.Compare("context.env", Opcode::Equal, b.String("prod"));
    rule.effect = b.Do(Verdict::Notify);
    rule.evidence = b.Evidence({b.SlotEvidence("context.env")});
  });
  CHECK(Explained(program, R"({"env":"prod"})") == "p.t: it applies: context.env is \"prod\"\n");
  CHECK(Explained(program, R"({"env":"test"})") ==
        "p.t: it does not apply: context.env is \"test\"\n");
  CHECK(Explained(program, "{}") ==
        "p.t: it cannot be evaluated: context.env: no member `env` in `context`\n");
}

TEST_CASE("the grants that failed are named, the most permissive first") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"});
    Rule& rule = b.AddRule(RuleKind::Authority, "agents");
    Grant notice = b.MakeGrant({"merge"}, Permission::WithNotice, b.Do(Verdict::Notify, {"team"}));
    notice.applies = b.Read("context.green");
    notice.evidence = b.Evidence({b.SlotEvidence("context.green")});
    Grant alone = b.Alone({"merge"}, b.Read("context.small"));
    alone.evidence = b.Evidence({b.SlotEvidence("context.small")});
    rule.grants = b.Grants({notice, alone, b.Alone({"deploy"}, b.Read("context.x"))});
  });
  CHECK(Explained(program, R"({"green":false,"small":false})") ==
        "p.agents: the grant alone (p.remit:100:3) does not apply: context.small is false\n"
        "p.agents: the grant with notice (p.remit:100:3) does not apply: context.green is false\n");
  CHECK(Explained(program, R"({"green":true})") ==
        "p.agents: the grant alone (p.remit:100:3) does not apply: context.small: no member "
        "`small` in `context`\n");
  CHECK(Explained(program, R"({"green":false,"small":true})") == "");
}

TEST_CASE("of several grants the nearest comes first: the fewest conjuncts to turn") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"});
    Rule& rule = b.AddRule(RuleKind::Authority, "agents");
    const auto both = [&](Grant grant) {
      grant.applies = b.Code({{Opcode::Slot, 0, b.Slot("context.green")},
                              {Opcode::JumpIfFalse, 0, 4},
                              {Opcode::Slot, 0, b.Slot("context.small")},
                              {Opcode::And}});
      grant.conjuncts = b.Conjuncts({{b.Read("context.green"), b.Note("context.green")},
                                     {b.Read("context.small"), b.Note("context.small")}});
      return grant;
    };
    Grant notice = b.MakeGrant({"merge"}, Permission::WithNotice, b.Do(Verdict::Notify, {"team"}));
    notice.applies = b.Read("context.asked");
    notice.conjuncts = b.Conjuncts({{b.Read("context.asked"), b.Note("context.asked")}});
    // An alternative is one conjunct: what is told of it is told once.
    Grant either = b.MakeGrant({"merge"}, Permission::WithApproval, b.Do(Verdict::Escalate));
    either.applies = b.Code({{Opcode::Slot, 0, b.Slot("context.asked")},
                             {Opcode::JumpIfTrue, 0, 4},
                             {Opcode::Slot, 0, b.Slot("context.small")},
                             {Opcode::Or}});
    either.conjuncts = b.Conjuncts({{either.applies, b.Note("context.asked || context.small")}});
    rule.grants = b.Grants({both(b.Alone({"merge"})), either, notice});
  });
  const std::string at = " (p.remit:100:3) does not apply: ";
  const std::string notice = "p.agents: the grant with notice" + at + "`context.asked` is false\n";
  const std::string either =
      "p.agents: the grant with approval" + at + "`context.asked || context.small` is false\n";
  const std::string alone = "p.agents: the grant alone" + at;
  const std::string green = "`context.green` is false", small = "`context.small` is false";
  CHECK(Explained(program, R"({"asked":false,"green":false,"small":false})") ==
        notice + either + alone + green + ", " + small + "\n");
  CHECK(Explained(program, R"({"asked":false,"green":true,"small":false})") ==
        alone + small + "\n" + notice + either);
  CHECK(Explained(program, R"({"asked":false,"green":false,"small":true})") ==
        alone + green + "\n" + notice);
}

}  // namespace
}  // namespace remit
