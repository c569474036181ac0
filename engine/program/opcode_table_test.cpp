#include "engine/program/opcode_table.h"

#include <catch2/catch.hpp>

#include "engine/program/function_table.h"

namespace remit {
namespace {

TEST_CASE("rows stand in the order of the enum") {
  REQUIRE(OpcodeRows().size() == kOpcodeCount);
  CHECK(RowOf(Opcode::Const).name == "Const");
  CHECK(RowOf(Opcode::Cover).name == "Cover");
  CHECK(&RowOf(Opcode::Cover) == &OpcodeRows().back());
  CHECK(RowOf(Opcode::Call).pops == kVariadic);
  CHECK(RowOf(Opcode::Call).a == OperandKind::Count);
  CHECK(OperandKindName(RowOf(Opcode::Scan).b) == "PatternSet");
  CHECK(OperandKindName(RowOf(Opcode::IteratePair).a) == "LocalPair");
  CHECK(OperandKindName(OperandKind::Weight) == "Weight");
}

// The verifier takes what an instruction pops from `a` only where `a` is a count, and follows
// jumps only in `b`.
TEST_CASE("operands are where the verifier looks for them") {
  for (const OpcodeRow& row : OpcodeRows()) {
    INFO(row.name);
    CHECK((row.pops == kVariadic) == (row.a == OperandKind::Count));
    CHECK(row.a != OperandKind::Jump);
    CHECK(row.b != OperandKind::LocalPair);
    CHECK(row.pushes <= 1);
  }
}

TEST_CASE("functions and their overloads") {
  REQUIRE(FunctionRows().size() == kFunctionCount);
  CHECK(RowOf(FunctionId::ToInt).name == "int");
  size_t overloads = 0;
  for (unsigned id = 0; id < kFunctionCount; ++id) {
    const auto function = static_cast<FunctionId>(id);
    INFO(RowOf(function).name);
    CHECK_FALSE(OverloadsOf(function).empty());
    for (const OverloadRow& overload : OverloadsOf(function)) {
      CHECK(overload.function == function);
      ++overloads;
    }
  }
  CHECK(overloads > kFunctionCount);
}

TEST_CASE("a call takes its receiver and its arguments") {
  struct Case {
    FunctionId function;
    std::vector<unsigned> taken;
  };
  const Case cases[] = {{FunctionId::OptionalNone, {0}}, {FunctionId::Size, {1}},
                        {FunctionId::Matches, {2}},      {FunctionId::GetHours, {1, 2}},
                        {FunctionId::Greatest, {1}},     {FunctionId::Flatten, {1, 2}},
                        {FunctionId::Reverse, {1}},      {FunctionId::RegexReplace, {3, 4}},
                        {FunctionId::SortByKeys, {2}},   {FunctionId::Glob, {2}}};
  for (const Case& one : cases) {
    std::vector<unsigned> taken;
    for (unsigned count = 0; count < 5; ++count) {
      if (TakesValues(one.function, count)) taken.push_back(count);
    }
    CHECK(taken == one.taken);
  }
}

}  // namespace
}  // namespace remit
