// The quick bounds of straight code, held against the abstract run that they stand in for.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "engine/program/cost_frame.h"
#include "tests/support/program_builder.h"

namespace remit {
namespace {

using enum Opcode;
using Code = std::vector<Instruction>;

// The code over slots 0 `context.a`, 1 `context.b` and constants 0 "x", 1 a list of texts, 2 a long
// text.
Program Running(const Code& code) {
  return ProgramBuilder::Build([&](ProgramBuilder& b) {
    b.Slot("context.a");
    b.Slot("context.b");
    b.String("x");
    b.Strings({"x", "y", "z"});
    b.String(std::string(100, 'x'));
    b.AddPolicy("p", {"o"}).has_default = true;
    Rule& rule = b.AddRule(RuleKind::Trigger, "r");
    rule.effect = b.Do(Verdict::Notify);
    b.program.rules.back().applies = b.Code(code);
  });
}

struct Case {
  Code code;  // without its Return
  bool straight = false;
  bool yes_or_no = false;
};

TEST_CASE("bounds of straight code are those of the abstract run") {
  const Case cases[] = {
      {{{SlotEqual, 0, 0}}, true, true},
      {{{SlotEqual, 0, 2}}, true, true},
      {{{SlotIn, 1, 1}}, true, true},
      {{{SlotIn, 1, 1}, {Not}}, true, true},
      {{{SlotStartsWith, 0, 0}}, true, false},
      {{{Slot, 0, 1}}, true, false},
      {{{Const, 0, 1}}, true, false},
      {{{SlotEqual, 0, 0}, {JumpIfFalse, 0, 4}, {SlotLess, 1, 0}, {And}}, true, true},
      {{{SlotEqual, 0, 0}, {JumpIfTrue, 0, 4}, {Slot, 0, 1}, {Or}}, true, true},
      {{{Slot, 0, 0}, {JumpIfTrue, 0, 4}, {SlotIn, 1, 1}, {Or}}, true, true},
      // Two slots against each other.
      {{{Slot, 0, 0}, {Slot, 0, 1}, {NotEqual}}, true, true},
      {{{Slot, 0, 1}, {Slot, 0, 1}, {LessEqual}}, true, true},
      {{{SlotEqual, 0, 0}, {JumpIfFalse, 0, 6}, {Slot, 0, 0}, {Slot, 0, 1}, {Equal}, {And}},
       true,
       true},
      // Otherwise the values compared are not those of the slots alone.
      {{{Slot, 0, 0}, {Const, 0, 1}, {Equal}}, false, false},
      {{{Slot, 0, 0}, {SlotEqual, 0, 0}, {Equal}}, false, false},
      {{{Slot, 0, 0}, {JumpIfFalse, 0, 3}, {Not}, {Slot, 0, 1}, {Equal}}, false, false},
      {{{Slot, 0, 0}, {JumpIfFalse, 0, 4}, {Slot, 0, 0}, {And}, {Slot, 0, 1}, {Equal}},
       false,
       false},
      {{{Slot, 0, 0}, {Slot, 0, 1}, {Add}}, false, false},
  };
  for (const Case& one : cases) {
    const Program program = Running(one.code);
    const ChunkId id = program.rules[0].applies;
    CostTables tables(program), run(program);
    const ChunkBound bound = BoundChunk(run, id);
    INFO(&one - cases);
    const auto cost = BoundStraight(tables, id);
    CHECK(cost.has_value() == one.straight);
    if (cost) CHECK(*cost == bound.cost);
    if (cost) CHECK(tables.looks == run.looks);
    const auto whole = BoundYesOrNo(tables, id);
    CHECK(whole.has_value() == one.yes_or_no);
    if (whole) CHECK(whole->cost == bound.cost);
    if (whole) CHECK(whole->result == bound.result);
  }
}

TEST_CASE("two slots are compared quickly only where no jump lands between them") {
  const auto bound = [](const Code& code) {
    const Program program = Running(code);
    CostTables tables(program);
    return BoundStraight(tables, program.rules[0].applies).has_value();
  };
  const auto landing = [](uint32_t target) {
    return Code{{Slot, 0, 0}, {JumpIfFalse, 0, target}, {Slot, 0, 0}, {Slot, 0, 1}, {Equal}, {And}};
  };
  CHECK(bound(landing(2)));
  CHECK(!bound(landing(3)));
  CHECK(!bound(landing(4)));
  CHECK(bound(landing(5)));

  Code code;
  while (code.size() < 60) code.insert(code.end(), {{SlotEqual, 0, 0}, {Not}});
  code.insert(code.end(), {{Slot, 0, 0}, {Slot, 0, 1}, {Equal}});
  CHECK(code.size() == 63);  // and its Return
  CHECK(bound(code));
  code.insert(code.begin(), {SlotEqual, 0, 0});
  CHECK(!bound(code));
}

}  // namespace
}  // namespace remit
