#include "tests/conformance/run_case.h"

#include <fmt/format.h>

#include <limits>

#include "dsl/compile/expression.h"
#include "engine/model/action.h"
#include "engine/vm/vm.h"
#include "tests/conformance/typed_value.h"
#include "tests/reference/evaluate.h"

namespace remit::conformance {
namespace {

// An action of nothing but a context.
Action MakeContextAction(Arena& arena, const Value& context) {
  Action action;
  const Value empty = MakeMap(arena, {});
  action.document = action.action = empty;
  action.subject = MakeError(arena, EvalErrorCode::Absent, "`subject` was left out");
  action.resource = MakeError(arena, EvalErrorCode::Absent, "`resource` was left out");
  action.context = context;
  return action;
}

// Why it was refused, in one line.
std::string FirstError(const Compilation& made) {
  for (const Diagnostic* one : SortedDiagnostics(made.diagnostics, made.sources)) {
    if (LevelOf(one->kind) != DiagnosticLevel::Error) continue;
    return fmt::format("refused: {} [{}]", one->message, DiagnosticName(one->kind));
  }
  return "refused";
}

// What the expression gave: the tests look at it while the machine that made it lives.
struct Outcome {
  Value value;
  std::string refused;  // not empty: it could not be loaded
};

struct Machine {
  std::unique_ptr<const LoadedProgram> loaded;
  std::optional<Vm> vm;
};

Outcome RunVm(CompiledExpression& compiled, const Action& action, Machine& machine) {
  auto loaded = LoadedProgram::Load(std::move(*compiled.made.program));
  if (!loaded) return {.value = {}, .refused = "refused: " + loaded.error().message};
  machine.loaded = std::move(*loaded);
  machine.vm.emplace(*machine.loaded);
  const Value now = MakeError(machine.vm->arena(), EvalErrorCode::Absent, "`now` was left out");
  machine.vm->SetSlots(action, now);
  machine.vm->BeginRule();
  return {.value = machine.vm->ReadLet(compiled.let), .refused = {}};
}

Outcome RunReference(const CompiledExpression& compiled, const Action& action, Arena& arena) {
  const Value now = MakeError(arena, EvalErrorCode::Absent, "`now` was left out");
  reference::Evaluation evaluation{.bundle = *compiled.made.bundle,
                                   .action = action,
                                   .now = now,
                                   .fuel_limit = ProgramLimits{}.fuel,
                                   .arena = arena};
  const auto let = static_cast<uint32_t>(compiled.made.bundle->lets.size() - 1);
  return {.value = reference::EvaluateLet(evaluation, let), .refused = {}};
}

}  // namespace

std::optional<Failure> RunCase(const Case& test, Evaluator evaluator) {
  const std::string expected = test.expects_error ? "an error"
                               : test.expected    ? ShowTyped(*test.expected)
                                                  : "to be accepted";
  // What a test may cost shows when it runs; the worst case of its types is no matter of CEL's.
  CompileOptions options;
  options.program_limits.cost = std::numeric_limits<uint64_t>::max();
  CompiledExpression compiled = CompileExpression(test.expr, "expression", test.scope, {}, options);
  if (!compiled.made.program) {
    if (test.expects_error) return std::nullopt;
    return Failure{expected, FirstError(compiled.made)};
  }
  if (!test.deduced_type.empty() && compiled.type != test.deduced_type) {
    return Failure{"the type " + test.deduced_type, "the type " + compiled.type};
  }
  if (!test.expects_error && !test.expected) return std::nullopt;
  Arena arena;
  Machine machine;
  const Action action = MakeContextAction(arena, test.context);
  const Outcome outcome = evaluator == Evaluator::Vm ? RunVm(compiled, action, machine)
                                                     : RunReference(compiled, action, arena);
  if (!outcome.refused.empty()) {
    if (test.expects_error) return std::nullopt;
    return Failure{expected, outcome.refused};
  }
  const bool passed =
      test.expects_error ? outcome.value.is_error() : SameTyped(*test.expected, outcome.value);
  if (passed) return std::nullopt;
  return Failure{expected, ShowTyped(outcome.value)};
}

}  // namespace remit::conformance
