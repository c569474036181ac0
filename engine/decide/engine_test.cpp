#include "engine/decide/engine.h"

#include <array>
#include <catch2/catch.hpp>

#include "tests/support/program_builder.h"
#include "tests/support/show_decision.h"

namespace remit {
namespace {

Program Example() {
  return ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"});
    Rule& agents = b.AddRule(RuleKind::Authority, "agents");
    agents.grants = b.Grants({b.Alone({"merge"})});
    Rule& rule = b.AddRule(RuleKind::Threshold, "t");
    rule.measure = b.Read("context.size");
    rule.bands =
        b.Bands({{Bound::Above, b.Give(b.Int(10)), kNone, {}, b.Do(Verdict::Notify, {"team"})}});
    rule.evidence = b.Evidence({b.SlotEvidence("context.size")});
  });
}

TEST_CASE("a program that is no program or that the verifier refuses is not loaded") {
  const auto kind_of = [](const std::string& bytes) {
    const Result<Engine> engine = Engine::Load(bytes);
    REQUIRE_FALSE(engine.has_value());
    return engine.error().kind;
  };
  CHECK(kind_of("") == ErrorKind::BadProgram);
  CHECK(kind_of("not a program") == ErrorKind::BadProgram);
  Program program = Example();
  program.rules[1].measure = 1000;
  CHECK(kind_of(EncodeProgram(program)) == ErrorKind::BadProgram);
  std::swap(program.rules[0], program.rules[1]);
  CHECK(kind_of(EncodeProgram(program)) == ErrorKind::BadProgram);
}

TEST_CASE("an engine keeps its bytes and its manifest, and is named by that") {
  const std::string bytes = EncodeProgram(Example());
  HeldBytes held = HeldBytes::Copy(bytes);
  const std::string_view view = held.view();
  Result<Engine> loaded = Engine::Load(SealedProgram{std::move(held), view, "manifest"});
  REQUIRE(loaded.has_value());
  const Engine engine = *std::move(loaded);
  CHECK(engine.bytes() == bytes);
  CHECK(engine.manifest() == "manifest");
  CHECK(engine.digest() == Sha256("manifest"));
  CHECK(engine.FindSlot("context.size") == 0u);
  CHECK(engine.FindSlot("context") == std::nullopt);
}

TEST_CASE("native slots decide as JSON does; one not set is absent") {
  const Engine engine = LoadProgram(Example());
  Decider decider(engine);
  const std::string granted = "\nallow p.agents authority (granted by p.agents)";
  decider.Begin();
  decider.SetSlot(0, MakeInt(11));
  CHECK(Show(decider.Decide("merge")) ==
        "notify to team" + granted + "\nnotify p.t threshold to team (measure 11 is above 10)");
  CHECK(DecideAndShow(Example(), "merge", R"({"size":11})") ==
        "notify to team" + granted + "\nnotify p.t threshold to team (measure 11 is above 10)");
  CHECK(Show(decider.Decide("merge", std::array{MakeInt(11)})) ==
        "notify to team" + granted + "\nnotify p.t threshold to team (measure 11 is above 10)");
  CHECK(Show(decider.Decide("merge", std::array{kNoFact})) ==
        "escalate to own; asks own" + granted +
            "\nescalate p.t threshold to own; asks own (cannot be evaluated: no member `size` in "
            "`context`) error:no-such-field");
  decider.Begin();
  CHECK(Show(decider.Decide("merge")) ==
        "escalate to own; asks own" + granted +
            "\nescalate p.t threshold to own; asks own (cannot be evaluated: no member `size` in "
            "`context`) error:no-such-field");
  decider.Begin();
  CHECK(Show(decider.Decide("Not a name")) ==
        "escalate to own; asks own\nescalate remit.uncovered uncovered to own; asks own (no policy "
        "says who may do this)");
}

TEST_CASE("an action's text is decided as the action is; what is refused has ReadAction's reason") {
  const Engine engine = LoadProgram(Example());
  Decider decider(engine);
  const auto decide = [&](std::string text) {
    const Result<const Decision*> decision = decider.Decide(text, MakeTimestamp(0, 0));
    text.assign(text.size(), '#');  // the decision refers to none of it
    return decision ? Show(**decision) : decision.error().message + " at " + decision.error().where;
  };
  const std::string notified =
      "notify to team\nallow p.agents authority (granted by p.agents)\nnotify p.t threshold to "
      "team "
      "(measure 11 is above 10)";
  CHECK(decide(R"({"action":{"name":"merge"},"context":{"size":11}})") == notified);
  // Rare, and so read as a tree.
  CHECK(decide(R"({"action":{"name":"merge"},"subject":null,"context":{"size":11}})") == notified);
  CHECK(decide(R"({"action":{"name":"merge"},"context":{"size":1,"size":11}})") ==
        "duplicate member `size` at byte 47");
  CHECK(decide(R"({"context":{"size":11}})") == "the action has no name at action.name");
  CHECK(decide(R"({"action":{"name":"merge"},"context":{}})") ==
        "escalate to own; asks own\nallow p.agents authority (granted by p.agents)\nescalate p.t "
        "threshold to own; asks own (cannot be evaluated: no member `size` in `context`) "
        "error:no-such-field");
}

TEST_CASE("a decision outlives its action and leaves nothing to the next") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"}).has_default = true;
    Rule& rule = b.AddRule(RuleKind::Trigger, "t");
    rule.effect = b.DoTo(Verdict::Notify, {b.Read("context.who")});
    rule.reason = b.Read("context.why");
    rule.evidence = b.Evidence({b.SlotEvidence("context.why")});
  });
  const Engine engine = LoadProgram(program);
  Decider decider(engine);
  const auto decide = [&](const std::string& context) {
    Arena arena;
    const Result<Action> action = ReadAction(arena, ActionJson("merge", context));
    REQUIRE(action.has_value());
    return decider.Decide(*action, MakeTimestamp(0, 0));
  };
  const Decision first = decide(R"({"who":"ann","why":"a long enough reason to be elsewhere"})");
  REQUIRE(first.findings.size() == 2);
  CHECK(ShowFinding(first.findings[1]) ==
        "notify p.t trigger to ann (a long enough reason to be elsewhere)");
  CHECK(ShowEvidence(first.findings[1]) == R"(context.why="a long enough reason to be elsewhere")");
  const Decision second = decide("{}");
  REQUIRE(second.findings.size() == 2);
  CHECK(ShowFinding(second.findings[1]) ==
        "escalate p.t trigger to own; asks own ({error}) error:no-such-field");
  CHECK(ShowEvidence(second.findings[1]) == "");
}

}  // namespace
}  // namespace remit
