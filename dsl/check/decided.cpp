#include "dsl/check/decided.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/escape.h"

namespace remit::checking {
namespace {

bool IsSilent(const Context& context, const Env& env) {
  return context.alone != nullptr || env.test || env.define_depth > 0;
}

// The field that `has` asks for, where its record declares it and it is always there.
const RecordField* RequiredField(const Context& context, const Node& has) {
  const TypeTable& types = context.bundle.types;
  const TypeId target = context.bundle.node(has.args[0]).type;
  if (has.null_is_absent || types.kind(target) != TypeKind::Record) return nullptr;
  const auto& fields = types.record(target).fields;
  const auto found = std::ranges::find(fields, has.name, &RecordField::name);
  return found == fields.end() || found->optional ? nullptr : &*found;
}

// What types make of a condition, and the part of it that they decide.
struct Decided {
  bool value = false;
  NodeId by = kNoNode;
};

std::optional<Decided> DecidedByTypes(const Context& context, NodeId id) {
  const Node& node = context.bundle.node(id);
  if (node.kind == NodeKind::Has) {
    return RequiredField(context, node) != nullptr ? std::optional(Decided{true, id})
                                                   : std::nullopt;
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
    // Unless it is the last, it was said of the operand after it.
    if (decided && decided->value == absorbing) {
      return arg == node.args.back() ? decided : std::nullopt;
    }
    if (decided) last = decided;
    all = all && decided;
  }
  return all ? last : std::nullopt;
}

void EmitUnreachable(Context& context, const Decided& decided, NodeId branch,
                     std::string_view what) {
  const Node& has = context.bundle.node(decided.by);
  const Node& target = context.bundle.node(has.args[0]);
  context.Emit(DiagnosticKind::UnreachableBranch, context.bundle.node(branch).span,
               fmt::format("{}: `{}` is a required field of `{}`, so that `has` of it always holds",
                           what, EscapeText(has.name), context.bundle.types.Name(target.type)),
               fmt::format("leave the question out, or declare the field optional: `{}?`",
                           EscapeText(has.name)));
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
  if (node.kind == NodeKind::Bind) {
    for (uint32_t i = 0; i + 1 < node.args.size(); ++i) locals.push_back(node.index + i);
  } else if (node.kind >= NodeKind::All && node.kind <= NodeKind::ToEntriesFilter) {
    locals.push_back(node.index);
    if (node.pair) locals.push_back(node.index + 1);
  }
  const bool constant =
      std::ranges::all_of(node.args, [&](NodeId arg) { return IsConstant(context, arg, locals); });
  locals.resize(outer);
  return constant;
}

// Whether it is constant and no literal by itself, which is written to be what it is.
bool IsDecided(const Context& context, NodeId id) {
  std::vector<uint32_t> locals;
  return context.bundle.node(id).kind != NodeKind::Constant && IsConstant(context, id, locals);
}

}  // namespace

void CheckDecided(Context& context, const Env& env, NodeId condition, std::string_view what) {
  if (IsSilent(context, env) || !IsDecided(context, condition)) return;
  context.Emit(DiagnosticKind::ConstantCondition, context.bundle.node(condition).span,
               fmt::format("{} is the same for every action: it reads only constants", what),
               "write `true` or `false` where that is meant, or leave it out");
}

void CheckBranches(Context& context, const Env& env, NodeId condition, NodeId yes, NodeId no) {
  if (IsSilent(context, env)) return;
  if (const auto decided = DecidedByTypes(context, condition)) {
    EmitUnreachable(context, *decided, decided->value ? no : yes, "this branch is never taken");
    return;
  }
  CheckDecided(context, env, condition, "the condition of `?:`");
}

void CheckOperands(Context& context, const Env& env, ast::Op op, std::span<const NodeId> args) {
  if (IsSilent(context, env)) return;
  // Of a whole that is constant it is said once, where it is a condition.
  const bool all = std::ranges::all_of(args, [&](NodeId arg) {
    return context.bundle.node(arg).kind == NodeKind::Constant || IsDecided(context, arg);
  });
  for (size_t i = 0; i < args.size() && !all; ++i) {
    const auto decided = DecidedByTypes(context, args[i]);
    if (decided && decided->value == (op == ast::Op::Or) && i + 1 < args.size()) {
      EmitUnreachable(context, *decided, args[i + 1],
                      fmt::format("this operand of `{}` never counts", ast::OpText(op)));
      return;
    }
    CheckDecided(context, env, args[i], fmt::format("this operand of `{}`", ast::OpText(op)));
  }
}

}  // namespace remit::checking
