#include "engine/ledger/record.h"

#include <catch2/catch.hpp>

#include "engine/ledger/record_store.h"
#include "engine/ledger/replay.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"
#include "engine/model/time_text.h"
#include "tests/support/golden.h"
#include "tests/support/program_builder.h"
#include "tests/support/record_example.h"
#include "tests/support/show_decision.h"

namespace remit {
namespace {

TEST_CASE("the worked example of docs/records.md is what the code makes") {
  const RecordExample example;
  CheckFence("docs/records.md", "json action", example.action_json);
  CheckFence("docs/records.md", "json manifest", example.manifest);
  CheckFence("docs/records.md", "json core", example.core);
  CheckFence("docs/records.md", "json record", example.record);
}

TEST_CASE("the core's bytes for each kind of finding") {
  const RecordExample example(ExampleKind::EveryKind);
  CheckGolden("records/every_kind.core.json", example.core + "\n");
}

TEST_CASE("a core and a record are canonical JSON") {
  for (const ExampleKind kind : {ExampleKind::Document, ExampleKind::EveryKind}) {
    const RecordExample example(kind);
    Arena arena;
    for (const std::string& text : {example.core, example.record}) {
      const Result<Value> value = ReadJson(arena, text);
      REQUIRE(value.has_value());
      CHECK(WriteCanonicalJson(*value).value_or("") == text);
    }
  }
}

TEST_CASE("a decision as JSON is the core's part that is about the decision") {
  const RecordExample example;
  Arena arena;
  const Result<Value> core = ReadJson(arena, example.core);
  const Result<Value> decision = ReadJson(arena, example.decision_json);
  REQUIRE(core.has_value());
  REQUIRE(decision.has_value());
  REQUIRE(decision->size == 4);
  for (const char* name : {"verdict", "findings", "recipients", "demands"}) {
    const Value* of_core = FindMember(*core, name);
    const Value* of_decision = FindMember(*decision, name);
    REQUIRE(of_core != nullptr);
    REQUIRE(of_decision != nullptr);
    CHECK(WriteCanonicalJson(*of_core).value_or("a") ==
          WriteCanonicalJson(*of_decision).value_or("b"));
  }
}

std::string DigestOf(const std::string& json) {
  Arena arena;
  const Result<Action> action = ReadAction(arena, json);
  REQUIRE(action.has_value());
  return DigestText(ActionDigest(*action));
}

TEST_CASE("the action digest leaves out what a host stamps, and nothing else") {
  const std::string head = R"({"action":{"name":"merge"},"context":)";
  const std::string base = DigestOf(head + R"({"a":1,"change":{"id":"7"}}})");
  CHECK(base ==
        DigestText(Sha256(R"({"action":{"name":"merge"},"context":{"a":1,"change":{"id":"7"}}})")));
  struct Row {
    const char* context;
    bool same;
  };
  const Row rows[] = {
      {R"({"change":{"id":"7"},"a":1.0})", true},
      {R"({"a":1,"change":{"id":"7"},"time":"2026-01-01T00:00:00Z"})", true},
      {R"({"a":1,"change":{"id":"7"},"call_id":"c","attempt":2,"trace":"t"})", true},
      {R"({"a":1,"change":{"id":"7","approvals":[{"by":"ann"}]}})", true},
      {R"({"a":2,"change":{"id":"7"}})", false},
      {R"({"a":1,"change":{"id":"7","time":"x"}})", false},
      {R"({"a":1,"change":{"id":"7"},"approvals":[]})", false},
      {R"({"a":1})", false},
  };
  for (const Row& row : rows) {
    INFO(row.context);
    CHECK((DigestOf(head + row.context + "}") == base) == row.same);
  }
}

TEST_CASE("decision ids are UUIDv7") {
  // The example of RFC 9562, appendix A.6.
  const std::string random("\x00\x00\x00\x00\x00\x00\x0c\xc3\x18\xc4\xdc\x0c\x0c\x07\x39\x8f", 16);
  CHECK(MakeDecisionId(0x017F22E279B0, random) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  CHECK(MakeDecisionId(0, std::string(16, '\xff')) == "00000000-0000-7fff-bfff-ffffffffffff");
}

TEST_CASE("origins are declared or absent, long ones by their digest") {
  const std::string prompt(201, 'p');
  Arena arena;
  const Result<Action> action =
      ReadAction(arena, R"({"subject":{"type":"agent","id":"b7","properties":{"model":null,)"
                        R"("on_behalf_of":"user:ann"}},"action":{"name":"merge"},)"
                        R"("context":{"prompt":")" +
                            prompt + R"(","specification":["s"]}})");
  REQUIRE(action.has_value());
  CHECK(MakeRecord("{}", {"id", "when", "build"}, *action) ==
        R"({"core":{},"coreDigest":")" + DigestText(Sha256("{}")) +
            R"(","engine":"build","id":"id","origins":{)"
            R"("agent":{"origin":"declared","value":"b7"},"model":{"origin":"absent"},)"
            R"("onBehalfOf":{"origin":"declared","value":"user:ann"},"prompt":{"digest":")" +
            DigestText(Sha256(prompt)) +
            R"(","origin":"declared"},"session":{"origin":"absent"},"specification":{"digest":")" +
            DigestText(Sha256(R"(["s"])")) +
            R"(","origin":"declared"}},"recordedAt":"when","type":"urn:remit:decision:v1"})");
  const Result<Action> nobody = ReadAction(arena, R"({"action":{"name":"merge"}})");
  REQUIRE(nobody.has_value());
  CHECK(MakeRecord("{}", {"id", "when", "build"}, *nobody) ==
        R"({"core":{},"coreDigest":")" + DigestText(Sha256("{}")) +
            R"(","engine":"build","id":"id","origins":{"agent":{"origin":"absent"},)"
            R"("model":{"origin":"absent"},"onBehalfOf":{"origin":"absent"},)"
            R"("prompt":{"origin":"absent"},"session":{"origin":"absent"},)"
            R"("specification":{"origin":"absent"}},"recordedAt":"when",)"
            R"("type":"urn:remit:decision:v1"})");
}

}  // namespace
}  // namespace remit
