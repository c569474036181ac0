// Why nothing changes: a constant is put where evaluating gave that value and no error; `&&` with a
// false operand is false whatever the others are, errors too; a true one may go as long as what is
// left still refuses what is no bool.
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "dsl/compile/optimise.h"
#include "dsl/compile/params.h"
#include "engine/program/function_table.h"

namespace remit::lowering {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

namespace {

constexpr uint64_t kFoldFuel = 20'000;  // units that one constant may cost to compute
constexpr uint64_t kLargest = 4'096;    // values, and bytes of texts, that a constant may hold

uint64_t SizeOf(const Value& value) {
  switch (value.kind) {
    case ValueKind::String:
    case ValueKind::Bytes:
    case ValueKind::Semver:
      return 1 + value.size;
    case ValueKind::List: {
      uint64_t size = 1;
      for (const Value& item : value.list()) size += SizeOf(item);
      return size;
    }
    case ValueKind::Map: {
      uint64_t size = 1;
      for (const MapEntry& entry : value.map()) size += SizeOf(entry.key) + SizeOf(entry.value);
      return size;
    }
    default:
      return 1;
  }
}

bool HoldsOptional(const Value& value) {
  switch (value.kind) {
    case ValueKind::Optional:
      return true;
    case ValueKind::List:
      return std::ranges::any_of(value.list(), HoldsOptional);
    case ValueKind::Map:
      return std::ranges::any_of(value.map(),
                                 [](const MapEntry& e) { return HoldsOptional(e.value); });
    default:
      return false;
  }
}

// What a node reads beside constants.
struct Reads {
  bool action = false;          // or lets, or patterns
  std::set<uint32_t> locals{};  // that are bound outside of it
};

class Folder {
 public:
  Folder(const typed::Bundle& from, typed::Bundle& to, const SourceSet& sources)
      : from_(from), to_(to), sources_(sources) {
    searches_ = std::ranges::any_of(from.nodes, [](const Node& node) {
      return node.kind == NodeKind::Scan || node.kind == NodeKind::MatchesAny;
    });
  }

  NodeId Fold(NodeId id) {
    if (auto known = folded_.find(id); known != folded_.end()) return known->second;
    const NodeId made = Make(id);
    folded_[id] = made;
    return made;
  }

 private:
  NodeId Add(Node node) {
    to_.nodes.push_back(std::move(node));
    return static_cast<NodeId>(to_.nodes.size() - 1);
  }

  NodeId AddConstant(const Node& like, const Value& value) {
    return Add({.kind = NodeKind::Constant, .type = like.type, .value = value, .span = like.span});
  }

  NodeId Make(NodeId id) {
    const Node& node = from_.node(id);
    if (node.kind == NodeKind::Param) return AddConstant(node, from_.params[node.index].value);
    if (const auto value = Computed(id)) return AddConstant(node, *value);
    Node made = node;
    for (NodeId& arg : made.args) arg = Fold(arg);
    return Simplify(std::move(made), node);
  }

  // Evidence hides what pattern sets search, and finds that in the code: where there are searches,
  // nothing that names a member of the action, or may lead to one, is left out.
  bool MayGo(NodeId written) {
    const Reads& reads = ReadsOf(written);
    return !searches_ || (!reads.action && reads.locals.empty());
  }

  // The value, where it is known now and fit to stand in a program.
  std::optional<Value> Computed(NodeId id) {
    const Node& node = from_.node(id);
    if (node.kind == NodeKind::Constant) return node.value;
    const Reads& reads = ReadsOf(id);
    if (reads.action || !reads.locals.empty()) return std::nullopt;
    const Value value = EvaluateConstant(from_, id, sources_, kFoldFuel);
    if (value.is_error() || HoldsOptional(value) || SizeOf(value) > kLargest) return std::nullopt;
    return value;
  }

  const Reads& ReadsOf(NodeId id) {
    if (auto known = reads_.find(id); known != reads_.end()) return known->second;
    const Node& node = from_.node(id);
    Reads reads;
    reads.action = node.kind == NodeKind::Root || node.kind == NodeKind::Let ||
                   node.kind == NodeKind::Scan || node.kind == NodeKind::MatchesAny;
    if (node.kind == NodeKind::Local) reads.locals.insert(node.index);
    for (NodeId arg : node.args) {
      const Reads& inner = ReadsOf(arg);
      reads.action = reads.action || inner.action;
      reads.locals.insert(inner.locals.begin(), inner.locals.end());
    }
    // Its range and its arguments are evaluated outside of what a node binds; no index is bound
    // twice in one expression, so that does not matter here.
    for (uint32_t i = 0; i < BoundLocals(node); ++i) reads.locals.erase(node.index + i);
    return reads_[id] = std::move(reads);
  }

  static bool IsBool(const Value& value, bool boolean) {
    return value.kind == ValueKind::Bool && value.boolean == boolean;
  }

  bool IsConstant(NodeId id, bool boolean) const {
    const Node& node = to_.node(id);
    return node.kind == NodeKind::Constant && IsBool(node.value, boolean);
  }

  NodeId Simplify(Node made, const Node& written) {
    if (made.kind == NodeKind::Conditional) {
      for (const bool taken : {true, false}) {
        if (!IsConstant(made.args[0], taken) || !MayGo(written.args[taken ? 2 : 1])) continue;
        return made.args[taken ? 1 : 2];
      }
    }
    const bool both = made.op == ast::Op::And;
    if (made.kind != NodeKind::Binary || (!both && made.op != ast::Op::Or)) {
      return Add(std::move(made));
    }
    const bool may_go = std::ranges::all_of(written.args, [&](NodeId arg) { return MayGo(arg); });
    for (const NodeId arg : made.args) {
      if (may_go && IsConstant(arg, !both)) return arg;  // decides by itself
    }
    // What is no bool gives NoOverload with `true`, and with an error that error: where the first
    // that is left may be no bool, what stands before the second stays.
    const auto counts = [&](NodeId arg) { return !IsConstant(arg, both); };
    const auto first = std::ranges::find_if(made.args, counts);
    const bool whole = first != made.args.end() && !GivesBool(*first);
    std::vector<NodeId> left;
    size_t counted = 0;
    for (const NodeId arg : made.args) {
      counted += counts(arg) ? 1 : 0;
      if (counts(arg) || (whole && counted < 2)) left.push_back(arg);
    }
    if (left.size() == 1 && GivesBool(left[0])) return left[0];
    if (left.size() >= 2) made.args = std::move(left);
    return Add(std::move(made));
  }

  // Whether evaluating gives a bool or an error, nothing else.
  bool GivesBool(NodeId id) const {
    const Node& node = to_.node(id);
    switch (node.kind) {
      case NodeKind::Constant:
        return node.value.kind == ValueKind::Bool;
      case NodeKind::Has:
      case NodeKind::MatchesAny:
      case NodeKind::All:
      case NodeKind::Exists:
      case NodeKind::ExistsOne:
        return true;
      case NodeKind::Unary:
        return node.op == ast::Op::Not;
      case NodeKind::Binary:
        return node.op >= ast::Op::Less;  // comparisons, `in`, `&&`, `||`
      case NodeKind::Call:
        return std::ranges::all_of(OverloadsOf(node.function),
                                   [](const OverloadRow& row) { return row.result == "bool"; });
      default:
        return false;
    }
  }

  const typed::Bundle& from_;
  typed::Bundle& to_;
  const SourceSet& sources_;
  bool searches_ = false;
  std::map<NodeId, NodeId> folded_;
  std::map<NodeId, Reads> reads_;
};

}  // namespace

void FoldConstants(const typed::Bundle& from, typed::Bundle& to, const SourceSet& sources) {
  Folder folder(from, to, sources);
  const auto fold = [&](NodeId& id) { id = folder.Fold(id); };
  for (typed::Let& let : to.lets) {
    fold(let.value);
    for (typed::Contribution& contribution : let.contributions) {
      VisitTemplate(contribution.because, fold);
    }
  }
  for (typed::Rule& rule : to.rules) VisitRule(rule, fold);
}

}  // namespace remit::lowering
