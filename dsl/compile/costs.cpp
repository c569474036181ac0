#include "dsl/compile/costs.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/escape.h"
#include "engine/program/cost.h"
#include "engine/program/verify.h"

namespace remit::lowering {
namespace {

// Where most of it goes, and what makes it less.
std::string Advice(const Program& program, const CostBound& cost) {
  std::string advice;
  const ProgramPlace& place = program.places[cost.place];
  if (place.file != kNone) {
    advice = fmt::format("{}:{}:{} runs up to {} times: ", EscapeText(program.strings[place.file]),
                         place.line, place.column, UnitsText(cost.times));
  }
  return advice +
         "nest fewer comprehensions, declare the types of what they read, or declare the sizes of "
         "lists and texts in remit.yaml (`limits.list_elements`, `limits.text_bytes`)";
}

void Refuse(Compilation& made, const CostBound& cost, uint64_t limit, Span span,
            const std::string& name) {
  made.diagnostics.Emit(DiagnosticKind::TooCostly, span,
                        fmt::format("`{}` may cost {} units of fuel, over the limit of {}",
                                    EscapeText(name), UnitsText(cost.units), limit),
                        Advice(*made.program, cost));
}

// The span of the let of that name; the bundle's first policy where none has it.
Span LetSpan(const typed::Bundle& bundle, const std::string& name) {
  const auto found = std::ranges::find(bundle.lets, name, &typed::Let::name);
  if (found != bundle.lets.end()) return found->span;
  return bundle.policies.empty() ? Span{} : bundle.policies[0].span;
}

bool RefuseCosts(Compilation& made, uint64_t limit) {
  const Program& program = *made.program;
  const ProgramCosts costs = BoundCosts(program);
  bool refused = false;
  for (uint32_t i = 0; i < costs.rules.size(); ++i) {
    if (costs.rules[i].units <= limit) continue;
    Refuse(made, costs.rules[i], limit, made.bundle->rules[i].span, RuleTitle(program, i));
    refused = true;
  }
  for (size_t i = 0; i < costs.lets.size() && !refused; ++i) {
    const StringId name = program.lets[i].name;
    if (costs.lets[i].units <= limit) continue;
    const std::string shown = name == kNone ? "let" : program.strings[name];
    Refuse(made, costs.lets[i], limit, LetSpan(*made.bundle, shown), shown);
    refused = true;
  }
  return refused;
}

}  // namespace

void CheckProgram(Compilation& made, const ProgramLimits& limits) {
  const Result<void> verified = VerifyForm(*made.program, limits);
  if (verified) {
    if (RefuseCosts(made, limits.cost)) made.program.reset();
    return;
  }
  const Span span = made.bundle->policies.empty() ? Span{} : made.bundle->policies[0].span;
  made.diagnostics.Emit(DiagnosticKind::TooLarge, span,
                        fmt::format("the compiled program is refused: {} ({})",
                                    verified.error().message, verified.error().where));
  made.program.reset();
}

}  // namespace remit::lowering
