#include "dsl/check/decided.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/escape.h"

namespace remit::checking {
namespace {

bool IsSilent(const Context& context, const Env& env) {
  return context.alone != nullptr || env.test || env.define_depth > 0;
}

// The field that `has`, or `.?`, asks for, where its record declares it and it is required.
const RecordField* RequiredField(const Context& context, const Node& asked) {
  const TypeTable& types = context.bundle.types;
  const TypeId target = context.bundle.node(asked.args[0]).type;
  if (asked.null_is_absent || types.kind(target) != TypeKind::Record) return nullptr;
  const auto& fields = types.record(target).fields;
  const auto found = std::ranges::find(fields, asked.name, &RecordField::name);
  return found == fields.end() || found->optional ? nullptr : &*found;
}

// The `x.?f` that an optional is, where it is one; kNoNode otherwise.
NodeId OptionalMember(const Context& context, NodeId id) {
  const Node& node = context.bundle.node(id);
  if (node.kind == NodeKind::ReadAs) return OptionalMember(context, node.args[0]);
  return node.kind == NodeKind::OptionalSelect ? id : kNoNode;
}

bool IsRequired(const Context& context, NodeId asked) {
  return asked != kNoNode && RequiredField(context, context.bundle.node(asked)) != nullptr;
}

// What types make of a condition, and the part of it that they decide.
struct Decided {
  bool value = false;
  NodeId by = kNoNode;
};

std::optional<Decided> DecidedByTypes(const Context& context, NodeId id) {
  const Node& node = context.bundle.node(id);
  if (node.kind == NodeKind::Has) {
    return IsRequired(context, id) ? std::optional(Decided{true, id}) : std::nullopt;
  }
  if (node.kind == NodeKind::Call && node.function == FunctionId::HasValue) {
    const NodeId asked = OptionalMember(context, node.args[0]);
    return IsRequired(context, asked) ? std::optional(Decided{true, asked}) : std::nullopt;
  }
  if (node.kind == NodeKind::Unary && node.op == ast::Op::Not) {
    auto decided = DecidedByTypes(context, node.args[0]);
    if (decided) decided->value = !decided->value;
    return decided;
  }
  if (node.kind != NodeKind::Binary) return std::nullopt;
  if (node.op != ast::Op::And && node.op != ast::Op::Or) return std::nullopt;
  const bool absorbing = node.op == ast::Op::Or;
  std::optional<Decided> last;
  bool all = true;
  for (NodeId arg : node.args) {
    const auto decided = DecidedByTypes(context, arg);
    if (decided && decided->value == absorbing) return std::nullopt;  // said of the operands
    if (decided) last = decided;
    all = all && decided;
  }
  return all ? last : std::nullopt;
}

void EmitUnreachable(Context& context, const Decided& decided, NodeId branch,
                     std::string_view what) {
  const Node& asked = context.bundle.node(decided.by);
  const Node& target = context.bundle.node(asked.args[0]);
  const bool has = asked.kind == NodeKind::Has;
  const std::string name = EscapeText(asked.name);
  context.Emit(
      DiagnosticKind::UnreachableBranch, context.bundle.node(branch).span,
      fmt::format("{}: `{}` is declared to be there, as a required field of `{}`", what, name,
                  context.bundle.types.Name(target.type)),
      fmt::format("{}, or declare the field optional: `{}?`",
                  has ? "leave the question out" : fmt::format("read it as `.{}`", name), name));
}

// Whether the value depends on nothing but constants: a param is there for a project to set.
// `locals` are bound within.
bool IsConstant(const Context& context, NodeId id, std::vector<uint32_t>& locals) {
  const Node& node = context.bundle.node(id);
  switch (node.kind) {
    case NodeKind::Constant:
      // What stands for a mistake, or for a call that is not expanded here, is null.
      return node.value.kind != ValueKind::Null;
    case NodeKind::Let:
      return context.bundle.node(context.bundle.lets[node.index].value).kind == NodeKind::Constant;
    case NodeKind::Local:
      return std::ranges::find(locals, node.index) != locals.end();
    case NodeKind::Root:
    case NodeKind::Param:
    case NodeKind::Scan:
    case NodeKind::MatchesAny:
    case NodeKind::Sum:
    case NodeKind::Cap:
      return false;
    default:
      break;
  }
  const size_t outer = locals.size();
  for (uint32_t i = 0; i < BoundLocals(node); ++i) locals.push_back(node.index + i);
  const bool constant =
      std::ranges::all_of(node.args, [&](NodeId arg) { return IsConstant(context, arg, locals); });
  locals.resize(outer);
  return constant;
}

void Remember(Context& context, NodeId condition, std::string what) {
  context.bundle.constant_conditions.push_back({condition, std::move(what)});
}

bool IsLiteralBool(const Context& context, NodeId id) {
  const Node& node = context.bundle.node(id);
  return node.kind == NodeKind::Constant && node.value.kind == ValueKind::Bool;
}

// Whether it is constant and no literal by itself, which is written to be what it is.
bool IsDecided(const Context& context, NodeId id) {
  std::vector<uint32_t> locals;
  return context.bundle.node(id).kind != NodeKind::Constant && IsConstant(context, id, locals);
}

}  // namespace

void CheckDecided(Context& context, const Env& env, NodeId condition, std::string_view what) {
  if (IsSilent(context, env) || !IsDecided(context, condition)) return;
  Remember(context, condition, std::string(what));
}

void CheckBranches(Context& context, const Env& env, NodeId condition, NodeId yes, NodeId no) {
  if (IsSilent(context, env)) return;
  if (const auto decided = DecidedByTypes(context, condition)) {
    EmitUnreachable(context, *decided, decided->value ? no : yes, "this branch is never taken");
    return;
  }
  const std::string what = "the condition of `?:`";
  if (IsLiteralBool(context, condition)) return Remember(context, condition, what);
  CheckDecided(context, env, condition, what);
}

void CheckDefault(Context& context, const Env& env, NodeId optional, NodeId other) {
  const NodeId asked = OptionalMember(context, optional);
  if (IsSilent(context, env) || !IsRequired(context, asked)) return;
  EmitUnreachable(context, {true, asked}, other, "this default is never taken");
}

void CheckOperands(Context& context, const Env& env, ast::Op op, std::span<const NodeId> args) {
  if (IsSilent(context, env)) return;
  // Of a whole that is constant it is said once, where it is a condition.
  const bool all = std::ranges::all_of(args, [&](NodeId arg) {
    return context.bundle.node(arg).kind == NodeKind::Constant || IsDecided(context, arg);
  });
  for (size_t i = 0; i < args.size() && !all; ++i) {
    const auto decided = DecidedByTypes(context, args[i]);
    if (decided && decided->value == (op == ast::Op::Or)) {
      const bool last = i + 1 == args.size();
      EmitUnreachable(context, *decided, last ? args[i] : args[i + 1],
                      fmt::format("this operand of `{}` {}", ast::OpText(op),
                                  !last            ? "never counts"
                                  : decided->value ? "always holds"
                                                   : "never holds"));
      return;
    }
    const std::string what = fmt::format("this operand of `{}`", ast::OpText(op));
    if (IsLiteralBool(context, args[i])) {
      Remember(context, args[i], what);
    } else {
      CheckDecided(context, env, args[i], what);
    }
  }
}

}  // namespace remit::checking
