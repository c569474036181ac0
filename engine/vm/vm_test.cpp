// Every opcode in small programs made by hand, and what the loop adds to the operators: frames,
// lazy locals, lets, slots, fuel, places.
#include "engine/vm/vm.h"

#include <catch2/catch.hpp>

#include "engine/program/function_id.h"
#include "engine/vm/test_program.h"
#include "engine/vm/test_values.h"

namespace remit {
namespace {

using namespace test;
// Of the place that an error carries.
uint32_t LineOf(const LoadedProgram& loaded, const Value& value) {
  return value.is_error() ? loaded.program().places[value.error->place].place.line : ~0u;
}
std::string MessageOf(const Value& value) {
  return value.is_error() ? std::string(value.error->message) : Show(value);
}

TEST_CASE("constants of every kind") {
  const std::vector<Value> values = {
      N(),
      B(true),
      I(-1),
      U(1),
      D(.5),
      S("a"),
      Y("b"),
      T(5, 7),
      Dur(9),
      Type(ValueKind::Map),
      L({I(1), L({S("x")})}),
      M({{S("a"), L({I(1)})}, {S("b"), M({{I(1), N()}})}}),
      Ip(std::string_view("\x0a\0\0\1", 4)),
      Ip(std::string(16, '\xff')),
      Cidr(std::string_view("\x0a\0\0\0\x08", 5)),
      V("1.2.3-rc.1+b"),
      L({V("1.2.3"), Ip("\x0a\x0a\x0a\x0a")}),
      None(),
      Some(N()),
      Some(M({{S("a"), Some(I(1))}})),
  };
  for (const Value& value : values) {
    Assembler a;
    CHECK(RunCode(a, {a.K(value)}) == Show(value));
  }
}

TEST_CASE("operators pass errors on, the first operand's first") {
  for (const Op op : {Op::Add, Op::Subtract, Op::Multiply, Op::Divide, Op::Modulo, Op::Equal,
                      Op::NotEqual, Op::Less, Op::LessEqual, Op::Greater, Op::GreaterEqual, Op::In,
                      Op::Index, Op::OptionalIndex, Op::Cap}) {
    Assembler a;
    const Code zero_divide = {a.K(I(1)), a.K(I(0)), {Op::Divide}};
    const Code overflow = {a.K(I(INT64_MAX)), a.K(I(1)), {Op::Add}};
    Code both = zero_divide;
    both.insert(both.end(), overflow.begin(), overflow.end());
    both.push_back({op});
    CHECK(RunCode(a, both) == "error divide-by-zero");
    Code second = {a.K(I(1))};
    second.insert(second.end(), overflow.begin(), overflow.end());
    second.push_back({op});
    CHECK(RunCode(a, second) == "error overflow");
  }
  Assembler a;
  const uint32_t name = a.Text("m");
  for (const Instruction op : {Instruction{Op::Not},
                               {Op::Negate},
                               {Op::Select, 0, name},
                               {Op::OptionalSelect, 0, name},
                               {Op::Has, 0, name},
                               {Op::HasValue, 0, name},
                               {Op::OptionalValue, 0, name},
                               {Op::ReadAs, 0, 1},
                               {Op::Condition}}) {
    CHECK(RunCode(a, {a.K(I(1)), a.K(I(0)), {Op::Divide}, op}) == "error divide-by-zero");
  }
  CHECK(RunCode(a, {a.K(I(1)),
                    a.K(I(1)),
                    a.K(I(0)),
                    {Op::Divide},
                    {Op::Call, 2, static_cast<uint32_t>(FunctionId::Contains)}}) ==
        "error divide-by-zero");
}

TEST_CASE("each instruction on constants") {
  Assembler a;
  a.program.regexes = {a.Text("^a+$"), a.Text("([a-z])([0-9])?")};
  PatternEntry entry;
  entry.id = a.Text("id");
  entry.regex = a.Text("x");
  PatternSet set;
  set.entries = a.program.pattern_entries.Add({entry});
  a.program.pattern_sets = {set};
  const uint32_t m = a.Text("m");
  const Value map = M({{S("m"), N()}});
  const auto call = [](FunctionId function, uint16_t count) {
    return Instruction{Op::Call, count, static_cast<uint32_t>(function)};
  };
  const Instruction none = call(FunctionId::OptionalNone, 0);
  const Instruction some = call(FunctionId::OptionalOf, 1);
  struct Row {
    Code code;
    std::string result;
  };
  const std::vector<Row> rows = {
      {{a.K(I(1)), a.K(I(2)), {Op::Add}}, "int 3"},
      {{a.K(I(1)), a.K(I(2)), {Op::Subtract}}, "int -1"},
      {{a.K(I(3)), a.K(I(2)), {Op::Multiply}}, "int 6"},
      {{a.K(I(7)), a.K(I(2)), {Op::Divide}}, "int 3"},
      {{a.K(I(7)), a.K(I(2)), {Op::Modulo}}, "int 1"},
      {{a.K(I(7)), {Op::Negate}}, "int -7"},
      {{a.K(B(true)), {Op::Not}}, "bool false"},
      {{a.K(I(1)), a.K(I(1)), {Op::Equal}}, "bool true"},
      {{a.K(I(1)), a.K(I(1)), {Op::NotEqual}}, "bool false"},
      {{a.K(I(1)), a.K(I(2)), {Op::Less}}, "bool true"},
      {{a.K(I(2)), a.K(I(2)), {Op::LessEqual}}, "bool true"},
      {{a.K(I(1)), a.K(I(2)), {Op::Greater}}, "bool false"},
      {{a.K(I(2)), a.K(I(2)), {Op::GreaterEqual}}, "bool true"},
      {{a.K(I(2)), a.K(L({I(2)})), {Op::In}}, "bool true"},
      {{a.K(map), {Op::Select, 0, m}}, "null_type null"},
      {{a.K(map), {Op::OptionalSelect, 0, m}}, "some null_type null"},
      {{a.K(map), {Op::OptionalValue, 0, m}}, "none"},
      {{a.K(map), {Op::Has, 0, m}}, "bool true"},
      {{a.K(map), {Op::HasValue, 0, m}}, "bool false"},
      {{a.K(L({I(5)})), a.K(I(0)), {Op::Index}}, "int 5"},
      {{a.K(L({I(5)})), a.K(I(1)), {Op::OptionalIndex}}, "none"},
      {{a.K(I(5)), {Op::ReadAs, 0, 1}}, "double 5"},
      {{a.K(S("a")), {Op::ReadAs, 0, 1}}, "error wrong-type"},
      {{a.K(I(5)), some, {Op::ReadAs, 0, 1}}, "some double 5"},
      {{a.K(S("a")), some, {Op::ReadAs, 0, 1}}, "error wrong-type"},
      {{none, {Op::ReadAs, 0, 1}}, "none"},
      {{a.K(L({I(1), D(.5)})), {Op::ReadAs, 0, 2}}, "list [double 1, double 0.5]"},
      {{a.K(B(true)), {Op::Condition}}, "bool true"},
      {{a.K(I(1)), {Op::Condition}}, "error not-bool"},
      // Jumps.
      {{{Op::Jump, 0, 2}, {Op::Return}, a.K(I(2))}, "int 2"},
      {{a.K(B(false)), {Op::JumpIfFalse, 0, 4}, {Op::Branch, 0, 3}, a.K(I(1))}, "bool false"},
      {{a.K(B(true)), {Op::JumpIfFalse, 0, 4}, {Op::Branch, 0, 3}, a.K(I(1))}, "int 1"},
      {{a.K(N()), {Op::JumpIfFalse, 0, 4}, {Op::Branch, 0, 3}, a.K(I(1))}, "int 1"},
      {{a.K(B(true)), {Op::JumpIfTrue, 0, 4}, {Op::Branch, 0, 3}, a.K(I(1))}, "bool true"},
      {{a.K(B(false)), {Op::JumpIfTrue, 0, 4}, {Op::Branch, 0, 3}, a.K(I(1))}, "int 1"},
      {{a.K(N()), {Op::Not}, {Op::JumpIfError, 0, 5}, {Op::Branch, 0, 4}, a.K(I(1))},
       "error no-overload"},
      {{a.K(N()), {Op::JumpIfError, 0, 4}, {Op::Branch, 0, 3}, a.K(I(1))}, "int 1"},
      {{a.K(B(true)), {Op::Branch, 0, 4}, a.K(I(1)), {Op::Return}, a.K(I(2))}, "int 1"},
      {{a.K(B(false)), {Op::Branch, 0, 4}, a.K(I(1)), {Op::Return}, a.K(I(2))}, "int 2"},
      // Optionals.
      {{a.K(I(1)), some, {Op::OrValue, 0, 4}, a.K(I(2))}, "int 1"},
      {{none, {Op::OrValue, 0, 3}, a.K(I(2))}, "int 2"},
      {{a.K(I(1)), {Op::OrValue, 0, 3}, a.K(I(2))}, "error no-overload"},
      {{a.K(N()), {Op::Not}, {Op::OrValue, 0, 4}, a.K(I(2))}, "error no-overload"},
      {{a.K(I(1)), some, {Op::OrOptional, 0, 4}, none}, "some int 1"},
      {{none, {Op::OrOptional, 0, 3}, a.K(I(2))}, "int 2"},
      {{a.K(I(1)), {Op::OrOptional, 0, 3}, a.K(I(2))}, "error no-overload"},
      // Logic.
      {{a.K(B(true)), a.K(B(true)), {Op::And}}, "bool true"},
      {{a.K(B(true)), a.K(B(false)), {Op::And}}, "bool false"},
      {{a.K(N()), a.K(B(false)), {Op::And}}, "bool false"},
      {{a.K(N()), {Op::Not}, a.K(B(false)), {Op::And}}, "bool false"},
      {{a.K(B(false)), a.K(N()), {Op::Not}, {Op::And}}, "bool false"},
      {{a.K(N()), {Op::Negate}, a.K(B(true)), {Op::And}}, "error no-overload"},
      {{a.K(B(true)), a.K(I(1)), {Op::And}}, "error no-overload"},
      {{a.K(I(1)), a.K(I(1)), a.K(I(0)), {Op::Divide}, {Op::And}}, "error divide-by-zero"},
      {{a.K(B(false)), a.K(B(false)), {Op::Or}}, "bool false"},
      {{a.K(B(false)), a.K(B(true)), {Op::Or}}, "bool true"},
      {{a.K(I(1)), a.K(B(true)), {Op::Or}}, "bool true"},
      {{a.K(N()), {Op::Not}, a.K(B(true)), {Op::Or}}, "bool true"},
      {{a.K(B(false)), a.K(N()), {Op::Or}}, "error no-overload"},
      // Lists and maps.
      {{{Op::ListBegin},
        a.K(I(1)),
        {Op::ListAppend},
        a.K(I(2)),
        some,
        {Op::ListAppendOptional},
        none,
        {Op::ListAppendOptional},
        {Op::ListEnd}},
       "list [int 1, int 2]"},
      {{{Op::ListBegin}, a.K(I(1)), {Op::ListAppendOptional}, {Op::ListEnd}}, "error no-overload"},
      {{{Op::ListBegin},
        a.K(I(1)),
        a.K(I(0)),
        {Op::Divide},
        {Op::ListAppend},
        a.K(N()),
        {Op::Not},
        {Op::ListAppend},
        {Op::ListEnd}},
       "error divide-by-zero"},
      {{{Op::ListBegin},
        {Op::ListBegin},
        a.K(I(1)),
        {Op::ListAppend},
        {Op::ListEnd},
        {Op::ListAppend},
        a.K(I(2)),
        {Op::ListAppend},
        {Op::ListEnd}},
       "list [list [int 1], int 2]"},
      {{{Op::MapBegin},
        a.K(S("b")),
        a.K(I(1)),
        {Op::MapPut},
        a.K(S("a")),
        a.K(I(2)),
        some,
        {Op::MapPutOptional},
        a.K(S("c")),
        none,
        {Op::MapPutOptional},
        {Op::MapEnd}},
       "map {string a: int 2, string b: int 1}"},
      {{{Op::MapBegin},
        a.K(I(0)),
        a.K(I(1)),
        {Op::MapPut},
        a.K(U(0)),
        a.K(I(2)),
        {Op::MapPut},
        {Op::MapEnd}},
       "error duplicate-key"},
      {{{Op::MapBegin}, a.K(N()), a.K(I(1)), {Op::MapPut}, {Op::MapEnd}}, "error no-overload"},
      {{{Op::MapBegin},
        a.K(M({{S("b"), I(1)}, {S("c"), I(2)}})),
        {Op::MapMerge},
        a.K(M({})),
        {Op::MapMerge},
        a.K(M({{S("a"), I(3)}})),
        {Op::MapMerge},
        {Op::MapEnd}},
       "map {string a: int 3, string b: int 1, string c: int 2}"},
      {{{Op::MapBegin},
        a.K(M({{I(1), I(1)}})),
        {Op::MapMerge},
        a.K(M({{U(1), I(2)}})),
        {Op::MapMerge},
        {Op::MapEnd}},
       "error duplicate-key"},
      {{{Op::MapBegin}, a.K(L({})), {Op::MapMerge}, {Op::MapEnd}}, "error no-overload"},
      {{{Op::MapBegin},
        a.K(I(1)),
        a.K(I(0)),
        {Op::Divide},
        {Op::MapMerge},
        a.K(L({})),
        {Op::MapMerge},
        {Op::MapEnd}},
       "error divide-by-zero"},
      {{{Op::MapBegin}, a.K(S("k")), a.K(I(1)), {Op::MapPutOptional}, {Op::MapEnd}},
       "error no-overload"},
      {{{Op::MapBegin},
        a.K(S("k")),
        a.K(I(1)),
        a.K(I(0)),
        {Op::Divide},
        {Op::MapPut},
        {Op::MapEnd}},
       "error divide-by-zero"},
      // Functions, regexes, pattern sets.
      {{a.K(S("abc")), call(FunctionId::Size, 1)}, "int 3"},
      {{a.K(S("aa")), {Op::Matches, 0, 0}}, "bool true"},
      {{a.K(S("ab")), {Op::Matches, 0, 0}}, "bool false"},
      {{a.K(I(1)), {Op::Matches, 0, 0}}, "error no-overload"},
      {{a.K(S("a1b2c3")), a.K(S("[\\1]")), {Op::RegexReplace, 2, 1}}, "string [a][b][c]"},
      {{a.K(S("a1b2c3")), a.K(S("-")), a.K(I(2)), {Op::RegexReplace, 3, 1}}, "string --c3"},
      {{a.K(S("a1")), a.K(I(1)), {Op::RegexReplace, 2, 1}}, "error no-overload"},
      {{a.K(S("a1")), a.K(S("-")), a.K(I(1)), a.K(I(0)), {Op::Divide}, {Op::RegexReplace, 3, 1}},
       "error divide-by-zero"},
      {{a.K(S("xaaay")), {Op::RegexExtract, 0, 0}}, "none"},
      {{a.K(S("aaa")), {Op::RegexExtract, 0, 0}}, "some string aaa"},
      {{a.K(I(1)), {Op::RegexExtract, 0, 0}}, "error no-overload"},
      {{a.K(N()), {Op::Not}, {Op::RegexExtract, 0, 0}}, "error no-overload"},
      {{a.K(S("aaa")), {Op::RegexExtractAll, 0, 0}}, "list [string aaa]"},
      {{a.K(S("b")), {Op::RegexExtractAll, 0, 0}}, "list []"},
      {{a.K(Y("a")), {Op::RegexExtractAll, 0, 0}}, "error no-overload"},
      {{a.K(S("-x")), {Op::MatchesAny, 0, 0}}, "bool true"},
      {{a.K(S("-x")), {Op::Scan, 0, 0}},
       "list [map {string id: string id, string line: int 1, string path: string , string "
       "start: int 1, string text: string …}]"},
      // Counting, texts, scores.
      {{a.K(I(1)), a.K(B(true)), {Op::CountTrue}}, "int 2"},
      {{a.K(I(1)), a.K(B(false)), {Op::CountTrue}}, "int 1"},
      {{a.K(I(1)), a.K(N()), {Op::CountTrue}}, "error not-bool"},
      {{a.K(I(1)), a.K(I(0)), {Op::Divide}, a.K(B(true)), {Op::CountTrue}}, "error divide-by-zero"},
      {{a.K(I(1)), a.K(I(1)), a.K(I(0)), {Op::Divide}, {Op::CountTrue}}, "error divide-by-zero"},
      {{a.K(D(.5)), {Op::Interpolate}}, "string 0.5"},
      {{a.K(N()), {Op::Not}, {Op::Interpolate}}, "string {error}"},
      {{a.K(S("a")), a.K(S("b")), a.K(S("c")), {Op::Concat, 3}}, "string abc"},
      {{{Op::Concat, 0}}, "string "},
      {{a.K(D(.5)), none, a.K(I(1)), {Op::SumExact, 3}}, "double 1.5"},
      {{a.K(D(.5)), a.K(D(.25)), {Op::Cap}}, "double 0.25"},
  };
  for (const Row& row : rows) {
    INFO(row.result);
    CHECK(RunCode(a, row.code) == row.result);
  }
}

TEST_CASE("what is merged into a map is charged by its entries") {
  Assembler a;
  const Code code = {{Op::MapBegin}, a.K(M({{I(1), N()}, {I(2), N()}, {I(3), N()}})),
                     {Op::MapMerge}, a.K(M({})),
                     {Op::MapMerge}, {Op::MapEnd}};
  a.program.fuel = 13;
  const ChunkId enough = a.Chunk(code, 10);
  const ChunkId one_more = a.Chunk(code, 11);
  const auto loaded = a.Load();
  Vm vm(*loaded);
  vm.Begin();
  CHECK(Show(vm.Run(enough)) ==
        "map {int 1: null_type null, int 2: null_type null, int 3: null_type null}");
  CHECK(vm.fuel_left() == 0);
  vm.BeginRule();
  const Value out = vm.Run(one_more);
  CHECK(Show(out) == "error out-of-fuel");
  CHECK(LineOf(*loaded, out) == 102);
}

TEST_CASE("errors carry the place of the instruction that made them") {
  Assembler a;
  const uint32_t slot = a.Slot(SlotRoot::Context, {"x"});
  const ChunkId divided = a.Chunk({a.K(I(1)), a.K(I(0)), {Op::Divide}, {Op::Negate}});
  const uint32_t let = a.Let(divided);
  const ChunkId reader = a.Chunk({{Op::Let, 0, let}});
  const ChunkId absent = a.Chunk({a.K(I(1)), {Op::Slot, 0, slot}, {Op::Add}});
  const auto loaded = a.Load();
  Vm vm(*loaded);
  vm.Begin();
  CHECK(LineOf(*loaded, vm.Run(divided)) == 102);
  CHECK(LineOf(*loaded, vm.Run(reader)) == 102);
  CHECK(LineOf(*loaded, vm.Run(absent)) == 101);
  CHECK(LineOf(*loaded, vm.slot(slot)) == 0);
}

TEST_CASE("slots") {
  Assembler a;
  const uint32_t top = a.Slot(SlotRoot::Context, {"change", "x"}, 1);
  const uint32_t missing = a.Slot(SlotRoot::Context, {"change", "y"});
  const uint32_t through = a.Slot(SlotRoot::Context, {"change", "x", "z"});
  const uint32_t subject = a.Slot(SlotRoot::Subject, {"id"});
  const uint32_t now = a.Slot(SlotRoot::Now, {});
  const uint32_t wrong = a.Slot(SlotRoot::Context, {"change", "s"}, 1);
  const uint32_t whole = a.Slot(SlotRoot::Action, {});
  const auto loaded = a.Load();
  Vm vm(*loaded);
  vm.Begin();
  Action action;
  action.subject = Err(EvalErrorCode::Absent);
  action.action = M({{S("name"), S("merge")}});
  action.context = M({{S("change"), M({{S("x"), I(3)}, {S("s"), S("t")}})}});
  vm.SetSlots(action, T(5));
  CHECK(Show(vm.slot(top)) == "double 3");
  CHECK(Show(vm.slot(subject)) == "error absent");
  CHECK(Show(vm.slot(now)) == "google.protobuf.Timestamp 1970-01-01T00:00:05Z");
  CHECK(Show(vm.slot(whole)) == "map {string name: string merge}");
  CHECK(Show(vm.slot(missing)) == "error no-such-field");
  CHECK(MessageOf(vm.slot(missing)) == "no member `y` in `context.change`");
  CHECK(Show(vm.slot(through)) == "error no-such-field");
  CHECK(MessageOf(vm.slot(through)) == "no member `z` in `context.change.x`");
  CHECK(Show(vm.slot(wrong)) == "error wrong-type");
  CHECK(MessageOf(vm.slot(wrong)) == "`context.change.s`: expected `double`, found `string`");
  vm.Begin();
  CHECK(Show(vm.slot(top)) == "error no-such-field");
  CHECK(MessageOf(vm.slot(top)) == "no member `change` in `context`");
  CHECK(Show(vm.slot(subject)) == "error absent");
  CHECK(Show(vm.slot(now)) == "error absent");
}

TEST_CASE("slots set one by one are an action of nothing else") {
  Assembler a;
  const uint32_t context = a.Slot(SlotRoot::Context, {});
  const uint32_t change = a.Slot(SlotRoot::Context, {"change"});
  const uint32_t x = a.Slot(SlotRoot::Context, {"change", "x"}, 1);
  const uint32_t y = a.Slot(SlotRoot::Context, {"change", "y"});
  const uint32_t subject = a.Slot(SlotRoot::Subject, {});
  const auto loaded = a.Load();
  Vm vm(*loaded);
  vm.Begin();
  vm.SetSlot(x, I(4));
  CHECK(Show(vm.slot(x)) == "double 4");
  CHECK(Show(vm.slot(context)) == "map {string change: map {string x: int 4}}");
  CHECK(Show(vm.slot(y)) == "error no-such-field");
  CHECK(Show(vm.slot(subject)) == "error absent");
  // A member set by itself stands in what was set whole, whichever came first.
  vm.Begin();
  vm.SetSlot(x, I(4));
  vm.SetSlot(change, M({{S("x"), I(1)}, {S("y"), I(2)}}));
  CHECK(Show(vm.slot(context)) == "map {string change: map {string x: int 4, string y: int 2}}");
  CHECK(Show(vm.slot(y)) == "int 2");
}

TEST_CASE("the name that is set is a member of the action, whatever else is") {
  Assembler a;
  const uint32_t action = a.Slot(SlotRoot::Action, {});
  const uint32_t command = a.Slot(SlotRoot::Action, {"command"});
  const auto loaded = a.Load();
  Vm vm(*loaded);
  vm.Begin();
  vm.SetName("deploy");
  CHECK(Show(vm.slot(action)) == "map {string name: string deploy}");
  vm.Begin();
  vm.SetSlot(command, S("ls"));
  vm.SetName("shell");
  CHECK(Show(vm.slot(action)) == "map {string command: string ls, string name: string shell}");
  // Over what an action that is set whole says.
  const std::vector<Value> row = {M({{S("name"), S("other")}, {S("x"), I(1)}}), kNoFact};
  vm.Begin();
  vm.SetSlots(row);
  vm.SetName("deploy");
  CHECK(Show(vm.slot(command)) == "error no-such-field");
  vm.Begin();
  CHECK(Show(vm.slot(action)) == "map {}");

  Assembler b;
  const uint32_t name = b.Slot(SlotRoot::Action, {"name"});
  const auto reads_name = b.Load();
  Vm other(*reads_name);
  other.Begin();
  other.SetName("deploy");
  CHECK(Show(other.slot(name)) == "string deploy");
}

TEST_CASE("a row of facts gives what setting each of them gives") {
  Assembler a;
  const uint32_t context = a.Slot(SlotRoot::Context, {});
  const uint32_t text = a.Slot(SlotRoot::Context, {"s"});
  const uint32_t real = a.Slot(SlotRoot::Context, {"x"}, 1);
  const uint32_t whole = a.Slot(SlotRoot::Context, {"x"});
  const uint32_t other = a.Slot(SlotRoot::Context, {"y"});
  const auto loaded = a.Load();
  Vm vm(*loaded);
  const std::vector<Value> row = {kNoFact, S("here"), I(4), kNoFact, kNoFact};
  vm.Begin();
  vm.SetSlots(row);
  CHECK(&vm.slot(text) == &row[text]);  // where it stands
  // A path that two slots read as different types.
  CHECK(Show(vm.slot(real)) == "double 4");
  CHECK(Show(vm.slot(whole)) == "int 4");
  CHECK(Show(vm.slot(other)) == "error no-such-field");
  CHECK(Show(vm.slot(context)) == "map {string s: string here, string x: int 4}");
  CHECK(Show(vm.slot(text)) == "string here");
  // What is set by itself stands before what the row has.
  vm.Begin();
  vm.SetSlots(row);
  vm.SetSlot(text, S("there"));
  CHECK(Show(vm.slot(context)) == "map {string s: string there, string x: int 4}");
  vm.Begin();
  CHECK(Show(vm.slot(text)) == "error no-such-field");
}

TEST_CASE("a let is evaluated once a decision and charged to every reader") {
  Assembler a;
  a.program.fuel = 100;
  const uint32_t slot = a.Slot(SlotRoot::Context, {"x"});
  const uint32_t let = a.Let(a.Chunk({{Op::Slot, 0, slot}}, 30));
  const ChunkId once = a.Chunk({{Op::Let, 0, let}}, 10);
  const ChunkId twice = a.Chunk({{Op::Let, 0, let}, {Op::Let, 0, let}, {Op::Add}}, 10);
  const auto loaded = a.Load();
  Vm vm(*loaded);
  vm.Begin();
  vm.SetSlot(slot, I(1));
  CHECK(vm.EvaluatedLet(let) == nullptr);
  CHECK(Show(vm.Run(once)) == "int 1");
  CHECK(vm.fuel_left() == 60);
  REQUIRE(vm.EvaluatedLet(let) != nullptr);
  CHECK(Show(*vm.EvaluatedLet(let)) == "int 1");
  vm.SetSlot(slot, I(2));  // too late
  vm.BeginRule();
  CHECK(Show(vm.Run(twice)) == "int 2");
  CHECK(vm.fuel_left() == 30);
  CHECK(Show(vm.ReadLet(let)) == "int 1");
  CHECK(vm.fuel_left() == 0);
  CHECK(Show(vm.ReadLet(let)) == "error out-of-fuel");
  vm.Begin();
  CHECK(vm.EvaluatedLet(let) == nullptr);
  CHECK(Show(vm.ReadLet(let)) == "error no-such-field");
}

TEST_CASE("fuel") {
  Assembler a;
  a.program.fuel = 100;
  const Instruction ten = a.K(L({I(1), I(2), I(3), I(4), I(5), I(6), I(7), I(8), I(9), I(10)}));
  // Ten turns of `b` units each; true at the end.
  const auto loop = [&](uint32_t units) {
    return Code{ten,
                {Op::IterateBegin, 0, 6},
                {Op::IterateNext, 0, 5},
                {Op::Charge, 0, units},
                {Op::Jump, 0, 2},
                {Op::IterateEnd},
                a.K(B(true))};
  };
  const ChunkId cheap = a.Chunk(loop(9), 10);
  const ChunkId dear = a.Chunk(loop(10), 1);
  const ChunkId small = a.Chunk({a.K(I(1))}, 1);
  const ChunkId large = a.Chunk({a.K(I(1))}, 101);
  const uint32_t let = a.Let(dear);
  // What ran out is absorbed by nothing: `let || true`.
  const ChunkId absorbing = a.Chunk({{Op::Let, 0, let}, a.K(B(true)), {Op::Or}}, 3);
  const ChunkId lazy = a.Chunk({{Op::Lazy, 0, dear}, a.K(B(true)), {Op::Or}}, 3);
  const ChunkId after = a.Chunk({{Op::ListBegin}, a.K(I(2)), {Op::ListAppend}, {Op::ListEnd}}, 1);
  const auto loaded = a.Load();
  Vm vm(*loaded);
  vm.Begin();
  CHECK(Show(vm.Run(cheap)) == "bool true");
  CHECK(vm.fuel_left() == 0);
  CHECK(Show(vm.Run(small)) == "error out-of-fuel");
  vm.BeginRule();
  const Value out = vm.Run(dear);
  CHECK(Show(out) == "error out-of-fuel");
  CHECK(LineOf(*loaded, out) == 103);
  CHECK(Show(vm.Run(small)) == "error out-of-fuel");
  vm.BeginRule();
  CHECK(Show(vm.Run(small)) == "int 1");
  CHECK(vm.fuel_left() == 99);
  vm.BeginRule();
  CHECK(LineOf(*loaded, vm.Run(large)) == 100);
  vm.BeginRule();
  CHECK(Show(vm.Run(absorbing)) == "error out-of-fuel");
  REQUIRE(vm.EvaluatedLet(let) != nullptr);
  CHECK(Show(*vm.EvaluatedLet(let)) == "error out-of-fuel");
  vm.BeginRule();
  CHECK(Show(vm.Run(lazy)) == "error out-of-fuel");
  // Iterations and builders that were open are given back.
  for (int i = 0; i < 20; ++i) {
    vm.BeginRule();
    CHECK(Show(vm.Run(dear)) == "error out-of-fuel");
  }
  vm.BeginRule();
  CHECK(Show(vm.Run(after)) == "list [int 2]");
}

TEST_CASE("coverage notes what a condition was") {
  Assembler a;
  const ChunkId yes = a.Chunk({a.K(B(true)), {Op::Cover, 0, 0}});
  const ChunkId no = a.Chunk({a.K(B(false)), {Op::Cover, 0, 0}});
  const ChunkId other = a.Chunk({a.K(N()), {Op::Cover, 0, 1}});
  const auto loaded = a.Load();
  Vm vm(*loaded);
  vm.Begin();
  CHECK(Show(vm.Run(yes)) == "bool true");
  CHECK(vm.covered() == std::vector<uint8_t>{1, 0});
  CHECK(Show(vm.Run(no)) == "bool false");
  CHECK(Show(vm.Run(other)) == "null_type null");
  CHECK(vm.covered() == std::vector<uint8_t>{3, 4});
}

TEST_CASE("a regex that RE2 refuses is refused when loading") {
  Assembler a;
  a.program.regexes = {a.Text("(")};
  const auto loaded = LoadedProgram::Load(a.program);
  REQUIRE_FALSE(loaded.has_value());
  CHECK(loaded.error().kind == ErrorKind::BadProgram);
}

}  // namespace
}  // namespace remit
