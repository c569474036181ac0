// Macros that bind a value to a name: cel.bind, optMap, optFlatMap, sortBy; and math.greatest and
// math.least, which take several arguments as one list. All are expanded into nodes that stand for
// themselves.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "dsl/check/macros.h"
#include "engine/base/escape.h"

namespace remit::checking {
namespace {

NodeId Refuse(Context& context, const ast::Expr& call, std::string_view form) {
  context.Emit(DiagnosticKind::BadMacro, call.span, std::string(form));
  return Broken(context, call.span);
}

NodeId Call(Context& context, FunctionId function, std::vector<NodeId> args, TypeId type,
            Span span) {
  return MakeNode(context, {.kind = NodeKind::Call,
                            .function = function,
                            .type = type,
                            .args = std::move(args),
                            .span = span});
}

// `body`, in which local `local` is `value`, evaluated when first read.
NodeId MakeBind(Context& context, uint32_t local, NodeId value, NodeId body, Span span) {
  const TypeId type = context.bundle.node(body).type;
  return MakeNode(
      context,
      {.kind = NodeKind::Bind, .index = local, .type = type, .args = {body, value}, .span = span});
}

NodeId ReadLocal(Context& context, uint32_t local, TypeId type, Span span) {
  return MakeNode(context, {.kind = NodeKind::Local, .index = local, .type = type, .span = span});
}

bool IsOptionalType(const Context& context, TypeId type) {
  return context.bundle.types.kind(type) == TypeKind::Optional;
}

bool MayBeOptional(const Context& context, TypeId type) {
  const TypeKind kind = context.bundle.types.kind(type);
  return kind == TypeKind::Optional || kind == TypeKind::Dyn || kind == TypeKind::Variable;
}

NodeId RefuseType(Context& context, NodeId node, Span span, std::string_view what) {
  context.Emit(
      DiagnosticKind::WrongType, span,
      fmt::format("{}, not `{}`", what, context.bundle.types.Name(context.bundle.node(node).type)));
  return Broken(context, span);
}

}  // namespace

NodeId CheckBind(Context& context, Env& env, const ast::Expr& call) {
  if (call.args.size() != 4 || !IsVariable(ExprOf(context, env, call.args[1]))) {
    return Refuse(context, call,
                  "`cel.bind` takes a variable, its value and an expression, as in "
                  "`cel.bind(x, a + b, x * x)`");
  }
  const NodeId value = CheckExpr(context, env, call.args[2]);
  Env inner = env;
  const uint32_t local = AddLocal(context, inner, ExprOf(context, env, call.args[1]),
                                  context.bundle.node(value).type, false);
  inner.locals.back().stands = Local::Stands::ForValue;
  inner.locals.back().value = value;
  const NodeId body = CheckExpr(context, inner, call.args[3]);
  return MakeBind(context, local, value, body, call.span);
}

// cel.bind(o, call's receiver, o.hasValue() ? optional.of(cel.bind(x, o.value(), t))
//                                           : optional.none()), for optFlatMap without the `of`.
NodeId CheckOptMap(Context& context, Env& env, const ast::Expr& call) {
  const bool flat = call.text == "optFlatMap";
  if (call.args.size() != 3 || !IsVariable(ExprOf(context, env, call.args[1]))) {
    return Refuse(context, call,
                  fmt::format("`{}` takes a variable and an expression, as in `o.{}(x, {})`",
                              call.text, call.text, flat ? "m.?a[?x]" : "x + 1"));
  }
  const Span span = call.span;
  const NodeId optional = CheckExpr(context, env, call.args[0]);
  const TypeId outer = context.bundle.node(optional).type;
  if (!MayBeOptional(context, outer)) {
    return RefuseType(context, optional, span, fmt::format("`{}` needs an optional", call.text));
  }
  const TypeId held =
      IsOptionalType(context, outer) ? context.bundle.types.node(outer).first : kDyn;
  Env inner = env;
  const uint32_t whole = (*env.next_local)++;
  const uint32_t local = AddLocal(context, inner, ExprOf(context, env, call.args[1]), held, false);
  NodeId body = CheckExpr(context, inner, call.args[2]);
  TypeId type = context.bundle.node(body).type;
  if (flat && !MayBeOptional(context, type)) {
    return RefuseType(context, body, context.bundle.node(body).span,
                      "`optFlatMap` needs an expression that gives an optional");
  }
  const NodeId value = Call(context, FunctionId::OptionalValue,
                            {ReadLocal(context, whole, outer, span)}, held, span);
  body = MakeBind(context, local, value, body, span);
  if (!flat) {
    type = context.bundle.types.Optional(type);
    body = Call(context, FunctionId::OptionalOf, {body}, type, span);
  } else if (!IsOptionalType(context, type)) {
    // Gives what it is given, or an error where that is no optional.
    const NodeId none = Call(context, FunctionId::OptionalNone, {}, type, span);
    body = MakeNode(
        context, {.kind = NodeKind::OrOptional, .type = type, .args = {body, none}, .span = span});
  }
  const NodeId there = Call(context, FunctionId::HasValue, {ReadLocal(context, whole, outer, span)},
                            context.bundle.types.Scalar(TypeKind::Bool), span);
  const NodeId none = Call(context, FunctionId::OptionalNone, {}, type, span);
  const NodeId chosen = MakeNode(
      context,
      {.kind = NodeKind::Conditional, .type = type, .args = {there, body, none}, .span = span});
  return MakeBind(context, whole, optional, chosen, span);
}

// cel.bind(l, call's receiver, lists.@sortByKeys(l, l.map(x, key)))
NodeId CheckSortBy(Context& context, Env& env, const ast::Expr& call) {
  if (call.args.size() != 3 || !IsVariable(ExprOf(context, env, call.args[1]))) {
    return Refuse(context, call,
                  "`sortBy` takes a variable and what to sort by, as in `xs.sortBy(x, x.name)`");
  }
  const Span span = call.span;
  const NodeId list = CheckExpr(context, env, call.args[0]);
  const TypeId type = context.bundle.node(list).type;
  const TypeKind kind = context.bundle.types.kind(type);
  if (kind != TypeKind::List && kind != TypeKind::Dyn && kind != TypeKind::Variable) {
    return RefuseType(context, list, span, "`sortBy` needs a list");
  }
  const bool facts = kind == TypeKind::List && HoldsFacts(context, list);
  const uint32_t whole = (*env.next_local)++;
  Env inner = env;
  const uint32_t local = AddLocal(context, inner, ExprOf(context, env, call.args[1]),
                                  ElementType(context, list), facts);
  const NodeId key = CheckExpr(context, inner, call.args[2]);
  const NodeId keys = MapTo(context, ReadLocal(context, whole, type, span), local, key, span);
  const NodeId sorted = Call(context, FunctionId::SortByKeys,
                             {ReadLocal(context, whole, type, span), keys}, type, span);
  return MakeBind(context, whole, list, sorted, span);
}

NodeId CheckExtreme(Context& context, Env& env, const ast::Expr& call) {
  TypeTable& types = context.bundle.types;
  Node list{.kind = NodeKind::List, .span = call.span};
  std::optional<TypeId> common;
  bool refused = false;
  for (const ast::ExprId id : std::span(call.args).subspan(1)) {
    const NodeId node = CheckExpr(context, env, id);
    const TypeId type = context.bundle.node(node).type;
    const TypeKind kind = types.kind(type);
    const bool number = kind == TypeKind::Int || kind == TypeKind::Uint ||
                        kind == TypeKind::Double || kind == TypeKind::Dyn ||
                        kind == TypeKind::Variable;
    if (!number) {
      RefuseType(context, node, context.bundle.node(node).span,
                 fmt::format("`math.{}` takes numbers", call.text));
      refused = true;
    }
    common = !common || *common == type ? type : kDyn;
    list.args.push_back(node);
    list.optionals.push_back(false);
  }
  if (refused) return Broken(context, call.span);
  list.type = types.List(*common);
  const NodeId numbers = MakeNode(context, std::move(list));
  return Call(context, call.text == "greatest" ? FunctionId::Greatest : FunctionId::Least,
              {numbers}, *common, call.span);
}

}  // namespace remit::checking
