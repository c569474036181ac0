// Expressions by themselves: variables, functions and the container that a host declares for one.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "dsl/check/context.h"
#include "engine/base/escape.h"

namespace remit::checking {
namespace {

using Function = ExpressionScope::Function;

// Whether `env` is of the expression itself, not of a declaration that it reads.
bool InExpression(const Context& context, const Env& env) {
  return context.alone != nullptr && env.file + 1 == context.files.size();
}

// A call of a function that nothing but the checker knows: an error when it is evaluated.
NodeId Failing(Context& context, TypeId type, Span span) {
  const NodeId null = MakeConstant(context, MakeNull(), kDyn, span);
  return MakeNode(
      context,
      {.kind = NodeKind::Unary, .op = ast::Op::Negate, .type = type, .args = {null}, .span = span});
}

// The overloads of the first of `names` that has any.
std::vector<const Function*> OverloadsOf(const Context& context, std::span<const std::string> names,
                                         bool member) {
  for (const std::string& name : names) {
    std::vector<const Function*> found;
    for (const Function& function : context.alone->functions) {
      if (function.member == member && function.name == name) found.push_back(&function);
    }
    if (!found.empty()) return found;
  }
  return {};
}

// What a call means: overloads, and how many of its leading operands are none of theirs.
struct Meaning {
  std::vector<const Function*> overloads{};
  size_t skipped = 0;
};

// `a.b.f(x)` is the function `a.b.f` of the container or a method of what `a.b` means.
Meaning MeaningOf(const Context& context, const Env& env, const ast::Expr& call) {
  if (call.kind == ast::ExprKind::Call) {
    return {OverloadsOf(context, CandidateNames(context, env, call.text, call.leading_dot), false)};
  }
  const DottedName target = DottedNameOf(context, env, call.args[0]);
  if (!target.text.empty()) {
    const std::string name = target.text + "." + call.text;
    const auto names = CandidateNames(context, env, name, target.leading_dot);
    Meaning meaning{OverloadsOf(context, names, false), 1};
    if (!meaning.overloads.empty()) return meaning;
  }
  const std::string method[] = {call.text};
  return {OverloadsOf(context, method, true)};
}

}  // namespace

std::vector<std::string> CandidateNames(const Context& context, const Env& env,
                                        const std::string& name, bool leading_dot) {
  std::vector<std::string> names;
  if (InExpression(context, env) && !leading_dot) {
    for (std::string around = context.alone->container; !around.empty();) {
      names.push_back(around + "." + name);
      const size_t dot = around.rfind('.');
      around.resize(dot == std::string::npos ? 0 : dot);
    }
  }
  names.push_back(name);
  return names;
}

std::optional<NodeId> ReadVariable(Context& context, const Env& env, const std::string& name,
                                   bool leading_dot, Span span) {
  if (!InExpression(context, env)) return std::nullopt;
  for (const std::string& full : CandidateNames(context, env, name, leading_dot)) {
    for (const ExpressionScope::Variable& variable : context.alone->variables) {
      if (variable.name != full) continue;
      const NodeId root =
          MakeNode(context, {.kind = NodeKind::Root, .root = SlotRoot::Context, .span = span});
      return MakeNode(context, {.kind = NodeKind::Select,
                                .type = ParseTypeText(context, variable.type),
                                .name = full,
                                .args = {root},
                                .span = span});
    }
  }
  return std::nullopt;
}

std::optional<NodeId> CheckDeclaredCall(Context& context, Env& env, const ast::Expr& call) {
  if (!InExpression(context, env) || context.alone->functions.empty()) return std::nullopt;
  const Meaning meaning = MeaningOf(context, env, call);
  if (meaning.overloads.empty()) return std::nullopt;
  if (context.unchecked) return Broken(context, call.span);
  std::vector<NodeId> args;
  for (size_t i = meaning.skipped; i < call.args.size(); ++i) {
    args.push_back(CheckExpr(context, env, call.args[i]));
  }
  std::vector<Signature> signatures;
  for (const Function* function : meaning.overloads) {
    signatures.push_back(
        MakeSignature(context, function->parameters, function->result, function->member));
  }
  const bool member = meaning.overloads[0]->member;
  const Resolution found = Resolve(context, signatures, member, args);
  if (found.result) return Failing(context, *found.result, call.span);
  context.Emit(found.count ? DiagnosticKind::WrongType : DiagnosticKind::WrongCount, call.span,
               found.count ? fmt::format("`{}` does not take arguments of these types",
                                         EscapeText(call.text))
                           : fmt::format("`{}` does not take {} argument{}", EscapeText(call.text),
                                         args.size(), args.size() == 1 ? "" : "s"));
  return Broken(context, call.span);
}

}  // namespace remit::checking
