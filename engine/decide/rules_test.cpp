// Thresholds, prohibitions and triggers. Every program here has the default `allow`, so that only
// the rule speaks; its finding is left out of what is compared.
#include "engine/decide/rules.h"

#include <catch2/catch.hpp>

#include "tests/support/program_builder.h"
#include "tests/support/show_decision.h"

namespace remit {
namespace {

constexpr int64_t kHour = 3'600'000'000'000;

struct Case {
  std::string name;
  std::string context;
  std::string expected;
};

// One policy `p` with owners `own` and `er`, default allow, and the rule that `describe` adds.
Program OneRule(const std::function<void(ProgramBuilder&)>& describe) {
  return ProgramBuilder::Build([&](ProgramBuilder& b) {
    Policy& policy = b.AddPolicy("p", {"own", "er"});
    policy.has_default = true;
    policy.default_verdict = Verdict::Allow;
    describe(b);
  });
}

void CheckCases(const Program& program, const std::vector<Case>& cases) {
  for (const Case& row : cases) {
    INFO(row.name);
    std::string shown = DecideAndShow(program, "merge", row.context);
    const std::string fallback = "\nallow p.default default (no grant applies)";
    const size_t at = shown.find(fallback);
    REQUIRE(at != std::string::npos);
    shown.erase(at, fallback.size());
    CHECK(shown == row.expected);
  }
}

Band MakeBand(Bound bound, ChunkId low, EffectId effect, ChunkId high = kNone) {
  return {bound, low, high, {}, effect};
}

// measure context.size; notify above 10; escalate above 50 to a quorum 2; escalate at least 100 to
// b within 1h; applies where context.on holds.
Program Bands() {
  return OneRule([](ProgramBuilder& b) {
    Rule& rule = b.AddRule(RuleKind::Threshold, "t");
    rule.applies = b.Read("context.on");
    rule.measure = b.Read("context.size");
    rule.bands =
        b.Bands({MakeBand(Bound::Above, b.Give(b.Int(10)), b.Do(Verdict::Notify, {"team"})),
                 MakeBand(Bound::Above, b.Give(b.Int(50)), b.Do(Verdict::Escalate, {"a"}, 2)),
                 MakeBand(Bound::AtLeast, b.Give(b.Double(100.0)),
                          b.Do(Verdict::Escalate, {"b"}, 1, kHour))});
  });
}

TEST_CASE("a threshold adds up the bands that its measure crosses") {
  CheckCases(
      Bands(),
      {{"no band", R"({"on":true,"size":10})", "allow"},
       {"an int over the first", R"({"on":true,"size":11})",
        "notify to team\nnotify p.t threshold to team (measure 11 is above 10)"},
       {"a double over the first", R"({"on":true,"size":10.5})",
        "notify to team\nnotify p.t threshold to team (measure 10.5 is above 10)"},
       {"two bands: the strictest speaks, both are told", R"({"on":true,"size":51})",
        "escalate to a,team; asks a*2\n"
        "escalate p.t#1 threshold to a,team; asks a*2 (measure 51 is above 50)"},
       {"three bands: each its own demand, the first at the verdict is the clause",
        R"({"on":true,"size":100})",
        "escalate to a,b,team; asks a*2 and b/3600s\n"
        "escalate p.t#1 threshold to a,b,team; asks a*2 and b/3600s (measure 100 is above 50)"},
       {"it does not apply", R"({"on":false,"size":100})", "allow"},
       {"what it does not read may be missing", R"({"on":false})", "allow"}});
}

TEST_CASE("an erring threshold demands what all its escalate bands would") {
  const std::string asks = "escalate to a,b; asks a*2 and b/3600s\n";
  const std::string finding = "escalate p.t threshold to a,b; asks a*2 and b/3600s ";
  CheckCases(
      Bands(),
      {{"its condition errs", R"({"size":1})",
        asks + finding + "(cannot be evaluated: no member `on` in `context`) error:no-such-field"},
       {"its condition is no bool", R"({"on":1,"size":1})",
        asks + finding + "(cannot be evaluated: the condition gives int, not bool) error:not-bool"},
       {"its measure errs", R"({"on":true})",
        asks + finding +
            "(cannot be evaluated: no member `size` in `context`) error:no-such-field"},
       {"its measure is no number", R"({"on":true,"size":"9"})",
        asks + finding +
            "(cannot be evaluated: the measure gives string, not int or double) "
            "error:no-overload"}});
}

TEST_CASE("a measure or limit that is no number is an error, also where no band is crossed") {
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  struct Row {
    double measure;
    double limit;
    std::string expected;
  };
  const Row rows[] = {
      {infinity, 1.0, "(cannot be evaluated: the measure is infinite) error:not-finite"},
      {-infinity, 1.0, "(cannot be evaluated: the measure is infinite) error:not-finite"},
      {nan, 1.0, "(cannot be evaluated: the measure is NaN) error:not-finite"},
      {0.0, nan, "(cannot be evaluated: the limit is NaN) error:not-finite"},
  };
  for (const Row& row : rows) {
    const Program program = OneRule([&](ProgramBuilder& b) {
      Rule& rule = b.AddRule(RuleKind::Threshold, "t");
      rule.measure = b.Give(b.Double(row.measure));
      rule.bands =
          b.Bands({MakeBand(Bound::Above, b.Give(b.Double(row.limit)), b.Do(Verdict::Notify))});
    });
    CheckCases(program, {{"not finite", "{}",
                          "escalate to er,own; asks er,own\n"
                          "escalate p.t threshold to er,own; asks er,own " +
                              row.expected}});
  }
}

TEST_CASE("`outside` is a closed range") {
  const Program program = OneRule([](ProgramBuilder& b) {
    Rule& rule = b.AddRule(RuleKind::Threshold, "t");
    rule.measure = b.Read("context.size");
    rule.bands = b.Bands({MakeBand(Bound::Outside, b.Read("context.low"), b.Do(Verdict::Notify),
                                   b.Read("context.high"))});
  });
  const std::string erring =
      "escalate to er,own; asks er,own\nescalate p.t threshold to er,own; asks er,own ";
  CheckCases(
      program,
      {{"its lower end", R"({"size":3,"low":3,"high":8})", "allow"},
       {"its upper end", R"({"size":8,"low":3,"high":8})", "allow"},
       {"below", R"({"size":2,"low":3,"high":8})",
        "notify to er,own\nnotify p.t threshold to er,own (measure 2 is outside 3 and 8)"},
       {"above", R"({"size":9,"low":3,"high":8})",
        "notify to er,own\nnotify p.t threshold to er,own (measure 9 is outside 3 and 8)"},
       {"turned round", R"({"size":5,"low":8,"high":3})",
        erring + "(cannot be evaluated: the first limit of `outside` is above the second) "
                 "error:invalid-argument"},
       {"an erring second limit", R"({"size":5,"low":3})",
        erring + "(cannot be evaluated: no member `high` in `context`) error:no-such-field"}});
}

TEST_CASE("an erring limit is the rule's error even where another band is crossed") {
  const Program program = OneRule([](ProgramBuilder& b) {
    Rule& rule = b.AddRule(RuleKind::Threshold, "t");
    rule.measure = b.Give(b.Int(5));
    rule.bands = b.Bands({MakeBand(Bound::Above, b.Give(b.Int(1)), b.Do(Verdict::Notify, {"team"})),
                          MakeBand(Bound::Above, b.Read("context.limit"), b.Do(Verdict::Notify))});
  });
  CheckCases(program,
             {{"no limit", "{}",
               "escalate to er,own; asks er,own\n"
               "escalate p.t threshold to er,own; asks er,own (cannot be evaluated: no member "
               "`limit` in `context`) error:no-such-field"}});
}

// when context.bad; waive by security quorum 2.
TEST_CASE("a prohibition escalates and only its waivers count") {
  const Program waived = OneRule([](ProgramBuilder& b) {
    Rule& rule = b.AddRule(RuleKind::Prohibit, "no_force_push");
    rule.applies = b.Read("context.bad");
    rule.effect = b.Do(Verdict::Escalate, {"security"}, 2);
  });
  CheckCases(waived, {{"it does not apply", R"({"bad":false})", "allow"},
                      {"it applies", R"({"bad":true})",
                       "escalate to security; asks security*2\n"
                       "escalate p.no_force_push prohibit prohibited to security; asks security*2 "
                       "(no force push)"},
                      {"its error is prohibited too", "{}",
                       "escalate to security; asks security*2\n"
                       "escalate p.no_force_push prohibit prohibited to security; asks security*2 "
                       "(cannot be evaluated: no member `bad` in `context`) error:no-such-field"}});
}

TEST_CASE("a prohibition that nobody may waive tells the owners and can be met by nobody") {
  const Program program = OneRule([](ProgramBuilder& b) {
    Rule& rule = b.AddRule(RuleKind::Prohibit, "never");
    rule.applies = b.Read("context.bad");
    rule.effect = b.Do(Verdict::Escalate);
  });
  CheckCases(program, {{"it applies", R"({"bad":true})",
                        "escalate to er,own; asks nobody\n"
                        "escalate p.never prohibit prohibited to er,own; asks nobody (never)"},
                       {"it errs", R"({"bad":"x"})",
                        "escalate to er,own; asks nobody\n"
                        "escalate p.never prohibit prohibited to er,own; asks nobody (cannot be "
                        "evaluated: the condition gives string, not bool) error:not-bool"}});
}

TEST_CASE("a prohibition with a match needs a hit, and reads it only where it applies") {
  const Program program = OneRule([](ProgramBuilder& b) {
    Rule& rule = b.AddRule(RuleKind::Prohibit, "leak");
    rule.applies = b.Read("context.on");
    rule.hits = b.AddLet("p.hits", b.Read("context.hits"));
    rule.effect = b.Do(Verdict::Escalate, {"security"});
  });
  const std::string finding =
      "escalate to security; asks security\n"
      "escalate p.leak prohibit prohibited to security; asks security ";
  CheckCases(
      program,
      {{"no hit", R"({"on":true,"hits":[]})", "allow"},
       {"a hit", R"({"on":true,"hits":[{"id":"key"}]})", finding + "(leak)"},
       {"hits where it does not apply", R"({"on":false,"hits":[{"id":"key"}]})", "allow"},
       {"erring hits where it does not apply", R"({"on":false})", "allow"},
       {"erring hits", R"({"on":true})",
        finding + "(cannot be evaluated: no member `hits` in `context`) error:no-such-field"}});
}

// Whom a rule names: strings, lists of strings, what the action says.
TEST_CASE("a trigger tells or asks whom its `to` names, else the owners") {
  const auto program = [](Verdict verdict) {
    return OneRule([&](ProgramBuilder& b) {
      Rule& rule = b.AddRule(RuleKind::Trigger, "odd_hours");
      rule.applies = b.Read("context.on");
      rule.effect = b.DoTo(verdict, {b.Name("oncall"), b.Read("context.who")}, 1, kHour);
    });
  };
  const std::string told = "notify p.odd_hours trigger to ";
  const std::string asked = "escalate p.odd_hours trigger to ";
  CheckCases(program(Verdict::Notify),
             {{"it does not apply", R"({"on":false})", "allow"},
              {"a string", R"({"on":true,"who":"ann"})",
               "notify to ann,oncall\n" + told + "ann,oncall (odd hours)"},
              {"a list, with a name that was there", R"({"on":true,"who":["zoe","oncall"]})",
               "notify to oncall,zoe\n" + told + "oncall,zoe (odd hours)"},
              {"an erring name: the others, the owners, and an escalation", R"({"on":true})",
               "escalate to er,oncall,own; asks er,own\n" + asked +
                   "er,oncall,own; asks er,own (odd hours) error:no-such-field"},
              {"what is no name is an error too", R"({"on":true,"who":["a",1]})",
               "escalate to er,oncall,own; asks er,own\n" + asked +
                   "er,oncall,own; asks er,own (odd hours) error:no-overload"}});
  CheckCases(program(Verdict::Escalate),
             {{"a string", R"({"on":true,"who":"ann"})",
               "escalate to ann,oncall; asks ann,oncall/3600s\n" + asked +
                   "ann,oncall; asks ann,oncall/3600s (odd hours)"},
              {"an erring name: the others and the owners are asked", R"({"on":true})",
               "escalate to er,oncall,own; asks er,oncall,own/3600s\n" + asked +
                   "er,oncall,own; asks er,oncall,own/3600s (odd hours) error:no-such-field"},
              {"an erring condition: what the rule would ask", R"({"who":"ann"})",
               "escalate to ann,oncall; asks ann,oncall/3600s\n" + asked +
                   "ann,oncall; asks ann,oncall/3600s (cannot be evaluated: no member `on` in "
                   "`context`) error:no-such-field"}});
}

TEST_CASE("an effect that names nobody goes to the owners") {
  const auto program = [](Verdict verdict, bool with_to) {
    return OneRule([&](ProgramBuilder& b) {
      Rule& rule = b.AddRule(RuleKind::Trigger, "t");
      rule.effect = with_to ? b.DoTo(verdict, {b.Read("context.who")}) : b.Do(verdict);
    });
  };
  const std::string told = "notify to er,own\nnotify p.t trigger to er,own (t)";
  const std::string asked =
      "escalate to er,own; asks er,own\nescalate p.t trigger to er,own; asks er,own (t)";
  CheckCases(program(Verdict::Notify, false), {{"notify without `to`", "{}", told}});
  CheckCases(program(Verdict::Escalate, false), {{"escalate without `to`", "{}", asked}});
  CheckCases(program(Verdict::Notify, true),
             {{"an empty list", R"({"who":[]})", told}, {"an empty name", R"({"who":""})", told}});
  CheckCases(program(Verdict::Escalate, true), {{"an empty list", R"({"who":[]})", asked},
                                                {"empty names", R"({"who":["",""]})", asked}});
}

TEST_CASE("a threshold's notify whose `to` errs escalates to whom its escalate bands name") {
  const auto program = [](bool with_escalate) {
    return OneRule([&](ProgramBuilder& b) {
      Rule& rule = b.AddRule(RuleKind::Threshold, "t");
      rule.measure = b.Give(b.Int(11));
      const EffectId effect = b.DoTo(Verdict::Notify, {b.Name("team"), b.Read("context.who")});
      const Band first = MakeBand(Bound::Above, b.Give(b.Int(10)), effect);
      rule.bands = with_escalate ? b.Bands({first, MakeBand(Bound::Above, b.Give(b.Int(50)),
                                                            b.Do(Verdict::Escalate, {"finance"}))})
                                 : b.Bands({first});
    });
  };
  CheckCases(program(true),
             {{"an escalate band that is not crossed", "{}",
               "escalate to er,finance,own,team; asks finance\n"
               "escalate p.t threshold to er,finance,own,team; asks finance (measure 11 is above "
               "10) error:no-such-field"},
              {"no error", R"({"who":"ann"})",
               "notify to ann,team\n"
               "notify p.t threshold to ann,team (measure 11 is above 10)"}});
  CheckCases(program(false),
             {{"no escalate band", "{}",
               "escalate to er,own,team; asks er,own\n"
               "escalate p.t threshold to er,own,team; asks er,own (measure 11 is above 10) "
               "error:no-such-field"}});
}

TEST_CASE("an error in a reason changes no verdict") {
  const Program program = OneRule([](ProgramBuilder& b) {
    Rule& rule = b.AddRule(RuleKind::Trigger, "t");
    rule.effect = b.Do(Verdict::Notify, {"team"});
    rule.reason = b.Read("context.why");
  });
  CheckCases(
      program,
      {{"a reason", R"({"why":"because"})", "notify to team\nnotify p.t trigger to team (because)"},
       {"an erring reason", "{}", "notify to team\nnotify p.t trigger to team ({error})"}});
}

// One unit is for the condition, one for the names: what is told is charged once.
TEST_CASE("names that the policy writes out cost what their chunk weighs") {
  Program program = OneRule([](ProgramBuilder& b) {
    const ChunkId names = b.Give(b.Strings({"b", "a"}));
    Rule& rule = b.AddRule(RuleKind::Trigger, "t");
    rule.applies = b.Read("context.on");
    rule.effect = b.DoTo(Verdict::Notify, {names});
  });
  program.fuel = 2;
  CheckCases(program,
             {{"just enough", R"({"on":true})", "notify to a,b\nnotify p.t trigger to a,b (t)"}});
}

TEST_CASE("a rule that ran out of fuel still asks whom it names") {
  const Program program = OneRule([](ProgramBuilder& b) {
    Rule& rule = b.AddRule(RuleKind::Trigger, "t");
    rule.applies = b.Code({{Opcode::Const, 0, b.Bool(true)}, {Opcode::Charge, 0, 20'000}});
    rule.effect = b.Do(Verdict::Escalate, {"oncall"});
  });
  CheckCases(program, {{"out of fuel", "{}",
                        "escalate to oncall; asks oncall\n"
                        "escalate p.t trigger to oncall; asks oncall (cannot be evaluated: over "
                        "the limit of 10000 units of fuel for a rule (`limits.fuel`, see "
                        "docs/limits.md)) error:out-of-fuel"}});
}

}  // namespace
}  // namespace remit
