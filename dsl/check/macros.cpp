// Comprehensions: all, exists, exists_one, map, filter.
#include <fmt/format.h>

#include "dsl/check/context.h"
#include "engine/base/escape.h"

namespace remit::checking {
namespace {

struct Macro {
  std::string_view name;
  size_t args;  // without the receiver
  NodeKind kind;
};
constexpr Macro kMacros[] = {
    {"all", 2, NodeKind::All},
    {"exists", 2, NodeKind::Exists},
    {"exists_one", 2, NodeKind::ExistsOne},
    {"existsOne", 2, NodeKind::ExistsOne},
    {"filter", 2, NodeKind::Filter},
    {"map", 2, NodeKind::MapTo},
    {"map", 3, NodeKind::MapFilter},
};

const Macro* FindMacro(const ast::Expr& method) {
  for (const Macro& macro : kMacros) {
    if (macro.name == method.text && macro.args + 1 == method.args.size()) return &macro;
  }
  return nullptr;
}

// What the variable takes: elements of a list, keys of a map.
TypeId ElementType(Context& context, NodeId range) {
  const TypeTable& types = context.bundle.types;
  const TypeNode node = types.node(context.bundle.node(range).type);
  switch (node.kind) {
    case TypeKind::List:
    case TypeKind::Map:
      return node.first;
    case TypeKind::Record:
      return types.Scalar(TypeKind::String);
    case TypeKind::Dyn:
      return kDyn;
    default:
      context.Emit(DiagnosticKind::WrongType, context.bundle.node(range).span,
                   fmt::format("a comprehension runs over a list or map, not `{}`",
                               types.Name(context.bundle.node(range).type)));
      return kDyn;
  }
}

}  // namespace

bool IsComprehension(const ast::Expr& method) {
  for (const Macro& macro : kMacros) {
    if (macro.name == method.text) return true;
  }
  return false;
}

NodeId CheckComprehension(Context& context, Env& env, const ast::Expr& method) {
  const Macro* macro = FindMacro(method);
  if (macro == nullptr || ExprOf(context, env, method.args[1]).kind != ast::ExprKind::Name ||
      ExprOf(context, env, method.args[1]).leading_dot) {
    context.Emit(
        DiagnosticKind::BadMacro, method.span,
        method.text == "map"
            ? "`map` takes a variable, a condition where one is wanted, and an expression, as in "
              "`xs.map(x, x + 1)`"
            : fmt::format("`{}` takes a variable and a condition, as in `xs.{}(x, x > 0)`",
                          method.text, method.text));
    return Broken(context, method.span);
  }
  const NodeId range = CheckExpr(context, env, method.args[0]);
  const TypeId element = ElementType(context, range);
  const bool list = context.bundle.types.kind(context.bundle.node(range).type) == TypeKind::List;
  const ast::Expr& variable = ExprOf(context, env, method.args[1]);
  if (IsBuiltinName(variable.text) && env.define_depth == 0) {
    context.Emit(DiagnosticKind::ShadowsBuiltin, variable.span,
                 fmt::format("the variable `{}` hides the built-in name", variable.text));
  }
  Env inner = env;
  const uint32_t local = (*env.next_local)++;
  // A new variable: what was established for another of its index does not hold for it.
  inner.locals.push_back({variable.text, local, element, list && HoldsFacts(context, range)});
  Node node{.kind = macro->kind, .index = local, .args = {range}, .span = method.span};
  TypeTable& types = context.bundle.types;
  const bool condition_first = macro->kind != NodeKind::MapTo;
  const NodeId first = CheckExpr(context, inner, method.args[2]);
  node.args.push_back(first);
  if (condition_first) RequireBool(context, first, "the condition of a comprehension");
  if (macro->kind == NodeKind::MapFilter) {
    AddPresent(context, first, true, inner.present);
    node.args.push_back(CheckExpr(context, inner, method.args[3]));
  }
  switch (macro->kind) {
    case NodeKind::Filter:
      node.type = types.List(element);
      break;
    case NodeKind::MapTo:
    case NodeKind::MapFilter:
      node.type = types.List(context.bundle.node(node.args.back()).type);
      break;
    default:
      node.type = types.Scalar(TypeKind::Bool);
      break;
  }
  return MakeNode(context, std::move(node));
}

}  // namespace remit::checking
