#include "engine/program/verify.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_programs.h"

namespace remit {
namespace {

std::string Answer(const Program& program, const ProgramLimits& limits = {},
                   ErrorKind kind = ErrorKind::BadProgram) {
  const Result<void> verified = VerifyProgram(program, limits);
  if (verified) return "accepted";
  CHECK(verified.error().kind == kind);
  return verified.error().message;
}

TEST_CASE("programs built by hand are accepted") {
  CHECK(Answer(TinyProgram()) == "accepted");
  CHECK(Answer(SampleProgram()) == "accepted");
}

struct Broken {
  void (*breaks)(Program&);
  const char* refusal;
};

void CheckAll(const std::vector<Broken>& cases) {
  for (const Broken& broken : cases) {
    Program program = SampleProgram();
    broken.breaks(program);
    CHECK(Answer(program) == broken.refusal);
  }
}

TEST_CASE("broken tables are refused") {
  CheckAll({
      {[](Program& p) { p.semantics = "1"; },
       "the program was compiled for engine semantics `1`, this engine has "
       "`2+tzdata-2025b+unicode-15.0.0`"},
      {[](Program& p) { SetText(p.strings, 3, "~"); },
       "string 4: not after the one before it: strings ascend, no two equal"},
      {[](Program& p) { SetText(p.strings, 4, p.strings[3]); },
       "string 4: not after the one before it: strings ascend, no two equal"},
      {[](Program& p) { SetText(p.strings, 24, "type\x80"); },
       "string 24: it is not UTF-8, and no bytes constant has it"},
      {[](Program& p) { SetText(p.texts, 2, "what\x80"); }, "text 2: it is not UTF-8"},
      {[](Program& p) { SetText(p.texts, 1, "a"); },
       "text 1: not after the one before it: strings ascend, no two equal"},
      {[](Program& p) { p.constants[1].first = 0; }, "constant 1: string 0 is not UTF-8"},
      {[](Program& p) { p.constants[1].first = 99; }, "constant 1: no string 99: there are 25"},
      {[](Program& p) { p.types.clear(); }, "type 0 is not Any"},
      {[](Program& p) { p.types[0].kind = FactKind::Bool; }, "type 0 is not Any"},
      {[](Program& p) { p.types[2].element = 2; },
       "type 2: its element type 2 does not come before it"},
      {[](Program& p) { p.types[1].element = 1; },
       "type 1: an element type where there are no elements"},
      {[](Program& p) {
         for (uint32_t i = 0; i < 129; ++i) {
           p.types.push_back({FactKind::List, static_cast<uint32_t>(p.types.size() - 1)});
         }
       },
       "type 133: nested deeper than the limit of 128"},
      {[](Program& p) { p.regexes[0] = kNone; }, "regex 0: no string is given: there are 25"},
      {[](Program& p) { p.pattern_sets[0].name = 0; }, "pattern set 0: string 0 is not UTF-8"},
      {[](Program& p) { p.ids[p.pattern_sets[0].allow][0] = 27; },
       "pattern set 0: no string 27: there are 25"},
      {[](Program& p) { p.ids[p.pattern_entries[0].keywords][0] = 27; },
       "pattern set 0, entry 0: no string 27: there are 25"},
      {[](Program& p) {
         p.pattern_sets[0].entries =
             p.pattern_entries.Add({p.pattern_entries[0], p.pattern_entries[0]});
       },
       "pattern set 0, entry 1: not after the one before it: entries ascend by id, no two equal"},
      {[](Program& p) { p.pattern_entries[0].entropy = -1.0; },
       "pattern set 0, entry 0: an entropy that is negative or not finite"},
      {[](Program& p) { p.ids[p.slots[0].members][0] = 0; }, "slot 0: string 0 is not UTF-8"},
      {[](Program& p) { p.slots[1].type = 5; }, "slot 1: no type 5: there are 5"},
      {[](Program& p) { p.slots[3].members = p.slots[0].members; }, "slot 3: `now` has no members"},
      {[](Program& p) { p.places.clear(); }, "place 0 is not the unknown one"},
      {[](Program& p) { p.places[0].place.line = 1; }, "place 0 is not the unknown one"},
      {[](Program& p) { p.places[1].place.file = 0; }, "place 1: string 0 is not UTF-8"},
      {[](Program& p) { p.places.back().instruction = 53; },
       "place 27: no instruction 53: there are 53"},
      {[](Program& p) { p.places[2].instruction = 0; },
       "place 2: not after the one before it: places ascend by instruction"},
      {[](Program& p) { p.covers = 4194305; },
       "4194305 cover counters are over the limit of 4194304"},
  });
}

TEST_CASE("broken constants are refused") {
  CheckAll({
      {[](Program& p) { p.constants[8].kind = ValueKind::Error; },
       "constant 8: no constant is an error"},
      {[](Program& p) { p.constants[8].bits = 1; },
       "constant 8: a value that its kind does not have"},
      {[](Program& p) { p.constants[9].bits = 2; },
       "constant 9: a value that its kind does not have"},
      {[](Program& p) { p.constants[6].bits = 0; },
       "constant 6: a value that its kind does not have"},
      {[](Program& p) { p.constant_items[4].count = 1'000'000'000; },
       "constant item 4: a value that its kind does not have"},
      {[](Program& p) { p.constant_items[4].bits = kMaxTimestampSeconds + 1; },
       "constant item 4: a value that its kind does not have"},
      {[](Program& p) { p.constants[0].first = 1; },
       "constant 0: a member that its kind does not use is not 0"},
      {[](Program& p) { p.constants[0].count = 1; },
       "constant 0: a member that its kind does not use is not 0"},
      {[](Program& p) { p.constants[3].bits = 1; },
       "constant 3: a member that its kind does not use is not 0"},
      {[](Program& p) { p.constants[13].first = StringIn(p, "merge"); },
       "constant 13: a value that its kind does not have"},
      {[](Program& p) { p.constants[13].bits = 1; },
       "constant 13: a value that its kind does not have"},
      {[](Program& p) { p.constants[13].count = 1; },
       "constant 13: a member that its kind does not use is not 0"},
      {[](Program& p) { p.constants[13].first = 27; }, "constant 13: no string 27: there are 25"},
      {[](Program& p) { p.constants[14].first = StringIn(p, "AKIA"); },
       "constant 14: a value that its kind does not have"},
      {[](Program& p) { p.constants[14].first = StringIn(p, "merge"); },
       "constant 14: a value that its kind does not have"},
      {[](Program& p) { p.constants[14].bits = 1; },
       "constant 14: a value that its kind does not have"},
      {[](Program& p) { p.constants[15].first = StringIn(p, "text"); },
       "constant 15: a value that its kind does not have"},
      {[](Program& p) { p.constants[15].first = 0; }, "constant 15: string 0 is not UTF-8"},
      {[](Program& p) { p.constants[15].bits = 1; },
       "constant 15: a value that its kind does not have"},
      {[](Program& p) { p.constants[10].count = 2; }, "constant 10: an optional of 2 values"},
      {[](Program& p) { p.constant_items[3].first = 2; },
       "constant item 3: its items 2 to 4 are not all before 3"},
      {[](Program& p) { p.constants[3].count = 2; },
       "constant 3: its items 2 to 6 are not all before 5"},
      {[](Program& p) { p.constants[3].count = UINT32_MAX; },
       "constant 3: its items 2 to 8589934592 are not all before 5"},
      {[](Program& p) { p.constants[3].first = 1; }, "constant 3: item 1 belongs to another"},
      {[](Program& p) { p.constant_items[2] = {ValueKind::Double}; },
       "constant 3: key 0 is no bool, int, uint or string"},
      {[](Program& p) {
         p.constant_items = {{ValueKind::Uint, 7}, {}, {ValueKind::Int, 7}, {}};
         p.constants = {{ValueKind::Map, 0, 0, 2}};
       },
       "constant 0: key 1 is not after the one before it"},
      {[](Program& p) {
         p.constant_items.clear();
         for (uint32_t i = 0; i < 129; ++i) {
           p.constant_items.push_back({ValueKind::List, 0, i == 0 ? 0 : i - 1, i == 0 ? 0u : 1u});
         }
         p.constants = {};
       },
       "constant item 128: nested deeper than the limit of 128"},
  });
}

TEST_CASE("addresses and ranges have 4 or 16 octets, and a prefix that fits") {
  struct Case {
    ValueKind kind;
    std::string octets;
    const char* answer;
  };
  const char* const refused = "constant 1: a value that its kind does not have";
  const auto octets = [](size_t size, char last) { return std::string(size, '\xfe') + last; };
  for (const Case& one :
       std::initializer_list<Case>{{ValueKind::Ip, octets(3, 1), "accepted"},
                                   {ValueKind::Ip, octets(15, 1), "accepted"},
                                   {ValueKind::Ip, octets(4, 1), refused},
                                   {ValueKind::Ip, octets(0, '\xfe'), refused},
                                   {ValueKind::Ip, octets(16, 1), refused},
                                   {ValueKind::Cidr, octets(4, 0), "accepted"},
                                   {ValueKind::Cidr, octets(4, 32), "accepted"},
                                   {ValueKind::Cidr, octets(4, 33), refused},
                                   {ValueKind::Cidr, octets(16, 0), "accepted"},
                                   {ValueKind::Cidr, octets(16, '\x80'), "accepted"},
                                   {ValueKind::Cidr, octets(16, '\x81'), refused},
                                   {ValueKind::Cidr, octets(3, 1), refused},
                                   {ValueKind::Cidr, octets(15, 1), refused},
                                   {ValueKind::Cidr, octets(5, 1), refused}}) {
    Program program = TinyProgram();
    program.strings.push_back(one.octets);  // no text, and so after every text
    program.constants.push_back({one.kind, 0, 3});
    CHECK(Answer(program) == one.answer);
  }
  Program empty = TinyProgram();
  empty.strings = {"", "a.remit", "p", "p.t"};
  empty.constants = {{ValueKind::Cidr, 0, 0}};
  CHECK(Answer(empty) == "constant 0: a value that its kind does not have");
}

// Keys of every kind in the order of CompareKeys, whole numbers of both signs mixed.
TEST_CASE("map keys ascend as the engine orders them") {
  Program program = TinyProgram();
  const std::vector<Constant> keys = {
      {ValueKind::Bool, 0},  {ValueKind::Bool, 1},         {ValueKind::Int, INT64_MIN},
      {ValueKind::Int, -1},  {ValueKind::Uint, 0},         {ValueKind::Int, 1},
      {ValueKind::Uint, 2},  {ValueKind::Int, INT64_MAX},  {ValueKind::Uint, INT64_MIN},
      {ValueKind::Uint, -1}, {ValueKind::String, 0, 0, 0}, {ValueKind::String, 0, 1, 0}};
  for (const Constant& key : keys) program.constant_items.Add({key, {}});
  program.constants.push_back({ValueKind::Map, 0, 0, static_cast<uint32_t>(keys.size())});
  CHECK(Answer(program) == "accepted");
  for (size_t i = 0; i + 1 < keys.size(); ++i) {
    Program broken = program;
    std::swap(broken.constant_items[2 * i], broken.constant_items[2 * i + 2]);
    CHECK(Answer(broken) ==
          "constant 1: key " + std::to_string(i + 1) + " is not after the one before it");
  }
}

TEST_CASE("broken lets, policies and rules are refused") {
  CheckAll({
      {[](Program& p) { p.lets[0].name = 0; }, "let 0: string 0 is not UTF-8"},
      {[](Program& p) { p.lets[3].chunk = 9; }, "let 3: no chunk 9: there are 9"},
      {[](Program& p) { p.lets[0].chunk = 2; },
       "chunk 2, instruction 0 (Let): it evaluates chunk 2, which does not come before it"},
      {[](Program& p) { p.lets[2].score = false; }, "let 2: contributions of what is no score"},
      {[](Program& p) { p.lets[2].because = {}; }, "let 2: 1 contributions have 0 reasons"},
      {[](Program& p) { p.ids[p.lets[2].contributions][0] = 2; },
       "let 2: contribution 0 is let 2, which does not come before it"},
      {[](Program& p) { p.ids[p.lets[2].because][0] = 9; }, "let 2: no chunk 9: there are 9"},
      {[](Program& p) { p.policies[0].name = kNone; },
       "policy 0: no string is given: there are 25"},
      {[](Program& p) { p.ids[p.policies[0].patterns][0] = StringIn(p, "1.4.0"); }, "accepted"},
      {[](Program& p) { p.ids[p.policies[0].patterns][0] = StringIn(p, "AKIA"); },
       "policy 0: string 4 is no action pattern"},
      {[](Program& p) { p.policies.push_back(p.policies[0]); },
       "policy 1: not after the one before it: policies ascend by name, no two equal"},
      {[](Program& p) { p.policies[0].place.file = 30; }, "policy 0: no string 30: there are 25"},
      {[](Program& p) { p.rules[0].policy = 1; }, "rule 0: no policy 1: there are 1"},
      {[](Program& p) { std::swap(p.rules[1], p.rules[2]); },
       "rule 2: not after the one before it: rules ascend by policy and name, no two equal"},
      {[](Program& p) { p.ids[p.rules[1].patterns][0] = StringIn(p, "large change"); },
       "rule 1: string 20 is no action pattern"},
      {[](Program& p) { p.rules[1].name = StringIn(p, "acme.credentials"); },
       "rule 1: its name is not its policy's, a dot and its own"},
      {[](Program& p) { p.rules[1].name = StringIn(p, "acme.delivery"); },
       "rule 1: its name is not its policy's, a dot and its own"},
      {[](Program& p) { p.rule_notes.pop_back(); }, "4 rules have 3 notes"},
      {[](Program& p) { p.rule_notes[3].documentation = 3; }, "rule 3: no text 3: there are 3"},
      {[](Program& p) { p.policies[0].documentation = 3; }, "policy 0: no text 3: there are 3"},
      {[](Program& p) { p.conjuncts[0].chunk = 9; }, "rule 0, grant 0: no chunk 9: there are 9"},
      {[](Program& p) { p.conjuncts[1].text = kNone; }, "rule 2: no text is given: there are 3"},
      {[](Program& p) { ++p.rules[0].grants.count; },
       "rule 0: its list of grants is not all among the 2"},
      {[](Program& p) { p.effects[1].to = {UINT32_MAX, 1}; },
       "effect 1: its list of ids is not all among the 19"},
      {[](Program& p) { p.rules[2].applies = 9; }, "rule 2: no chunk 9: there are 9"},
      {[](Program& p) { p.rules[2].reason = 10; }, "rule 2: no chunk 10: there are 9"},
      {[](Program& p) { p.evidence[p.rules[2].evidence][0].bits = 4; },
       "rule 2: no slot 4: there are 4"},
      {[](Program& p) { p.evidence[p.rules[2].evidence][1] = {EvidenceSource::Kind::Let, 4}; },
       "rule 2: no let 4: there are 4"},
      {[](Program& p) { p.ids[p.effects[1].to][0] = kNone; },
       "rule 0, grant 1: no chunk is given: there are 9"},
      {[](Program& p) { p.effects[1].quorum = 0; }, "effect 1: a quorum of 0"},
      {[](Program& p) { p.effects[1].within = -1; }, "effect 1: a deadline before the decision"},
      {[](Program& p) { p.effects[0].quorum = 2; }, "effect 0 is not the one that allows"},
      {[](Program& p) { p.rules[2].effect = 4; }, "rule 2: no effect 4: there are 4"},
      {[](Program& p) { p.rules[2].effect = 0; }, "rule 2: a trigger that allows"},
      {[](Program& p) { p.rules[2].grants = p.rules[0].grants; },
       "rule 2: grants of what is no authority"},
      {[](Program& p) { p.rules[2].bands = p.rules[1].bands; },
       "rule 2: a measure or bands of what is no threshold"},
      {[](Program& p) { p.rules[2].hits = 3; }, "rule 2: hits of what is no prohibition"},
      {[](Program& p) { p.rules[3].hits = 4; }, "rule 3: no let 4: there are 4"},
      {[](Program& p) { p.rules[1].measure = kNone; }, "rule 1: a threshold without a measure"},
      {[](Program& p) { p.grants[1].applies = 9; }, "rule 0, grant 1: no chunk 9: there are 9"},
      {[](Program& p) { p.ids[p.grants[0].patterns][0] = StringIn(p, "**/*.env"); },
       "rule 0, grant 0: string 2 is no action pattern"},
      {[](Program& p) { p.evidence[p.grants[1].evidence][0].bits = 9; },
       "rule 0, grant 1: no slot 9: there are 4"},
      {[](Program& p) { p.bands[0].low = kNone; },
       "rule 1, band 0: no chunk is given: there are 9"},
      {[](Program& p) { p.bands[0].high = 3; }, "rule 1, band 0: a second limit of what has one"},
      {[](Program& p) { p.bands[1].high = kNone; },
       "rule 1, band 1: no chunk is given: there are 9"},
      {[](Program& p) { p.bands[0].effect = 0; }, "rule 1, band 0: a band that allows"},
  });
}

// flapping: applies is chunk 1 with chunk 0 (2 units), reason and recipients chunk 8 (1 each).
TEST_CASE("a rule costs what its chunks and all that they evaluate weigh") {
  Program program = SampleProgram();
  program.rules = {std::as_const(program.rules)[2]};
  program.rule_notes.resize(1);
  program.fuel = 4;
  CHECK(Answer(program) == "accepted");
  program.fuel = 3;
  CHECK(Answer(program) == "rule 0: it costs at least 4 units, over the program's fuel of 3");
  program.chunks[0].weight = UINT32_MAX;
  CHECK(Answer(program) ==
        "rule 0: it costs at least 4294967298 units, over the program's fuel of 3");
}

TEST_CASE("a let reads only lets before it") {
  Program program = TinyProgram();
  // Let 0 is chunk 2, which reads let 1, chunk 0: no circle, but not in the order of lets.
  AddChunk(program, 1, {{Opcode::Let, 0, 1}, {Opcode::Return}});
  AddChunk(program, 1, {{Opcode::Lazy, 0, 1}, {Opcode::Return}}, {1, 0, 0});
  program.lets = {{.chunk = 2}, {.chunk = 0}};
  CHECK(Answer(program) == "let 0: it reads let 1, which does not come before it");
}

TEST_CASE("chunks evaluate chunks as deep as the limit says") {
  Program program = TinyProgram();
  for (uint32_t callee = 0; callee < 3; ++callee) {
    AddChunk(program, 1, {{Opcode::Lazy, 0, callee}, {Opcode::Return}}, {1, 0, 0});
  }
  ProgramLimits limits;
  limits.call_depth = 4;
  CHECK(Answer(program, limits) == "accepted");
  limits.call_depth = 3;
  CHECK(Answer(program, limits) == "chunk 3: it evaluates chunks deeper than the limit of 3");
}

TEST_CASE("more fuel than the limit is over a limit") {
  Program program = SampleProgram();
  program.fuel = 10'000'001;
  CHECK(Answer(program, {}, ErrorKind::Limit) ==
        "the program's fuel of 10000001 is over the limit of 10000000");
}

// Strings are compared by words of eight bytes: whatever they have in common, and wherever they
// begin to differ.
TEST_CASE("strings ascend by their bytes") {
  const std::string texts[] = {"",
                               "a",
                               "aaaaaaa",
                               "aaaaaaaa",
                               "aaaaaaaab",
                               "aaaaaaaac",
                               "aaaaaaaaaaaaaaaa",
                               "aaaaaaaabaaaaaaa",
                               "aaaaaaab",
                               "b\x7f",
                               "b\xc3\xa9",
                               "ba",
                               "bbbbbbbb~",
                               "bbbbbbbb\xc3\xa9"};
  for (const std::string& first : texts) {
    for (const std::string& second : texts) {
      Program program;
      program.strings = {first, second};
      INFO(first << " before " << second);
      CHECK(Answer(program) ==
            (first < second ? "accepted"
                            : "string 1: not after the one before it: strings ascend, no two "
                              "equal"));
    }
  }
}

TEST_CASE("a string is UTF-8 wherever in the table its last character stands") {
  for (size_t before = 0; before < 20; ++before) {
    Program program;
    program.strings = {std::string(before, 'a') + "\xc3\xa9",
                       std::string(before, 'a') + "\xc3\xaa"};
    CHECK(Answer(program) == "accepted");
    program.strings = {std::string(before, 'a'), std::string(before, 'a') + "\xc3"};
    CHECK(Answer(program) == "string 1: it is not UTF-8, and no bytes constant has it");
  }
}

}  // namespace
}  // namespace remit
