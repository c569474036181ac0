#include "dsl/compile/costs.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/base/escape.h"
#include "engine/program/cost.h"
#include "engine/program/verify.h"

namespace remit::lowering {
namespace {

void Refuse(Compilation& made, const CostBound& cost, uint64_t limit, Span span,
            const std::string& name) {
  made.diagnostics.Emit(DiagnosticKind::TooCostly, span,
                        fmt::format("`{}` may cost {} units of fuel, over the limit of {}",
                                    EscapeText(name), UnitsText(cost.units), limit),
                        CostAdvice(*made.program, cost));
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
    const std::string shown = name == kNone ? "let" : std::string(program.strings[name]);
    Refuse(made, costs.lets[i], limit, LetSpan(*made.bundle, shown), shown);
    refused = true;
  }
  return refused;
}

// How deep each chunk evaluates chunks; 1: none.
std::vector<uint32_t> CallDepths(const Program& program) {
  std::vector<uint32_t> depths;
  for (const Chunk& chunk : program.chunks) {
    uint32_t below = 0;
    for (uint32_t i = 0; i < chunk.size; ++i) {
      const Instruction& at = program.code[chunk.begin + i];
      if (at.opcode == Opcode::Lazy) below = std::max(below, depths[at.b]);
      if (at.opcode == Opcode::Let) below = std::max(below, depths[program.lets[at.b].chunk]);
    }
    depths.push_back(below + 1);
  }
  return depths;
}

// At the first let that has a name, else at the first rule: a let without one is read by these.
bool RefuseDepth(Compilation& made, uint32_t limit) {
  const Program& program = *made.program;
  const std::vector<uint32_t> depths = CallDepths(program);
  const auto refuse = [&](const std::string& name, Span span) {
    made.diagnostics.Emit(
        DiagnosticKind::TooLarge, span,
        fmt::format("`{}` evaluates lets, and arguments of defines and of `cel.bind`, through each "
                    "other more than {} deep",
                    EscapeText(name), limit));
    return true;
  };
  for (const Let& let : program.lets) {
    if (let.name == kNone || depths[let.chunk] <= limit) continue;
    const std::string name(program.strings[let.name]);
    return refuse(name, LetSpan(*made.bundle, name));
  }
  for (uint32_t i = 0; i < program.rules.size(); ++i) {
    bool too_deep = false;
    EachChunkOf(program, program.rules[i],
                [&](ChunkId chunk) { too_deep = too_deep || depths[chunk] > limit; });
    if (too_deep) return refuse(RuleTitle(program, i), made.bundle->rules[i].span);
  }
  return false;
}

}  // namespace

void CheckProgram(Compilation& made, const ProgramLimits& limits) {
  made.refused.reset();
  if (RefuseDepth(made, limits.call_depth)) return made.program.reset();
  if (const Result<void> verified = VerifyForm(*made.program, limits); !verified) {
    const Span span = made.bundle->policies.empty() ? Span{} : made.bundle->policies[0].span;
    made.diagnostics.Emit(DiagnosticKind::TooLarge, span,
                          "the compiled program is refused: " + verified.error().message);
    return made.program.reset();
  }
  if (!RefuseCosts(made, limits.cost)) return;
  made.refused = std::move(made.program);
  made.program.reset();
}

}  // namespace remit::lowering
