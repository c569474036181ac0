// Guards are read from code, so also from code that no compiler makes. What the compiler's code
// gives is in dsl/compile/guards_test.cpp.
#include "engine/decide/guards.h"

#include <catch2/catch.hpp>
#include <limits>
#include <string>

#include "engine/program/verify.h"
#include "engine/vm/test_values.h"
#include "tests/support/program_builder.h"

namespace remit {
namespace {

using namespace test;
using enum Opcode;

// A chunk of this code over slots 0 `context.a`, 1 `context.b`, constants 0 `7`, 1 `"prod"`,
// 2 a text of 320 bytes, 3 a list of two texts, 4 a map; let 0 is slot 1 == "prod", 1 is slot 0, 2
// adds two numbers.
Program With(std::vector<Instruction> code, uint64_t fuel = 10'000) {
  Program program = ProgramBuilder::Build([&](ProgramBuilder& b) {
    b.Slot("context.a");
    b.Slot("context.b");
    b.Int(7);
    b.String("prod");
    b.program.regexes = {b.Text("prod")};
    b.String(std::string(320, 'x'));
    b.Strings({"prod", "test"});
    b.program.constants.push_back(ValueKind::Map);
    b.AddLet("l.test", b.Code({{SlotEqual, 1, 1}}));
    b.AddLet("l.slot", b.Code({{Slot, 0, 0}}));
    b.AddLet("l.sum", b.Code({{Slot, 0, 0}, {Slot, 0, 0}, {Add}}));
    b.AddPolicy("p", {"o"}).has_default = true;
    b.AddRule(RuleKind::Trigger, "t").effect = b.Do(Verdict::Notify);
    b.program.rules.back().applies = b.Code(code);
  });
  program.fuel = fuel;
  return program;
}

std::vector<Guard> GuardsOfCode(const Program& program) {
  const Result<void> verified = VerifyProgram(program);
  INFO((verified ? "" : verified.error().message));
  REQUIRE(verified.has_value());
  return GuardsOf(program, program.rules[0].applies);
}

const Guard kSeven = {SlotGreater, 0, 0};  // context.a > 7
const Guard kProd = {SlotEqual, 1, 1};     // context.b == "prod"

TEST_CASE("a condition without code has no guards") {
  CHECK(GuardsOf(With({{Slot, 0, 0}}), kNone) == std::vector<Guard>{});
}

TEST_CASE("conjuncts that test one slot are guards, up to what nothing bounds") {
  struct Row {
    const char* condition;
    std::vector<Instruction> code;
    std::vector<Guard> guards;
  };
  const Row rows[] = {
      {"a > 7", {{SlotGreater, 0, 0}}, {kSeven}},
      {"a", {{Slot, 0, 0}}, {{Slot, 0}}},
      {"!a", {{Slot, 0, 0}, {Not}}, {{Not, 0}}},
      {"let", {{Let, 0, 0}}, {kProd}},
      {"let of a slot", {{Let, 0, 1}}, {{Slot, 0}}},
      {"let of more", {{Let, 0, 2}}, {}},
      {"b in [..]", {{SlotIn, 1, 3}}, {{SlotIn, 1, 3}}},
      {"b in {}", {{SlotIn, 1, 4}}, {}},
      {"b startsWith", {{SlotStartsWith, 1, 1}}, {{SlotStartsWith, 1, 1}}},
      {"b matches", {{SlotMatches, 1, 0}}, {{SlotMatches, 1, 0}}},
      {"!b matches", {{SlotMatches, 1, 0}, {Not}}, {}},
      {"b == prod && b matches && a > 7: what it costs, the fact decides",
       {{SlotEqual, 1, 1},
        {JumpIfFalse, 0, 7},
        {SlotMatches, 1, 0},
        {And},
        {JumpIfFalse, 0, 7},
        {SlotGreater, 0, 0},
        {And}},
       {kProd, {SlotMatches, 1, 0}}},
      {"(a || b matches) && b == prod",
       {{Slot, 0, 0},
        {JumpIfTrue, 0, 4},
        {SlotMatches, 1, 0},
        {Or},
        {JumpIfFalse, 0, 7},
        {SlotEqual, 1, 1},
        {And}},
       {}},
      {"a == {}: what it costs, the fact decides", {{SlotEqual, 0, 4}}, {}},
      {"7 && b == prod: what is no bool stops no conjunct",
       {{Const, 0, 0}, {JumpIfFalse, 0, 4}, {SlotEqual, 1, 1}, {And}},
       {kProd}},
      {"a > 7 && b == prod",
       {{SlotGreater, 0, 0}, {JumpIfFalse, 0, 4}, {SlotEqual, 1, 1}, {And}},
       {kSeven, kProd}},
      {"a > 7 && b == prod && a",
       {{SlotGreater, 0, 0},
        {JumpIfFalse, 0, 7},
        {SlotEqual, 1, 1},
        {And},
        {JumpIfFalse, 0, 7},
        {Slot, 0, 0},
        {And}},
       {kSeven, kProd, {Slot, 0}}},
      {"(a || a > 7) && b == prod: skipped, and the next is one",
       {{Slot, 0, 0},
        {JumpIfTrue, 0, 4},
        {SlotGreater, 0, 0},
        {Or},
        {JumpIfFalse, 0, 7},
        {SlotEqual, 1, 1},
        {And}},
       {kProd}},
      {"b == prod && (a || a > 7)",
       {{SlotEqual, 1, 1},
        {JumpIfFalse, 0, 7},
        {Slot, 0, 0},
        {JumpIfTrue, 0, 6},
        {SlotGreater, 0, 0},
        {Or},
        {And}},
       {kProd}},
      {"a == b && b == prod: both may be long",
       {{Slot, 0, 0}, {Slot, 0, 1}, {Equal}, {JumpIfFalse, 0, 6}, {SlotEqual, 1, 1}, {And}},
       {}},
      {"b == prod && a == b && a > 7",
       {{SlotEqual, 1, 1},
        {JumpIfFalse, 0, 9},
        {Slot, 0, 0},
        {Slot, 0, 1},
        {Equal},
        {And},
        {JumpIfFalse, 0, 9},
        {SlotGreater, 0, 0},
        {And}},
       {kProd}},
      {"let of more && b == prod",
       {{Let, 0, 2}, {JumpIfFalse, 0, 4}, {SlotEqual, 1, 1}, {And}},
       {}},
      {"!(a > 7)", {{SlotGreater, 0, 0}, {Not}}, {{SlotLessEqual, 0, 0}}},
      {"!(b startsWith)", {{SlotStartsWith, 1, 1}, {Not}}, {}},
      {"!(a > 7 && b == prod)",
       {{SlotGreater, 0, 0}, {JumpIfFalse, 0, 4}, {SlotEqual, 1, 1}, {And}, {Not}},
       {}},
      {"a && (a > 7 && b == prod)",
       {{Slot, 0, 0},
        {JumpIfFalse, 0, 7},
        {SlotGreater, 0, 0},
        {JumpIfFalse, 0, 6},
        {SlotEqual, 1, 1},
        {And},
        {And}},
       {{Slot, 0}, kSeven, kProd}},
      {"(a && a > 7) && b == prod",
       {{Slot, 0, 0},
        {JumpIfFalse, 0, 4},
        {SlotGreater, 0, 0},
        {And},
        {JumpIfFalse, 0, 7},
        {SlotEqual, 1, 1},
        {And}},
       {{Slot, 0}, kSeven, kProd}},
  };
  for (const Row& row : rows) {
    INFO(row.condition);
    CHECK(GuardsOfCode(With(row.code)) == row.guards);
  }
}

TEST_CASE("code that jumps otherwise than the compiler's gives no guard that it skips") {
  struct Row {
    const char* code_of;
    std::vector<Instruction> code;
    std::vector<Guard> guards;
  };
  const Row rows[] = {
      {"a over the test: it may never be asked",
       {{Slot, 0, 0}, {Jump, 0, 3}, {Not}, {JumpIfFalse, 0, 6}, {SlotEqual, 1, 1}, {And}},
       {}},
      {"a true that goes to the end: what follows is no conjunct",
       {{SlotGreater, 0, 0}, {JumpIfTrue, 0, 4}, {SlotEqual, 1, 1}, {And}},
       {}},
      {"an error that goes to the end",
       {{Slot, 0, 0}, {JumpIfError, 0, 4}, {SlotEqual, 1, 1}, {And}},
       {}},
      {"a false that is turned before the end",
       {{SlotGreater, 0, 0}, {JumpIfFalse, 0, 4}, {SlotEqual, 1, 1}, {And}, {Not}},
       {}},
      {"a false that leads to the end, then a value that is not joined",
       {{SlotGreater, 0, 0}, {JumpIfFalse, 0, 4}, {SlotEqual, 1, 1}, {Or}},
       {kSeven}},
  };
  for (const Row& row : rows) {
    INFO(row.code_of);
    CHECK(GuardsOfCode(With(row.code)) == row.guards);
  }
}

TEST_CASE("what may run out of fuel first is no guard") {
  // The chunk weighs 1; comparing with 320 bytes costs 10, with the list 1 for each of two.
  const std::vector<Instruction> code = {
      {SlotEqual, 0, 2},   {JumpIfFalse, 0, 7}, {SlotIn, 1, 3}, {And},
      {JumpIfFalse, 0, 7}, {Let, 0, 0},         {And}};
  const Guard text = {SlotEqual, 0, 2}, list = {SlotIn, 1, 3};
  struct Row {
    uint64_t fuel;
    std::vector<Guard> guards;
  };
  const Row rows[] = {
      {14, {text, list, kProd}},  // the let's chunk weighs 1 too
      {13, {text, list}},        {12, {text}}, {11, {text}}, {10, {}}, {0, {}},
  };
  for (const Row& row : rows) {
    INFO(row.fuel);
    const Program program = With(code, row.fuel);
    CHECK(GuardsOf(program, program.rules[0].applies) == row.guards);
  }
  // A regex, where half of the fuel is enough for what comes before.
  const std::vector<Instruction> matches = {
      {SlotEqual, 0, 2}, {JumpIfFalse, 0, 4}, {SlotMatches, 1, 0}, {And}};
  const Guard regex = {SlotMatches, 1, 0};
  const Program enough = With(matches, 22), less = With(matches, 21);
  CHECK(GuardsOf(enough, enough.rules[0].applies) == std::vector<Guard>{text, regex});
  CHECK(GuardsOf(less, less.rules[0].applies) == std::vector<Guard>{text});
}

TEST_CASE("a guard is false only where its conjunct is") {
  const Value constants[] = {I(7), S("prod"), L({S("prod"), I(7)})};
  struct Row {
    Guard guard;
    Value fact;
    Truth truth;
  };
  const Value error = Err(EvalErrorCode::NoSuchField);
  const Row rows[] = {
      {{Slot, 0}, B(true), Truth::True},
      {{Slot, 0}, B(false), Truth::False},
      {{Slot, 0}, I(0), Truth::Unknown},
      {{Slot, 0}, error, Truth::Unknown},
      {{Not, 0}, B(true), Truth::False},
      {{Not, 0}, B(false), Truth::True},
      {{Not, 0}, N(), Truth::Unknown},
      {{SlotEqual, 0, 0}, I(7), Truth::True},
      {{SlotEqual, 0, 0}, S("7"), Truth::False},
      {{SlotEqual, 0, 0}, error, Truth::Unknown},
      {{SlotNotEqual, 0, 0}, I(7), Truth::False},
      {{SlotNotEqual, 0, 0}, D(7.5), Truth::True},
      {{SlotNotEqual, 0, 0}, U(7), Truth::Unknown},
      {{SlotLess, 0, 0}, I(7), Truth::False},
      {{SlotLess, 0, 0}, D(6.5), Truth::True},
      {{SlotLessEqual, 0, 0}, I(7), Truth::True},
      {{SlotLessEqual, 0, 0}, D(7.5), Truth::False},
      {{SlotGreater, 0, 0}, I(7), Truth::False},
      {{SlotGreater, 0, 0}, I(8), Truth::True},
      {{SlotGreaterEqual, 0, 0}, I(7), Truth::True},
      {{SlotGreaterEqual, 0, 0}, I(6), Truth::False},
      {{SlotGreater, 0, 0}, D(std::numeric_limits<double>::quiet_NaN()), Truth::Unknown},
      {{SlotGreater, 0, 0}, S("a"), Truth::Unknown},
      {{SlotGreater, 0, 0}, error, Truth::Unknown},
      {{SlotStartsWith, 0, 1}, S("production"), Truth::True},
      {{SlotStartsWith, 0, 1}, S("pro"), Truth::False},
      {{SlotStartsWith, 0, 1}, I(1), Truth::Unknown},
      {{SlotIn, 0, 2}, S("prod"), Truth::True},
      {{SlotIn, 0, 2}, D(7.0), Truth::True},
      {{SlotIn, 0, 2}, S("test"), Truth::False},
      {{SlotIn, 0, 2}, U(7), Truth::Unknown},
      {{SlotIn, 0, 2}, error, Truth::Unknown},
  };
  for (const Row& row : rows) {
    INFO(static_cast<int>(row.guard.test) << " of " << Show(row.fact));
    CHECK(TestGuard(row.guard, row.fact, constants) == row.truth);
  }
}

}  // namespace
}  // namespace remit
