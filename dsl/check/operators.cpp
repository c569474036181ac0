// Types of operators: CEL's, with numbers of different kinds comparable and never added.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "dsl/check/context.h"
#include "dsl/check/ranges.h"

namespace remit::checking {
namespace {

bool IsNumber(TypeKind kind) {
  return kind == TypeKind::Int || kind == TypeKind::Uint || kind == TypeKind::Double;
}

bool IsOrdered(TypeKind kind) {
  return IsNumber(kind) || kind == TypeKind::Bool || kind == TypeKind::String ||
         kind == TypeKind::Bytes || kind == TypeKind::Timestamp || kind == TypeKind::Duration ||
         kind == TypeKind::Semver;
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

// The result of left op right, or nullopt where there is none. Where one side is dyn, what is left
// of the rows that the other side fits.
std::optional<TypeId> ArithmeticType(TypeTable& types, ast::Op op, TypeId left, TypeId right) {
  const TypeKind a = types.kind(left), b = types.kind(right);
  std::optional<TypeId> found;
  const auto add = [&](TypeId result) { found = !found || *found == result ? result : kDyn; };
  const auto fits = [](TypeKind kind, TypeKind wanted) {
    return kind == wanted || kind == TypeKind::Dyn;
  };
  for (const Arithmetic& row : kTimes) {
    if (row.op == op && fits(a, row.left) && fits(b, row.right)) add(types.Scalar(row.result));
  }
  for (TypeKind kind :
       {TypeKind::Int, TypeKind::Uint, TypeKind::Double, TypeKind::String, TypeKind::Bytes}) {
    const bool taken =
        IsNumber(kind) ? op != ast::Op::Modulo || kind != TypeKind::Double : op == ast::Op::Add;
    if (taken && fits(a, kind) && fits(b, kind)) add(types.Scalar(kind));
  }
  if (op == ast::Op::Add && fits(a, TypeKind::List) && fits(b, TypeKind::List)) {
    const bool both = a == b && a == TypeKind::List;
    add(both ? types.List(Join(types, types.node(left).first, types.node(right).first))
             : types.List(kDyn));
  }
  return found;
}

// Whether values of the two types can be equal, as far as their kinds tell.
bool Comparable(const TypeTable& types, TypeId left, TypeId right) {
  const TypeKind a = types.kind(left), b = types.kind(right);
  if (a == TypeKind::Dyn || b == TypeKind::Dyn) return true;
  if (IsNumber(a) && IsNumber(b)) return true;
  const bool maps = (a == TypeKind::Record || a == TypeKind::Map) &&
                    (b == TypeKind::Record || b == TypeKind::Map);
  return a == b || maps;
}

// Whether the node is never null although CEL lets null stand for some of its types: what was read
// as declared, made by a function, or selected as an optional.
bool NeverNull(const Context& context, NodeId id) {
  const Node& node = context.bundle.node(id);
  switch (context.bundle.types.kind(node.type)) {
    case TypeKind::Timestamp:
    case TypeKind::Duration:
    case TypeKind::Optional:
    case TypeKind::Opaque:
    case TypeKind::Ip:
    case TypeKind::Cidr:
    case TypeKind::Semver:
    case TypeKind::Record:
      return node.kind == NodeKind::ReadAs || node.kind == NodeKind::Param ||
             node.kind == NodeKind::Call || node.kind == NodeKind::OptionalSelect ||
             node.kind == NodeKind::OptionalIndex;
    default:
      return true;
  }
}

// Whether it reads a field that its record declares optional.
bool ReadsOptional(const Context& context, NodeId id) {
  const Node& node = context.bundle.node(id);
  if (node.kind == NodeKind::ReadAs) return ReadsOptional(context, node.args[0]);
  if (node.kind != NodeKind::Select) return false;
  const TypeId target = context.bundle.node(node.args[0]).type;
  if (context.bundle.types.kind(target) != TypeKind::Record) return false;
  const auto& fields = context.bundle.types.record(target).fields;
  const auto field = std::ranges::find(fields, node.name, &RecordField::name);
  return field != fields.end() && field->optional;
}

// Whether the presence of what stands there was asked for: one mistake is said once.
bool IsTold(const Context& context, Span span) {
  return std::ranges::any_of(context.diagnostics.all(), [&](const Diagnostic& told) {
    return told.kind == DiagnosticKind::PresenceUnknown && told.span.file == span.file &&
           told.span.begin >= span.begin && told.span.end <= span.end;
  });
}

void EmitNeverNull(Context& context, ast::Op op, NodeId other, Span span) {
  if (IsTold(context, context.bundle.node(other).span)) return;
  const TypeTable& types = context.bundle.types;
  const TypeId type = context.bundle.node(other).type;
  std::string help = "declare the field optional, as in `name?: string`, and ask `has(…)`";
  if (types.kind(type) == TypeKind::Optional) help = "ask `.hasValue()`";
  if (ReadsOptional(context, other)) {
    help = "null counts as absence of an optional field: `has(…)` has asked that already";
  }
  context.Emit(DiagnosticKind::NeverHolds, span,
               fmt::format("`{}` {} holds: `{}` is never null", ast::OpText(op),
                           op == ast::Op::Equal ? "never" : "always", types.Name(type)),
               std::move(help));
}

// A literal double, also one written `-0.5`.
std::optional<double> LiteralDouble(const Context& context, NodeId id) {
  const Node& node = context.bundle.node(id);
  if (node.kind == NodeKind::Constant && node.value.kind == ValueKind::Double) {
    return node.value.real;
  }
  if (node.kind != NodeKind::Unary || node.op != ast::Op::Negate) return std::nullopt;
  const auto operand = LiteralDouble(context, node.args[0]);
  return operand ? std::optional(-*operand) : std::nullopt;
}

// `level == 3.5` of an int.
bool IsFractionOfInt(const Context& context, NodeId whole, NodeId fraction) {
  const TypeKind kind = context.bundle.types.kind(context.bundle.node(whole).type);
  const auto literal = LiteralDouble(context, fraction);
  return (kind == TypeKind::Int || kind == TypeKind::Uint) && literal &&
         std::trunc(*literal) != *literal;
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

void CheckEqual(Context& context, ast::Op op, NodeId left, NodeId right, Span span) {
  TypeTable& types = context.bundle.types;
  const TypeId a = context.bundle.node(left).type, b = context.bundle.node(right).type;
  Unify(types, a, b);
  if (context.alone != nullptr) return;
  const bool left_null = types.kind(a) == TypeKind::Null;
  if (left_null != (types.kind(b) == TypeKind::Null)) {
    const NodeId other = left_null ? right : left;
    const bool known = types.kind(left_null ? b : a) != TypeKind::Dyn && NeverNull(context, other);
    if (known) EmitNeverNull(context, op, other, span);
    return;
  }
  if (IsFractionOfInt(context, left, right) || IsFractionOfInt(context, right, left)) {
    context.Emit(DiagnosticKind::NeverHolds, span,
                 fmt::format("`{}` {} holds: an int is never equal to a fraction", ast::OpText(op),
                             op == ast::Op::Equal ? "never" : "always"));
    return;
  }
  if (!Comparable(types, a, b)) {
    context.Emit(
        DiagnosticKind::NeverHolds, span,
        fmt::format("`{}` {} holds: `{}` is never equal to `{}`", ast::OpText(op),
                    op == ast::Op::Equal ? "never" : "always", types.Name(a), types.Name(b)));
    return;
  }
  CheckComparedRanges(context, op, left, right, span);
}

void CheckIn(Context& context, NodeId left, NodeId right, Span span) {
  TypeTable& types = context.bundle.types;
  const TypeId value = context.bundle.node(left).type;
  const TypeId container = context.bundle.node(right).type;
  const TypeNode held = types.node(container);
  if (held.kind == TypeKind::Dyn || held.kind == TypeKind::Record) return;
  if (held.kind != TypeKind::List && held.kind != TypeKind::Map) {
    return Refuse(context, ast::Op::In, value, container, span);
  }
  Unify(types, held.first, value);
  if (context.alone != nullptr) return;
  const Node& literal = context.bundle.node(right);
  if (literal.args.empty() && (literal.kind == NodeKind::List || literal.kind == NodeKind::Map)) {
    context.Emit(DiagnosticKind::NeverHolds, span, "`in` never holds: there is nothing in it");
    return;
  }
  const TypeKind a = types.kind(value), b = types.kind(held.first);
  const bool null = (a == TypeKind::Null) != (b == TypeKind::Null);
  if (Comparable(types, held.first, value) || null) {
    return CheckMemberRanges(context, left, right);
  }
  const bool map = held.kind == TypeKind::Map;
  context.Emit(DiagnosticKind::NeverHolds, span,
               fmt::format("`in` never holds: no {} of `{}` is of type `{}`",
                           map ? "key" : "element", types.Name(container), types.Name(value)));
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
      CheckEqual(context, op, left_node, right_node, span);
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
      if (good) CheckComparedRanges(context, op, left_node, right_node, span);
      return boolean;
    }
    case ast::Op::In:
      CheckIn(context, left_node, right_node, span);
      return boolean;
    default:
      break;
  }
  if (a == TypeKind::Dyn && b == TypeKind::Dyn) return kDyn;
  if (auto result = ArithmeticType(types, op, left, right)) return *result;
  Refuse(context, op, left, right, span);
  return kDyn;
}

}  // namespace remit::checking
