#include "cli/some_rules.h"

#include <catch2/catch.hpp>

#include "tests/support/decided_change.h"
#include "tests/support/show_decision.h"

namespace remit {
namespace {

// What each finding says when its rule is asked by itself; "silent" where it says something else.
void CheckSame(const std::string& policy, const std::string& change) {
  const Engine engine = CompilePolicy(policy);
  Arena arena;
  const Action action = MergeAction(arena, change);
  const Value now = MakeTimestamp(0, 0);
  Decider decider(engine);
  const Decision& decision = decider.Decide(action, now);
  SomeRules rules(engine, decision, action.name);
  for (size_t i = 0; i < decision.findings.size(); ++i) {
    const std::vector<Hit> hits = rules.Judge(action, now, {i});
    INFO(decision.findings[i].rule);
    REQUIRE(hits.size() == 1);
    CHECK(hits[0].index == i);
    CHECK(ShowFinding(*hits[0].finding) == ShowFinding(decision.findings[i]));
    CHECK(ShowEvidence(*hits[0].finding) == ShowEvidence(decision.findings[i]));
  }
}

constexpr const char* kRules = R"(
let big = context.change.n > 3
let wrong = context.change.none > 3
trigger a { when big notify to "x" }
trigger b { when big && wrong escalate to "y" }
trigger c { mode shadow when big escalate }
threshold d { measure context.change.n notify above 1 escalate above 2 to "z" }
prohibit e { when big }
)";

TEST_CASE("a rule asked by itself says what it says among all others") {
  const std::string head = R"(policy p on "merge" owner "own")";
  const std::string grants = R"(
authority u { for true may "merge" when wrong may "merge" with approval from "r" }
authority v { for true may "merge" with approval from "s" }
authority w { mode shadow for true may "merge" when big }
)";
  CheckSame(head + kRules + grants, R"({"n":5})");
  CheckSame(head + " default notify" + kRules, R"({"n":5})");
  CheckSame(head + " default escalate" + kRules, R"({"n":"no number"})");
  CheckSame(R"(policy p on "deploy" owner "own" default allow)", "{}");
}

TEST_CASE("a rule that says something else now is no hit, and costs what it costs") {
  const Engine engine =
      CompilePolicy(R"(policy p on "merge" owner "own" default allow)" + std::string(kRules));
  Arena arena;
  const Action big = MergeAction(arena, R"({"n":5})");
  const Value now = MakeTimestamp(0, 0);
  Decider decider(engine);
  const Decision& decision = decider.Decide(big, now);
  SomeRules rules(engine, decision, "merge");
  const auto hits = [&](const std::string& change) {
    std::string out;
    Sought all;
    for (size_t i = 0; i < decision.findings.size(); ++i) all.push_back(i);
    for (const Hit& hit : rules.Judge(MergeAction(arena, change), now, all)) {
      out += std::string(hit.finding->rule) + " ";
    }
    return out;
  };
  CHECK(hits(R"({"n":5})") == "p.a p.b p.c p.d p.default p.e ");
  CHECK(rules.work() > 6 * SomeRules::kWorkOfRule);
  CHECK(hits(R"({"n":3})") == "p.d p.default ");
  CHECK(hits(R"({"n":2})") == "p.default ");
  CHECK(hits(R"({"n":5,"none":0})") == "p.a p.c p.d p.default p.e ");
  CHECK(hits("{}") == "p.b p.default ");
  CHECK(rules.Judge(big, now, {}).empty());
  CHECK(rules.work() == 0);
}

}  // namespace
}  // namespace remit
