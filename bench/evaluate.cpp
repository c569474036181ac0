// One evaluation of one expression: by the VM over an action's slots, and by the reference
// evaluator of the tests, which walks the typed tree.
#include "tests/reference/evaluate.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "bench/cases.h"
#include "dsl/compile/expression.h"
#include "engine/base/arena.h"
#include "engine/model/action.h"
#include "engine/vm/vm.h"

namespace remit::bench {
namespace {

struct Named {
  const char* name;
  const char* text;
};
constexpr Named kExpressions[] = {
    {"comparison", "context.cost > 10"},
    {"ten_clauses",
     "subject.type == 'agent' && subject.id != 'x' && subject.team.name == 'core' && action.tier "
     ">= "
     "2 && context.cost > 10 && context.cost < 100 && context.change.added <= 10 && "
     "context.change.author.type == subject.type && has(context.change.files) && "
     "!(context.change.added in [1, 2, 3])"},
    {"exists_20", "context.paths.exists(p, p.endsWith('.pem'))"},
    {"regex", "context.command.matches('rm +-[a-z]*r[a-z]* +/')"},
};

constexpr std::string_view kRequest =
    R"({"action": {"name": "deploy", "properties": {"tier": 2}},
        "subject": {"type": "agent", "id": "builder", "properties": {"team": {"name": "core"}}},
        "context": {"cost": 12, "time": "2026-01-05T12:00:00Z",
                    "change": {"added": 10, "files": ["a", "b"], "author": {"type": "agent"}},
                    "command": "cd /srv/app && git pull --ff-only && make -j2 && rm -rf /srv/old",
                    "paths": ["src/a01.cc", "src/a02.cc", "src/a03.cc", "src/a04.cc", "src/a05.cc",
                              "src/a06.cc", "src/a07.cc", "src/a08.cc", "src/a09.cc", "src/a10.cc",
                              "src/a11.cc", "src/a12.cc", "src/a13.cc", "src/a14.cc", "src/a15.cc",
                              "src/a16.cc", "src/a17.cc", "src/a18.cc", "src/a19.cc",
                              "keys/server.pem"]}})";

struct Prepared {
  CompiledExpression compiled;
  std::unique_ptr<const LoadedProgram> loaded;
};

struct Input {
  Arena arena;
  Result<Action> action = ReadAction(arena, kRequest);
};

Value ByVm(Vm& vm, const Prepared& prepared, const Action& action) {
  vm.Begin();
  vm.SetSlots(action, *action.time);
  return vm.ReadLet(prepared.compiled.let);
}

bool IsTrueByVm(const Prepared& prepared, const Action& action) {
  Vm vm(*prepared.loaded);
  return ByVm(vm, prepared, action).is_true();
}

Value ByReference(Arena& arena, const Prepared& prepared, const Action& action) {
  arena.Reset();
  const typed::Bundle& bundle = *prepared.compiled.made.bundle;
  reference::Evaluation evaluation{bundle, action, *action.time, ProgramLimits().fuel, arena};
  return reference::EvaluateLet(evaluation, static_cast<uint32_t>(bundle.lets.size() - 1));
}

void Register(const Named& named, std::shared_ptr<Prepared> prepared,
              const std::shared_ptr<Input>& input) {
  benchmark::RegisterBenchmark((std::string("eval/vm/") + named.name).c_str(),
                               [prepared, input](benchmark::State& state) {
                                 Vm vm(*prepared->loaded);
                                 for (auto _ : state) {
                                   benchmark::DoNotOptimize(ByVm(vm, *prepared, *input->action));
                                 }
                               });
  benchmark::RegisterBenchmark(
      (std::string("eval/reference/") + named.name).c_str(),
      [prepared, input](benchmark::State& state) {
        Arena arena;
        for (auto _ : state) {
          benchmark::DoNotOptimize(ByReference(arena, *prepared, *input->action));
        }
      });
}

}  // namespace

void RegisterEvaluate(Wrong& wrong) {
  const auto input = std::make_shared<Input>();
  for (const Named& named : kExpressions) {
    auto prepared = std::make_shared<Prepared>();
    prepared->compiled = CompileExpression(named.text, named.name, {}, {}, {});
    if (input->action && prepared->compiled.made.program) {
      if (auto loaded = LoadedProgram::Load(*prepared->compiled.made.program)) {
        prepared->loaded = *std::move(loaded);
      }
    }
    Arena arena;
    if (prepared->loaded == nullptr || !IsTrueByVm(*prepared, *input->action) ||
        !ByReference(arena, *prepared, *input->action).is_true()) {
      wrong.text += std::string(named.name) + " is not true\n";
      ++wrong.answers;
      continue;
    }
    Register(named, prepared, input);
  }
}

}  // namespace remit::bench
