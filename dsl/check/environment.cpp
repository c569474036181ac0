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

// The type that CEL writes so, as far as an expression's variables have it; dyn for any other.
TypeId ScopeType(Context& context, std::string_view text) {
  TypeTable& types = context.bundle.types;
  static constexpr std::pair<std::string_view, TypeKind> kNames[] = {
      {"bool", TypeKind::Bool},           {"int", TypeKind::Int},
      {"uint", TypeKind::Uint},           {"double", TypeKind::Double},
      {"string", TypeKind::String},       {"bytes", TypeKind::Bytes},
      {"timestamp", TypeKind::Timestamp}, {"duration", TypeKind::Duration},
      {"type", TypeKind::Type},           {"null_type", TypeKind::Null}};
  for (const auto& [name, kind] : kNames) {
    if (name == text) return types.Scalar(kind);
  }
  const size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(')')) return kDyn;
  const std::string_view inner = text.substr(open + 1, text.size() - open - 2);
  if (text.starts_with("list(")) return types.List(ScopeType(context, inner));
  if (text.starts_with("optional_type(")) return types.Optional(ScopeType(context, inner));
  const size_t comma = inner.find(", ");
  if (!text.starts_with("map(") || comma == std::string_view::npos) return kDyn;
  const TypeId key = ScopeType(context, inner.substr(0, comma));
  return types.Map(key, ScopeType(context, inner.substr(comma + 2)));
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
                                .type = ScopeType(context, variable.type),
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
  for (const Function* function : meaning.overloads) {
    if (function->parameters.size() != args.size()) continue;
    return Failing(context, ScopeType(context, function->result), call.span);
  }
  context.Emit(DiagnosticKind::WrongCount, call.span,
               fmt::format("`{}` does not take {} argument{}", EscapeText(call.text), args.size(),
                           args.size() == 1 ? "" : "s"));
  return Broken(context, call.span);
}

}  // namespace remit::checking
