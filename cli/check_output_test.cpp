#include "cli/check_output.h"

#include <catch2/catch.hpp>

#include "tests/support/decided_change.h"
#include "tests/support/golden.h"

namespace remit {
namespace {

CheckAnswer Checked(const std::string& rules, const std::string& change) {
  DecidedChange decided = DecideChange("facts change: Change\n" + rules, change);
  CheckAnswer check;
  check.answer.decision_id = "019b8e2c-4a00-7000-8000-000000000000";
  check.answer.action = "merge";
  check.answer.verdict = decided.verdict;
  check.answer.decision = std::move(decided.decision);
  check.answer.record = ".remit/records/019b8e2c-4a00-7000-8000-000000000000.json";
  check.base = "1a2b3c4d5e6f";
  check.head = "6f5e4d3c2b1a";
  check.policy = "the base 1a2b3c4d5e6f";
  check.files = 3;
  check.commits = 2;
  check.added = 1204;
  check.removed = 37;
  check.review = std::move(decided.review);
  return check;
}

// Every kind of group and clause that a reviewer can be shown.
constexpr const char* kRules = R"(
patterns keys {
  key /KEY[0-9]/
}

prohibit secret {
  match keys in change.added_text
  severity critical
  ref "CWE-798"
  reason "a credential ({match.id}) is added at {match.path}:{match.line}; whoever can read the repository can use it from now on, so take it out and revoke it"
  waive by "security"
}

prohibit licence {
  when change.removed_text.exists(t, t.path == "LICENSE")
  reason "the licence is changed"
}

threshold size {
  measure change.added
  escalate above 1000 to "lead", "architect" quorum 2 within 4h
}

trigger workflows {
  when change.files.exists(f, f.path.startsWith(".github/"))
  notify to "ops"
  reason "what CI runs is changed"
}

trigger experiment {
  mode shadow
  when change.files.exists(f, f.path == "LICENSE")
  notify to "legal"
}

trigger titled {
  when change.title == ""
  escalate to "lead"
}

authority agents {
  for true
  may "merge"
}
)";

std::string Change() {
  std::string files = R"({"path":"auth/login.cc","added":1200,"removed":0},
                         {"path":"LICENSE","added":0,"removed":1})";
  for (int i = 10; i < 22; ++i) {
    files +=
        R"(,{"path":".github/workflows/)" + std::to_string(i) + R"(.yml","added":1,"removed":0})";
  }
  return R"({"head":"6f5e4d3c2b1a","added":1204,"removed":1,"files":[)" + files + R"(],
    "added_text":[{"path":"auth/login.cc","line":12,"text":"a\nKEY1\nKEY2\nb\n"},
                  {"path":"auth/login.cc","line":40,"text":"KEY3\n"}],
    "removed_text":[{"path":"LICENSE","line":3,"text":"x\n"}]})";
}

TEST_CASE("what check prints, with every kind of group: a reviewer reads it") {
  CheckAnswer check = Checked(kRules, Change());
  check.policy = "the work tree";
  check.notes = {"`tests` belong to another commit and were left out"};
  check.review.notes = {"too much text to say for every file which lines are meant"};
  CheckGolden("check/groups.txt", PrettyCheck(check, false));
}

TEST_CASE("what check prints as JSON: other programs read it") {
  CheckGolden("check/groups.json", CheckJson(Checked(kRules, Change())) + "\n");
}

TEST_CASE("what check prints of a change that passes") {
  const CheckAnswer check = Checked("authority u {\n  for true\n  may \"merge\"\n}\n", "{}");
  CHECK(PrettyCheck(check, false) ==
        "allow     1a2b3c4d5e6f...6f5e4d3c2b1a  3 files, +1204 −37, 2 commits\n"
        "\n"
        "  allow     p.u  granted by p.u\n"
        "\n"
        "decision 019b8e2c-4a00-7000-8000-000000000000\n"
        "recorded .remit/records/019b8e2c-4a00-7000-8000-000000000000.json\n");
}

TEST_CASE("what check prints of notices, without a record, of the index") {
  CheckAnswer check = Checked("trigger n {\n  when true\n  notify to \"ann\", \"bob\"\n}\n", "{}");
  check.answer.record.clear();
  check.head = "the index";
  check.commits = 0;
  CHECK(PrettyCheck(check, false) ==
        "notify    1a2b3c4d5e6f...the index  3 files, +1204 −37\n"
        "\n"
        "the change as a whole\n"
        "  notify    p.n\n"
        "            n\n"
        "\n"
        "  allow     p.default  no grant applies\n"
        "\n"
        "who is told\n"
        "  ann, bob\n"
        "\n"
        "decision 019b8e2c-4a00-7000-8000-000000000000\n");
  CHECK(CheckJson(check) ==
        R"({"decisionId":"019b8e2c-4a00-7000-8000-000000000000","action":"merge","record":null,)"
        R"("base":"1a2b3c4d5e6f","head":"the index","policy":"the base 1a2b3c4d5e6f","files":3,)"
        R"("commits":0,"added":1204,"removed":37,"notes":[],)" +
            check.answer.decision.substr(1, check.answer.decision.size() - 2) +
            R"(,"review":{"findings":[{"finding":1,"rule":"p.n","files":[]}],"toPass":[]}})");
}

TEST_CASE("what check prints: nothing from outside reaches the terminal as it is") {
  const CheckAnswer check = Checked(
      "trigger t {\n  when change.files.exists(f, f.added > 0)\n  reason "
      "\"{change.files[0].path}\"\n"
      "  escalate to change.head\n}\n",
      R"({"head":"\u001b]0;x\u0007","files":[{"path":"a\u001b[31m\nb\u202e","added":1}]})");
  const std::string shown = PrettyCheck(check, false);
  CHECK(shown ==
        "escalate  1a2b3c4d5e6f...6f5e4d3c2b1a  3 files, +1204 −37, 2 commits\n"
        "\n"
        "a\\u{1b}[31m\\nb\\u{202e}\n"
        "  escalate  p.t\n"
        "            a\\u{1b}[31m\\nb\\u{202e}\n"
        "\n"
        "  allow     p.default  no grant applies\n"
        "\n"
        "who must agree\n"
        "  \\u{1b}]0;x\\u{7}\n"
        "    for p.t\n"
        "\n"
        "what would make it pass\n"
        "  - as it is it needs an approval of \\u{1b}]0;x\\u{7}\n"
        "\n"
        "decision 019b8e2c-4a00-7000-8000-000000000000\n"
        "recorded .remit/records/019b8e2c-4a00-7000-8000-000000000000.json\n");
}

}  // namespace
}  // namespace remit
