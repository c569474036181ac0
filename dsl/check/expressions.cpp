// Expressions, node by node. Names, calls and macros have files of their own.
#include <fmt/format.h>

#include "dsl/check/context.h"
#include "dsl/check/decided.h"
#include "engine/base/escape.h"

namespace remit::checking {
namespace {

NodeId CheckLiteral(Context& context, const ast::Expr& expr) {
  Arena& arena = *context.bundle.arena;
  const TypeTable& types = context.bundle.types;
  auto make = [&](Value value, TypeKind kind) {
    return MakeConstant(context, value, types.Scalar(kind), expr.span);
  };
  switch (expr.kind) {
    case ast::ExprKind::Bool:
      return make(MakeBool(expr.integer != 0), TypeKind::Bool);
    case ast::ExprKind::Int:
      return make(MakeInt(expr.integer), TypeKind::Int);
    case ast::ExprKind::Uint:
      return make(MakeUint(static_cast<uint64_t>(expr.integer)), TypeKind::Uint);
    case ast::ExprKind::Double:
      return make(MakeDouble(expr.real), TypeKind::Double);
    case ast::ExprKind::String:
      return make(MakeString(arena.Copy(expr.text)), TypeKind::String);
    case ast::ExprKind::Bytes:
      return make(MakeBytes(arena.Copy(expr.text)), TypeKind::Bytes);
    default:
      return make(MakeNull(), TypeKind::Null);
  }
}

NodeId CheckAndOr(Context& context, Env& env, const ast::Expr& expr) {
  // Each operand is read where the ones before it were true (`&&`) or false (`||`).
  Env inner = env;
  std::vector<NodeId> args;
  for (ast::ExprId arg : expr.args) {
    const NodeId node = CheckExpr(context, inner, arg);
    RequireBool(context, node,
                expr.op == ast::Op::And ? "an operand of `&&`" : "an operand of `||`");
    AddPresent(context, node, expr.op == ast::Op::And, inner.present);
    args.push_back(node);
  }
  CheckOperands(context, env, expr.op, args);
  return MakeNode(context, {.kind = NodeKind::Binary,
                            .op = expr.op,
                            .type = context.bundle.types.Scalar(TypeKind::Bool),
                            .args = std::move(args),
                            .span = expr.span});
}

NodeId CheckConditional(Context& context, Env& env, const ast::Expr& expr) {
  const NodeId condition = CheckExpr(context, env, expr.args[0]);
  RequireBool(context, condition, "the condition of `?:`");
  Env yes = env, no = env;
  AddPresent(context, condition, true, yes.present);
  AddPresent(context, condition, false, no.present);
  const NodeId first = CheckExpr(context, yes, expr.args[1]);
  const NodeId second = CheckExpr(context, no, expr.args[2]);
  CheckBranches(context, env, condition, first, second);
  const TypeId type =
      Join(context.bundle.types, context.bundle.node(first).type, context.bundle.node(second).type);
  return MakeNode(context, {.kind = NodeKind::Conditional,
                            .type = type,
                            .args = {condition, first, second},
                            .span = expr.span});
}

// The common type of elements: one that all of them agree on, or dyn.
void JoinElement(Context& context, std::optional<TypeId>& joined, NodeId node, bool optional) {
  TypeTable& types = context.bundle.types;
  TypeId type = context.bundle.node(node).type;
  if (optional) {
    const TypeNode known = types.node(type);
    type = known.kind == TypeKind::Optional ? known.first : kDyn;
  }
  joined = joined ? Join(types, *joined, type) : type;
}

void RequireOptional(Context& context, NodeId node) {
  const Node& checked = context.bundle.node(node);
  const TypeKind kind = context.bundle.types.kind(checked.type);
  if (kind == TypeKind::Optional || kind == TypeKind::Dyn) return;
  context.Emit(
      DiagnosticKind::WrongType, checked.span,
      fmt::format("`?` needs an optional, not `{}`", context.bundle.types.Name(checked.type)));
}

NodeId CheckList(Context& context, Env& env, const ast::Expr& expr) {
  Node list{.kind = NodeKind::List, .span = expr.span};
  std::optional<TypeId> element;
  for (size_t i = 0; i < expr.args.size(); ++i) {
    const bool optional = i < expr.optionals.size() && expr.optionals[i];
    const NodeId node = CheckExpr(context, env, expr.args[i]);
    if (optional) RequireOptional(context, node);
    JoinElement(context, element, node, optional);
    list.args.push_back(node);
    list.optionals.push_back(optional);
  }
  TypeTable& types = context.bundle.types;
  list.type = types.List(element ? *element : types.Fresh());
  return MakeNode(context, std::move(list));
}

NodeId CheckMap(Context& context, Env& env, const ast::Expr& expr) {
  Node map{.kind = NodeKind::Map, .span = expr.span};
  std::optional<TypeId> key, value;
  TypeTable& types = context.bundle.types;
  for (size_t i = 0; i + 1 < expr.args.size(); i += 2) {
    const bool optional = i / 2 < expr.optionals.size() && expr.optionals[i / 2];
    const NodeId k = CheckExpr(context, env, expr.args[i]);
    const NodeId v = CheckExpr(context, env, expr.args[i + 1]);
    const TypeKind kind = types.kind(context.bundle.node(k).type);
    if (kind != TypeKind::Dyn && kind != TypeKind::Bool && kind != TypeKind::Int &&
        kind != TypeKind::Uint && kind != TypeKind::String) {
      context.Emit(
          DiagnosticKind::WrongType, context.bundle.node(k).span,
          fmt::format("`{}` is no type of a map's key", types.Name(context.bundle.node(k).type)));
    }
    if (optional) RequireOptional(context, v);
    JoinElement(context, key, k, false);
    JoinElement(context, value, v, optional);
    map.args.insert(map.args.end(), {k, v});
    map.optionals.push_back(optional);
  }
  const TypeId keys = key ? *key : types.Fresh();
  map.type = types.Map(keys, value ? *value : types.Fresh());
  return MakeNode(context, std::move(map));
}

}  // namespace

NodeId MakeNode(Context& context, Node node) {
  if (context.unchecked) node.type = kDyn;
  context.bundle.nodes.push_back(std::move(node));
  return static_cast<NodeId>(context.bundle.nodes.size() - 1);
}

NodeId MakeConstant(Context& context, Value value, TypeId type, Span span) {
  return MakeNode(context,
                  {.kind = NodeKind::Constant, .type = type, .value = value, .span = span});
}

NodeId MakeBinary(Context& context, ast::Op op, std::vector<NodeId> args, Span span) {
  if (args.size() == 1) return args[0];
  return MakeNode(context, {.kind = NodeKind::Binary,
                            .op = op,
                            .type = context.bundle.types.Scalar(TypeKind::Bool),
                            .args = std::move(args),
                            .span = span});
}

NodeId MakeNot(Context& context, NodeId arg) {
  return MakeNode(context, {.kind = NodeKind::Unary,
                            .op = ast::Op::Not,
                            .type = context.bundle.types.Scalar(TypeKind::Bool),
                            .args = {arg},
                            .span = context.bundle.node(arg).span});
}

NodeId Broken(Context& context, Span span) {
  const NodeId null = MakeConstant(context, MakeNull(), kDyn, span);
  if (!context.unchecked) return null;
  return MakeNode(context,
                  {.kind = NodeKind::Unary, .op = ast::Op::Negate, .args = {null}, .span = span});
}

NodeId Declared(Context& context, NodeId node, TypeId type) {
  const TypeTable& types = context.bundle.types;
  const TypeNode known = types.node(type);
  const TypeId read = known.kind == TypeKind::Optional ? known.first : type;
  context.bundle.nodes[node].type = type;
  if (types.kind(read) == TypeKind::Dyn) return node;
  const uint32_t fact = FactOf(context, read);
  return MakeNode(context, {.kind = NodeKind::ReadAs,
                            .index = fact,
                            .type = type,
                            .args = {node},
                            .span = context.bundle.node(node).span});
}

namespace {

// Functions whose result has elements or members of their first argument as they are.
bool HandsOn(FunctionId function) {
  switch (function) {
    case FunctionId::OptionalOf:
    case FunctionId::OptionalOfNonZero:
    case FunctionId::OptionalValue:
    case FunctionId::First:
    case FunctionId::Last:
    case FunctionId::Unwrap:
    case FunctionId::UnwrapOpt:
    case FunctionId::Slice:
    case FunctionId::Distinct:
    case FunctionId::Sort:
    case FunctionId::SortByKeys:
    case FunctionId::Reverse:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool HoldsFacts(const Context& context, NodeId id) {
  if (context.alone != nullptr && context.alone->file == 0) return false;
  const Node& node = context.bundle.node(id);
  switch (node.kind) {
    case NodeKind::Call:
      return HandsOn(node.function) && HoldsFacts(context, node.args[0]);
    case NodeKind::Constant:
    case NodeKind::Param:
    case NodeKind::List:
    case NodeKind::Map:
    case NodeKind::MapTo:
    case NodeKind::MapFilter:
    case NodeKind::ToMap:
    case NodeKind::ToMapFilter:
    case NodeKind::ToEntries:
    case NodeKind::ToEntriesFilter:
    case NodeKind::Scan:
    case NodeKind::Binary:
      return false;
    default:
      return true;
  }
}

const ast::Expr& ExprOf(const Context& context, const Env& env, ast::ExprId id) {
  return context.files[env.file].tree.expr(id);
}

void RequireBool(Context& context, NodeId id, const char* what) {
  const Node& node = context.bundle.node(id);
  const TypeKind kind = context.bundle.types.kind(node.type);
  if (kind == TypeKind::Bool || kind == TypeKind::Dyn) return;
  context.Emit(
      DiagnosticKind::NotBool, node.span,
      fmt::format("{} must be a bool, not `{}`", what, context.bundle.types.Name(node.type)));
}

namespace {

NodeId CheckKind(Context& context, Env& env, const ast::Expr& expr) {
  switch (expr.kind) {
    case ast::ExprKind::Name:
      return CheckName(context, env, expr);
    case ast::ExprKind::Select:
      return CheckSelect(context, env, expr);
    case ast::ExprKind::Index:
      return CheckIndex(context, env, expr);
    case ast::ExprKind::Call:
      return CheckCall(context, env, expr);
    case ast::ExprKind::Method:
      return CheckMethod(context, env, expr);
    case ast::ExprKind::Conditional:
      return CheckConditional(context, env, expr);
    case ast::ExprKind::List:
      return CheckList(context, env, expr);
    case ast::ExprKind::Map:
      return CheckMap(context, env, expr);
    case ast::ExprKind::Unary: {
      const NodeId arg = CheckExpr(context, env, expr.args[0]);
      const TypeId type = UnaryType(context, expr.op, arg, expr.span);
      return MakeNode(
          context,
          {.kind = NodeKind::Unary, .op = expr.op, .type = type, .args = {arg}, .span = expr.span});
    }
    case ast::ExprKind::Binary: {
      if (expr.op == ast::Op::And || expr.op == ast::Op::Or) return CheckAndOr(context, env, expr);
      const NodeId left = CheckExpr(context, env, expr.args[0]);
      const NodeId right = CheckExpr(context, env, expr.args[1]);
      const TypeId type = BinaryType(context, expr.op, left, right, expr.span);
      return MakeNode(context, {.kind = NodeKind::Binary,
                                .op = expr.op,
                                .type = type,
                                .args = {left, right},
                                .span = expr.span});
    }
    default:
      return CheckLiteral(context, expr);
  }
}

}  // namespace

NodeId CheckExpr(Context& context, Env& env, ast::ExprId id) {
  const ast::Expr& expr = ExprOf(context, env, id);
  if (context.open_exprs >= kMaxOpenExprs) {
    if (!context.too_large) {
      context.Emit(DiagnosticKind::TooDeep, expr.span,
                   "expressions are nested too deeply through the lets and defines that they read");
    }
    context.too_large = true;
    return Broken(context, expr.span);
  }
  ++context.open_exprs;
  const NodeId node = CheckKind(context, env, expr);
  --context.open_exprs;
  return node;
}

NodeId CheckRoot(Context& context, Env env, ast::ExprId id) {
  uint32_t locals = 0;
  env.next_local = &locals;
  const auto begin = static_cast<NodeId>(context.bundle.nodes.size());
  const NodeId node = CheckExpr(context, env, id);
  Settle(context, begin);
  if (locals > 0xffff) {
    context.Emit(DiagnosticKind::TooLarge, context.bundle.node(node).span,
                 "an expression with more than 65,535 variables after defines are expanded");
  }
  return node;
}

NodeId CheckCondition(Context& context, Env env, ast::ExprId id) {
  const NodeId node = CheckRoot(context, env, id);
  RequireBool(context, node, "a condition");
  CheckDecided(context, env, node, "this condition");
  return node;
}

typed::Template CheckTemplate(Context& context, Env env, const ast::Template& text) {
  typed::Template made{.texts = text.texts};
  for (ast::ExprId id : text.exprs) made.nodes.push_back(CheckRoot(context, env, id));
  return made;
}

}  // namespace remit::checking
