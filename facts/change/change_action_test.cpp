#include "facts/change/change_action.h"

#include <catch2/catch.hpp>

#include "engine/model/json_read.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

constexpr const char* kHead = "2222222222222222222222222222222222222222";

ChangeFacts SmallChange() {
  ChangeFacts change;
  change.base = "1111111111111111111111111111111111111111";
  change.head = kHead;
  change.remote = "git.example/acme/app";
  change.files = {{"b.txt", "a.txt", FileStatus::Renamed, FileKind::Executable, FileKind::File,
                   false, false, true, false, 1, 2}};
  change.added_text = {{"b.txt", 3, "new\n", "3333333333333333333333333333333333333333", 8}};
  change.removed_text = {
      {"a.txt", 3, "old\nolder\n", "4444444444444444444444444444444444444444", 8}};
  ChangeCommit commit;
  commit.sha = kHead;
  commit.author = commit.committer = "ann@example.org";
  commit.author_name = commit.committer_name = "Ann";
  commit.message = "say why\n\nCo-authored-by: Claude <noreply@anthropic.com>\n";
  commit.trailers = {{"co-authored-by", {"Claude <noreply@anthropic.com>"}}};
  commit.agent_trailers = commit.trailers;
  commit.authorship = Authorship::Marked;
  commit.agent = "claude";
  change.commits = {commit};
  change.agents = {{"claude", "trailer"}};
  return change;
}

ChangeAction Make(const ChangeFacts& change, std::string_view facts_json = {},
                  const JsonLimits& limits = {}) {
  Arena arena;
  ChangeRequest request;
  request.now = *ParseTimestamp("2026-01-05T12:00:00Z");
  Value facts;
  if (!facts_json.empty()) {
    const Result<Value> read = ReadJson(arena, facts_json);
    REQUIRE(read.has_value());
    facts = *read;
    request.facts = &facts;
  }
  Result<ChangeAction> made = MakeChangeAction(change, request, limits);
  REQUIRE(made.has_value());
  return *std::move(made);
}

const std::string kAction =
    R"({"action":{"name":"merge"},"context":{"change":{"added":1,"added_text":[{"line":3,"path":"b.txt","text":"new\n"}],)"
    R"("agents":[{"evidence":"trailer","name":"claude"}],"author":{"id":"ann@example.org","type":"agent"},)"
    R"("base":"1111111111111111111111111111111111111111","commits":[{"agent":"claude",)"
    R"("agent_trailers":{"co-authored-by":["Claude <noreply@anthropic.com>"]},"author":"ann@example.org","author_name":"Ann",)"
    R"("authorship":"marked","by_agent":false,"committer":"ann@example.org","committer_name":"Ann","merge":false,)"
    R"("message":"say why\n\nCo-authored-by: Claude <noreply@anthropic.com>\n","sha":"2222222222222222222222222222222222222222","signed":false,)"
    R"("trailers":{"co-authored-by":["Claude <noreply@anthropic.com>"]}}],)"
    R"("files":[{"added":1,"binary":false,"gate":true,"generated":false,"kind":"executable","mode_changed":true,"old_kind":"file","old_path":"a.txt","path":"b.txt","removed":2,"status":"renamed"}],)"
    R"("head":"2222222222222222222222222222222222222222","removed":2,"removed_text":[{"line":3,"path":"a.txt","text":"old\nolder\n"}],)"
    R"("repository":"git.example/acme/app"},"time":"2026-01-05T12:00:00Z"},"resource":{"id":"git.example/acme/app","type":"repository"},)"
    R"("subject":{"id":"claude","properties":{"on_behalf_of":"user:ann@example.org"},"type":"agent"}})";

TEST_CASE("the action of a change, whole and referring") {
  const ChangeAction made = Make(SmallChange());
  CHECK(made.json == kAction);
  std::string referring = kAction;
  const auto replace = [&](std::string_view text, std::string_view reference) {
    referring.replace(referring.find(text), text.size(), reference);
  };
  replace(
      R"("new\n")",
      R"({"blob":"3333333333333333333333333333333333333333","bytes":4,"digest":"sha256:7aa7a5359173d05b63cfd682e3c38487f3cb4f7f1d60659fe59fab1505977d4c","offset":8})");
  replace(
      R"("old\nolder\n")",
      R"({"blob":"4444444444444444444444444444444444444444","bytes":10,"digest":"sha256:4cf3dbe940d75d80768c0008da361741a3b522224504c3f652e254ecdfb30ee1","offset":8})");
  CHECK(made.referring_json == referring);
  CHECK(made.notes == std::vector<std::string>{});
}

// What the facts add to `context.change`, and what is said of them.
struct GivenRow {
  const char* facts;
  const char* has;   // a member as it stands in the action; empty: nothing is added
  const char* note;  // empty: none
};

TEST_CASE("given facts of the head are merged, git's own win") {
  const GivenRow rows[] = {
      {R"({"tests":{"commit":"2222222222222222222222222222222222222222","failed":0}})",
       R"("tests":{"commit":"2222222222222222222222222222222222222222","failed":0})", ""},
      {R"({"tests":{"commit":"1111","failed":0}})", "",
       "`tests` left out: of the commit `1111`, not of the head "
       "`2222222222222222222222222222222222222222`"},
      {R"({"tests":null})", "", ""},
      {R"({"files":[]})", "", "`files` of the given facts is left out: git's own counts"},
      {R"({"text_left_out":"x"})", "",
       "`text_left_out` of the given facts is left out: git's own counts"},
      {R"({"tests":{"commit":"2222","failed":0}})", "",
       "`tests` left out: of the commit `2222`, not of the head "
       "`2222222222222222222222222222222222222222`: give the full id"},
      {R"({"approvals":[{"by":"bob","commit":"2222222222222222222222222222222222222222"},{"by":"eve","commit":"1"}]})",
       R"("approvals":[{"by":"bob","commit":"2222222222222222222222222222222222222222"}])",
       "`approvals` left out: of the commit `1`, not of the head "
       "`2222222222222222222222222222222222222222`"},
      {R"({"findings":[]})", R"("findings":[])", ""},
      {R"({"findings":[{"commit":"2222222222222222222222222222222222222222"},{"commit":"1"}]})",
       R"("findings":[{"commit":"2222222222222222222222222222222222222222"}])",
       "`findings` left out: of the commit `1`, not of the head "
       "`2222222222222222222222222222222222222222`"},
      {R"({"findings":[{"commit":"1"}]})", "",
       "`findings` left out: of the commit `1`, not of the head "
       "`2222222222222222222222222222222222222222`"},
      {R"({"title":"t"})", R"("title":"t")", ""},
  };
  for (const GivenRow& row : rows) {
    INFO(row.facts);
    const ChangeAction made = Make(SmallChange(), row.facts);
    std::string without = made.json;
    if (const std::string has = row.has; !has.empty()) {
      const size_t at = without.find("," + has);
      const size_t first = without.find(has + ",");
      REQUIRE((at != without.npos || first != without.npos));
      without.erase(at != without.npos ? at : first, has.size() + 1);
    }
    CHECK(without == kAction);
    const std::vector<std::string> notes =
        *row.note == '\0' ? std::vector<std::string>{} : std::vector<std::string>{row.note};
    CHECK(made.notes == notes);
  }
}

TEST_CASE("given facts of the wrong form are refused") {
  const std::pair<const char*, const char*> rows[] = {
      {"[]", "the given facts must be one JSON object"},
      {R"({"test":{}})",
       "no member `test` of a change: there are `approvals`, `author`, `coverage`, "
       "`dependencies`, `description`, `draft`, `findings`, `id`, `labels`, `owners`, "
       "`repository`, `target`, `tests`, `title`"},
      {R"({"tests":{"failed":0}})", "`tests` must be an object with the `commit` it is of"},
      {R"({"coverage":1})", "`coverage` must be an object with the `commit` it is of"},
      {R"({"approvals":{}})", "`approvals` must be a list"},
      {R"({"approvals":[{"by":"x"}]})", "`approvals` must be an object with the `commit` it is of"},
      {R"({"findings":"x"})", "`findings` must be a list"},
      {R"({"author":"ann"})", "`author` must be an object with `id` and `type`"},
      {R"({"repository":1})", "`repository` must be a string"},
  };
  for (const auto& [json, message] : rows) {
    INFO(json);
    Arena arena;
    const Result<Value> facts = ReadJson(arena, json);
    REQUIRE(facts.has_value());
    const Result<ChangeAction> made = MakeChangeAction(
        SmallChange(), {.facts = &*facts, .now = MakeTimestamp(0, 0), .author = ""});
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().message == message);
  }
}

std::string SubjectOf(const ChangeAction& made) {
  return made.json.substr(made.json.find(R"("subject")"));
}

TEST_CASE("the subject is the agent, else the author") {
  ChangeFacts change = SmallChange();
  CHECK(SubjectOf(Make(change, R"({"author":{"id":"bob","type":"user"}})")) ==
        R"("subject":{"id":"claude","properties":{"on_behalf_of":"user:bob"},"type":"agent"}})");
  change.agents.clear();
  change.commits[0].authorship = Authorship::Unmarked;
  CHECK(SubjectOf(Make(change)) == R"("subject":{"id":"ann@example.org","type":"user"}})");
  change.commits[0].from_bot = true;
  CHECK(SubjectOf(Make(change)) == R"("subject":{"id":"ann@example.org","type":"bot"}})");
  CHECK(SubjectOf(Make(change, R"({"author":{"id":"bot-1","type":"bot"}})")) ==
        R"("subject":{"id":"bot-1","type":"bot"}})");
}

TEST_CASE("text that makes the document too large is left out and said so") {
  JsonLimits limits;
  limits.bytes = kAction.size() - 1;
  const ChangeAction made = Make(SmallChange(), {}, limits);
  const std::string why = "the change with its text is over the limit of " +
                          std::to_string(limits.bytes) + " bytes for one document";
  CHECK(made.json.find("added_text") == std::string::npos);
  CHECK(made.json.find(R"("text_left_out":")" + why + "\"") != std::string::npos);
  CHECK(made.notes ==
        std::vector<std::string>{"its text is left out: " + why + "; rules that read it err"});
}

TEST_CASE("the counts of a file that was not read are not known, nor the totals") {
  ChangeFacts change = SmallChange();
  change.files[0].unread = true;
  const ChangeAction made = Make(change);
  CHECK(made.json.find(R"("added":)") == std::string::npos);
  CHECK(made.json.find(R"("removed":)") == std::string::npos);
  CHECK(made.json.find(R"("binary":)") == std::string::npos);
}

}  // namespace
}  // namespace remit
