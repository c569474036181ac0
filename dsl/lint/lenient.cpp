#include "dsl/lint/lenient.h"

#include <fmt/format.h>

#include <compare>
#include <optional>

namespace remit {
namespace {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

// The constant that an `orValue` gives when nothing is there, or that the node is.
const Value* ConstantOrDefault(const typed::Bundle& bundle, NodeId id, bool& is_default) {
  const Node* node = &bundle.node(id);
  while (node->kind == NodeKind::ReadAs) node = &bundle.node(node->args[0]);
  if (node->kind == NodeKind::OrValue) {
    is_default = true;
    node = &bundle.node(node->args[1]);
  }
  if (node->kind == NodeKind::Param) return &bundle.params[node->index].value;
  return node->kind == NodeKind::Constant ? &node->value : nullptr;
}

std::optional<double> Number(const Value& value) {
  if (value.kind == ValueKind::Int) return static_cast<double>(value.integer);
  if (value.kind == ValueKind::Double) return value.real;
  return std::nullopt;
}

std::optional<bool> Truth(ast::Op op, std::partial_ordering order) {
  switch (op) {
    case ast::Op::Less:
      return order < 0;
    case ast::Op::LessEqual:
      return order <= 0;
    case ast::Op::Greater:
      return order > 0;
    case ast::Op::GreaterEqual:
      return order >= 0;
    case ast::Op::Equal:
      return order == 0;
    case ast::Op::NotEqual:
      return order != 0;
    default:
      return std::nullopt;
  }
}

// What a comparison or bare condition is when its `orValue` falls back; nullopt where it has none
// or nothing constant to say.
std::optional<bool> TruthOfDefault(const typed::Bundle& bundle, const Node& node, NodeId id) {
  bool falls_back = false;
  if (node.kind == NodeKind::Binary && node.args.size() == 2) {
    const Value* a = ConstantOrDefault(bundle, node.args[0], falls_back);
    const Value* b = ConstantOrDefault(bundle, node.args[1], falls_back);
    if (!falls_back || a == nullptr || b == nullptr) return std::nullopt;
    const auto x = Number(*a), y = Number(*b);
    if (x && y) return Truth(node.op, *x <=> *y);
    if (a->kind == ValueKind::String && b->kind == ValueKind::String) {
      return Truth(node.op, a->string() <=> b->string());
    }
    if (a->kind == ValueKind::Bool && b->kind == ValueKind::Bool) {
      return Truth(node.op, a->boolean <=> b->boolean);
    }
    return std::nullopt;
  }
  const Value* value = ConstantOrDefault(bundle, id, falls_back);
  if (!falls_back || value == nullptr || value->kind != ValueKind::Bool) return std::nullopt;
  return value->boolean;
}

struct Walker {
  const typed::Bundle& bundle;
  Diagnostics& diagnostics;
  bool lenient_when;  // the truth of the whole condition that lets the action through

  void Walk(NodeId id, bool wanted) {
    if (id == kNoNode) return;
    const Node& node = bundle.node(id);
    if (node.kind == NodeKind::Unary && node.op == ast::Op::Not) return Walk(node.args[0], !wanted);
    if (node.kind == NodeKind::Binary && (node.op == ast::Op::And || node.op == ast::Op::Or)) {
      for (NodeId arg : node.args) Walk(arg, wanted);
      return;
    }
    const std::optional<bool> truth = TruthOfDefault(bundle, node, id);
    if (!truth || (*truth == wanted) != lenient_when) return;
    Tell(node.span);
  }

  void Tell(Span span) {
    diagnostics.Emit(DiagnosticKind::LenientDefault, span,
                     lenient_when ? "when the value is absent this default helps to grant"
                                  : "when the value is absent this default keeps the rule quiet",
                     "choose the default that asks, or test `has(…)` and decide");
  }
};

// The measure that an absent value gives crosses no band.
void LintMeasure(const typed::Bundle& bundle, const typed::Rule& rule, Walker& walker) {
  if (rule.measure == kNoNode) return;
  bool falls_back = false;
  const Value* value = ConstantOrDefault(bundle, rule.measure, falls_back);
  if (!falls_back || value == nullptr || !Number(*value)) return;
  const double measure = *Number(*value);
  for (const typed::Band& band : rule.bands) {
    bool unused = false;
    const Value* limit = ConstantOrDefault(bundle, band.low, unused);
    const auto low = limit == nullptr ? std::nullopt : Number(*limit);
    if (!low || band.bound == Bound::Outside) return;
    const bool crossed = band.bound == Bound::Above     ? measure > *low
                         : band.bound == Bound::AtLeast ? measure >= *low
                         : band.bound == Bound::Below   ? measure < *low
                                                        : measure <= *low;
    if (crossed) return;
  }
  walker.Tell(bundle.node(rule.measure).span);
}

}  // namespace

void LintLenientDefaults(const typed::Bundle& bundle, const typed::Rule& rule,
                         Diagnostics& diagnostics) {
  Walker walker{bundle, diagnostics, rule.kind == RuleKind::Authority};
  for (const typed::Grant& grant : rule.grants) walker.Walk(grant.applies, true);
  walker.Walk(rule.applies, true);
  LintMeasure(bundle, rule, walker);
}

}  // namespace remit
