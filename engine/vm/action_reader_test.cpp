#include "engine/vm/action_reader.h"

#include <catch2/catch.hpp>
#include <string>

#include "engine/vm/test_program.h"

namespace remit::test {
namespace {

std::string Repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

struct Reading {
  explicit Reading(const Assembler& assembler) : loaded(assembler.Load()), vm(*loaded) {}

  // The action's name; "not read".
  std::string Read(std::string_view text) {
    vm.Begin();
    return std::string(vm.SetSlots(text, T(5)).value_or("not read"));
  }
  std::string At(uint32_t slot) {
    const Value& value = vm.slot(slot);
    return value.is_error() ? Show(value) + ": " + std::string(value.error->message) : Show(value);
  }

  std::unique_ptr<const LoadedProgram> loaded;
  Vm vm;
};

TEST_CASE("slots from text: every kind of value, and what is not there") {
  Assembler a;
  const uint32_t role = a.Slot(SlotRoot::Subject, {"role"});
  const uint32_t given = a.Slot(SlotRoot::Subject, {"properties", "role"});
  const uint32_t id = a.Slot(SlotRoot::Subject, {"id"});
  const uint32_t type = a.Slot(SlotRoot::Subject, {"type"});
  const uint32_t subject = a.Slot(SlotRoot::Subject, {});
  const uint32_t host = a.Slot(SlotRoot::Resource, {"host"});
  const uint32_t resource = a.Slot(SlotRoot::Resource, {});
  const uint32_t name = a.Slot(SlotRoot::Action, {"name"});
  const uint32_t in_name = a.Slot(SlotRoot::Action, {"name", "x"});
  const uint32_t cost = a.Slot(SlotRoot::Context, {"cost"}, 1);
  const uint32_t exact = a.Slot(SlotRoot::Context, {"cost"}, 3);
  const uint32_t list = a.Slot(SlotRoot::Context, {"list"});
  const uint32_t doubles = a.Slot(SlotRoot::Context, {"list"}, 2);
  const uint32_t word = a.Slot(SlotRoot::Context, {"change", "word"});
  const uint32_t deep = a.Slot(SlotRoot::Context, {"change", "by", "name"});
  const uint32_t change = a.Slot(SlotRoot::Context, {"change"});
  const uint32_t now = a.Slot(SlotRoot::Now, {});
  Reading reading(a);
  CHECK(reading.Read(R"({"unread": {"deep": [1, {"x": "\n"}]}, "context":
      {"list": [1, 2.5], "cost": 12, "change": {"word": "caf\u00e9", "by": null}},
      "subject": {"properties": {"role": "admin", "id": 1, "type": 2}, "id": "ann"},
      "action": {"name": "deploy"}})") == "deploy");
  CHECK(reading.At(role) == "string admin");
  CHECK(reading.At(given) == "string admin");
  CHECK(reading.At(id) == "string ann");
  CHECK(reading.At(type) == "error no-such-field: no member `type` in `subject`");
  CHECK(reading.At(subject) ==
        "map {string id: string ann, string properties: map {string id: int 1, string role: string "
        "admin, string type: int 2}, string role: string admin}");
  CHECK(reading.At(host) == "error absent: `resource` was left out");
  CHECK(reading.At(resource) == "error absent: `resource` was left out");
  CHECK(reading.At(name) == "string deploy");
  CHECK(reading.At(in_name) == "error no-such-field: no member `x` in `action.name`");
  CHECK(reading.At(cost) == "double 12");
  CHECK(reading.At(exact) == "int 12");
  CHECK(reading.At(list) == "list [int 1, double 2.5]");
  CHECK(reading.At(doubles) == "list [double 1, double 2.5]");
  CHECK(reading.At(word) == "string caf\u00e9");
  CHECK(reading.At(deep) == "error no-such-field: no member `name` in `context.change.by`");
  CHECK(reading.At(change) == "map {string by: null_type null, string word: string caf\u00e9}");
  CHECK(reading.At(now) == "google.protobuf.Timestamp 1970-01-01T00:00:05Z");

  // The next text starts from nothing, and its own time counts.
  CHECK(reading.Read(
            R"({"action":{"name":"x"},"context":{"time":"1970-01-01T00:00:09Z","cost":"12"}})") ==
        "x");
  CHECK(reading.At(now) == "google.protobuf.Timestamp 1970-01-01T00:00:09Z");
  CHECK(reading.At(cost) == "error wrong-type: `context.cost`: expected `double`, found `string`");
  CHECK(reading.At(word) == "error no-such-field: no member `change` in `context`");
  CHECK(reading.At(role) == "error absent: `subject` was left out");
}

TEST_CASE("what is refused or unusual is not read, wherever it stands") {
  Assembler a;
  a.Slot(SlotRoot::Context, {"x"});
  a.Slot(SlotRoot::Context, {"part"});
  a.Slot(SlotRoot::Context, {"part", "y"});
  Reading reading(a);
  // As a member that a slot reads, as one that none reads, and inside of others.
  const std::string_view places[] = {
      R"({"action":{"name":"a"},"context":{"x":@}})",
      R"({"context":{"unread":@},"action":{"name":"a"}})",
      R"({"unread":[0,{"y":@}],"action":{"name":"a"}})",
      R"({"action":{"name":"a","properties":{"x":[@]}}})",
      R"({"action":{"name":"a"},"context":{"part":{"y":@}}})",
      R"({"action":{"name":"a"},"context":{"part":{"z":@}}})",
  };
  std::string many;
  for (int i = 0; i < 100; ++i) many += "\"a name " + std::to_string(i) + "\":0,";
  const std::string good[] = {"1",
                              "-0.5",
                              "1e22",
                              R"("")",
                              R"("\ud83d\ude00\/")",
                              "true",
                              "null",
                              "[]",
                              "{}",
                              " [ ] ",
                              "{ }",
                              R"({"a":1,"b":1})",
                              "{" + many + "\"end\":0}",
                              Repeat("[", 120) + Repeat("]", 120)};
  const std::string bad[] = {"01",
                             "1.",
                             "-",
                             "1e",
                             "+1",
                             "1 2",
                             "tru",
                             "truex",
                             "True",
                             "\"a\"\"b\"",
                             "\"a\"b",
                             R"("\x")",
                             R"("\u12")",
                             R"("\ud800")",
                             R"("\udc00\ud800")",
                             "\"\x01\"",
                             "\"\xff\"",
                             "\x1a",
                             "[1,]",
                             "[,1]",
                             "[1 2]",
                             "[1}",
                             "[1",
                             "{\"a\"}",
                             "{\"a\":1,}",
                             "{a:1}",
                             "{1:1}",
                             "{\"a\" 1}",
                             "{\"a\":1 \"b\":1}",
                             "1e999",
                             "9007199254740993",
                             "}",
                             "]",
                             ",",
                             ":",
                             R"({"a":1,"a":2})",
                             R"({"a":1,"\u0061":2})",
                             "{" + many + "\"a name 0\":0}",
                             "{" + many + "\"a name 99\":0}",
                             Repeat("[", 128) + Repeat("]", 128)};
  for (const std::string_view place : places) {
    const size_t at = place.find('@');
    const auto with = [&](const std::string& value) {
      return std::string(place.substr(0, at)) + value + std::string(place.substr(at + 1));
    };
    for (const std::string& value : good) {
      INFO(with(value));
      CHECK(reading.Read(with(value)) == "a");
    }
    for (const std::string& value : bad) {
      INFO(with(value));
      CHECK(reading.Read(with(value)) == "not read");
    }
  }
}

TEST_CASE("an action's own rules") {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {R"({"action":{"name":"a"}})", "a"},
      {R"( {"action" : { "name":"a.b-c_1" } } )", "a.b-c_1"},
      {R"({"action":{"n\u0061me":"\u0061"}})", "a"},
      {R"({"action":{"name":"a"},"context":{},"subject":{},"resource":{"properties":{}}})", "a"},
      {R"({"action":{"name":"a"},"context":{"time":"2026-01-05T12:00:00+01:00"}})", "a"},
      {"", "not read"},
      {"{}", "not read"},
      {"[]", "not read"},
      {R"({"action":{"name":"a"}}})", "not read"},
      {R"({"action":{"name":"a"})", "not read"},
      {R"({"action":{"name":"a"}} x)", "not read"},
      {"\xEF\xBB\xBF{\"action\":{\"name\":\"a\"}}", "not read"},
      {R"({"action":null})", "not read"},
      {R"({"action":{"name":"A"}})", "not read"},
      {R"({"action":{"name":""}})", "not read"},
      {R"({"action":{"name":1}})", "not read"},
      {R"({"action":{"name":["a"]}})", "not read"},
      {R"({"action":{"properties":{"name":"a"}}})", "not read"},
      {R"({"action":{"name":"a"},"action":{"name":"a"}})", "not read"},
      {R"({"action":{"name":"a","name":"a"}})", "not read"},
      {R"({"action":{"name":"a"},"subject":null})", "not read"},
      {R"({"action":{"name":"a"},"subject":[]})", "not read"},
      {R"({"action":{"name":"a"},"subject":{"properties":null}})", "not read"},
      {R"({"action":{"name":"a"},"resource":{"properties":[]}})", "not read"},
      {R"({"action":{"name":"a"},"context":null})", "not read"},
      {R"({"action":{"name":"a"},"context":{"time":null}})", "not read"},
      {R"({"action":{"name":"a"},"context":{"time":"noon"}})", "not read"},
      {R"({"action":{"name":"a"},"context":{"time":{}}})", "not read"},
  };
  Assembler a;
  a.Slot(SlotRoot::Context, {"x"});
  Reading reading(a);
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(reading.Read(text) == expected);
  }
}

TEST_CASE("a text that is given up leaves no slot behind") {
  Assembler a;
  const uint32_t x = a.Slot(SlotRoot::Context, {"x"});
  Reading reading(a);
  CHECK(reading.Read(R"({"context":{"x":1},"action":{}})") == "not read");
  CHECK(reading.At(x) == "error no-such-field: no member `x` in `context`");
}

}  // namespace
}  // namespace remit::test
