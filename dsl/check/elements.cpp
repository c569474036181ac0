// Elements of lists and maps: `a[i]`, `a[?i]`.
#include <fmt/format.h>

#include "dsl/check/context.h"
#include "dsl/check/ranges.h"

namespace remit::checking {

namespace {

bool IsKeyType(TypeKind kind) {
  return kind == TypeKind::Bool || kind == TypeKind::Int || kind == TypeKind::Uint ||
         kind == TypeKind::Double || kind == TypeKind::String;
}

bool IsNumberType(TypeKind kind) {
  return kind == TypeKind::Int || kind == TypeKind::Uint || kind == TypeKind::Double;
}

// A map has no such key whatever it holds; a record's keys are texts.
void CheckKey(Context& context, TypeId held, NodeId index) {
  const TypeTable& types = context.bundle.types;
  const TypeNode container = types.node(held);
  const bool record = container.kind == TypeKind::Record;
  if (context.alone != nullptr || (!record && container.kind != TypeKind::Map)) return;
  const TypeKind wanted = record ? TypeKind::String : types.kind(container.first);
  const TypeKind key = types.kind(context.bundle.node(index).type);
  if (key == TypeKind::Dyn || wanted == TypeKind::Dyn) return;
  const bool numbers = IsNumberType(key) && IsNumberType(wanted);
  if (numbers || (IsKeyType(key) && key == wanted)) return;
  context.Emit(
      DiagnosticKind::WrongType, context.bundle.node(index).span,
      fmt::format("`{}` is indexed by `{}`, not `{}`", types.Name(held),
                  types.Name(types.Scalar(wanted)), types.Name(context.bundle.node(index).type)));
}

}  // namespace

NodeId CheckIndex(Context& context, Env& env, const ast::Expr& expr) {
  const NodeId target = CheckExpr(context, env, expr.args[0]);
  const NodeId index = CheckExpr(context, env, expr.args[1]);
  TypeTable& types = context.bundle.types;
  const TypeId target_type = context.bundle.node(target).type;
  const TypeNode outer = types.node(target_type);
  const bool through = outer.kind == TypeKind::Optional;
  const TypeId held = through ? outer.first : target_type;
  const TypeNode container = types.node(held);
  const Node& key_node = context.bundle.node(index);
  if (container.kind == TypeKind::Record && key_node.kind == NodeKind::Constant &&
      key_node.value.kind == ValueKind::String) {
    const std::string name(key_node.value.string());
    const std::string shown =
        fmt::format("{}.{}", context.sources.Text(ExprOf(context, env, expr.args[0]).span), name);
    return CheckMember(context, env, target,
                       {name, shown, key_node.span, expr.span, expr.optional});
  }
  CheckKey(context, held, index);
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
