#include "dsl/testing/testing.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

namespace remit {
namespace {

namespace fs = std::filesystem;

// A policy that each case adds a test to.
const char* const kPolicy = R"(policy p owner "lead" default allow

param limit: int = 10
param start: timestamp = timestamp("2026-06-01T00:00:00Z")

threshold size on "merge" {
  measure context.size
  notify above 5 to "team"
  escalate above limit to "owners"
}
trigger early on "deploy" {
  when now < start && subject.type == "agent"
  escalate to "oncall"
}
prohibit bad on "drop" {
  when resource.id == "prod" && action.force
  waive by "dba"
}
)";

TestReport Reported(const std::string& text, bool mutants = false) {
  Compilation made = CompileTexts({{"p.remit", text}}, {});
  INFO(FormatDiagnostics(made.diagnostics, made.sources));
  REQUIRE(made.program.has_value());
  return RunTests({}, made, mutants);
}

// The failures of the one test whose body is given.
std::vector<std::string> Failures(const std::string& body) {
  const TestReport report = Reported(std::string(kPolicy) + "test \"t\" {\n" + body + "\n}\n");
  REQUIRE(report.tests.size() == 1);
  CHECK(report.tests[0].policy == "p");
  CHECK(report.tests[0].name == "t");
  CHECK(report.tests[0].passed == report.tests[0].failures.empty());
  return report.tests[0].failures;
}

TEST_CASE("each form of expectation, met and not") {
  struct Row {
    const char* body;
    std::vector<std::string> failures;
  };
  const Row rows[] = {
      {"given action(\"merge\", {\"size\": 5}) expect allow", {}},
      {"given action(\"merge\", {\"size\": 6}) expect allow",
       {"expected allow, got notify by p.size"}},
      {"given action(\"merge\", {\"size\": 6}) expect notify by size", {}},
      {"given action(\"merge\", {\"size\": 6}) expect notify by p.size to \"team\"", {}},
      {"given action(\"merge\", {\"size\": 6}) expect notify by early",
       {"expected notify by p.early, got it by p.size"}},
      {"given action(\"merge\", {\"size\": 6}) expect notify to \"owners\"",
       {"expected notify to owners, got it to team"}},
      {"given action(\"merge\", {\"size\": 11}) expect escalate to \"owners\"", {}},
      {"given action(\"merge\", {\"size\": 6}) expect not by early", {}},
      {"given action(\"merge\", {\"size\": 6}) expect not by size",
       {"expected no finding by p.size"}},
      {"given action(\"merge\", {\"size\": \"x\"}) expect error", {}},
      {"given action(\"merge\") expect error by size", {}},
      {"given action(\"merge\", {\"size\": 6}) expect error", {"expected an error, got none"}},
      {"given action(\"merge\") expect error by early",
       {"expected an error by p.early, got one by p.size"}},
      {"given action(\"Merge\") expect input error", {}},
      {"given action(\"merge\", {\"size\": 6}) expect input error",
       {"expected an input error, got notify"}},
      {"given action(\"merge\", {\"size\": 6}) expect notify expect not by size expect error",
       {"expected no finding by p.size", "expected an error, got none"}},
      {"given action(\"unknown\") expect allow by p.default", {}},
  };
  for (const Row& row : rows) {
    INFO(row.body);
    CHECK(Failures(row.body) == row.failures);
  }
}

TEST_CASE("a test that expects a decision of bad input says what is bad") {
  const std::vector<std::string> failures = Failures("given action(\"Merge\") expect allow");
  REQUIRE(failures.size() == 1);
  CHECK(failures[0].starts_with("input error: "));
}

TEST_CASE("every way to write the action of a test") {
  const char* const rows[] = {
      "given action(\"deploy\") by agent(\"b\") expect escalate by early",
      "given action(\"deploy\") by user(\"b\") expect allow",
      "given action(\"deploy\") expect error by early",
      "given action(\"deploy\") by agent(\"b\") at 2026-06-01T00:00:00Z expect allow",
      "given action(\"deploy\") by agent(\"b\") at 2026-05-31T23:59:59.999Z expect escalate",
      "given action(\"drop\") with {\"force\": true} on table(\"prod\") expect escalate by bad",
      "given action(\"drop\") with {\"force\": false} on table(\"prod\") expect allow",
      "given action(\"drop\") on table(\"test\", {\"tier\": 1}) expect allow",
      "given {\"action\": {\"name\": \"merge\"}, \"context\": {\"size\": 7}} expect notify",
      "given {\"action\": {\"name\": \"deploy\"}, \"subject\": {\"type\": \"agent\", \"id\": "
      "\"b\"},"
      " \"context\": {\"time\": \"2026-07-01T00:00:00Z\"}} expect allow",
      "given {\"action\": 3} expect input error",
  };
  for (const char* body : rows) {
    INFO(body);
    CHECK(Failures(body) == std::vector<std::string>{});
  }
}

TEST_CASE("params of a test hold for that test alone") {
  const TestReport report = Reported(std::string(kPolicy) + R"(
test "before" {
  given action("merge", {"size": 11})
  expect escalate
}
test "set" {
  params {limit: 20}
  given action("merge", {"size": 11})
  expect notify
}
test "set too high, and read back" {
  params {limit: 11, start: timestamp("2020-01-01T00:00:00Z")}
  given action("merge", {"size": 12})
  expect escalate
}
test "after" {
  given action("merge", {"size": 11})
  expect escalate
}
)");
  std::vector<bool> passed;
  for (const TestResult& test : report.tests) passed.push_back(test.passed);
  CHECK(passed == std::vector<bool>{true, true, true, true});
}

TEST_CASE("a case file is read beside its policy and inside the root only") {
  const fs::path root = fs::temp_directory_path() / "remit_testing_test";
  fs::remove_all(root);
  fs::create_directories(root / "in/cases");
  auto write = [](const fs::path& path, const std::string& text) { std::ofstream(path) << text; };
  write(root / "in/cases/merge.json", R"({"action": {"name": "merge"}, "context": {"size": 7}})");
  write(root / "outside.json", "{}");
  write(root / "in/p.remit", std::string(kPolicy) + R"(
test "inside" {
  given file("cases/merge.json")
  expect notify
}
test "outside" {
  given file("../outside.json")
  expect notify
}
test "missing" {
  given file("cases/none.json")
  expect notify
}
)");
  CompileOptions options;
  options.root = (root / "in").string();
  Compilation made = CompilePolicies({(root / "in/p.remit").string()}, options);
  REQUIRE(made.program.has_value());
  const TestReport report = RunTests(options, made, false);
  REQUIRE(report.tests.size() == 3);
  CHECK(report.tests[0].failures == std::vector<std::string>{});
  CHECK(report.tests[1].failures ==
        std::vector<std::string>{"`given`: `../outside.json` lies outside the policy root"});
  CHECK(report.tests[2].failures.size() == 1);
  fs::remove_all(root);
}

// A policy small enough to know every branch, boundary and mutant of.
const char* const kSmall = R"(policy p owner "lead" default allow

trigger t on "a" {
  when context.x == 1 && context.y
  escalate to "team"
}
threshold s on "b" {
  measure context.n
  notify above 5 to "team"
}
)";

std::vector<std::string> GapTexts(const Coverage& coverage) {
  std::vector<std::string> texts;
  for (const CoverageGap& gap : coverage.gaps) texts.push_back(gap.text);
  return texts;
}

TEST_CASE("coverage counts rules, branches and boundaries") {
  const Coverage none = Reported(kSmall).coverage;
  CHECK(none.rules == 2);
  CHECK(none.rules_found == 0);
  CHECK(none.branches == 4);
  CHECK(none.branches_seen == 0);
  CHECK(none.boundaries == 2);
  CHECK(none.boundaries_seen == 0);

  const Coverage some = Reported(std::string(kSmall) + R"(
test "a" {
  given action("a", {"x": 1, "y": true})
  expect escalate
}
test "b" {
  given action("b", {"n": 5})
  expect allow
}
)")
                            .coverage;
  CHECK(some.rules_found == 1);
  CHECK(some.branches_seen == 2);
  CHECK(some.boundaries_seen == 1);
  CHECK(GapTexts(some) == std::vector<std::string>{
                              "no test makes `s` find anything",
                              "band `notify above 5 to \"team\"` is never crossed",
                              "`context.x == 1` was never false",
                              "`context.y` was never false",
                          });
}

std::vector<std::string> MutantTexts(const TestReport& report) {
  std::vector<std::string> texts;
  for (const Mutant& mutant : report.mutants) {
    texts.push_back((mutant.killed ? "killed: " : "survived: ") + mutant.text);
  }
  return texts;
}

TEST_CASE("mutants that the tests kill and those that survive") {
  const TestReport report = Reported(std::string(kSmall) + R"(
test "a" {
  given action("a", {"x": 1, "y": true})
  expect escalate
}
test "a, x" {
  given action("a", {"x": 2, "y": true})
  expect allow
}
test "b" {
  given action("b", {"n": 6})
  expect notify
}
)",
                                     true);
  CHECK(MutantTexts(report) ==
        std::vector<std::string>{
            "killed: rule `t` dropped",
            "killed: `==` turned to `!=`",
            "killed: `context.x == 1` dropped from `&&`",
            "killed: 1 moved to 2",
            "survived: `context.y` dropped from `&&`",
            "killed: rule `s` dropped",
            "killed: a band dropped",
            "survived: a bound that takes its limit in turned to one that does not, or back",
            "killed: 5 moved to 6",
        });
}

TEST_CASE("mutants are not tried while a test fails, and leave the bundle as it was") {
  const std::string failing =
      std::string(kSmall) + "test \"f\" {\n  given action(\"a\")\n  expect allow\n}\n";
  CHECK(Reported(failing, true).mutants.empty());

  Compilation made = CompileTexts(
      {{"p.remit", std::string(kSmall) +
                       "test \"b\" {\n  given action(\"b\", {\"n\": 6})\n  expect notify\n}\n"}},
      {});
  const TestReport first = RunTests({}, made, true);
  const TestReport second = RunTests({}, made, true);
  CHECK(first.tests[0].passed);
  CHECK(MutantTexts(first) == MutantTexts(second));
}

}  // namespace
}  // namespace remit
