// Types of operators: CEL's, with numbers of different kinds comparable and never added.
#include <fmt/format.h>

#include "dsl/check/context.h"

namespace remit::checking {
namespace {

bool IsNumber(TypeKind kind) {
  return kind == TypeKind::Int || kind == TypeKind::Uint || kind == TypeKind::Double;
}

bool IsOrdered(TypeKind kind) {
  return IsNumber(kind) || kind == TypeKind::Bool || kind == TypeKind::String ||
         kind == TypeKind::Bytes || kind == TypeKind::Timestamp || kind == TypeKind::Duration;
}

struct Arithmetic {
  ast::Op op;
  TypeKind left, right, result;
};
constexpr Arithmetic kTimes[] = {
    {ast::Op::Add, TypeKind::Timestamp, TypeKind::Duration, TypeKind::Timestamp},
    {ast::Op::Add, TypeKind::Duration, TypeKind::Timestamp, TypeKind::Timestamp},
    {ast::Op::Add, TypeKind::Duration, TypeKind::Duration, TypeKind::Duration},
    {ast::Op::Subtract, TypeKind::Timestamp, TypeKind::Timestamp, TypeKind::Duration},
    {ast::Op::Subtract, TypeKind::Timestamp, TypeKind::Duration, TypeKind::Timestamp},
    {ast::Op::Subtract, TypeKind::Duration, TypeKind::Duration, TypeKind::Duration},
};

// The result of left op right, or nullopt where there is none.
std::optional<TypeId> ArithmeticType(TypeTable& types, ast::Op op, TypeId left, TypeId right) {
  const TypeKind a = types.kind(left), b = types.kind(right);
  for (const Arithmetic& row : kTimes) {
    if (row.op == op && row.left == a && row.right == b) return types.Scalar(row.result);
  }
  if (IsNumber(a) && a == b && !(op == ast::Op::Modulo && a == TypeKind::Double)) return left;
  if (op == ast::Op::Add && a == b) {
    if (a == TypeKind::String || a == TypeKind::Bytes) return left;
    if (a == TypeKind::List) return left == right ? left : types.List(kDyn);
  }
  return std::nullopt;
}

bool Comparable(const TypeTable& types, TypeId left, TypeId right) {
  const TypeKind a = types.kind(left), b = types.kind(right);
  if (a == TypeKind::Dyn || b == TypeKind::Dyn) return true;
  if (a == TypeKind::Null || b == TypeKind::Null) return true;
  if (IsNumber(a) && IsNumber(b)) return true;
  const bool maps = (a == TypeKind::Record || a == TypeKind::Map) &&
                    (b == TypeKind::Record || b == TypeKind::Map);
  return a == b || maps;
}

void Refuse(Context& context, ast::Op op, TypeId left, TypeId right, Span span) {
  const TypeTable& types = context.bundle.types;
  const bool mixed = IsNumber(types.kind(left)) && IsNumber(types.kind(right)) && left != right &&
                     op != ast::Op::In;
  context.Emit(DiagnosticKind::WrongType, span,
               fmt::format("`{}` does not take `{}` and `{}`", ast::OpText(op), types.Name(left),
                           types.Name(right)),
               mixed ? "convert one side, as in `double(x)`" : "");
}

}  // namespace

TypeId UnaryType(Context& context, ast::Op op, NodeId arg, Span span) {
  const TypeTable& types = context.bundle.types;
  const TypeId type = context.bundle.node(arg).type;
  const TypeKind kind = types.kind(type);
  if (op == ast::Op::Not) {
    RequireBool(context, arg, "the operand of `!`");
    return types.Scalar(TypeKind::Bool);
  }
  if (kind == TypeKind::Dyn || kind == TypeKind::Int || kind == TypeKind::Double) return type;
  context.Emit(DiagnosticKind::WrongType, span,
               fmt::format("`-` does not take `{}`", types.Name(type)));
  return kDyn;
}

TypeId BinaryType(Context& context, ast::Op op, NodeId left_node, NodeId right_node, Span span) {
  TypeTable& types = context.bundle.types;
  const TypeId left = context.bundle.node(left_node).type;
  const TypeId right = context.bundle.node(right_node).type;
  const TypeKind a = types.kind(left), b = types.kind(right);
  const TypeId boolean = types.Scalar(TypeKind::Bool);
  switch (op) {
    case ast::Op::Equal:
    case ast::Op::NotEqual:
      if (!Comparable(types, left, right)) Refuse(context, op, left, right, span);
      return boolean;
    case ast::Op::Less:
    case ast::Op::LessEqual:
    case ast::Op::Greater:
    case ast::Op::GreaterEqual: {
      const bool any = a == TypeKind::Dyn || b == TypeKind::Dyn;
      const bool good =
          (any && (a == TypeKind::Dyn || IsOrdered(a)) && (b == TypeKind::Dyn || IsOrdered(b))) ||
          (!any && IsOrdered(a) && (a == b || (IsNumber(a) && IsNumber(b))));
      if (!good) Refuse(context, op, left, right, span);
      return boolean;
    }
    case ast::Op::In: {
      const bool holds = b == TypeKind::List  ? Comparable(types, types.node(right).first, left)
                         : b == TypeKind::Map ? Comparable(types, types.node(right).first, left)
                                              : b == TypeKind::Dyn || b == TypeKind::Record;
      if (!holds) Refuse(context, op, left, right, span);
      return boolean;
    }
    default:
      break;
  }
  if (a == TypeKind::Dyn || b == TypeKind::Dyn) return kDyn;
  if (auto result = ArithmeticType(types, op, left, right)) return *result;
  Refuse(context, op, left, right, span);
  return kDyn;
}

}  // namespace remit::checking
