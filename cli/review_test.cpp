#include "cli/review.h"

#include <catch2/catch.hpp>

#include "cli/json_members.h"
#include "engine/model/json_read.h"
#include "tests/support/decided_change.h"

namespace remit {
namespace {

constexpr const char* kFacts = "facts change: Change\n";
constexpr const char* kKeys = "patterns keys {\n  key /KEY[0-9]/\n}\n";

std::string Show(const ReviewLines& lines) {
  return (lines.removed ? "-" : "+") + std::to_string(lines.first) +
         (lines.last == lines.first ? "" : ".." + std::to_string(lines.last));
}

// A finding a line: "p.r: a.cc +3 -7..9, b.cc"; "whole" where it is about no file.
std::string ShowReview(const DecidedChange& decided) {
  Arena arena;
  const Result<Value> decision = ReadJson(arena, decided.decision);
  REQUIRE(decision.has_value());
  std::string out;
  for (const ReviewFinding& finding : decided.review.findings) {
    out +=
        std::string(TextMember(ListMember(*decision, "findings")[finding.finding], "rule")) + ":";
    if (finding.files.empty()) out += " whole";
    for (const ReviewFile& file : finding.files) {
      out += (&file == finding.files.data() ? " " : ", ") + file.path;
      for (const ReviewLines& lines : file.lines) out += " " + Show(lines);
    }
    out += "\n";
  }
  return out;
}

std::string Reviewed(const std::string& rules, const std::string& change) {
  return ShowReview(DecideChange(kFacts + rules, change));
}

std::vector<std::string> ToPass(const std::string& rules, const std::string& change) {
  return DecideChange(kFacts + rules, change).review.to_pass;
}

std::string When(const std::string& condition, const std::string& effect = "escalate") {
  return "trigger t {\n  when " + condition + "\n  " + effect + "\n}\n";
}

// Two files with text on both sides, one of them renamed, and one of which nothing is read.
constexpr const char* kChange = R"({
  "head": "abc", "added": 9, "removed": 3,
  "files": [
    {"path": "a.cc", "added": 5, "removed": 1},
    {"path": "new.cc", "old_path": "old.cc", "added": 4, "removed": 2},
    {"path": "logo.png", "added": 0, "removed": 0}],
  "added_text": [
    {"path": "a.cc", "line": 10, "text": "int x;\nint y;\n"},
    {"path": "a.cc", "line": 20, "text": "one\nKEY1\nthree\n"},
    {"path": "new.cc", "line": 1, "text": "KEY2 KEY3\nb\nc\nKEY4"}],
  "removed_text": [
    {"path": "a.cc", "line": 7, "text": "old x\n"},
    {"path": "old.cc", "line": 3, "text": "KEY5\nold\n"}],
  "findings": [
    {"tool": "lint", "path": "a.cc", "line": 21, "severity": "high"},
    {"tool": "plan", "path": "elsewhere.tf", "line": 4, "severity": "low"}],
  "owners": [{"path": "a.cc", "owners": ["ann"]}, {"path": "new.cc", "owners": []}]
})";

TEST_CASE("review: which files and lines a trigger is about") {
  struct Case {
    const char* condition;
    const char* shown;
  };
  const Case one = GENERATE(values<Case>({
      {"change.files.exists(f, f.path == \"a.cc\")", " a.cc"},
      {"change.files.exists(f, f.path.endsWith(\".cc\"))", " a.cc, new.cc"},
      {"change.files.exists(f, f.?old_path.orValue(\"\") == \"old.cc\")", " new.cc"},
      {"!change.files.all(f, f.path.endsWith(\".cc\"))", " logo.png"},
      {"change.files.size() >= 1", " a.cc, logo.png, new.cc"},
      {"change.files.size() == 3", " whole"},
      {"change.files.all(f, f.path != \"\")", " whole"},
      {"change.head == \"abc\"", " whole"},
      {"change.added > 8", " whole"},
      {"change.added >= 5", " a.cc"},
      {"change.removed == 3", " whole"},
      {"change.added_text.exists(t, t.text.contains(\"int\"))", " a.cc +10..11"},
      {"change.added_text.exists(t, t.text.contains(\"KEY\"))", " a.cc +20..22, new.cc +1..4"},
      {"change.removed_text.exists(t, t.text.contains(\"old\"))", " a.cc -7, new.cc -3..4"},
      {"(change.added_text + change.removed_text).exists(t, t.text.contains(\"x\"))",
       " a.cc +10..11 -7"},
      {"change.added_text.exists(t, change.removed_text.exists(u, t.path == u.path))", " a.cc"},
      {"change.?findings.orValue([]).exists(x, x.severity == \"high\")", " a.cc +21"},
      {"change.?findings.orValue([]).exists(x, x.severity == \"low\")", " whole"},
      {"change.files.exists(f, change.owners.exists(o, o.path == f.path && o.owners.size() == 0))",
       " new.cc"},
      {"change.files.size() > 0 && change.title == \"\"", " a.cc, logo.png, new.cc"},
  }));
  CAPTURE(one.condition);
  CHECK(Reviewed(When(one.condition), kChange) == "p.t:" + std::string(one.shown) + "\n");
}

TEST_CASE("review: a pattern's hits name their lines, on the side where they stand") {
  const auto match = [](const std::string& where) {
    return std::string(kKeys) + "prohibit k {\n  match keys in " + where + "\n}\n";
  };
  CHECK(Reviewed(match("change.added_text"), kChange) == "p.k: a.cc +21, new.cc +1 +4\n");
  CHECK(Reviewed(match("change.removed_text"), kChange) == "p.k: new.cc -3\n");
  CHECK(Reviewed(match("change.added_text + change.removed_text"), kChange) ==
        "p.k: a.cc +21, new.cc +1 +4 -3\n");
  CHECK(Reviewed(match("change.head + \" KEY1\""), kChange) == "p.k: whole\n");
}

TEST_CASE("review: of more hits than a decision shows, the hunks that hold them") {
  std::string keys;
  for (int i = 0; i < 101; ++i) keys += "KEY1\\n";
  const std::string change =
      R"({"files":[{"path":"a"}],"added_text":[{"path":"a","line":5,"text":")" + keys +
      R"("},{"path":"a","line":500,"text":"KEY2\n"}]})";
  const std::string rules =
      std::string(kKeys) + "prohibit k {\n  match keys in change.added_text\n}\n";
  CHECK(Reviewed(rules, change) == "p.k: a +5..105 +500\n");
}

TEST_CASE("review: a path that evidence cuts still names its line") {
  const std::string path = std::string(150, 'd') + "/" + std::string(150, 'f');
  const std::string change = R"({"files":[{"path":")" + path + R"("}],"added_text":[{"path":")" +
                             path + R"(","line":5,"text":"a\nKEY1\n"}]})";
  const std::string rules =
      std::string(kKeys) + "prohibit k {\n  match keys in change.added_text\n}\n";
  CHECK(Reviewed(rules, change) == "p.k: " + path + " +6\n");
}

TEST_CASE("review: removed text is that of the file which bore its path") {
  const char* swapped = R"({
    "files": [{"path": "a", "old_path": "b"}, {"path": "b", "old_path": "a"}],
    "removed_text": [{"path": "a", "line": 1, "text": "gone\n"}]})";
  CHECK(Reviewed(When("change.removed_text.exists(t, t.text == \"gone\\n\")"), swapped) ==
        "p.t: b -1\n");
}

TEST_CASE("review: findings in shadow, of grants, and errors are looked into too") {
  const std::string shadow =
      "trigger s {\n  mode shadow\n  when change.files.exists(f, f.path == "
      "\"a.cc\")\n  notify\n}\n";
  CHECK(Reviewed(shadow, kChange) == "p.s: a.cc\n");
  const std::string grant =
      "authority u {\n  for true\n  may \"merge\" when !change.files.exists(f, f.path == "
      "\"new.cc\")\n  may \"merge\" with approval from \"sec\"\n}\n";
  CHECK(Reviewed(grant, kChange) == "p.u: new.cc\n");
  CHECK(Reviewed(When("change.files.exists(f, f.binary)"), kChange) ==
        "p.t: a.cc, logo.png, new.cc\n");
  CHECK(Reviewed(When("change.title == \"\""), kChange) == "p.t: whole\n");
}

TEST_CASE("review: a change without files, or without any facts, is seen as a whole") {
  CHECK(Reviewed(When("change.head == \"x\""), R"({"head":"x"})") == "p.t: whole\n");
  CHECK(Reviewed(When("change.head == \"x\""), R"({"head":"x","files":[]})") == "p.t: whole\n");
  CHECK(Reviewed(When("change.head == \"x\""), "null") == "p.t: whole\n");
  CHECK(Reviewed(When("change.head == \"y\""), R"({"head":"x","files":[]})").empty());
}

TEST_CASE("review: a rule about one path names exactly that path") {
  std::string files;
  std::vector<std::string> paths;
  for (int i = 0; i < 40; ++i) {
    paths.push_back("dir" + std::to_string(i % 7) + "/f" + std::to_string(i) + ".cc");
    files += (i == 0 ? R"({"path":")" : R"(,{"path":")") + paths.back() + R"("})";
  }
  for (const std::string& path : paths) {
    const std::string rule = When("change.files.exists(f, f.path == \"" + path + "\")");
    REQUIRE(Reviewed(rule, R"({"files":[)" + files + "]}") == "p.t: " + path + "\n");
  }
}

TEST_CASE("review: a file with very many hunks is shown as a whole, and that is said") {
  const auto decided = [](int hunks) {
    std::string text;
    for (int i = 0; i < hunks; ++i) {
      text += (i == 0 ? "" : ",") + std::string(R"({"path":"a","text":"x","line":)") +
              std::to_string(2 * i + 1) + "}";
    }
    return DecideChange(kFacts + When("change.added_text.exists(t, t.line == 7)"),
                        R"({"files":[{"path":"a"}],"added_text":[)" + text + "]}");
  };
  const DecidedChange few = decided(1000);
  CHECK(ShowReview(few) == "p.t: a +7\n");
  CHECK(few.review.notes.empty());
  const DecidedChange many = decided(1001);
  CHECK(ShowReview(many) == "p.t: a\n");
  CHECK(many.review.notes ==
        std::vector<std::string>{"too much text to say for every file which lines are meant"});
}

TEST_CASE("review: of a change too large to ask file by file only the whole is shown") {
  std::string files = R"({"path":"a"})";
  std::string commits = "1";
  for (int i = 0; i < 3'000; ++i) {
    files += R"(,{"path":"b"})";
    commits += ",1";
  }
  const DecidedChange decided =
      DecideChange(std::string(kFacts) + "let work = context.change.c.all(x, x + x - 1 == 1)\n" +
                       When("work && change.files.exists(f, f.path == \"a\")"),
                   R"({"c":[)" + commits + R"(],"files":[)" + files + "]}");
  CHECK(ShowReview(decided) == "p.t: whole\n");
  CHECK(decided.review.notes ==
        std::vector<std::string>{"too large a change to say which files its findings are about"});
}

TEST_CASE("to pass: nothing where it passes") {
  CHECK(ToPass(When("change.files.size() > 0", "notify"), kChange).empty());
  CHECK(ToPass(When("change.files.size() > 9"), kChange).empty());
}

TEST_CASE("to pass: without the files that findings are about") {
  const std::string sensitive =
      When("change.files.exists(f, f.path == \"a.cc\")", "escalate to \"sec\" within 90m");
  using Texts = std::vector<std::string>;
  CHECK(ToPass(sensitive, kChange) == Texts{"without a.cc it would be `allow`",
                                            "as it is it needs an approval of sec within 1h30m"});
  CHECK(ToPass(sensitive + "trigger n {\n  when true\n  notify\n}\n", kChange) ==
        Texts{"without a.cc it would be `notify`",
              "as it is it needs an approval of sec within 1h30m"});
  CHECK(ToPass(sensitive + "trigger w {\n  when true\n  escalate to \"b\", \"a\" quorum 2\n}\n",
               kChange) == Texts{"as it is it needs an approval of sec within 1h30m, and 2 "
                                 "approvals of a or b"});
  CHECK(ToPass(When("change.files.exists(f, f.path.endsWith(\"cc\"))"), kChange) ==
        Texts{"without a.cc and 1 more file it would be `allow`",
              "as it is it needs an approval of own"});
}

TEST_CASE("to pass: the margins of the bands that escalate") {
  const std::string bands =
      "threshold size {\n  measure change.added\n  notify above 5\n  escalate above 6 to \"a\"\n"
      "  escalate above 8 to \"b\"\n  escalate above 100 to \"c\"\n}\n"
      "threshold range {\n  measure change.removed\n  escalate outside 5 and 8 to \"d\"\n}\n"
      "threshold over {\n  measure change.added\n  escalate outside 0 and 4 to \"d\"\n}\n";
  CHECK(ToPass(bands, kChange) ==
        std::vector<std::string>{
            "`p.over`: 9 is 5 above the limit 4", "`p.range`: 3 is 2 below the limit 5",
            "`p.size`: 9 is 3 above the limit 6", "`p.size`: 9 is 1 above the limit 8",
            "as it is it needs an approval of d, an approval of a, and an approval of b"});
}

TEST_CASE("to pass: facts that were not given and would settle it") {
  const std::string green =
      "trigger green {\n  when change.?tests.failed.orValue(1) != 0\n  escalate to \"a\"\n}\n"
      "threshold covered {\n  measure change.?coverage.line.orValue(0.0)\n"
      "  escalate below 80 to \"b\"\n}\n";
  CHECK(ToPass(green, kChange) ==
        std::vector<std::string>{
            "`p.covered`: 0 is 80 below the limit 80",
            "give `tests` with --facts: if none failed, `p.green` would not escalate",
            "give `coverage` with --facts: if all is covered, `p.covered` would not escalate",
            "as it is it needs an approval of b, and an approval of a"});
  CHECK(ToPass(green, R"({"files":[],"tests":{"failed":1},"coverage":{"line":90.0}})") ==
        std::vector<std::string>{"as it is it needs an approval of a"});
}

TEST_CASE("to pass: members that git does not know and rules cannot do without") {
  const std::string titled = "trigger a {\n  when change.title == \"\"\n  escalate\n}\n" +
                             When("change.title == \"x\" || change.labels.size() > 3");
  CHECK(ToPass(titled, kChange) ==
        std::vector<std::string>{
            "give `title` with --facts: without it `p.a` and `p.t` cannot be evaluated",
            "as it is it needs an approval of own"});
}

TEST_CASE("to pass: text that was left out cannot be given") {
  CHECK(ToPass(When("change.added_text.size() > 0 || change.removed_text.size() > 0"),
               R"({"files":[],"text_left_out":"too large"})") ==
        std::vector<std::string>{
            "make the change smaller: without its text `p.t` cannot be evaluated",
            "as it is it needs an approval of own"});
}

TEST_CASE("to pass: waivers, alternatives, and what nobody can let pass") {
  const std::string waived =
      std::string(kKeys) +
      "prohibit k {\n  match keys in change.added_text\n  waive by \"sec\"\n}\n";
  const std::string never = "prohibit n {\n  when change.files.exists(f, f.path == \"a.cc\")\n}\n";
  using Texts = std::vector<std::string>;
  CHECK(ToPass(waived, kChange) == Texts{"without a.cc and 1 more file it would be `allow`",
                                         "as it is it needs a waiver of sec"});
  CHECK(ToPass(never, kChange) ==
        Texts{"nobody can let `p.n` pass: change a.cc", "without a.cc it would be `allow`"});
  CHECK(ToPass(waived + "prohibit n {\n  when true\n}\n", kChange) ==
        Texts{"nobody can let `p.n` pass: change it", "the rest needs a waiver of sec"});
  const std::string grants =
      "authority u {\n  for true\n  may \"merge\" with approval from \"a\"\n"
      "  may \"merge\" with approval from \"b\" quorum 2\n}\n";
  CHECK(ToPass(grants, kChange) == Texts{"as it is it needs an approval of a or 2 approvals of b"});
  CHECK(ToPass("trigger s {\n  mode shadow\n  when true\n  escalate to \"x\"\n}\n" + never,
               kChange) ==
        Texts{"nobody can let `p.n` pass: change a.cc", "without a.cc it would be `allow`"});
}

TEST_CASE("to pass: names from outside are printed as text") {
  CHECK(ToPass(When("change.files.exists(f, f.added > 0)"),
               R"({"files":[{"path":"a\u001b[31m\n","added":1},{"path":"b","added":0}]})") ==
        std::vector<std::string>{"without a\\u{1b}[31m\\n it would be `allow`",
                                 "as it is it needs an approval of own"});
}

}  // namespace
}  // namespace remit
