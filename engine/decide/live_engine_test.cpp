#include "engine/decide/live_engine.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/program_builder.h"
#include "tests/support/show_decision.h"

namespace remit {
namespace {

// Every action is told `team`.
Engine Telling(const std::string& team) {
  return LoadProgram(ProgramBuilder::Build([&](ProgramBuilder& b) {
    Policy& policy = b.AddPolicy("p", {"own"});
    policy.has_default = true;
    policy.default_verdict = Verdict::Allow;
    b.AddRule(RuleKind::Trigger, "t").effect = b.Do(Verdict::Notify, {team});
  }));
}

std::string DecideOnce(LiveDecider& live) {
  Decider& decider = live.Newest();
  decider.Begin();
  return ShowNames(decider.Decide("merge").recipients);
}

TEST_CASE("a decider moves on with its next decision, and the last to go frees the engine") {
  LiveEngine live(Telling("first"));
  LiveDecider one(live);
  LiveDecider two(live);
  CHECK(DecideOnce(one) == "first");
  CHECK(DecideOnce(two) == "first");
  CHECK(live.kept() == 1);

  live.Replace(Telling("second"));
  CHECK(live.version() == 2);
  CHECK(live.kept() == 2);
  CHECK(DecideOnce(one) == "second");
  CHECK(live.kept() == 2);  // two still refers to the first
  CHECK(two.version() == 1);
  CHECK(DecideOnce(two) == "second");
  CHECK(live.kept() == 1);
}

TEST_CASE("a decider that goes frees what only it used; an engine that nobody used goes at once") {
  LiveEngine live(Telling("first"));
  {
    LiveDecider idle(live);
    live.Replace(Telling("second"));
    live.Replace(Telling("third"));
    CHECK(live.kept() == 2);  // the first, for idle, and the third
  }
  CHECK(live.kept() == 1);
  LiveDecider late(live);
  CHECK(late.version() == 3);
  CHECK(DecideOnce(late) == "third");
}

TEST_CASE("a decision under way ends by the engine that it began with") {
  LiveEngine live(Telling("first"));
  LiveDecider one(live);
  Decider& decider = one.Newest();
  decider.Begin();
  live.Replace(Telling("second"));
  CHECK(ShowNames(decider.Decide("merge").recipients) == "first");
  CHECK(DecideOnce(one) == "second");
}

}  // namespace
}  // namespace remit
