// A class of expressions that several others or rules need becomes a let: evaluated when first
// read, once a decision. Every reader pays what it would have paid without: what a rule costs must
// not depend on what others ask.
#include <algorithm>
#include <utility>
#include <vector>

#include "dsl/compile/classes.h"
#include "dsl/compile/optimise.h"
#include "engine/base/limits.h"

namespace remit::lowering {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

namespace {

// Lets may read lets; the deepest chain that a program may have is a limit of the loader.
constexpr uint32_t kDeepest = ProgramLimits{}.call_depth - 8;

// Writes expressions anew where they read what is shared: lets in the old order, what is shared
// before the first that reads it.
class Sharer {
 public:
  Sharer(typed::Bundle& bundle, const std::vector<NodeId>& folded)
      : bundle_(bundle), folded_(folded), classes_(bundle) {
    made_.nodes.resize(folded.size(), kNoNode);
  }

  // False where lets would read lets deeper than a program may.
  bool Run() {
    Count();
    const auto rewrite = [&](NodeId id) {
      if (made_.nodes[id] == kNoNode) made_.nodes[id] = Rewrite(folded_[id], Scope());
    };
    for (const typed::Let& written : bundle_.lets) {
      VisitLet(written, rewrite);
      typed::Let let = written;
      for (typed::Contribution& contribution : let.contributions) {
        contribution.let = made_.moved[contribution.let];
      }
      made_.moved.push_back(static_cast<uint32_t>(made_.lets.size()));
      AddLet(std::move(let), made_.nodes[written.value]);
    }
    for (const typed::Rule& rule : bundle_.rules) VisitRule(rule, rewrite);
    return !too_deep_;
  }

  Optimised made() && { return std::move(made_); }

 private:
  void Count() {
    const auto use = [&](NodeId id) { classes_.Use(classes_.Of(folded_[id], Scope())); };
    for (const typed::Let& let : bundle_.lets) VisitLet(let, use);
    for (const typed::Rule& rule : bundle_.rules) VisitRule(rule, use);
  }

  // `value` is what is left of the let's expression.
  void AddLet(typed::Let let, NodeId value) {
    depths_.push_back(1 + DepthOf(value));
    too_deep_ = too_deep_ || depths_.back() > kDeepest;
    made_.lets.push_back(std::move(let));
  }

  // How deep lets read lets below a node that is written already.
  uint32_t DepthOf(NodeId id) const {
    const Node& node = bundle_.node(id);
    uint32_t depth = node.kind == NodeKind::Let ? depths_[node.index] : 0;
    if (node.kind == NodeKind::Bind) ++depth;
    for (const NodeId arg : node.args) depth = std::max(depth, DepthOf(arg));
    return depth;
  }

  NodeId Rewrite(NodeId id, const Scope& scope) {
    const ClassId its = classes_.Of(id, scope);
    if (!classes_.IsShared(its)) return Inside(id, scope);
    if (its >= lets_.size()) lets_.resize(its + 1, kNone);
    if (lets_[its] == kNone) {
      const NodeId value = Inside(id, scope);
      lets_[its] = static_cast<uint32_t>(made_.lets.size());
      AddLet({.value = value, .shared = true, .span = bundle_.node(id).span}, value);
    }
    return Add({.kind = NodeKind::Let,
                .index = lets_[its],
                .type = bundle_.node(id).type,
                .span = bundle_.node(id).span});
  }

  // The node with what is inside of it rewritten; itself where nothing changes.
  NodeId Inside(NodeId id, const Scope& scope) {
    const InnerScope inner(bundle_.node(id), scope);
    std::vector<NodeId> args;  // empty as long as they are the node's own
    for (size_t i = 0; i < bundle_.node(id).args.size(); ++i) {
      const NodeId arg = bundle_.node(id).args[i];
      const NodeId rewritten = Rewrite(arg, inner.Of(i));
      if (rewritten != arg && args.empty()) args = bundle_.node(id).args;
      if (rewritten != arg) args[i] = rewritten;
    }
    const Node& node = bundle_.node(id);
    const bool moved = node.kind == NodeKind::Let && made_.moved[node.index] != node.index;
    if (args.empty() && !moved) return id;
    Node made = node;
    if (!args.empty()) made.args = std::move(args);
    if (moved) made.index = made_.moved[node.index];
    return Add(std::move(made));
  }

  // Moves every node where there is no room for one more: no reference to one lives over it.
  NodeId Add(Node node) {
    bundle_.nodes.push_back(std::move(node));
    return static_cast<NodeId>(bundle_.nodes.size() - 1);
  }

  typed::Bundle& bundle_;
  const std::vector<NodeId>& folded_;
  Classes classes_;
  Optimised made_;
  std::vector<uint32_t> lets_;    // of each class, where it is shared
  std::vector<uint32_t> depths_;  // of each new let
  bool too_deep_ = false;
};

}  // namespace

Optimised ShareSubexpressions(typed::Bundle& bundle, const std::vector<NodeId>& folded) {
  Sharer sharer(bundle, folded);
  if (sharer.Run()) return std::move(sharer).made();
  return {.nodes = folded, .lets = bundle.lets, .moved = {}};
}

}  // namespace remit::lowering
