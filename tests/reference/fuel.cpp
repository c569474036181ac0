#include "tests/reference/fuel.h"

#include <algorithm>

#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

using enum ValueKind;

bool IsText(const Value& value) { return value.kind == String || value.kind == Bytes; }
uint64_t SizeOf(const Value& value) { return value.size; }

// Comparing by `==`: pair by pair, up to and including the first that differs.
uint64_t EqualCost(const Value& a, const Value& b) {
  if (a.kind != b.kind) return 0;
  if (a.kind == Semver) return (SizeOf(a) + SizeOf(b)) / 32;
  if (a.kind == Optional) {
    return a.items == nullptr || b.items == nullptr ? 0 : EqualCost(*a.items, *b.items);
  }
  if ((!IsText(a) && a.kind != List && a.kind != Map) || a.size != b.size) return 0;
  if (IsText(a)) return SizeOf(a) / 32;
  uint64_t cost = a.size;
  for (uint32_t i = 0; i < a.size; ++i) {
    if (a.kind == List) {
      cost += EqualCost(a.items[i], b.items[i]);
      if (!Equals(a.items[i], b.items[i])) break;
      continue;
    }
    const MapEntry &x = a.entries[i], &y = b.entries[i];
    cost += EqualCost(x.key, y.key);
    if (!Equals(x.key, y.key)) break;
    cost += EqualCost(x.value, y.value);
    if (!Equals(x.value, y.value)) break;
  }
  return cost;
}

uint64_t InCost(const Value& element, const Value& container) {
  if (container.kind == Map) return element.kind == String ? SizeOf(element) / 32 : 0;
  if (container.kind != List) return 0;
  uint64_t cost = 0;
  for (const Value& item : container.list()) {
    cost += 1 + EqualCost(element, item);
    if (Equals(element, item)) break;
  }
  return cost;
}

bool Converted(const std::vector<FactType>& types, uint32_t type) {
  switch (types[type].kind) {
    case FactKind::Double:
    case FactKind::Bytes:
    case FactKind::Timestamp:
    case FactKind::Duration:
      return true;
    case FactKind::List:
    case FactKind::Map:
      return Converted(types, types[type].element);
    default:
      return false;
  }
}

uint64_t ReadingCost(const std::vector<FactType>& types, uint32_t type, const Value& value) {
  if (value.kind == Optional) {
    return value.items == nullptr ? 0 : ReadingCost(types, type, *value.items);
  }
  const FactType& declared = types[type];
  if (declared.kind == FactKind::Bytes) return value.kind == String ? SizeOf(value) / 32 : 0;
  const bool container = declared.kind == FactKind::List || declared.kind == FactKind::Map;
  if (!container || !Converted(types, type)) return 0;
  uint64_t cost = 0;
  if (value.kind == List) {
    for (const Value& item : value.list()) cost += 1 + ReadingCost(types, declared.element, item);
  }
  if (value.kind == Map) {
    for (const MapEntry& entry : value.map()) {
      cost += 1 + ReadingCost(types, declared.element, entry.value);
    }
  }
  return cost;
}

// Members of a root, as a path: a slot, which is read for nothing.
bool IsPath(const typed::Bundle& bundle, typed::NodeId id) {
  const typed::Node& node = bundle.node(id);
  if (node.kind == typed::NodeKind::Root) return true;
  return node.kind == typed::NodeKind::Select && IsPath(bundle, node.args[0]);
}

}  // namespace

uint64_t NodeCount(const typed::Bundle& bundle, typed::NodeId root) {
  const typed::Node& node = bundle.node(root);
  if (node.kind == typed::NodeKind::Bind) return 1 + NodeCount(bundle, node.args[0]);
  uint64_t count = 1;
  for (typed::NodeId arg : node.args) count += NodeCount(bundle, arg);
  return count;
}

void ChargeTurn(Evaluation& evaluation, const typed::Node& comprehension) {
  evaluation.spent += 1;
  for (size_t i = 1; i < comprehension.args.size(); ++i) {
    evaluation.spent += NodeCount(evaluation.bundle, comprehension.args[i]);
  }
}

uint64_t OperatorCost(ast::Op op, const Value& a, const Value& b) {
  switch (op) {
    case ast::Op::Equal:
    case ast::Op::NotEqual:
      return EqualCost(a, b);
    case ast::Op::In:
      return InCost(a, b);
    case ast::Op::Less:
    case ast::Op::LessEqual:
    case ast::Op::Greater:
    case ast::Op::GreaterEqual:
      if (a.kind != b.kind) return 0;
      if (a.kind == Semver) return (SizeOf(a) + SizeOf(b)) / 32;
      return IsText(a) ? std::min(SizeOf(a), SizeOf(b)) / 32 : 0;
    case ast::Op::Add:
      if (a.kind != b.kind) return 0;
      if (a.kind == List) return SizeOf(a) + SizeOf(b);
      return IsText(a) ? (SizeOf(a) + SizeOf(b)) / 32 : 0;
    default:
      return 0;
  }
}

uint64_t IndexCost(const Value& container, const Value& key) {
  if (container.kind == Optional && container.items != nullptr) {
    return IndexCost(*container.items, key);
  }
  return container.kind == Map && key.kind == String ? SizeOf(key) / 32 : 0;
}

void ChargeReading(Evaluation& evaluation, const typed::Node& read, const Value& value) {
  if (IsPath(evaluation.bundle, read.args[0])) return;
  evaluation.spent += ReadingCost(evaluation.bundle.fact_types, read.index, value);
}

void ChargeScan(Evaluation& evaluation, const typed::PatternSet& set, const Value& input,
                const Value& hits, bool first_only) {
  if (hits.is_error()) return;
  uint64_t bytes = 0;
  if (input.kind == String) bytes = input.size;
  if (input.kind == List) {
    for (const Value& item : input.list()) bytes += Lookup(item, MakeString("text"))->size;
  }
  evaluation.spent += bytes / 8 * set.entries.size();
  evaluation.spent += 16 * (first_only ? std::min<uint64_t>(1, hits.size) : hits.size);
}

}  // namespace remit::reference
