#include "dsl/compile/operands.h"

#include <algorithm>
#include <vector>

namespace remit::lowering {

using typed::Node;
using typed::NodeId;
using typed::NodeKind;

Opcode OpcodeOf(ast::Op op) {
  switch (op) {
    case ast::Op::Not:
      return Opcode::Not;
    case ast::Op::Negate:
      return Opcode::Negate;
    case ast::Op::Multiply:
      return Opcode::Multiply;
    case ast::Op::Divide:
      return Opcode::Divide;
    case ast::Op::Modulo:
      return Opcode::Modulo;
    case ast::Op::Add:
      return Opcode::Add;
    case ast::Op::Subtract:
      return Opcode::Subtract;
    case ast::Op::Less:
      return Opcode::Less;
    case ast::Op::LessEqual:
      return Opcode::LessEqual;
    case ast::Op::Greater:
      return Opcode::Greater;
    case ast::Op::GreaterEqual:
      return Opcode::GreaterEqual;
    case ast::Op::Equal:
      return Opcode::Equal;
    case ast::Op::NotEqual:
      return Opcode::NotEqual;
    case ast::Op::In:
      return Opcode::In;
    case ast::Op::And:
      return Opcode::And;
    case ast::Op::Or:
      return Opcode::Or;
  }
  return Opcode::Not;
}

std::optional<Value> ConstantOf(const typed::Bundle& bundle, Arena& arena, NodeId id) {
  const Node& node = bundle.node(id);
  if (node.kind == NodeKind::Constant) return node.value;
  if (node.kind == NodeKind::Param) return bundle.params[node.index].value;
  const bool literal = node.kind == NodeKind::List || node.kind == NodeKind::Map;
  if (!literal ||
      std::find(node.optionals.begin(), node.optionals.end(), true) != node.optionals.end()) {
    return std::nullopt;
  }
  std::vector<Value> items;
  for (NodeId arg : node.args) {
    const std::optional<Value> item = ConstantOf(bundle, arena, arg);
    if (!item || item->is_error()) return std::nullopt;
    items.push_back(*item);
  }
  if (node.kind == NodeKind::List) {
    std::span<Value> list = arena.MakeArray<Value>(items.size());
    std::copy(items.begin(), items.end(), list.begin());
    return MakeList(list);
  }
  std::span<MapEntry> entries = arena.MakeArray<MapEntry>(items.size() / 2);
  for (size_t i = 0; i < entries.size(); ++i) entries[i] = {items[2 * i], items[2 * i + 1]};
  const Value map = MakeMap(arena, entries);
  if (map.is_error()) return std::nullopt;  // a repeated key: the VM says so, with its place
  return map;
}

}  // namespace remit::lowering
