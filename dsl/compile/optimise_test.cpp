// What is left of an expression once constants are computed and what repeats is shared; that this
// changes no decision is for tests/properties.
#include "dsl/compile/optimise.h"

#include <catch2/catch.hpp>
#include <string>

#include "dsl/compile/compile.h"
#include "engine/decide/engine.h"
#include "engine/program/encode.h"
#include "engine/program/opcode_table.h"

namespace remit {
namespace {

std::string Trigger(const std::string& name, const std::string& condition) {
  return "trigger " + name + " {\n  when " + condition + "\n  escalate to \"x\"\n}\n";
}

Program Compiled(const std::string& items) {
  const Compilation made =
      CompileTexts({{"p.remit", "policy p owner \"o\" default allow\n" + items}}, {});
  INFO(items << FormatDiagnostics(made.diagnostics, made.sources));
  REQUIRE(made.program.has_value());
  return *made.program;
}

std::string Opcodes(const Program& program, ChunkId id) {
  std::string names;
  const Chunk& chunk = program.chunks[id];
  for (uint32_t i = 0; i + 1 < chunk.size; ++i) {
    const Instruction& at = program.code[chunk.begin + i];
    names += (names.empty() ? "" : " ") + std::string(RowOf(at.opcode).name);
    if (at.opcode == Opcode::Const && program.constants[at.b].kind == ValueKind::Bool) {
      names += program.constants[at.b].bits != 0 ? ":true" : ":false";
    }
  }
  return names;
}

std::string OpcodesOf(const std::string& condition) {
  const Program program = Compiled("param limit: int = 3\n" + Trigger("t", condition));
  return Opcodes(program, program.rules[0].applies);
}

TEST_CASE("what constants decide is decided when the policy is compiled") {
  struct Row {
    const char* condition;
    const char* left;
  };
  const Row row = GENERATE(values<Row>({
      {"1 + 2 == 3", "Const:true"},
      {"limit * 2 > 6", "Const:false"},
      {"'ab'.contains('b') && [1, 2].exists(x, x > limit - 2)", "Const:true"},
      {"context.a > limit * 2", "SlotGreater"},
      {"context.a in [limit, 4].map(x, x + 1)", "SlotIn"},
      {"cidr('10.0.0.0/8').containsIP(context.ip)", "Const Slot Call"},
      // `&&` and `||` of CEL absorb errors: one side decides whatever the other is.
      {"context.a && 1 > 2", "Const:false"},
      {"context.a || limit == 3", "Const:true"},
      {"limit == 3 && context.a > 1", "SlotGreater"},
      {"limit == 4 || has(context.a)", "Slot Has"},
      {"limit == 3 ? context.a > 1 : context.b > 2", "SlotGreater"},
      // What is no bool has to stay an error.
      {"limit == 3 && context.a", "Const:true JumpIfFalse Slot And"},
      {"limit == 4 || context.a", "Const:false JumpIfTrue Slot Or"},
      // So has what errs, or would be large.
      {"1 / 0 == 1", "Const Const Divide Const Equal"},
      {"size(lists.range(9000)) == context.a", "Const Slot Equal"},
      {"lists.range(9000) == context.a", "Const Call Slot Equal"},
  }));
  INFO(row.condition);
  CHECK(OpcodesOf(row.condition) == row.left);
}

TEST_CASE("what several rules ask is asked once") {
  const std::string asked = "context.files.exists(f, f.path.endsWith('.pem'))";
  const Program program = Compiled(Trigger("a", asked) + Trigger("b", asked + " && context.big"));
  REQUIRE(program.lets.size() == 1);
  CHECK(program.lets[0].shared);
  CHECK(program.lets[0].name == kNone);
  CHECK(Opcodes(program, program.rules[0].applies) == "Let");
  CHECK(Opcodes(program, program.rules[1].applies) == "Let JumpIfFalse Slot And");
}

TEST_CASE("variables are the same by where they are bound, not by name or number") {
  const Program program =
      Compiled(Trigger("a", "context.big && context.l.exists(x, x.startsWith('a'))") +
               Trigger("b", "context.m.all(z, z > 1) && context.l.exists(y, y.startsWith('a'))") +
               Trigger("c", "context.l.exists(x, context.l.all(y, x.startsWith(y)))") +
               Trigger("d", "context.l.exists(x, context.l.all(y, y.startsWith(x)))"));
  CHECK(program.lets.size() == 1);  // the one of a and b
}

TEST_CASE("what a comprehension does not change is not asked on every turn") {
  const Program program =
      Compiled(Trigger("t", "context.l.exists(x, x == context.s.lowerAscii().trim())"));
  REQUIRE(program.lets.size() == 1);
  CHECK(Opcodes(program, program.lets[0].chunk) == "Slot Call Call");
}

TEST_CASE("what is cheap stays where it stands") {
  CHECK(Compiled(Trigger("a", "context.a.b.c.d.e.f > 1") + Trigger("b", "context.a.b.c.d.e.f > 1"))
            .lets.empty());
  CHECK(Compiled(Trigger("a", "context.l.size() > 1") + Trigger("b", "context.l.size() > 1"))
            .lets.empty());
}

// The least fuel with which rule `rule` of the program is no error.
uint64_t LeastFuel(const std::string& items, size_t rule) {
  uint64_t least = 0;
  for (uint64_t step = 1 << 16; step > 0; step /= 2) {
    CompileOptions options;
    options.program_limits.fuel = least + step;
    const Compilation made =
        CompileTexts({{"p.remit", "policy p owner \"o\" default allow\n" + items}}, options);
    if (!made.program) {
      least += step;
      continue;
    }
    Result<Engine> engine = Engine::Load(EncodeProgram(*made.program));
    REQUIRE(engine.has_value());
    Arena arena;
    const Result<Action> action = ReadAction(
        arena, R"({"action": {"name": "a"}, "context": {"l": ["a", "b", "c"], "m": [1, 2]}})");
    REQUIRE(action.has_value());
    Vm vm(engine->loaded());
    vm.Begin();
    vm.SetSlots(*action, MakeTimestamp(0, 0));
    vm.BeginRule();
    if (vm.Run(engine->program().rules[rule].applies).is_error()) least += step;
  }
  return least + 1;
}

TEST_CASE("what a rule costs does not depend on what others ask") {
  const char* const inner = "context.l.exists(x, x.lowerAscii() == 'c')";
  const std::string a = Trigger("a", std::string("[1, 2, 3].all(n, ") + inner + " && n > 0)");
  for (const std::string& other :
       {Trigger("b", inner), Trigger("b", std::string("!") + inner + " || " + inner),
        Trigger("b", std::string("context.m.all(k, ") + inner + ")"),
        std::string("let asked = ") + inner + "\n" + Trigger("b", "asked")}) {
    INFO(other);
    CHECK(LeastFuel(a + other, 0) == LeastFuel(a, 0));
  }
}

TEST_CASE("an error of a shared expression is placed in the rule that reads it") {
  const std::string asked = "context.l.exists(x, x > 1)";
  const Compilation made =
      CompileTexts({{"p.remit", "policy p owner \"o\" default allow\n" + Trigger("a", asked) +
                                    Trigger("b", asked)}},
                   {});
  REQUIRE(made.program.has_value());
  Result<Engine> engine = Engine::Load(EncodeProgram(*made.program));
  REQUIRE(engine.has_value());
  Decider decider(*engine);
  decider.Begin();
  const Decision& decision = decider.Decide("go");
  std::vector<uint32_t> lines;
  for (const Finding& finding : decision.findings) {
    if (finding.error != nullptr) {
      lines.push_back(engine->program().places[finding.error->place].place.line);
    }
  }
  CHECK(lines == std::vector<uint32_t>{3, 7});
}

}  // namespace
}  // namespace remit
