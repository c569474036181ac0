// Authorities, defaults, what no policy covers, shadow, and how findings combine.
#include <catch2/catch.hpp>

#include "tests/support/program_builder.h"
#include "tests/support/show_decision.h"

namespace remit {
namespace {

constexpr int64_t kHour = 3'600'000'000'000;

using Describe = std::function<void(ProgramBuilder&)>;

struct Case {
  std::string name;
  std::string context;
  std::string expected;
};

void CheckCases(const Program& program, const std::vector<Case>& cases) {
  for (const Case& row : cases) {
    INFO(row.name);
    CHECK(DecideAndShow(program, "merge", row.context) == row.expected);
  }
}

Grant On(ProgramBuilder& b, const std::string& condition, Permission permission,
         const std::vector<std::string>& to, uint32_t quorum = 1, int64_t within = 0) {
  Grant grant = b.MakeGrant({"merge"}, permission, b.Do(Verdict::Allow, to, quorum, within));
  grant.applies = b.Read("context." + condition);
  return grant;
}

// Policy p of owner own: one authority with a grant of each permission, each under a condition of
// its own; `more` adds to it.
Program OneAuthority(const Describe& more = [](ProgramBuilder&) {}) {
  return ProgramBuilder::Build([&](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"});
    Rule& rule = b.AddRule(RuleKind::Authority, "agents");
    rule.grants = b.Grants({On(b, "approval", Permission::WithApproval, {"boss"}, 2, kHour),
                            On(b, "notice", Permission::WithNotice, {"team"}),
                            On(b, "alone", Permission::Alone, {}),
                            b.Alone({"deploy.*"}, b.Read("context.x"))});
    more(b);
  });
}

TEST_CASE("an action takes the most permissive grant that applies") {
  CheckCases(
      OneAuthority(),
      {{"none: escalate, the owners are asked",
        R"({"approval":false,"notice":false,"alone":false})",
        "escalate to own; asks own\n"
        "escalate p.default default to own; asks own (no grant applies)"},
       {"with approval only", R"({"approval":true,"notice":false,"alone":false})",
        "escalate to boss; asks boss*2/3600s\n"
        "escalate p.agents authority to boss; asks boss*2/3600s (granted with approval by "
        "p.agents)"},
       {"notice rather than approval", R"({"approval":true,"notice":true,"alone":false})",
        "notify to team\n"
        "notify p.agents#1 authority to team (granted with notice by p.agents)"},
       {"alone rather than either", R"({"approval":true,"notice":true,"alone":true})",
        "allow\nallow p.agents#2 authority (granted by p.agents)"},
       {"a grant that applies outweighs those that err", R"({"notice":true})",
        "notify to team\n"
        "notify p.agents#1 authority to team (granted with notice by p.agents)"},
       {"an erring grant where no other applies", R"({"approval":false,"notice":false})",
        "escalate to own; asks own\n"
        "escalate p.agents#2 authority to own; asks own (cannot be evaluated: no member `alone` in "
        "`context`) error:no-such-field"},
       {"one finding for an authority, of its first error", "{}",
        "escalate to own; asks own\n"
        "escalate p.agents authority to own; asks own (cannot be evaluated: no member `approval` "
        "in `context`) error:no-such-field"},
       {"a condition that is no bool errs", R"({"approval":1,"notice":false,"alone":false})",
        "escalate to own; asks own\n"
        "escalate p.agents authority to own; asks own (cannot be evaluated: the condition gives "
        "int, not bool) error:not-bool"}});
}

TEST_CASE("the default answers where no grant applies and none errs") {
  const auto with_default = [](Verdict verdict, bool authority) {
    return ProgramBuilder::Build([&](ProgramBuilder& b) {
      Policy& policy = b.AddPolicy("p", {"own"});
      policy.has_default = true;
      policy.default_verdict = verdict;
      if (!authority) return;
      b.AddRule(RuleKind::Authority, "agents").grants =
          b.Grants({b.Alone({"merge"}, b.Read("context.ok"))});
    });
  };
  const std::string no = R"({"ok":false})";
  CheckCases(with_default(Verdict::Allow, true),
             {{"allow", no, "allow\nallow p.default default (no grant applies)"},
              {"an error escalates whatever the default", "{}",
               "escalate to own; asks own\n"
               "escalate p.agents authority to own; asks own (cannot be evaluated: no member `ok` "
               "in `context`) error:no-such-field"}});
  CheckCases(with_default(Verdict::Notify, true),
             {{"notify tells the owners", no,
               "notify to own\nnotify p.default default to own (no grant applies)"}});
  CheckCases(with_default(Verdict::Escalate, false),
             {{"without authority it counts too", no,
               "escalate to own; asks own\n"
               "escalate p.default default to own; asks own (no grant applies)"}});
}

// Two authorities, a and b, of one policy, and the two equal grants of b.
Program TwoAuthorities(Permission permission) {
  return ProgramBuilder::Build([&](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"});
    Rule& first = b.AddRule(RuleKind::Authority, "a");
    first.grants = b.Grants({On(b, "a", permission, {"ann"})});
    Rule& second = b.AddRule(RuleKind::Authority, "b");
    second.grants = b.Grants({On(b, "b", permission, {"bob"}), On(b, "c", permission, {"cem"}, 2)});
  });
}

TEST_CASE("of equally permissive grants, notice tells all and any approval suffices") {
  CheckCases(TwoAuthorities(Permission::WithNotice),
             {{"all", R"({"a":true,"b":true,"c":true})",
               "notify to ann,bob,cem\n"
               "notify p.a authority to ann (granted with notice by p.a)\n"
               "notify p.b authority to bob,cem (granted with notice by p.b)"},
              {"some", R"({"a":false,"b":false,"c":true})",
               "notify to cem\nnotify p.b#1 authority to cem (granted with notice by p.b)"}});
  CheckCases(
      TwoAuthorities(Permission::WithApproval),
      {{"all: each finding lists the alternatives", R"({"a":true,"b":true,"c":true})",
        "escalate to ann,bob,cem; asks ann and bob and cem*2\n"
        "escalate p.a authority to ann,bob,cem; asks ann or bob or cem*2 (granted with approval "
        "by p.a)\n"
        "escalate p.b authority to ann,bob,cem; asks ann or bob or cem*2 (granted with approval "
        "by p.b)"},
       {"one", R"({"a":true,"b":false,"c":false})",
        "escalate to ann; asks ann\n"
        "escalate p.a authority to ann; asks ann (granted with approval by p.a)"},
       {"each authority that errs has a finding where none applies", R"({"b":false})",
        "escalate to own; asks own\n"
        "escalate p.a authority to own; asks own (cannot be evaluated: no member `a` in "
        "`context`) error:no-such-field\n"
        "escalate p.b#1 authority to own; asks own (cannot be evaluated: no member `c` in "
        "`context`) error:no-such-field"}});
  CheckCases(
      TwoAuthorities(Permission::Alone),
      {{"alone", R"({"a":true,"b":true,"c":false})",
        "allow\nallow p.a authority (granted by p.a)\nallow p.b authority (granted by p.b)"}});
}

TEST_CASE("a grant whose `to` errs still applies, and escalates") {
  const auto program = [](Permission permission) {
    return ProgramBuilder::Build([&](ProgramBuilder& b) {
      b.AddPolicy("p", {"own"});
      const EffectId effect = b.DoTo(Verdict::Allow, {b.Name("team"), b.Read("context.who")}, 2);
      b.AddRule(RuleKind::Authority, "a").grants =
          b.Grants({b.MakeGrant({"merge"}, permission, effect)});
    });
  };
  CheckCases(program(Permission::WithNotice),
             {{"notice", "{}",
               "escalate to own,team; asks own\n"
               "escalate p.a authority to own,team; asks own (granted with notice by p.a) "
               "error:no-such-field"},
              {"no error", R"({"who":"ann"})",
               "notify to ann,team\n"
               "notify p.a authority to ann,team (granted with notice by p.a)"}});
  CheckCases(program(Permission::WithApproval),
             {{"approval", "{}",
               "escalate to own,team; asks own,team*2\n"
               "escalate p.a authority to own,team; asks own,team*2 (granted with approval by "
               "p.a) error:no-such-field"}});
}

TEST_CASE("the error of a grant that could not be stricter is evidence") {
  const Engine engine = LoadProgram(TwoAuthorities(Permission::Alone));
  Decider decider(engine);
  Arena arena;
  const Result<Action> action = ReadAction(arena, ActionJson("merge", R"({"b":true})"));
  REQUIRE(action.has_value());
  const Decision& decision = decider.Decide(*action, MakeTimestamp(0, 0));
  REQUIRE(decision.findings.size() == 1);
  CHECK(ShowFinding(decision.findings[0]) == "allow p.b authority (granted by p.b)");
  CHECK(ShowEvidence(decision.findings[0]) ==
        R"(error="p.a: no member `a` in `context`" error="p.b: no member `c` in `context`")");
}

TEST_CASE("an action that no policy speaks for escalates to the owners of all") {
  const std::string uncovered =
      "escalate to ann,bob; asks ann,bob\n"
      "escalate remit.uncovered uncovered to ann,bob; asks ann,bob (no policy says who may do "
      "this)";
  const auto program = [](const Describe& describe) {
    return ProgramBuilder::Build([&](ProgramBuilder& b) {
      Policy& other = b.AddPolicy("a", {"ann", "bob"});
      other.patterns = b.Texts({"deploy.*"});
      other.has_default = true;
      other.default_verdict = Verdict::Allow;
      describe(b);
    });
  };
  CheckCases(program([](ProgramBuilder&) {}), {{"another action's policy", "{}", uncovered}});
  CheckCases(program([](ProgramBuilder& b) {
               b.AddPolicy("b", {"zoe"}).shadow = true;
               b.AddRule(RuleKind::Authority, "all").grants = b.Grants({b.Alone({"*"})});
             }),
             {{"a policy in shadow covers nothing, its owners are not asked", "{}",
               "escalate to ann,bob; asks ann,bob\n"
               "allow b.all authority shadow (granted by b.all)\n"
               "escalate remit.uncovered uncovered to ann,bob; asks ann,bob (no policy says who "
               "may do this)"}});
  CheckCases(program([](ProgramBuilder& b) {
               b.AddPolicy("b", {"bob"});
               Rule& rule = b.AddRule(RuleKind::Authority, "all");
               rule.grants = b.Grants({b.Alone({"*"})});
               rule.shadow = true;
             }),
             {{"a policy whose only authority is in shadow declares none", "{}",
               "escalate to ann,bob; asks ann,bob\n"
               "allow b.all authority shadow (granted by b.all)\n"
               "escalate remit.uncovered uncovered to ann,bob; asks ann,bob (no policy says who "
               "may do this)"}});
  CheckCases(program([](ProgramBuilder& b) {
               b.AddPolicy("b", {"bob"});
               b.AddRule(RuleKind::Authority, "all").grants = b.Grants({b.Alone({"deploy.*"})});
             }),
             {{"a declared authority that does not name the action: the policy's default", "{}",
               "escalate to bob; asks bob\n"
               "escalate b.default default to bob; asks bob (no grant applies)"}});
}

TEST_CASE("what is in shadow is carried, errors too, and never counts") {
  const Program program = OneAuthority([](ProgramBuilder& b) {
    Rule& authority = b.AddRule(RuleKind::Authority, "newer");
    authority.shadow = true;
    authority.grants = b.Grants({b.Alone({"merge"}, b.Read("context.newer"))});
    Rule& rule = b.AddRule(RuleKind::Trigger, "odd");
    rule.shadow = true;
    rule.applies = b.Read("context.odd");
    rule.effect = b.Do(Verdict::Escalate, {"oncall"});
  });
  const std::string asked =
      "\nescalate p.odd trigger shadow to oncall; asks oncall (cannot be evaluated: no member "
      "`odd` in `context`) error:no-such-field";
  CheckCases(program,
             {{"an authority in shadow grants nothing",
               R"({"approval":false,"notice":false,"alone":false,"newer":true,"odd":false})",
               "escalate to own; asks own\n"
               "escalate p.default default to own; asks own (no grant applies)\n"
               "allow p.newer authority shadow (granted by p.newer)"},
              {"errors in shadow", R"({"approval":false,"notice":false,"alone":true})",
               "allow\nallow p.agents#2 authority (granted by p.agents)\n"
               "escalate p.newer authority shadow to own; asks own (cannot be evaluated: no member "
               "`newer` in `context`) error:no-such-field" +
                   asked}});
}

TEST_CASE("a policy in shadow carries its default") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    Policy& policy = b.AddPolicy("a", {"ann"});
    policy.has_default = true;
    policy.default_verdict = Verdict::Allow;
    b.AddPolicy("b", {"bob"}).shadow = true;
    b.AddRule(RuleKind::Authority, "all").grants =
        b.Grants({b.Alone({"merge"}, b.Read("context.ok"))});
  });
  CheckCases(program, {{"its grant does not apply", R"({"ok":false})",
                        "allow\nallow a.default default (no grant applies)\n"
                        "escalate b.default default shadow to bob; asks bob (no grant applies)"}});
}

TEST_CASE("the strictest finding wins; demands of all escalations are listed once") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    for (const char* name : {"a", "b"}) {
      Policy& policy = b.AddPolicy(name, {"own"});
      policy.has_default = true;
      policy.default_verdict = Verdict::Allow;
      const std::string escalate = std::string("context.escalate_") + name;
      Rule& first = b.AddRule(RuleKind::Trigger, "asks");
      first.applies = b.Read(escalate);
      first.effect = b.Do(Verdict::Escalate, {"boss"});
      Rule& second = b.AddRule(RuleKind::Trigger, "tells");
      second.effect = b.Do(Verdict::Notify, {std::string("team-") + name});
    }
  });
  const std::string defaults_a = "\nallow a.default default (no grant applies)";
  const std::string defaults_b = "\nallow b.default default (no grant applies)";
  const std::string tells_a = "\nnotify a.tells trigger to team-a (tells)";
  const std::string tells_b = "\nnotify b.tells trigger to team-b (tells)";
  const std::string asks_a = "\nescalate a.asks trigger to boss; asks boss (asks)";
  const std::string asks_b = "\nescalate b.asks trigger to boss; asks boss (asks)";
  CheckCases(
      program,
      {{"recipients are those of the verdict's level", R"({"escalate_a":false,"escalate_b":false})",
        "notify to team-a,team-b" + defaults_a + tells_a + defaults_b + tells_b},
       {"one escalates", R"({"escalate_a":false,"escalate_b":true})",
        "escalate to boss; asks boss" + defaults_a + tells_a + asks_b + defaults_b + tells_b},
       {"equal demands once", R"({"escalate_a":true,"escalate_b":true})",
        "escalate to boss; asks boss" + asks_a + defaults_a + tells_a + asks_b + defaults_b +
            tells_b}});
}

}  // namespace
}  // namespace remit
