// Which optional fields are known to be there: the flow of `has` through conditions.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/context.h"

namespace remit::checking {

std::string MemberKey(const std::string& target, std::string_view name) {
  if (target.empty()) return {};
  const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return plain ? fmt::format("{}.{}", target, name) : fmt::format("{}.`{}`", target, name);
}

std::string PathKey(const Context& context, NodeId id) {
  static constexpr std::string_view kRoots[] = {"subject", "action", "resource", "context", "now"};
  const Node& node = context.bundle.node(id);
  switch (node.kind) {
    case NodeKind::Root:
      return std::string(kRoots[static_cast<size_t>(node.root)]);
    case NodeKind::Local:
      return fmt::format("#{}", node.index);
    case NodeKind::Let:
      return fmt::format("${}", node.index);
    case NodeKind::ReadAs:
      return PathKey(context, node.args[0]);
    case NodeKind::Select:
    case NodeKind::OptionalSelect:
      return MemberKey(PathKey(context, node.args[0]), node.name);
    case NodeKind::Index: {
      const std::string target = PathKey(context, node.args[0]);
      const Node& key = context.bundle.node(node.args[1]);
      if (target.empty() || key.kind != NodeKind::Constant) return {};
      if (key.value.kind == ValueKind::Int) return fmt::format("{}[{}]", target, key.value.integer);
      if (key.value.kind != ValueKind::String) return {};
      return fmt::format("{}[\"{}\"]", target, key.value.string());
    }
    default:
      return {};
  }
}

namespace {

// What is there when the optional holds a value. Only where null counts as absent is the member
// itself more than named.
void AddHeld(const Context& context, NodeId id, std::set<std::string>& present) {
  const Node& node = context.bundle.node(id);
  switch (node.kind) {
    case NodeKind::ReadAs:
      return AddHeld(context, node.args[0], present);
    case NodeKind::OptionalSelect:
      if (const std::string key = PathKey(context, id); node.null_is_absent && !key.empty()) {
        present.insert(key);
      }
      return AddHeld(context, node.args[0], present);
    case NodeKind::Select:
      return AddHeld(context, node.args[0], present);
    default:
      return;
  }
}

bool IsNone(const Node& node) {
  return node.kind == NodeKind::Call && node.function == FunctionId::OptionalNone;
}

// `has(x) == true`, `x != optional.none()`; `equal`: that the two sides are equal is known.
void AddCompared(const Context& context, const Node& node, bool equal,
                 std::set<std::string>& present) {
  for (const size_t side : {size_t{0}, size_t{1}}) {
    const Node& other = context.bundle.node(node.args[1 - side]);
    if (other.kind == NodeKind::Constant && other.value.kind == ValueKind::Bool) {
      AddPresent(context, node.args[side], other.value.boolean == equal, present);
    } else if (IsNone(other) && !equal) {
      AddHeld(context, node.args[side], present);
    }
  }
}

}  // namespace

void AddPresent(const Context& context, NodeId id, bool when, std::set<std::string>& present) {
  const Node& node = context.bundle.node(id);
  if (node.kind == NodeKind::Has && when) {
    const std::string target = PathKey(context, node.args[0]);
    if (!target.empty() && node.null_is_absent) present.insert(MemberKey(target, node.name));
    AddHeld(context, node.args[0], present);
  } else if (node.kind == NodeKind::Call && node.function == FunctionId::HasValue && when) {
    AddHeld(context, node.args[0], present);
  } else if (node.kind == NodeKind::Binary &&
             (node.op == ast::Op::Equal || node.op == ast::Op::NotEqual)) {
    AddCompared(context, node, when == (node.op == ast::Op::Equal), present);
  } else if (node.kind == NodeKind::Unary && node.op == ast::Op::Not) {
    AddPresent(context, node.args[0], !when, present);
  } else if (node.kind == NodeKind::Binary && node.op == (when ? ast::Op::And : ast::Op::Or)) {
    for (NodeId arg : node.args) AddPresent(context, arg, when, present);
  }
}

}  // namespace remit::checking
