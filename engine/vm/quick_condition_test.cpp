#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "engine/vm/test_program.h"

namespace remit {
namespace {

using namespace test;

const std::string k40(40, 'k');

// Chunks over slots 0 `context.a` and 1 `context.b`, and whether they have the common shape.
struct Conditions {
  struct One {
    const char* text;
    bool quick;
    ChunkId chunk;
  };
  std::vector<One> all;
  std::unique_ptr<const LoadedProgram> loaded;
};

Conditions Make(uint64_t fuel) {
  Assembler a;
  a.program.fuel = fuel;
  const auto x = static_cast<uint16_t>(a.Slot(SlotRoot::Context, {"a"}));
  const auto y = static_cast<uint16_t>(a.Slot(SlotRoot::Context, {"b"}));
  const uint32_t seven = a.K(I(7)).b, prod = a.K(S("prod")).b, long_text = a.K(S(k40)).b;
  const uint32_t list = a.K(L({I(1), S("prod"), I(7)})).b, map = a.K(M({{S("prod"), I(1)}})).b;
  a.program.regexes = {a.Text("pro+d")};
  const uint32_t shared = a.Let(a.Chunk({{Op::SlotEqual, y, prod}}, 3));
  a.program.lets.back().shared = true;
  const uint32_t named = a.Let(a.Chunk({{Op::SlotIn, y, list}}, 5));
  const uint32_t sum = a.Let(a.Chunk({{Op::Slot, 0, x}, {Op::Slot, 0, x}, {Op::Add}}, 5));
  Conditions made;
  const auto add = [&](const char* text, bool quick, Code code) {
    made.all.push_back({text, quick, a.Chunk(std::move(code), 10)});
  };
  // `tests`, each after the first joined by `&&`.
  const auto conjuncts = [&](const char* text, std::vector<Code> tests) {
    const size_t size = [&] {
      size_t count = 0;
      for (const Code& test : tests) count += test.size();
      return count + 2 * (tests.size() - 1);
    }();
    Code code;
    for (size_t i = 0; i < tests.size(); ++i) {
      code.insert(code.end(), tests[i].begin(), tests[i].end());
      if (i > 0) code.push_back({Op::And});
      if (i + 1 < tests.size()) code.push_back({Op::JumpIfFalse, 0, static_cast<uint32_t>(size)});
    }
    add(text, true, code);
  };
  conjuncts("a > 7", {{{Op::SlotGreater, x, seven}}});
  conjuncts("a", {{{Op::Slot, 0, x}}});
  conjuncts("!a", {{{Op::Slot, 0, x}, {Op::Not}}});
  conjuncts("a >= 7 && b != prod",
            {{{Op::SlotGreaterEqual, x, seven}}, {{Op::SlotNotEqual, y, prod}}});
  conjuncts(
      "a in [1, prod, 7] && !(b == prod) && a < 7",
      {{{Op::SlotIn, x, list}}, {{Op::SlotEqual, y, prod}, {Op::Not}}, {{Op::SlotLess, x, seven}}});
  conjuncts("b.startsWith(prod) && a <= 7",
            {{{Op::SlotStartsWith, y, prod}}, {{Op::SlotLessEqual, x, seven}}});
  conjuncts("a in [1, prod, 7] && b.matches(pro+d)",
            {{{Op::SlotIn, x, list}}, {{Op::SlotMatches, y, 0}}});
  conjuncts("shared let && a == 7", {{{Op::Let, 0, shared}}, {{Op::SlotEqual, x, seven}}});
  conjuncts("named let && a == 7", {{{Op::Let, 0, named}}, {{Op::SlotEqual, x, seven}}});
  conjuncts("a == a long text", {{{Op::SlotEqual, x, long_text}}});
  add("sum", false, {{Op::Let, 0, sum}});
  add("a in a map", false, {{Op::SlotIn, x, map}});
  add("a || b", true, {{Op::Slot, 0, x}, {Op::JumpIfTrue, 0, 4}, {Op::Slot, 0, y}, {Op::Or}});
  add("b == prod && (a < 7 || !a)", true,
      {{Op::SlotEqual, y, prod},
       {Op::JumpIfFalse, 0, 8},
       {Op::SlotLess, x, seven},
       {Op::JumpIfTrue, 0, 7},
       {Op::Slot, 0, x},
       {Op::Not},
       {Op::Or},
       {Op::And}});
  add("(a > 7 && b == prod) || a == 7", true,
      {{Op::SlotGreater, x, seven},
       {Op::JumpIfFalse, 0, 4},
       {Op::SlotEqual, y, prod},
       {Op::And},
       {Op::JumpIfTrue, 0, 7},
       {Op::SlotEqual, x, seven},
       {Op::Or}});
  add("a == b", false, {{Op::Slot, 0, x}, {Op::Slot, 0, y}, {Op::Equal}});
  add("!(a && b)", true,
      {{Op::Slot, 0, x}, {Op::JumpIfFalse, 0, 4}, {Op::Slot, 0, y}, {Op::And}, {Op::Not}});
  made.loaded = a.Load();
  return made;
}

std::string Outcome(Vm& vm, const Value& value) {
  return Show(value) + " with " + std::to_string(vm.fuel_left());
}

TEST_CASE("what is decided quickly is what the loop gives, at its price") {
  const std::vector<Value> facts = {I(7),     I(8),      D(7.0),         U(7),  B(true),
                                    B(false), S("prod"), S("prooood 2"), S(""), S(k40),
                                    N(),      L({I(1)}), kNoFact};
  size_t quick = 0, left = 0;
  for (const uint64_t fuel : {9u, 10u, 11u, 12u, 13u, 14u, 15u, 16u, 18u, 1000u}) {
    const Conditions conditions = Make(fuel);
    Vm by_loop(*conditions.loaded), quickly(*conditions.loaded);
    for (const Conditions::One& one : conditions.all) {
      for (const Value& x : facts) {
        for (const Value& y : facts) {
          const std::vector<Value> row = {x, y};
          INFO(one.text << " of " << Show(x.is_error() ? N() : x) << ", "
                        << Show(y.is_error() ? N() : y) << " with " << fuel);
          by_loop.Begin();
          by_loop.SetSlots(row);
          const Value expected = by_loop.Run(one.chunk);
          quickly.Begin();
          quickly.SetSlots(row);
          const Truth truth = quickly.RunQuickly(one.chunk);
          if (truth == Truth::Unknown) {
            REQUIRE(quickly.fuel_left() == fuel);  // and what is left to the loop is as it was
            REQUIRE(Outcome(quickly, quickly.Run(one.chunk)) == Outcome(by_loop, expected));
            ++left;
          } else {
            REQUIRE(one.quick);
            REQUIRE(Outcome(quickly, MakeBool(truth == Truth::True)) == Outcome(by_loop, expected));
            ++quick;
          }
        }
      }
    }
  }
  CHECK(quick > 3000);
  CHECK(left > 3000);
}

}  // namespace
}  // namespace remit
