// Comprehensions as the loop runs them: iterations, builders, locals and the chunks that run in
// their caller's frame.
#include <catch2/catch.hpp>

#include "engine/program/function_id.h"
#include "engine/vm/test_program.h"
#include "engine/vm/test_values.h"
#include "engine/vm/vm.h"

namespace remit {
namespace {

using namespace test;

TEST_CASE("comprehensions") {
  Assembler a;
  const Instruction list = a.K(L({I(3), I(4), I(5)}));
  // list.map(x, x + 1); a range that errs is appended, which makes the list that error
  const auto loop = [&a](const Instruction& range) {
    return Code{{Op::ListBegin},
                range,
                {Op::IterateBegin, 0, 11},
                {Op::IterateNext, 0, 9},
                {Op::Charge, 0, 2},
                {Op::Local, 0},
                a.K(I(1)),
                {Op::Add},
                {Op::Jump, 0, 13},
                {Op::IterateEnd},
                {Op::Jump, 0, 15},
                {Op::ListAppend},
                {Op::Jump, 0, 15},
                {Op::ListAppend},
                {Op::Jump, 0, 3},
                {Op::ListEnd}};
  };
  CHECK(RunCode(a, loop(list)) == "list [int 4, int 5, int 6]");
  CHECK(RunCode(a, loop(a.K(L({})))) == "list []");
  CHECK(RunCode(a, loop(a.K(I(1)))) == "error no-overload");
  // A map's keys, in their order.
  CHECK(RunCode(a, loop(a.K(M({{I(9), N()}, {I(2), N()}})))) == "list [int 3, int 10]");
  CHECK(RunCode(a, loop(a.K(L({I(1), S("a"), N()})))) == "error no-overload");
}

TEST_CASE("comprehensions by pairs") {
  Assembler a;
  // transformMap(k, v, v) as entries {k: v} merged into one map, after a local that stays
  const auto loop = [](const Instruction& range) {
    return Code{range,
                {Op::IterateBegin, 0, 12},
                {Op::MapBegin},
                {Op::IteratePair, 1, 10},
                {Op::Charge, 0, 1},
                {Op::Local, 1},
                {Op::Local, 2},
                {Op::MapPut},
                {Op::ClearLocal, 0},
                {Op::Jump, 0, 3},
                {Op::IterateEnd},
                {Op::MapEnd}};
  };
  CHECK(RunCode(a, loop(a.K(L({S("a"), N()})))) == "map {int 0: string a, int 1: null_type null}");
  CHECK(RunCode(a, loop(a.K(L({})))) == "map {}");
  CHECK(RunCode(a, loop(a.K(M({{S("b"), I(1)}, {S("a"), L({})}})))) ==
        "map {string a: list [], string b: int 1}");
  CHECK(RunCode(a, loop(a.K(M({})))) == "map {}");
  CHECK(RunCode(a, loop(a.K(S("ab")))) == "error no-overload");
}

// [[1, 2], [3]].map(x, x.map(y, y * size(x)))
TEST_CASE("a comprehension inside another") {
  Assembler a;
  const auto size = Instruction{Op::Call, 1, static_cast<uint32_t>(FunctionId::Size)};
  const Code code = {{Op::ListBegin},
                     a.K(L({L({I(1), I(2)}), L({I(3)})})),
                     {Op::IterateBegin, 0, 22},
                     {Op::IterateNext, 0, 20},  // 3
                     {Op::ListBegin},
                     {Op::Local, 0},
                     {Op::IterateBegin, 0, 22},
                     {Op::IterateNext, 1, 15},  // 7
                     {Op::Charge, 0, 1},
                     {Op::Local, 1},
                     {Op::Local, 0},
                     size,
                     {Op::Multiply},
                     {Op::ListAppend},
                     {Op::Jump, 0, 7},
                     {Op::IterateEnd},  // 15
                     {Op::ListEnd},
                     {Op::ListAppend},
                     {Op::Charge, 0, 1},
                     {Op::Jump, 0, 3},
                     {Op::IterateEnd},  // 20
                     {Op::Jump, 0, 23},
                     {Op::ListAppend},  // 22: a range that erred
                     {Op::ListEnd}};
  CHECK(RunCode(a, code) == "list [list [int 2, int 4], list [int 3]]");
}

TEST_CASE("locals, lazily and anew each turn") {
  Assembler a;
  // The lazy chunk reads local 0 of its caller.
  const ChunkId lazy = a.Chunk({{Op::Local, 0}, a.K(I(10)), {Op::Multiply}}, 5);
  const Code once = {a.K(L({I(1), I(2)})), {Op::IterateBegin, 0, 10},
                     {Op::ListBegin},      {Op::IterateNext, 0, 8},
                     {Op::Charge, 0, 1},   {Op::Lazy, 1, lazy},
                     {Op::ListAppend},     {Op::Jump, 0, 3},
                     {Op::IterateEnd},     {Op::ListEnd}};
  CHECK(RunCode(a, once) == "list [int 10, int 10]");
  const Code again = {
      a.K(L({I(1), I(2)})), {Op::IterateBegin, 0, 11}, {Op::ListBegin},     {Op::IterateNext, 0, 9},
      {Op::Charge, 0, 1},   {Op::ClearLocal, 1},       {Op::Lazy, 1, lazy}, {Op::ListAppend},
      {Op::Jump, 0, 3},     {Op::IterateEnd},          {Op::ListEnd}};
  CHECK(RunCode(a, again) == "list [int 10, int 20]");
  // A frame's locals are its own, and forgotten at first.
  const ChunkId reader = a.Chunk({{Op::Local, 0}});
  const ChunkId writer = a.Chunk({a.K(L({I(7)})),
                                  {Op::IterateBegin, 0, 7},
                                  {Op::IterateNext, 0, 5},
                                  {Op::Charge, 0, 1},
                                  {Op::Jump, 0, 2},
                                  {Op::IterateEnd},
                                  {Op::Local, 0}});
  const auto loaded = a.Load();
  Vm vm(*loaded);
  vm.Begin();
  CHECK(Show(vm.Run(writer)) == "int 7");
  CHECK(Show(vm.Run(reader)) == "null_type null");
}

}  // namespace
}  // namespace remit
