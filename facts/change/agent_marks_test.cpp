#include "facts/change/agent_marks.h"

#include <re2/re2.h>

#include <catch2/catch.hpp>

namespace remit {
namespace {

// "identity claude ^a$", "trailer claude key .", "attest  key"
std::string Row(const AgentMark& mark) {
  constexpr const char* kKinds[] = {"identity", "trailer", "line", "bot", "attest"};
  std::string row = kKinds[static_cast<size_t>(mark.kind)];
  for (const std::string& word : {mark.agent, mark.key}) row += word.empty() ? "" : " " + word;
  return mark.pattern ? row + " " + mark.pattern->pattern() : row;
}

std::vector<std::string> Rows(const AgentMarks& marks) {
  std::vector<std::string> rows;
  for (const AgentMark& mark : marks) rows.push_back(Row(mark));
  return rows;
}

TEST_CASE("a list of marks") {
  const auto marks = ParseAgentMarks(R"(# ours
bots: ['^1\+']
attest: [Attested-Human, "A, B-2"]
marks:
  - line: ['made by bob']
    trailer:
      Bob-Run: ['.']
      Assisted-by, Generated-by: ['^bob\b', x]
    identity:
      - '^bob@example\.com$'
    agent: bob
  - {agent: c.3-po_, line: [c]}
)",
                                     "marks.yaml");
  REQUIRE(marks);
  CHECK(Rows(*marks) == std::vector<std::string>{
                            R"(identity bob ^bob@example\.com$)",
                            "trailer bob bob-run .",
                            R"(trailer bob assisted-by ^bob\b)",
                            "trailer bob assisted-by x",
                            R"(trailer bob generated-by ^bob\b)",
                            "trailer bob generated-by x",
                            "line bob (?m)made by bob",
                            "line c.3-po_ (?m)c",
                            R"(bot ^1\+)",
                            "attest attested-human",
                            "attest a",
                            "attest b-2",
                        });
  CHECK(ParseAgentMarks("marks: []", "m")->empty());
}

TEST_CASE("what is no list of marks is refused at its place") {
  struct Case {
    std::string yaml, where, message;
  };
  const std::string name_rule = "the name of an agent is 1 to 64 of a-z, 0-9, `-`, `.` and `_`";
  const std::vector<Case> cases = {
      {"", "m", "holds nothing"},
      {"# x\n", "m", "holds nothing"},
      {"\xff", "m", "not UTF-8 at byte 0"},
      {"[]", "m:1:1", "a list of marks is a map with `marks`, `bots`, `attest`"},
      {"{", "m:1:1", "not YAML: end of map flow not found"},
      {"marks: []\n---\nmarks: []", "m:3:1", "only one document may stand here"},
      {"mark: []", "m:1:1", "no key `mark` here: there are `marks`, `bots`, `attest`"},
      {"marks: []\nmarks: []", "m:2:1", "the key `marks` stands here a second time"},
      {"[1]: x", "m:1:1", "a key must be a name"},
      {"marks: x", "m:1:8", "`marks` must be a list"},
      {"marks:", "m:1:1", "`marks` must be a list"},
      {"marks: [x]", "m:1:9", "each of `marks` must be a map"},
      {"marks: [{line: [x]}]", "m:1:9", "an agent needs its name: `agent: NAME`"},
      {"marks: [{agent: Bob, line: [x]}]", "m:1:17", name_rule},
      {"marks: [{agent: [], line: [x]}]", "m:1:17", name_rule},
      {"marks: [{agent: b}]", "m:1:9", "the agent `b` has no mark"},
      {"marks: [{agent: b, lines: [x]}]", "m:1:20",
       "no key `lines` here: there are `agent`, `identity`, `trailer`, `line`"},
      {"marks: [{agent: b, line: x}]", "m:1:26", "`line` must be a list"},
      {"marks: [{agent: b, identity: {a: b}}]", "m:1:30", "`identity` must be a list"},
      {"marks: [{agent: b, line: [[x]]}]", "m:1:27", "a pattern must be text"},
      {"marks: [{agent: b, line: ['']}]", "m:1:27", "a pattern must be text"},
      {"marks: [{agent: b, identity: ['(']}]", "m:1:31", "the pattern `(` is no RE2: missing ): ("},
      {"marks: [{agent: b, trailer: [x]}]", "m:1:29",
       "`trailer` must be a map of keys to patterns"},
      {"marks: [{agent: b, trailer: {A: x}}]", "m:1:33", "`A` must be a list"},
      {"marks: [{agent: b, trailer: {A b: [x]}}]", "m:1:30", "`A b` is no key of a trailer"},
      {"marks: [{agent: b, trailer: {\"A,\": [x]}}]", "m:1:30", "`A,` is no key of a trailer"},
      {"bots: x", "m:1:7", "`bots` must be a list"},
      {"attest: x", "m:1:9", "`attest` must be a list"},
      {"attest: [[x]]", "m:1:10", "an attestation is the key of a trailer"},
      {"attest: [a b]", "m:1:10", "`a b` is no key of a trailer"},
      {"bots: &a [[*a]]", "m:1:7", "nested too deep or too large"},
  };
  for (const Case& it : cases) {
    INFO(it.yaml);
    const auto marks = ParseAgentMarks(it.yaml, "m");
    REQUIRE_FALSE(marks);
    CHECK(marks.error().kind == ErrorKind::BadInput);
    CHECK(marks.error().where == it.where);
    CHECK(marks.error().message == it.message);
  }
}

TEST_CASE("a pattern too large for its memory is refused") {
  const auto marks = ParseAgentMarks("bots: ['((a{999}){999}){999}']", "m");
  REQUIRE_FALSE(marks);
  CHECK(marks.error().where == "m:1:8");
}

TEST_CASE("brackets without end are refused") {
  const auto marks = ParseAgentMarks(std::string(100'000, '['), "m");
  REQUIRE_FALSE(marks);
  CHECK(marks.error().kind == ErrorKind::BadInput);
}

}  // namespace
}  // namespace remit
