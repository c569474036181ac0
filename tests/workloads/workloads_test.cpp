#include "tests/support/workloads.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace remit {
namespace {

// "" where every answer of the workload is as expected, else what is not.
std::string Judge(const std::string& folder, const std::string& name) {
  const Result<Workload> workload = ReadWorkload(folder, name);
  if (!workload) return workload.error().message + ": " + workload.error().where;
  const Result<Engine> engine = EngineFor(workload->policy);
  if (!engine) return engine.error().message;
  const Result<std::vector<Verdict>> verdicts = DecideAll(*engine, *workload);
  if (!verdicts) return verdicts.error().message + ": " + verdicts.error().where;
  return Mismatches(*workload, *verdicts);
}

TEST_CASE("the sample's answers are as expected") {
  const std::string folder = REMIT_SOURCE_DIR "/tests/workloads/sample";
  for (const char* name : {"w1", "w2"}) {
    INFO(name);
    CHECK(Judge(folder, name) == "");
  }
}

// The measured data lie outside the project: continuous integration must have them, elsewhere the
// sample alone is judged.
TEST_CASE("the measured workloads' answers are as expected") {
  const std::string folder = PerfFolder(REMIT_SOURCE_DIR);
  const char* ci = std::getenv("CI");
  const bool must_exist = ci != nullptr && std::string_view(ci) == "true";
  if (must_exist) REQUIRE(folder != "");
  const std::vector<std::string> names =
      folder.empty() ? std::vector<std::string>{}
                     : std::vector<std::string>{"w1", "w2", "w3_1000", "w3_10000"};
  for (const std::string& name : names) {
    INFO(name);
    CHECK(Judge(folder, name) == "");
  }
}

TEST_CASE("rules become triggers") {
  const Result<std::string> policy = PolicyFromRules(R"([
    {"id": "a", "effect": "notify", "expr": "context.risk > 1.0", "action": null},
    {"id": "b", "effect": "escalate", "expr": "resource.env == \"prod\"", "action": "deploy"}])");
  REQUIRE(policy);
  CHECK(*policy == R"(policy workload owner "ops" default allow

trigger a {
  when context.risk > 1.0
  notify to "ops"
}

trigger b on "deploy" {
  when resource.env == "prod"
  escalate to "ops"
}
)");
}

TEST_CASE("roles become authorities") {
  const Result<std::string> policy = PolicyFromRoles(R"({
    "user_roles": {"ann": ["admin", "reader"], "bob": ["reader"]},
    "role_grants": {"reader": [{"action": "read", "type": "book"}]}})");
  REQUIRE(policy);
  CHECK(*policy == R"(policy workload owner "ops"

authority reader {
  for subject.id in ["ann", "bob"]
  may "read" when resource.type == "book"
}

authority admin {
  for subject.id in ["ann"]
  may "*"
}
)");
}

TEST_CASE("data that are not of their form are refused") {
  const char* rules[] = {"{}", "[{}]", R"([{"id": "a", "effect": "allow", "expr": "true"}])", "["};
  for (const char* text : rules) {
    INFO(text);
    CHECK_FALSE(PolicyFromRules(text));
  }
  CHECK_FALSE(PolicyFromRoles("[]"));
  CHECK_FALSE(ReadWorkload(REMIT_SOURCE_DIR "/tests/workloads/sample", "w9"));
}

TEST_CASE("a wrong answer is named") {
  const Workload workload{
      "w2", "", {"{}", "{}", "{}"}, {Verdict::Allow, Verdict::Notify, Verdict::Escalate}};
  CHECK(Mismatches(workload, {Verdict::Allow, Verdict::Escalate}) ==
        "w2: action 2: escalate, expected notify\nw2: action 3: not decided, expected escalate\n");
}

}  // namespace
}  // namespace remit
