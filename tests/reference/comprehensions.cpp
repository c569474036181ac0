#include "tests/reference/comprehensions.h"

#include <algorithm>
#include <vector>

#include "tests/reference/fuel.h"
#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

using typed::Node;
using typed::NodeKind;

// What the variables stand for in one turn.
struct Item {
  Value first, second;
};

// nullopt: nothing that a comprehension goes over.
std::optional<std::vector<Item>> ItemsOf(const Node& node, const Value& range) {
  std::vector<Item> items;
  if (range.kind == ValueKind::List) {
    for (uint32_t i = 0; i < range.size; ++i) {
      const Value& element = range.items[i];
      items.push_back(node.pair ? Item{MakeInt(i), element} : Item{element, MakeNull()});
    }
    return items;
  }
  if (range.kind != ValueKind::Map) return std::nullopt;
  for (const MapEntry& entry : range.map()) items.push_back({entry.key, entry.value});
  return items;
}

class Comprehension {
 public:
  Comprehension(Evaluation& evaluation, const Node& node, const InTurn& walk)
      : e_(evaluation), node_(node), walk_(walk) {}

  // `&&` and `||` absorb errors: only what decides ends it.
  Value Fold(const std::vector<Item>& items) {
    const bool all = node_.kind == NodeKind::All;
    Value folded = MakeBool(all);
    for (const Item& item : items) {
      ChargeTurn(e_, node_);
      const Value step = walk_(node_.args[1], item.first, item.second);
      folded = all ? And(e_.arena, folded, step) : Or(e_.arena, folded, step);
      if (all ? folded.is_false() : folded.is_true()) break;
    }
    return folded;
  }

  Value CountOne(const std::vector<Item>& items) {
    int count = 0;
    for (const Item& item : items) {
      ChargeTurn(e_, node_);
      const Value step = Condition(item);
      if (step.is_error()) return step;
      count += step.boolean ? 1 : 0;
    }
    return MakeBool(count == 1);
  }

  // The first error ends it.
  Value MakeList(const std::vector<Item>& items) {
    std::vector<Value> kept;
    for (const Item& item : items) {
      ChargeTurn(e_, node_);
      if (node_.kind != NodeKind::MapTo) {
        const Value condition = Condition(item);
        if (condition.is_error()) return condition;
        if (!condition.boolean) continue;
      }
      const Value value = node_.kind == NodeKind::Filter ? item.first : Body(item);
      if (value.is_error()) return value;
      kept.push_back(value);
    }
    const std::span<Value> stored = e_.arena.MakeArray<Value>(kept.size());
    std::copy(kept.begin(), kept.end(), stored.begin());
    return remit::MakeList(stored);
  }

  // Likewise; keys are compared at the end. A body that should give entries and gives no map makes
  // the result an error, and the turns after it are still charged, as in a literal.
  Value MakeMap(const std::vector<Item>& items) {
    const bool keyed = node_.kind == NodeKind::ToMap || node_.kind == NodeKind::ToMapFilter;
    const bool filtered =
        node_.kind == NodeKind::ToMapFilter || node_.kind == NodeKind::ToEntriesFilter;
    std::vector<MapEntry> entries;
    std::optional<Value> no_map;
    for (const Item& item : items) {
      ChargeTurn(e_, node_);
      if (filtered) {
        const Value condition = Condition(item);
        if (condition.is_error()) return no_map.value_or(condition);
        if (!condition.boolean) continue;
      }
      const Value value = Body(item);
      if (value.is_error()) return no_map.value_or(value);
      if (keyed) {
        entries.push_back({item.first, value});
      } else if (value.kind == ValueKind::Map) {
        e_.spent += value.size;
        entries.insert(entries.end(), value.map().begin(), value.map().end());
      } else if (!no_map) {
        no_map = Wrong(e_.arena, EvalErrorCode::NoOverload);
      }
    }
    if (no_map) return *no_map;
    const std::span<MapEntry> stored = e_.arena.MakeArray<MapEntry>(entries.size());
    std::copy(entries.begin(), entries.end(), stored.begin());
    return remit::MakeMap(e_.arena, stored);
  }

 private:
  // A bool or an error.
  Value Condition(const Item& item) {
    const Value value = walk_(node_.args[1], item.first, item.second);
    if (value.is_error() || value.kind == ValueKind::Bool) return value;
    return Wrong(e_.arena, EvalErrorCode::NotBool);
  }
  Value Body(const Item& item) { return walk_(node_.args.back(), item.first, item.second); }

  Evaluation& e_;
  const Node& node_;
  const InTurn& walk_;
};

}  // namespace

Value Comprehend(Evaluation& evaluation, const Node& node, const Value& range, const InTurn& walk) {
  if (range.is_error()) return range;
  const std::optional<std::vector<Item>> items = ItemsOf(node, range);
  if (!items) return Wrong(evaluation.arena, EvalErrorCode::NoOverload);
  Comprehension comprehension(evaluation, node, walk);
  switch (node.kind) {
    case NodeKind::All:
    case NodeKind::Exists:
      return comprehension.Fold(*items);
    case NodeKind::ExistsOne:
      return comprehension.CountOne(*items);
    case NodeKind::ToMap:
    case NodeKind::ToMapFilter:
    case NodeKind::ToEntries:
    case NodeKind::ToEntriesFilter:
      return comprehension.MakeMap(*items);
    default:
      return comprehension.MakeList(*items);
  }
}

}  // namespace remit::reference
