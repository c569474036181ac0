#include <catch2/catch.hpp>

#include "engine/program/verify.h"
#include "tests/support/sample_programs.h"

namespace remit {
namespace {

constexpr auto kSize = static_cast<uint32_t>(FunctionId::Size);

// What the verifier says of one more chunk, number 9, in the sample program.
struct CodeCase {
  std::initializer_list<Instruction> code;
  const char* answer;
  uint16_t stack = 2;
  ChunkRoom room = {1, 1, 1};
};

void CheckAll(std::initializer_list<CodeCase> cases) {
  for (const CodeCase& one : cases) {
    Program program = SampleProgram();
    AddChunk(program, one.stack, one.code, one.room);
    const Result<void> verified = VerifyProgram(program);
    CHECK((verified ? "accepted" : verified.error().message) == one.answer);
  }
}

TEST_CASE("operands name what exists") {
  using enum Opcode;
  CheckAll({
      {{{Const, 1, 0}, {Return}},
       "chunk 9, instruction 0 (Const): an operand that is not read is not 0"},
      {{{Const, 0, 0}, {Return, 0, 1}},
       "chunk 9, instruction 1 (Return): an operand that is not read is not 0"},
      {{{Const, 0, 16}, {Return}}, "chunk 9, instruction 0 (Const): no constant 16: there are 16"},
      {{{Slot, 0, 4}, {Return}}, "chunk 9, instruction 0 (Slot): no slot 4: there are 4"},
      {{{Let, 0, 4}, {Return}}, "chunk 9, instruction 0 (Let): no let 4: there are 4"},
      {{{Local, 1, 0}, {Return}}, "chunk 9, instruction 0 (Local): no local 1: there are 1"},
      {{{Lazy, 0, 9}, {Return}},
       "chunk 9, instruction 0 (Lazy): it evaluates chunk 9, which does not come before it"},
      {{{Lazy, 0, 10}, {Return}}, "chunk 9, instruction 0 (Lazy): no chunk 10: there are 10"},
      {{{Slot}, {ReadAs, 0, 5}, {Return}},
       "chunk 9, instruction 1 (ReadAs): no type 5: there are 5"},
      {{{Slot}, {Select, 0, 27}, {Return}},
       "chunk 9, instruction 1 (Select): no string 27: there are 25"},
      {{{Slot}, {Select, 0, 0}, {Return}},
       "chunk 9, instruction 1 (Select): string 0 is not UTF-8"},
      {{{Slot}, {Matches, 0, 1}, {Return}},
       "chunk 9, instruction 1 (Matches): no regex 1: there are 1"},
      {{{Slot}, {RegexExtract, 0, 1}, {Return}},
       "chunk 9, instruction 1 (RegexExtract): no regex 1: there are 1"},
      {{{Slot}, {RegexExtractAll, 0, 1}, {Return}},
       "chunk 9, instruction 1 (RegexExtractAll): no regex 1: there are 1"},
      {{{Slot}, {Slot}, {RegexReplace, 2, 1}, {Return}},
       "chunk 9, instruction 2 (RegexReplace): no regex 1: there are 1"},
      {{{Slot}, {RegexReplace, 1, 0}, {Return}},
       "chunk 9, instruction 1 (RegexReplace): it takes 2 or 3 values, not 1"},
      {{{Slot}, {Slot}, {RegexReplace, 4, 0}, {Return}},
       "chunk 9, instruction 2 (RegexReplace): it takes 2 or 3 values, not 4"},
      {{{Slot}, {Slot}, {RegexReplace, 3, 0}, {Return}},
       "chunk 9, instruction 2 (RegexReplace): it takes 3 values from a stack of 2"},
      {{{Slot}, {Slot}, {RegexReplace, 2, 0}, {Return}}, "accepted"},
      {{{Slot}, {Slot}, {Slot}, {RegexReplace, 3, 0}, {Return}}, "accepted", 3},
      {{{Slot}, {Scan, 0, 1}, {Return}},
       "chunk 9, instruction 1 (Scan): no pattern set 1: there are 1"},
      {{{Slot}, {Cover, 0, 1}, {Return}},
       "chunk 9, instruction 1 (Cover): no cover counter 1: there are 1"},
      {{{Slot}, {Slot}, {Call, 2, kSize}, {Return}},
       "chunk 9, instruction 2 (Call): no overload of `size` takes 2 values"},
      {{{Jump, 0, 2}, {Return}},
       "chunk 9, instruction 0 (Jump): it jumps to 2, out of the chunk's 2 instructions"},
  });
  Program program = SampleProgram();
  program.code[1].b = kFunctionCount;
  const std::string count = std::to_string(kFunctionCount);
  CHECK(VerifyProgram(program).error().message ==
        "chunk 0, instruction 1 (Call): no function " + count + ": there are " + count);
}

TEST_CASE("a Lazy chunk fits into its caller's frame") {
  using enum Opcode;
  CheckAll(
      {{{{Lazy, 0, 1}, {Return}}, "accepted"}, {{{Slot}, {Return}}, "accepted", 1, {0, 0, 0}}});
  Program program = SampleProgram();
  program.chunks[0].locals = 2;
  CHECK(VerifyProgram(program).error().message ==
        "chunk 1, instruction 0 (Lazy): chunk 0 has more locals than the 1 of the frame it runs "
        "in");
}

TEST_CASE("one stack depth at each instruction, and one value at the end") {
  using enum Opcode;
  CheckAll({
      {{{Return}}, "chunk 9, instruction 0 (Return): it takes 1 values from a stack of 0"},
      {{{Slot}, {Add}, {Return}},
       "chunk 9, instruction 1 (Add): it takes 2 values from a stack of 1"},
      {{{Slot}, {Concat, 2, 0}, {Return}},
       "chunk 9, instruction 1 (Concat): it takes 2 values from a stack of 1"},
      {{{Concat}, {Return}}, "accepted"},
      {{{Slot}, {Slot}, {Slot}, {Return}},
       "chunk 9, instruction 2 (Slot): more values on the stack than the 2 that the chunk states"},
      {{{Slot}, {Slot}, {Return}},
       "chunk 9, instruction 2 (Return): it returns with 2 values on the stack, not 1"},
      {{{Slot}}, "chunk 9, instruction 0 (Slot): the chunk ends here without Return"},
      {{{Slot}, {Branch, 0, 3}, {Slot}, {Slot}, {Return}},
       "chunk 9, instruction 2 (Slot): instruction 3 is reached with 1 values and with 0"},
      {{{Slot}, {Branch, 0, 4}, {Slot}, {Return}, {Slot}, {Return}}, "accepted"},
      // Jumps that leave the value they jump with, or go on without it.
      {{{Slot}, {OrValue, 0, 3}, {Slot}, {Return}}, "accepted"},
      {{{Slot}, {OrOptional, 0, 3}, {Slot}, {Return}}, "accepted"},
      {{{Slot}, {OrValue, 0, 2}, {Slot}, {Return}},
       "chunk 9, instruction 1 (OrValue): instruction 2 is reached with 0 values and with 1"},
      {{{Slot}, {Slot}, {OrValue, 0, 4}, {Slot}, {Add}, {Return}}, "accepted"},
      {{{Slot}, {JumpIfTrue, 0, 4}, {Slot}, {Or}, {Return}}, "accepted"},
      {{{Jump, 0, 2}, {Not}, {Slot}, {Return}}, "accepted"},
  });
}

TEST_CASE("a pair of locals lies in the frame") {
  using enum Opcode;
  struct Case {
    uint16_t local;
    uint16_t locals;
    const char* answer;
  };
  for (const Case& one : std::initializer_list<Case>{
           {0, 2, "accepted"},
           {1, 3, "accepted"},
           {0, 1, "chunk 9, instruction 2 (IteratePair): no local 1: there are 1"},
           {0, 0, "chunk 9, instruction 2 (IteratePair): no local 1: there are 0"},
           {1, 2, "chunk 9, instruction 2 (IteratePair): no local 2: there are 2"},
           {65535, 65535, "chunk 9, instruction 2 (IteratePair): no local 65536: there are 65535"},
       }) {
    CheckAll({{{{Slot},
                {IterateBegin, 0, 7},
                {IteratePair, one.local, 5},
                {Charge, 0, 1},
                {Jump, 0, 2},
                {IterateEnd},
                {Slot},
                {Return}},
               one.answer,
               2,
               {one.locals, 1, 0}}});
  }
}

TEST_CASE("builders nest and are of one kind") {
  using enum Opcode;
  CheckAll({
      {{{Slot}, {ListAppend}, {Slot}, {Return}},
       "chunk 9, instruction 1 (ListAppend): no builder is open"},
      {{{ListEnd}, {Return}}, "chunk 9, instruction 0 (ListEnd): no builder is open"},
      {{{ListBegin}, {MapEnd}, {Return}},
       "chunk 9, instruction 1 (MapEnd): the open builder is of other kind"},
      {{{MapBegin}, {Slot}, {ListAppendOptional}, {MapEnd}, {Return}},
       "chunk 9, instruction 2 (ListAppendOptional): the open builder is of other kind"},
      {{{Slot}, {MapMerge}, {Slot}, {Return}},
       "chunk 9, instruction 1 (MapMerge): no builder is open"},
      {{{ListBegin}, {Slot}, {MapMerge}, {ListEnd}, {Return}},
       "chunk 9, instruction 2 (MapMerge): the open builder is of other kind"},
      {{{MapBegin}, {MapMerge}, {MapEnd}, {Return}},
       "chunk 9, instruction 1 (MapMerge): it takes 1 values from a stack of 0"},
      {{{MapBegin}, {Slot}, {MapMerge}, {MapEnd}, {Return}}, "accepted"},
      {{{ListBegin}, {Slot}, {Slot}, {MapPut}, {ListEnd}, {Return}},
       "chunk 9, instruction 3 (MapPut): the open builder is of other kind"},
      {{{ListBegin}, {MapBegin}, {MapEnd}, {ListAppend}, {ListEnd}, {Return}},
       "chunk 9, instruction 1 (MapBegin): more builders than the 1 that the chunk states"},
      {{{ListBegin}, {MapBegin}, {MapEnd}, {ListAppend}, {ListEnd}, {Return}},
       "accepted",
       1,
       {0, 0, 2}},
      {{{ListBegin}, {Slot}, {Return}},
       "chunk 9, instruction 2 (Return): it returns with a builder open"},
      {{{Slot}, {JumpIfTrue, 0, 3}, {ListBegin}, {Return}},
       "chunk 9, instruction 2 (ListBegin): instruction 3 is reached with other builders open"},
  });
}

TEST_CASE("iterations are opened, read and closed in order") {
  using enum Opcode;
  CheckAll({
      {{{IterateNext, 0, 1}, {IterateEnd}, {Slot}, {Return}},
       "chunk 9, instruction 0 (IterateNext): no iteration is open"},
      {{{IteratePair, 0, 1}, {IterateEnd}, {Slot}, {Return}},
       "chunk 9, instruction 0 (IteratePair): no iteration is open",
       2,
       {2, 1, 1}},
      {{{IterateEnd}, {Slot}, {Return}},
       "chunk 9, instruction 0 (IterateEnd): no iteration is open"},
      {{{Slot}, {IterateBegin, 0, 3}, {Slot}, {Return}},
       "chunk 9, instruction 2 (Slot): instruction 3 is reached with other iterations open"},
      {{{Slot}, {IterateBegin, 0, 4}, {Slot}, {Return}, {Return}},
       "chunk 9, instruction 3 (Return): it returns with an iteration open"},
      {{{Slot}, {IterateBegin, 0, 4}, {IterateEnd}, {Slot}, {Return}}, "accepted"},
      {{{Slot}, {IterateBegin, 0, 4}, {IterateEnd}, {Slot}, {Return}},
       "chunk 9, instruction 1 (IterateBegin): more iterations than the 0 that the chunk states",
       2,
       {0, 0, 0}},
  });
}

// Each refused program would run for ever, or for longer than its fuel says.
TEST_CASE("every loop takes elements of one iteration and is charged") {
  using enum Opcode;
  CheckAll({
      {{{Slot}, {Jump, 0, 1}},
       "chunk 9, instruction 1 (Jump): only Jump goes backwards, and only to an IterateNext or "
       "IteratePair"},
      {{{Slot}, {JumpIfTrue, 0, 0}, {Return}},
       "chunk 9, instruction 1 (JumpIfTrue): only Jump goes backwards, and only to an "
       "IterateNext or IteratePair"},
      {{{Slot},
        {IterateBegin, 0, 7},
        {IterateNext, 0, 5},
        {Charge, 0, 1},
        {Jump, 0, 2},
        {IterateEnd},
        {Slot},
        {Return}},
       "accepted"},
      {{{Slot},
        {IterateBegin, 0, 7},
        {IterateNext, 0, 5},
        {ClearLocal, 0, 0},
        {Jump, 0, 2},
        {IterateEnd},
        {Slot},
        {Return}},
       "chunk 9, instruction 4 (Jump): no Charge follows the turn that it goes back to"},
      {{{Slot},
        {IterateBegin, 0, 7},
        {IteratePair, 0, 5},
        {ClearLocal, 0, 0},
        {Jump, 0, 2},
        {IterateEnd},
        {Slot},
        {Return}},
       "chunk 9, instruction 4 (Jump): no Charge follows the turn that it goes back to",
       2,
       {2, 1, 0}},
      {{{Slot},
        {IterateBegin, 0, 7},
        {IteratePair, 0, 4},
        {Charge, 0, 1},
        {Jump, 0, 2},
        {IterateEnd},
        {Slot},
        {Return}},
       "chunk 9, instruction 2 (IteratePair): no IterateEnd follows where it jumps before another "
       "jump",
       2,
       {2, 1, 0}},
      {{{Slot},
        {IterateBegin, 0, 7},
        {IterateNext, 0, 5},
        {Charge, 0, 0},
        {Jump, 0, 2},
        {IterateEnd},
        {Slot},
        {Return}},
       "chunk 9, instruction 4 (Jump): no Charge follows the turn that it goes back to"},
      // After the last element back to the same iteration, for ever.
      {{{Slot},
        {IterateBegin, 0, 7},
        {IterateNext, 0, 4},
        {Charge, 0, 1},
        {Jump, 0, 2},
        {IterateEnd},
        {Slot},
        {Return}},
       "chunk 9, instruction 2 (IterateNext): no IterateEnd follows where it jumps before another "
       "jump"},
      // A new iteration on every turn.
      {{{Jump, 0, 4},
        {IterateNext, 0, 3},
        {Charge, 0, 1},
        {IterateEnd},
        {Slot},
        {IterateBegin, 0, 7},
        {Jump, 0, 1},
        {Return}},
       "chunk 9, instruction 1 (IterateNext): its iteration is opened further down"},
      // One iteration in another, both read to their ends.
      {{{Slot},
        {IterateBegin, 0, 13},
        {IterateNext, 0, 11},
        {Charge, 0, 1},
        {Slot},
        {IterateBegin, 0, 10},
        {IterateNext, 0, 9},
        {Charge, 0, 1},
        {Jump, 0, 6},
        {IterateEnd},
        {Jump, 0, 2},
        {IterateEnd},
        {Slot},
        {Return}},
       "chunk 9, instruction 9 (IterateEnd): instruction 10 is reached with 0 values and with 1",
       2,
       {1, 2, 0}},
      {{{Slot},
        {IterateBegin, 0, 14},
        {IterateNext, 0, 12},
        {Charge, 0, 1},
        {Slot},
        {IterateBegin, 0, 10},
        {IterateNext, 0, 9},
        {Charge, 0, 1},
        {Jump, 0, 6},
        {IterateEnd},
        {Branch, 0, 11},
        {Jump, 0, 2},
        {IterateEnd},
        {Slot},
        {Return}},
       "chunk 9, instruction 9 (IterateEnd): instruction 10 is reached with 0 values and with 1",
       2,
       {1, 2, 0}},
      {{{Slot},
        {IterateBegin, 0, 15},
        {IterateNext, 0, 13},
        {Charge, 0, 1},
        {Slot},
        {IterateBegin, 0, 11},
        {IterateNext, 0, 9},
        {Charge, 0, 1},
        {Jump, 0, 6},
        {IterateEnd},
        {Slot},
        {Branch, 0, 12},
        {Jump, 0, 2},
        {IterateEnd},
        {Slot},
        {Return}},
       "accepted",
       2,
       {1, 2, 0}},
  });
}

TEST_CASE("chunks lie one after the other") {
  struct Case {
    void (*breaks)(Program&);
    const char* refusal;
  };
  const Case cases[] = {
      {[](Program& p) { p.chunks[1].begin = 2; },
       "chunk 1: it begins at 2, not at 3 where the one before it ends"},
      {[](Program& p) { p.chunks[1].size = 0; }, "chunk 1: it has no instructions"},
      {[](Program& p) { p.chunks.back().size = 7; }, "chunk 8: it ends after the code"},
      {[](Program& p) { p.chunks[0].weight = 0; }, "chunk 0: its weight is 0"},
      {[](Program& p) { p.code.push_back({Opcode::Return}); },
       "code from 53 on belongs to no chunk"},
  };
  for (const Case& one : cases) {
    Program program = SampleProgram();
    one.breaks(program);
    CHECK(VerifyProgram(program).error().message == one.refusal);
  }
}

}  // namespace
}  // namespace remit
