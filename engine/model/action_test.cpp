#include "engine/model/action.h"

#include <catch2/catch.hpp>
#include <string>

#include "engine/model/json_write.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

// A value as canonical JSON, an error as "CODE: MESSAGE".
std::string Text(const Value& value) {
  if (value.is_error()) {
    return std::string(EvalErrorName(value.error->code)) + ": " + std::string(value.error->message);
  }
  return WriteCanonicalJson(value).value_or("no JSON form");
}

TEST_CASE("entities show their properties under their own members") {
  struct Row {
    std::string_view json, subject, action, resource, context;
  };
  const std::string_view absent_subject = "absent: `subject` was left out";
  const std::string_view absent_resource = "absent: `resource` was left out";
  const Row rows[] = {
      {R"({"action":{"name":"merge"}})", absent_subject, R"({"name":"merge"})", absent_resource,
       "{}"},
      {R"({"subject":null,"resource":null,"action":{"name":"merge"}})", absent_subject,
       R"({"name":"merge"})", absent_resource, "{}"},
      {R"({"subject":{"type":"agent","id":"b-7","properties":{"model":"m","id":"x","n":1}},
           "action":{"name":"deploy.production","properties":{"version":"2","id":"p","type":"t"}},
           "resource":{"type":"service","id":"ledger","properties":{"tier":1}},
           "context":{"session":"s","change":{"files":[]}},"else":{"accepted":true}})",
       R"({"id":"b-7","model":"m","n":1,"properties":{"id":"x","model":"m","n":1},"type":"agent"})",
       R"({"id":"p","name":"deploy.production","properties":{"id":"p","type":"t","version":"2"},)"
       R"("type":"t","version":"2"})",
       R"({"id":"ledger","properties":{"tier":1},"tier":1,"type":"service"})",
       R"({"change":{"files":[]},"session":"s"})"},
      // A property never stands in for an own member that is missing.
      {R"({"subject":{"properties":{"type":"admin","id":"root","properties":1,"x":2}},
           "action":{"name":"a","properties":{"name":"b"}},"resource":{}})",
       R"({"properties":{"id":"root","properties":1,"type":"admin","x":2},"x":2})",
       R"({"name":"a","properties":{"name":"b"}})", "{}", "{}"},
      // Other members of an entity are not its properties.
      {R"({"subject":{"type":"agent","role":"admin"},"action":{"name":"a","id":"x"},
           "resource":{"id":null,"properties":{}}})",
       R"({"type":"agent"})", R"({"name":"a"})", R"({"id":null,"properties":{}})", "{}"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    Arena arena;
    const Result<Action> action = ReadAction(arena, row.json);
    REQUIRE(action);
    CHECK(Text(action->subject) == row.subject);
    CHECK(Text(action->action) == row.action);
    CHECK(Text(action->resource) == row.resource);
    CHECK(Text(action->context) == row.context);
    CHECK(action->name == FindMember(action->action, "name")->string());
    CHECK_FALSE(action->time.has_value());
  }
}

TEST_CASE("the document stays as it was given") {
  Arena arena;
  const std::string_view json =
      R"({"action":{"name":"a","other":1,"properties":{"name":"b"}},"subject":null,"x":[1]})";
  CHECK(Text(ReadAction(arena, json).value().document) == json);
}

TEST_CASE("the time is the context's timestamp") {
  Arena arena;
  const Result<Action> action = ReadAction(
      arena, R"({"action":{"name":"a"},"context":{"time":"2026-11-20T12:00:00.25+02:00"}})");
  REQUIRE(action);
  REQUIRE(action->time);
  CHECK(action->time->kind == ValueKind::Timestamp);
  CHECK(FormatTimestamp(*action->time) == "2026-11-20T10:00:00.25Z");
  CHECK(Text(action->context) == R"({"time":"2026-11-20T12:00:00.25+02:00"})");
}

TEST_CASE("what is no action is refused with its place") {
  struct Row {
    std::string_view json, message, where;
  };
  const std::string_view no_time = "expected an RFC 3339 timestamp";
  const std::string_view no_name = "the action has no name";
  const Row rows[] = {
      {"", "expected a value before the end", "byte 0"},
      {"[]", "expected an object, found `array`", ""},
      {"null", "expected an object, found `null`", ""},
      {"\"merge\"", "expected an object, found `string`", ""},
      {"{}", no_name, "action.name"},
      {R"({"action":null})", no_name, "action.name"},
      {R"({"action":{}})", no_name, "action.name"},
      {R"({"action":{"name":null}})", no_name, "action.name"},
      {R"({"action":{"properties":{"name":"merge"}}})", no_name, "action.name"},
      {R"({"action":{"name":1}})", "expected a string, found `number`", "action.name"},
      {R"({"action":{"name":"Merge\n"}})",
       "`Merge\\n` is no action name: segments of `a-z 0-9 _ -` joined by dots", "action.name"},
      {R"({"action":"merge"})", "expected an object, found `string`", "action"},
      {R"({"action":{"name":"a","properties":[]}})", "expected an object, found `array`",
       "action.properties"},
      {R"({"action":{"name":"a"},"subject":"agent"})", "expected an object, found `string`",
       "subject"},
      {R"({"action":{"name":"a"},"subject":[]})", "expected an object, found `array`", "subject"},
      {R"({"action":{"name":"a"},"subject":{"properties":1}})",
       "expected an object, found `number`", "subject.properties"},
      {R"({"action":{"name":"a"},"subject":{"properties":null}})",
       "expected an object, found `null`", "subject.properties"},
      {R"({"action":{"name":"a"},"resource":false})", "expected an object, found `boolean`",
       "resource"},
      {R"({"action":{"name":"a"},"resource":{"properties":""}})",
       "expected an object, found `string`", "resource.properties"},
      {R"({"action":{"name":"a"},"context":[]})", "expected an object, found `array`", "context"},
      {R"({"action":{"name":"a"},"context":null})", "expected an object, found `null`", "context"},
      {R"({"action":{"name":"a"},"context":0})", "expected an object, found `number`", "context"},
      {R"({"action":{"name":"a"},"context":{"time":"yesterday"}})", no_time, "context.time"},
      {R"({"action":{"name":"a"},"context":{"time":1795168800}})", no_time, "context.time"},
      {R"({"action":{"name":"a"},"context":{"time":null}})", no_time, "context.time"},
      {R"({"action":{"name":"a"},"action":{"name":"b"}})", "duplicate member `action`", "byte 23"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    Arena arena;
    const Result<Action> action = ReadAction(arena, row.json);
    REQUIRE_FALSE(action);
    CHECK(action.error().kind == ErrorKind::BadInput);
    CHECK(action.error().message == row.message);
    CHECK(action.error().where == row.where);
  }
}

TEST_CASE("action names are dotted segments") {
  for (const std::string_view name :
       {"a", "merge", "deploy.production", "mcp.call", "a-b.c_d.0", "_", "-", "0.1.2"}) {
    CAPTURE(name);
    CHECK(IsActionName(name));
  }
  for (const std::string_view name : {"", ".", "a.", ".a", "a..b", "A", "a b", "a/b", "a*", "*",
                                      "deploy.*", "caf\xc3\xa9", "a\n", " a"}) {
    CAPTURE(name);
    CHECK_FALSE(IsActionName(name));
  }
  CHECK_FALSE(IsActionName(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace remit
