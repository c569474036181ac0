// Why nothing changes: a constant is put where evaluating gave that value and no error; `&&` with a
// false operand is false whatever the others are, errors too; a true one may go as long as what is
// left still refuses what is no bool.
#include <algorithm>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

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

// What a node reads beside constants: locals that are bound outside of it; the action.
enum class Reads : uint8_t { Unknown, Nothing, Locals, Action };  // or lets, or patterns

class Folder {
 public:
  Folder(typed::Bundle& bundle, const SourceSet& sources)
      : bundle_(bundle),
        sources_(sources),
        folded_(bundle.nodes.size(), kNoNode),
        reads_(bundle.nodes.size(), Reads::Unknown) {
    searches_ = std::ranges::any_of(bundle.nodes, [](const Node& node) {
      return node.kind == NodeKind::Scan || node.kind == NodeKind::MatchesAny;
    });
  }

  NodeId Fold(NodeId id) {
    if (folded_[id] == kNoNode) folded_[id] = Make(id);
    return folded_[id];
  }

  std::vector<NodeId> folded() && { return std::move(folded_); }

 private:
  // Moves every node where there is no room for one more: no reference to one lives over it.
  NodeId Add(Node node) {
    bundle_.nodes.push_back(std::move(node));
    return static_cast<NodeId>(bundle_.nodes.size() - 1);
  }

  NodeId AddConstant(NodeId like, const Value& value) {
    const Node& node = bundle_.node(like);
    return Add({.kind = NodeKind::Constant, .type = node.type, .value = value, .span = node.span});
  }

  NodeId Make(NodeId id) {
    if (bundle_.node(id).kind == NodeKind::Constant) return id;
    if (bundle_.node(id).kind == NodeKind::Param) {
      return AddConstant(id, bundle_.params[bundle_.node(id).index].value);
    }
    if (const auto value = Computed(id)) return AddConstant(id, *value);
    std::vector<NodeId> args;  // empty as long as they are the node's own
    for (size_t i = 0; i < bundle_.node(id).args.size(); ++i) {
      const NodeId arg = bundle_.node(id).args[i];
      const NodeId folded = Fold(arg);
      if (folded != arg && args.empty()) args = bundle_.node(id).args;
      if (folded != arg) args[i] = folded;
    }
    return Simplify(id, std::move(args));
  }

  // The node with `args` where these are not empty, which stand for its own.
  NodeId WithArgs(NodeId id, std::vector<NodeId> args) {
    if (args.empty()) return id;
    Node made = bundle_.node(id);
    made.args = std::move(args);
    return Add(std::move(made));
  }

  // Evidence hides what pattern sets search, and finds that in the code: where there are searches,
  // nothing that names a member of the action, or may lead to one, is left out.
  bool MayGo(NodeId written) { return !searches_ || ReadsOf(written) == Reads::Nothing; }

  // The value, where it is known now and fit to stand in a program.
  std::optional<Value> Computed(NodeId id) {
    if (ReadsOf(id) != Reads::Nothing) return std::nullopt;
    const Value value = EvaluateConstant(bundle_, id, sources_, kFoldFuel);
    if (value.is_error() || HoldsOptional(value) || SizeOf(value) > kLargest) return std::nullopt;
    return value;
  }

  Reads ReadsOf(NodeId id) {
    if (reads_[id] != Reads::Unknown) return reads_[id];
    const Node& node = bundle_.node(id);
    bool action = node.kind == NodeKind::Root || node.kind == NodeKind::Let ||
                  node.kind == NodeKind::Scan || node.kind == NodeKind::MatchesAny;
    std::vector<uint32_t> locals;
    if (node.kind == NodeKind::Local) locals.push_back(node.index);
    for (NodeId arg : node.args) {
      const Reads inner = ReadsOf(arg);
      action = action || inner == Reads::Action;
      if (inner != Reads::Locals) continue;
      for (const uint32_t local : locals_[arg]) {
        if (!std::ranges::count(locals, local)) locals.push_back(local);
      }
    }
    // Its range and its arguments are evaluated outside of what a node binds; no index is bound
    // twice in one expression, so that does not matter here.
    const uint32_t bound = BoundLocals(node);
    std::erase_if(
        locals, [&](uint32_t local) { return local >= node.index && local - node.index < bound; });
    reads_[id] = action ? Reads::Action : locals.empty() ? Reads::Nothing : Reads::Locals;
    if (reads_[id] == Reads::Locals) locals_[id] = std::move(locals);
    return reads_[id];
  }

  bool IsConstant(NodeId id, bool boolean) const {
    const Node& node = bundle_.node(id);
    return node.kind == NodeKind::Constant && node.value.kind == ValueKind::Bool &&
           node.value.boolean == boolean;
  }

  // The node with its folded arguments: `changed`, or its own where that is empty.
  NodeId Simplify(NodeId id, std::vector<NodeId> changed) {
    const Node& written = bundle_.node(id);
    const std::vector<NodeId>& args = changed.empty() ? written.args : changed;
    if (written.kind == NodeKind::Conditional) {
      for (const bool taken : {true, false}) {
        if (!IsConstant(args[0], taken) || !MayGo(written.args[taken ? 2 : 1])) continue;
        return args[taken ? 1 : 2];
      }
    }
    const bool both = written.op == ast::Op::And;
    if (written.kind != NodeKind::Binary || (!both && written.op != ast::Op::Or)) {
      return WithArgs(id, std::move(changed));
    }
    const bool may_go = std::ranges::all_of(written.args, [&](NodeId arg) { return MayGo(arg); });
    for (const NodeId arg : args) {
      if (may_go && IsConstant(arg, !both)) return arg;  // decides by itself
    }
    // What is no bool gives NoOverload with `true`, and with an error that error: where the first
    // that is left may be no bool, what stands before the second stays.
    const auto counts = [&](NodeId arg) { return !IsConstant(arg, both); };
    const auto first = std::ranges::find_if(args, counts);
    const bool whole = first != args.end() && !GivesBool(*first);
    std::vector<NodeId> left;
    size_t counted = 0;
    for (const NodeId arg : args) {
      counted += counts(arg) ? 1 : 0;
      if (counts(arg) || (whole && counted < 2)) left.push_back(arg);
    }
    if (left.size() == 1 && GivesBool(left[0])) return left[0];
    if (left.size() >= 2 && left.size() < args.size()) return WithArgs(id, std::move(left));
    return WithArgs(id, std::move(changed));
  }

  // Whether evaluating gives a bool or an error, nothing else.
  bool GivesBool(NodeId id) const {
    const Node& node = bundle_.node(id);
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

  typed::Bundle& bundle_;
  const SourceSet& sources_;
  bool searches_ = false;
  std::vector<NodeId> folded_;  // kNoNode: not yet
  std::vector<Reads> reads_;
  std::unordered_map<NodeId, std::vector<uint32_t>> locals_;  // of those that read such
};

}  // namespace

std::vector<NodeId> FoldConstants(typed::Bundle& bundle, const SourceSet& sources) {
  Folder folder(bundle, sources);
  const auto fold = [&](NodeId id) { folder.Fold(id); };
  for (const typed::Let& let : bundle.lets) VisitLet(let, fold);
  for (const typed::Rule& rule : bundle.rules) VisitRule(rule, fold);
  return std::move(folder).folded();
}

}  // namespace remit::lowering
