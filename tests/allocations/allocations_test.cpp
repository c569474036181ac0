// Evaluating a comparison, or a boolean of many clauses, asks the heap for nothing once the machine
// is warm: counted by a `new` of our own.
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include "dsl/compile/compile.h"
#include "dsl/compile/expression.h"
#include "engine/decide/engine.h"
#include "engine/model/action.h"
#include "engine/program/encode.h"
#include "engine/vm/vm.h"

namespace {
size_t g_allocations = 0;
}  // namespace

// Out of line, or g++ sees `free` on what `new` gave.
[[gnu::noinline]] void* operator new(size_t size) {
  ++g_allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  std::abort();
}
void* operator new[](size_t size) { return operator new(size); }
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace remit {
namespace {

constexpr std::string_view kRequest =
    R"({"action": {"name": "deploy", "properties": {"tier": 2}},
        "subject": {"type": "agent", "id": "builder", "properties": {"team": {"name": "core"}}},
        "context": {"cost": 12, "time": "2026-01-05T12:00:00Z",
                    "change": {"added": 10, "files": ["a", "b"], "author": {"type": "agent"}}}})";

// What one evaluation allocates after a few have warmed the machine up.
size_t Allocations(const std::string& expression) {
  const CompiledExpression compiled = CompileExpression(expression, "test", {}, {}, {});
  INFO(FormatDiagnostics(compiled.made.diagnostics, compiled.made.sources));
  REQUIRE(compiled.made.program.has_value());
  auto loaded = LoadedProgram::Load(*compiled.made.program);
  REQUIRE(loaded.has_value());
  Arena arena;
  const Result<Action> action = ReadAction(arena, kRequest);
  REQUIRE(action.has_value());
  Vm vm(**loaded);
  size_t before = 0;
  bool right = true;
  for (int i = 0; i < 4; ++i) {
    before = g_allocations;
    vm.Begin();
    vm.SetSlots(*action, *action->time);
    right = right && vm.ReadLet(compiled.let).is_true();
  }
  const size_t taken = g_allocations - before;
  CHECK(right);
  return taken;
}

TEST_CASE("the counter counts") {
  const size_t before = g_allocations;
  const std::string text(100, 'x');
  CHECK(g_allocations > before);
  CHECK(text.size() == 100);
}

TEST_CASE("a comparison allocates nothing") { CHECK(Allocations("context.cost > 10") == 0); }

TEST_CASE("a boolean of ten clauses over nested members allocates nothing") {
  CHECK(
      Allocations("subject.type == 'agent' && subject.id != 'x' && subject.team.name == 'core' && "
                  "action.tier >= 2 && context.cost > 10 && context.cost < 100 && "
                  "context.change.added <= 10 && context.change.author.type == subject.type && "
                  "has(context.change.files) && !(context.change.added in [1, 2, 3])") == 0);
}

// Findings with reasons and evidence; facts that are there, are left out, are objects and lists.
constexpr std::string_view kPolicy = R"(
policy gate owner "ops" default allow

trigger large on "deploy" {
  when context.cost > 10 && subject.team.name == "core"
  notify to "finance"
  reason "it costs {context.cost}"
}

trigger files on "deploy" {
  when context.change.files.exists(f, f == "a") || context.change.author == "nobody"
  escalate to "security"
}

trigger named on "deploy" {
  when context.time != timestamp("2026-01-05T12:00:00Z") || subject.id.matches("bu+ild|mak[a-z]")
  notify to "ops"
}

trigger unnamed on "deploy" {
  when subject.id.matches("^secret[0-9]")
  notify to "ops"
}

trigger absent on "deploy" {
  when context.a_member_that_nobody_gives > 1 || resource.owner == "x"
  notify to "ops"
}
)";

TEST_CASE("a decision from an action's text allocates nothing") {
  const Compilation made = CompileTexts({{"gate.remit", std::string(kPolicy)}}, {});
  INFO(FormatDiagnostics(made.diagnostics, made.sources));
  REQUIRE(made.program.has_value());
  const Result<Engine> engine = Engine::Load(EncodeProgram(*made.program));
  REQUIRE(engine.has_value());
  Decider decider(*engine);
  size_t taken = 0;
  size_t findings = 0;
  for (int i = 0; i < 8; ++i) {
    const size_t before = g_allocations;
    const Result<const Decision*> decision = decider.Decide(kRequest, MakeTimestamp(0, 0));
    taken = g_allocations - before;
    findings = decision ? (*decision)->findings.size() : 0;
  }
  CHECK(findings == 5);
  CHECK(taken == 0);
}

TEST_CASE("a decision from a row of facts allocates nothing, nor does one that no rule touches") {
  const Compilation made = CompileTexts({{"gate.remit", std::string(kPolicy)}}, {});
  REQUIRE(made.program.has_value());
  const Result<Engine> engine = Engine::Load(EncodeProgram(*made.program));
  REQUIRE(engine.has_value());
  std::vector<Value> row(engine->program().slots.size(), kNoFact);
  const std::optional<uint32_t> id = engine->FindSlot("subject.id");
  REQUIRE(id.has_value());
  row[*id] = MakeString("builder 7");
  Decider decider(*engine);
  for (const std::string_view name : {"deploy", "no.rule.names.this"}) {
    INFO(name);
    size_t taken = 0;
    for (int i = 0; i < 8; ++i) {
      const size_t before = g_allocations;
      decider.Decide(name, row);
      taken = g_allocations - before;
    }
    CHECK(taken == 0);
  }
}

}  // namespace
}  // namespace remit
