// Comprehensions of one variable and of two: all, exists, existsOne, map, filter, transformList,
// transformMap, transformMapEntry.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/macros.h"
#include "engine/base/escape.h"

namespace remit::checking {
namespace {

struct Comprehension {
  std::string_view name;
  size_t variables;
  size_t bodies;  // expressions after the variables
  NodeKind kind;
};
constexpr Comprehension kComprehensions[] = {
    {"all", 1, 1, NodeKind::All},
    {"all", 2, 1, NodeKind::All},
    {"exists", 1, 1, NodeKind::Exists},
    {"exists", 2, 1, NodeKind::Exists},
    {"exists_one", 1, 1, NodeKind::ExistsOne},
    {"exists_one", 2, 1, NodeKind::ExistsOne},
    {"existsOne", 1, 1, NodeKind::ExistsOne},
    {"existsOne", 2, 1, NodeKind::ExistsOne},
    {"filter", 1, 1, NodeKind::Filter},
    {"map", 1, 1, NodeKind::MapTo},
    {"map", 1, 2, NodeKind::MapFilter},
    {"transformList", 2, 1, NodeKind::MapTo},
    {"transformList", 2, 2, NodeKind::MapFilter},
    {"transformMap", 2, 1, NodeKind::ToMap},
    {"transformMap", 2, 2, NodeKind::ToMapFilter},
    {"transformMapEntry", 2, 1, NodeKind::ToEntries},
    {"transformMapEntry", 2, 2, NodeKind::ToEntriesFilter},
};

const Comprehension* Find(std::string_view name, size_t args) {
  for (const Comprehension& row : kComprehensions) {
    if (row.name == name && row.variables + row.bodies == args) return &row;
  }
  return nullptr;
}

// What is said where a comprehension is not of its form.
std::string FormOf(std::string_view name) {
  if (name == "map") {
    return "`map` takes a variable, a condition where one is wanted, and an expression, as in "
           "`xs.map(x, x + 1)`";
  }
  if (name.starts_with("transform")) {
    return fmt::format(
        "`{}` takes two variables, a condition where one is wanted, and an expression, as in "
        "`xs.{}(i, x, {})`",
        name, name, name == "transformMapEntry" ? "{x: i}" : "x + 1");
  }
  return fmt::format("`{}` takes a variable and a condition, as in `xs.{}(x, x > 0)`", name, name);
}

NodeId Refuse(Context& context, const ast::Expr& method) {
  context.Emit(DiagnosticKind::BadMacro, method.span, FormOf(method.text));
  return Broken(context, method.span);
}

// What the variables of a comprehension over `range` take. Of one, only `first` counts.
struct Elements {
  TypeId first = kDyn, second = kDyn;
};
Elements ElementsOf(Context& context, NodeId range, bool pair) {
  const TypeId first = ElementType(context, range);
  if (!pair) return {first, kDyn};
  const TypeTable& types = context.bundle.types;
  const TypeNode node = types.node(context.bundle.node(range).type);
  switch (node.kind) {
    case TypeKind::List:
      return {types.Scalar(TypeKind::Int), node.first};
    case TypeKind::Map:
      return {node.first, node.second};
    default:
      return {first, kDyn};
  }
}

TypeId ResultType(Context& context, NodeKind kind, const Elements& elements, TypeId body) {
  TypeTable& types = context.bundle.types;
  switch (kind) {
    case NodeKind::Filter:
      return types.List(elements.first);
    case NodeKind::MapTo:
    case NodeKind::MapFilter:
      return types.List(body);
    case NodeKind::ToMap:
    case NodeKind::ToMapFilter:
      return types.Map(elements.first, body);
    case NodeKind::ToEntries:
    case NodeKind::ToEntriesFilter:
      return types.kind(body) == TypeKind::Map ? body : types.Map(kDyn, kDyn);
    default:
      return types.Scalar(TypeKind::Bool);
  }
}

// The entries that transformMapEntry puts together have to be maps.
void RequireEntries(Context& context, NodeId body) {
  const Node& node = context.bundle.node(body);
  const TypeKind kind = context.bundle.types.kind(node.type);
  if (kind == TypeKind::Map || kind == TypeKind::Record || kind == TypeKind::Dyn) return;
  context.Emit(DiagnosticKind::WrongType, node.span,
               fmt::format("`transformMapEntry` puts maps together, not `{}`",
                           context.bundle.types.Name(node.type)),
               "as in `{key: value}`");
}

// The conditions and expressions after the variables, in `env`, which has the variables.
void CheckBodies(Context& context, Env& env, const Comprehension& row, const ast::Expr& method,
                 Node& node) {
  const bool condition_first = row.bodies == 2 || row.kind == NodeKind::All ||
                               row.kind == NodeKind::Exists || row.kind == NodeKind::ExistsOne ||
                               row.kind == NodeKind::Filter;
  const NodeId first = CheckExpr(context, env, method.args[1 + row.variables]);
  node.args.push_back(first);
  if (condition_first) RequireBool(context, first, "the condition of a comprehension");
  if (row.bodies == 2) {
    AddPresent(context, first, true, env.present);
    node.args.push_back(CheckExpr(context, env, method.args[2 + row.variables]));
  }
  if (row.kind == NodeKind::ToEntries || row.kind == NodeKind::ToEntriesFilter) {
    RequireEntries(context, node.args.back());
  }
}

}  // namespace

bool IsVariable(const ast::Expr& expr) {
  return expr.kind == ast::ExprKind::Name && !expr.leading_dot;
}

bool IsComprehensionName(std::string_view name) {
  return std::any_of(std::begin(kComprehensions), std::end(kComprehensions),
                     [&](const Comprehension& row) { return row.name == name; });
}

bool IsComprehension(std::string_view name, size_t args) { return Find(name, args) != nullptr; }

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
    case TypeKind::Variable:
      return kDyn;
    default:
      context.Emit(DiagnosticKind::WrongType, context.bundle.node(range).span,
                   fmt::format("a comprehension runs over a list or map, not `{}`",
                               types.Name(context.bundle.node(range).type)));
      return kDyn;
  }
}

uint32_t AddLocal(Context& context, Env& env, const ast::Expr& name, TypeId type, bool fact) {
  if (IsBuiltinName(name.text) && env.define_depth == 0) {
    context.Emit(DiagnosticKind::ShadowsBuiltin, name.span,
                 fmt::format("the variable `{}` hides the built-in name", name.text));
  }
  // A new variable: what was established for another of its index does not hold for it.
  const uint32_t local = (*env.next_local)++;
  env.locals.push_back({name.text, local, type, fact});
  return local;
}

NodeId MapTo(Context& context, NodeId range, uint32_t local, NodeId body, Span span) {
  const TypeId type = context.bundle.types.List(context.bundle.node(body).type);
  return MakeNode(
      context,
      {.kind = NodeKind::MapTo, .index = local, .type = type, .args = {range, body}, .span = span});
}

NodeId CheckComprehension(Context& context, Env& env, const ast::Expr& method) {
  const Comprehension* row = Find(method.text, method.args.size() - 1);
  if (row == nullptr) return Refuse(context, method);
  const ast::Expr& first = ExprOf(context, env, method.args[1]);
  const bool pair = row->variables == 2;
  if (!IsVariable(first)) return Refuse(context, method);
  if (pair) {
    const ast::Expr& second = ExprOf(context, env, method.args[2]);
    if (!IsVariable(second)) return Refuse(context, method);
    if (second.text == first.text) {
      context.Emit(DiagnosticKind::BadMacro, second.span,
                   fmt::format("`{}` needs two variables of different names", method.text));
      return Broken(context, method.span);
    }
  }
  const NodeId range = CheckExpr(context, env, method.args[0]);
  const Elements elements = ElementsOf(context, range, pair);
  const TypeKind held = context.bundle.types.kind(context.bundle.node(range).type);
  const bool list = held == TypeKind::List;
  const bool facts = HoldsFacts(context, range);
  Env inner = env;
  const uint32_t local = AddLocal(context, inner, first, elements.first, list && facts && !pair);
  if (pair) {
    if (list) inner.locals.back().stands = Local::Stands::ForIndex;
    AddLocal(context, inner, ExprOf(context, env, method.args[2]), elements.second,
             facts && (list || held == TypeKind::Map));
  }
  Node node{.kind = row->kind, .pair = pair, .index = local, .args = {range}, .span = method.span};
  CheckBodies(context, inner, *row, method, node);
  node.type = ResultType(context, row->kind, elements, context.bundle.node(node.args.back()).type);
  return MakeNode(context, std::move(node));
}

}  // namespace remit::checking
