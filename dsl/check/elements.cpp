// Elements of lists and maps: `a[i]`, `a[?i]`.
#include <fmt/format.h>

#include "dsl/check/context.h"
#include "dsl/check/ranges.h"

namespace remit::checking {

NodeId CheckIndex(Context& context, Env& env, const ast::Expr& expr) {
  const NodeId target = CheckExpr(context, env, expr.args[0]);
  const NodeId index = CheckExpr(context, env, expr.args[1]);
  TypeTable& types = context.bundle.types;
  const TypeId target_type = context.bundle.node(target).type;
  const TypeNode outer = types.node(target_type);
  const bool through = outer.kind == TypeKind::Optional;
  const TypeId held = through ? outer.first : target_type;
  const TypeNode container = types.node(held);
  TypeId element = kDyn;
  if (container.kind == TypeKind::List) {
    element = container.first;
  } else if (container.kind == TypeKind::Map) {
    element = container.second;
  } else if (container.kind != TypeKind::Dyn && container.kind != TypeKind::Record) {
    context.Emit(DiagnosticKind::WrongType, expr.span,
                 fmt::format("`{}` has no elements", types.Name(held)));
  }
  const TypeKind key = types.kind(context.bundle.node(index).type);
  const bool text_in_list =
      container.kind == TypeKind::List && (key == TypeKind::String || key == TypeKind::Bool ||
                                           key == TypeKind::List || key == TypeKind::Map);
  if (text_in_list) {
    context.Emit(DiagnosticKind::WrongType, context.bundle.node(index).span,
                 fmt::format("a list is indexed by an int, not `{}`",
                             types.Name(context.bundle.node(index).type)));
  }
  if (!expr.optional) CheckIndexRange(context, target, index);
  const bool optional = expr.optional || through;
  const TypeId result = optional ? types.Optional(element) : element;
  const NodeId node =
      MakeNode(context, {.kind = expr.optional ? NodeKind::OptionalIndex : NodeKind::Index,
                         .type = result,
                         .args = {target, index},
                         .span = expr.span});
  return HoldsFacts(context, target) ? Declared(context, node, result) : node;
}

}  // namespace remit::checking
