#include "engine/decide/evidence.h"

#include <catch2/catch.hpp>
#include <functional>

#include "engine/model/json_read.h"
#include "engine/model/json_write.h"
#include "tests/support/program_builder.h"
#include "tests/support/show_decision.h"

namespace remit {
namespace {

TEST_CASE("large values are cut") {
  const std::string text_200(200, 'a');
  const std::string accents = std::string(199, 'a') + "é";  // 201 bytes, the border inside é
  struct Row {
    std::string value;
    std::string shown;
    std::string hidden;
  };
  const Row rows[] = {
      {"null", "null", "null"},
      {"true", "true", "true"},
      {"12", "12", "12"},
      {"0.5", "0.5", "0.5"},
      {"\"x\"", "\"x\"", R"({"size":1})"},
      {"\"" + text_200 + "\"", "\"" + text_200 + "\"", R"({"size":200})"},
      {"\"" + text_200 + "b\"", "\"" + text_200 + "…\"", R"({"size":201})"},
      {"\"" + accents + "\"", "\"" + std::string(199, 'a') + "…\"", R"({"size":201})"},
      {"[]", "[]", R"({"size":0})"},
      {"[1,\"a\",null]", "[1,\"a\",null]", R"({"size":3})"},
      {"[1,2,3,4,5,6,7,8]", "[1,2,3,4,5,6,7,8]", R"({"size":8})"},
      {"[1,2,3,4,5,6,7,8,9]", R"({"size":9})", R"({"size":9})"},
      {"[[1]]", R"({"size":1})", R"({"size":1})"},
      {"{\"a\":1,\"b\":\"" + text_200 + "c\"}", "{\"a\":1,\"b\":\"" + text_200 + "…\"}",
       R"({"size":2})"},
      {R"({"a":{}})", R"({"size":1})", R"({"size":1})"},
  };
  for (const Row& row : rows) {
    Arena arena;
    INFO(row.value);
    const Result<Value> value = ReadJson(arena, row.value);
    REQUIRE(value.has_value());
    CHECK(WriteCanonicalJson(CutValue(arena, *value)).value_or("") == row.shown);
    CHECK(WriteCanonicalJson(CutValue(arena, *value, true)).value_or("") == row.hidden);
  }
}

TEST_CASE("values without a JSON form are cut to one") {
  Arena arena;
  const Value inner = MakeInt(3);
  MapEntry entries[] = {{MakeInt(1), MakeInt(2)}};
  const Value address = MakeIp("\x0a\x01\x02\x03");
  const std::string version = "1.2.3-" + std::string(200, 'a');
  struct Row {
    Value value;
    std::string shown;
  };
  const Row rows[] = {
      {MakeBytes("ab"), R"({"size":2})"},
      {address, "\"10.1.2.3\""},
      {MakeCidr("\x0a\x01\x02\x03\x08"), "\"10.1.2.3/8\""},
      {MakeList({&address, 1}), "[\"10.1.2.3\"]"},
      {MakeSemver("1.2.3-rc"), "\"1.2.3-rc\""},
      {MakeSemver(version), "\"" + version.substr(0, 200) + "…\""},
      {MakeOptional(&inner), "3"},
      {MakeOptional(nullptr), "null"},
      {MakeType(ValueKind::Int), "\"int\""},
      {MakeMap(arena, entries), R"({"size":1})"},
      {MakeTimestamp(0, 0), "\"1970-01-01T00:00:00Z\""},
  };
  for (const Row& row : rows) {
    CHECK(WriteCanonicalJson(CutValue(arena, row.value)).value_or("") == row.shown);
  }
  const Value hidden = CutValue(arena, MakeSemver("1.2.3"), true);
  CHECK(WriteCanonicalJson(hidden).value_or("") == R"({"size":5})");
}

struct Evidences {
  std::string name;
  std::string context;
  std::string expected;
};

// Evidence of the finding of `rule`, or "none".
std::string EvidenceOf(const Program& program, const std::string& context, std::string_view rule) {
  const Engine engine = LoadProgram(program);
  Decider decider(engine);
  Arena arena;
  const Result<Action> action = ReadAction(arena, ActionJson("merge", context));
  REQUIRE(action.has_value());
  for (const Finding& finding : decider.Decide(*action, MakeTimestamp(0, 0)).findings) {
    if (finding.rule == rule) return ShowEvidence(finding);
  }
  return "none";
}

TEST_CASE("a finding lists what its rule read, by name") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"}).has_default = true;
    const uint32_t unread = b.AddLet("p.unread", b.Give(b.Int(1)));
    const uint32_t big = b.AddLet("p.big", b.Compare("context.size", Opcode::Greater, b.Int(5)));
    Rule& rule = b.AddRule(RuleKind::Threshold, "t");
    rule.applies = b.ReadLet(big);
    rule.measure = b.Read("context.size");
    rule.bands = b.Bands({{Bound::Above, b.Give(b.Int(1)), kNone, {}, b.Do(Verdict::Notify)}});
    rule.evidence =
        b.Evidence({b.SlotEvidence("context.size"), b.SlotEvidence("context.absent"),
                    b.LetEvidence(unread), b.LetEvidence(big), b.SlotEvidence("context.size")});
  });
  const Evidences rows[] = {
      {"errors stay out; a let that no rule evaluated is evaluated", R"({"size":7})",
       "big=true context.size=7 measure=7 unread=1"},
      {"also where the rule errs", R"({"size":"x"})", R"(context.size="x" unread=1)"},
      {"no finding", R"({"size":3})", "none"},
  };
  for (const Evidences& row : rows) {
    INFO(row.name);
    CHECK(EvidenceOf(program, row.context, "p.t") == row.expected);
  }
}

TEST_CASE("a score shows the contributions that applied") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"}).has_default = true;
    const ConstId add = b.Double(0.25);
    // An optional number: `m[?k]` of a list is none past its end.
    const auto contribution = [&](const std::string& name, const std::string& index) {
      return b.AddLet(name, b.Code({{Opcode::ListBegin},
                                    {Opcode::Const, 0, add},
                                    {Opcode::ListAppend},
                                    {Opcode::ListEnd},
                                    {Opcode::Slot, 0, b.Slot(index)},
                                    {Opcode::OptionalIndex}},
                                   1));
    };
    const uint32_t first = contribution("p.risk.0", "context.i");
    const uint32_t second = contribution("p.risk.1", "context.j");
    const uint32_t risk = b.AddLet(
        "p.risk",
        b.Code({{Opcode::Let, 0, first}, {Opcode::Let, 0, second}, {Opcode::SumExact, 2}}));
    b.program.lets[risk].score = true;
    b.program.lets[risk].contributions = b.Ids({first, second});
    b.program.lets[risk].because = b.Ids({b.Name("touches secrets"), kNone});
    Rule& rule = b.AddRule(RuleKind::Threshold, "t");
    rule.measure = b.ReadLet(risk);
    rule.bands = b.Bands({{Bound::AtLeast, b.Give(b.Int(0)), kNone, {}, b.Do(Verdict::Notify)}});
    rule.evidence = b.Evidence({b.LetEvidence(risk)});
  });
  const Evidences rows[] = {
      {"both", R"({"i":0,"j":0})",
       R"(measure=0.5 risk=0.5 risk[0]="touches secrets" risk[1]=0.25)"},
      {"the first", R"({"i":0,"j":1})", R"(measure=0.25 risk=0.25 risk[0]="touches secrets")"},
      {"the second", R"({"i":1,"j":0})", "measure=0.25 risk=0.25 risk[1]=0.25"},
      {"neither", R"({"i":1,"j":1})", "measure=0 risk=0"},
  };
  for (const Evidences& row : rows) {
    INFO(row.name);
    CHECK(EvidenceOf(program, row.context, "p.t") == row.expected);
  }
}

TEST_CASE("what a `match` searches is shown by its size only, in every rule") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"}).has_default = true;
    const uint32_t hits = b.AddLet("p.hits", b.Read("context.hits"));
    Rule& leak = b.AddRule(RuleKind::Prohibit, "leak");
    leak.hits = hits;
    leak.effect = b.Do(Verdict::Escalate);
    leak.evidence = b.Evidence({b.SlotEvidence("context.text")});
    Rule& other = b.AddRule(RuleKind::Trigger, "other");
    other.effect = b.Do(Verdict::Notify);
    other.evidence = b.Evidence({b.SlotEvidence("context.text"), b.SlotEvidence("context.user")});
  });
  const std::string context =
      R"({"text":"key=hunter2","user":"ann","hits":[{"id":"b","text":"k…"},{"id":"a"}]})";
  CHECK(EvidenceOf(program, context, "p.leak") ==
        R"(context.text={"size":11} match={"id":"b","text":"k…"} match={"id":"a"})");
  CHECK(EvidenceOf(program, context, "p.other") ==
        R"(context.text={"size":11} context.user="ann")");
}

// The secret is in `text`: under its own path, in what holds it, and in a let made of it.
TEST_CASE("what a `match` searches is hidden under every name that it has") {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"}).has_default = true;
    const uint32_t body = b.AddLet("p.body", b.Read("context.text"));
    const uint32_t user = b.AddLet("p.user", b.Read("context.user"));
    const uint32_t hits = b.AddLet("p.hits", b.ReadLet(body));
    b.AddRule(RuleKind::Prohibit, "leak").hits = hits;
    Rule& other = b.AddRule(RuleKind::Trigger, "other");
    other.effect = b.Do(Verdict::Notify);
    other.evidence = b.Evidence({b.SlotEvidence("context.text"), b.SlotEvidence("context.user"),
                                 b.LetEvidence(body), b.LetEvidence(user)});
  });
  CHECK(EvidenceOf(program, R"({"text":"key=hunter2","user":"ann"})", "p.other") ==
        R"(body={"size":11} context.text={"size":11} context.user="ann" user="ann")");
}

// Evidence of a rule that names `context.text` and `context.user`, in a program where
// `condition` makes that of another rule.
std::string BesideCondition(const std::function<ChunkId(ProgramBuilder&)>& condition) {
  const Program program = ProgramBuilder::Build([&](ProgramBuilder& b) {
    b.AddPolicy("p", {"own"}).has_default = true;
    PatternEntry key;
    key.id = b.Text("key");
    key.regex = b.Text("key=[a-z]");
    b.program.pattern_sets = {{b.Text("keys"), b.program.pattern_entries.Add({key}), {}}};
    const ChunkId applies = condition(b);
    Rule& leak = b.AddRule(RuleKind::Trigger, "leak");
    leak.applies = applies;
    leak.effect = b.Do(Verdict::Notify);
    Rule& other = b.AddRule(RuleKind::Trigger, "other");
    other.effect = b.Do(Verdict::Notify);
    other.evidence = b.Evidence({b.SlotEvidence("context.text"), b.SlotEvidence("context.user")});
  });
  return EvidenceOf(program, R"({"text":"key=hunter2","user":"ann"})", "p.other");
}

TEST_CASE("what a condition searches is hidden as what a `match` searches, and nothing beside it") {
  struct Row {
    std::string name;
    std::function<ChunkId(ProgramBuilder&)> condition;
    std::string expected;
  };
  const std::string text_hidden = R"(context.text={"size":11} context.user="ann")";
  const Row rows[] = {
      {"nothing is searched", [](ProgramBuilder& b) { return b.Read("context.text"); },
       R"(context.text="key=hunter2" context.user="ann")"},
      {"by matches, beside another comparison",
       [](ProgramBuilder& b) {
         return b.Code({{Opcode::Slot, 0, b.Slot("context.user")},
                        {Opcode::Const, 0, b.String("ann")},
                        {Opcode::Equal},
                        {Opcode::JumpIfFalse, 0, 7},
                        {Opcode::Slot, 0, b.Slot("context.text")},
                        {Opcode::MatchesAny, 0, 0},
                        {Opcode::And}});
       },
       text_hidden},
      {"by scan",
       [](ProgramBuilder& b) {
         return b.Code({{Opcode::Slot, 0, b.Slot("context.text")}, {Opcode::Scan, 0, 0}});
       },
       text_hidden},
      {"a part of it",
       [](ProgramBuilder& b) {
         return b.Code(
             {{Opcode::Slot, 0, b.Slot("context.text.first")}, {Opcode::MatchesAny, 0, 0}});
       },
       text_hidden},
      {"a member asked for as an optional",
       [](ProgramBuilder& b) {
         return b.Code({{Opcode::Slot, 0, b.Slot("context")},
                        {Opcode::OptionalSelect, 0, b.Text("text")},
                        {Opcode::OrValue, 0, 4},
                        {Opcode::Const, 0, b.String("")},
                        {Opcode::MatchesAny, 0, 0}});
       },
       text_hidden},
      {"through a let",
       [](ProgramBuilder& b) {
         const uint32_t body = b.AddLet("p.body", b.Read("context.text"));
         return b.Code({{Opcode::Let, 0, body}, {Opcode::MatchesAny, 0, 0}});
       },
       text_hidden},
      {"the argument of a define",
       [](ProgramBuilder& b) {
         const ChunkId argument = b.Read("context.text");
         b.program.chunks[argument].locals = 1;
         const ChunkId body = b.Code(
             {{Opcode::ClearLocal, 0}, {Opcode::Lazy, 0, argument}, {Opcode::MatchesAny, 0, 0}});
         b.program.chunks[body].locals = 1;
         return body;
       },
       text_hidden},
      {"the variable of a comprehension",
       [](ProgramBuilder& b) {
         const ChunkId chunk = b.Code({{Opcode::Slot, 0, b.Slot("context.text")},
                                       {Opcode::IterateBegin, 0, 11},
                                       {Opcode::Const, 0, b.Bool(false)},
                                       {Opcode::IterateNext, 0, 10},
                                       {Opcode::Charge, 0, 1},
                                       {Opcode::Local, 0},
                                       {Opcode::MatchesAny, 0, 0},
                                       {Opcode::Or},
                                       {Opcode::JumpIfTrue, 0, 10},
                                       {Opcode::Jump, 0, 3},
                                       {Opcode::IterateEnd}});
         b.program.chunks[chunk].locals = 1;
         b.program.chunks[chunk].iterations = 1;
         return chunk;
       },
       text_hidden},
      {"both",
       [](ProgramBuilder& b) {
         return b.Code({{Opcode::Slot, 0, b.Slot("context.text")},
                        {Opcode::Slot, 0, b.Slot("context.user")},
                        {Opcode::Add},
                        {Opcode::MatchesAny, 0, 0}});
       },
       R"(context.text={"size":11} context.user={"size":3})"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(BesideCondition(row.condition) == row.expected);
  }
}

}  // namespace
}  // namespace remit
