#include "tests/reference/hidden.h"

#include <algorithm>
#include <map>
#include <optional>

namespace remit::reference {
namespace {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

const char* RootName(SlotRoot root) {
  switch (root) {
    case SlotRoot::Subject:
      return "subject";
    case SlotRoot::Action:
      return "action";
    case SlotRoot::Resource:
      return "resource";
    case SlotRoot::Context:
      return "context";
    case SlotRoot::Now:
      return "now";
  }
  return "";
}

// Member after member from a root, however each is asked for.
std::optional<Path> PathTo(const typed::Bundle& bundle, NodeId id) {
  const Node& node = bundle.node(id);
  if (node.kind == NodeKind::Root) return Path{RootName(node.root)};
  if (node.kind == NodeKind::ReadAs) return PathTo(bundle, node.args[0]);
  if (node.kind != NodeKind::Select && node.kind != NodeKind::OptionalSelect &&
      node.kind != NodeKind::Has) {
    return std::nullopt;
  }
  std::optional<Path> path = PathTo(bundle, node.args[0]);
  if (path) path->push_back(node.name);
  return path;
}

std::set<Path> PathsThroughLets(const typed::Bundle& bundle, NodeId id) {
  Named all;
  Gather(bundle, id, true, all);
  std::set<uint32_t> done;
  while (done.size() < all.lets.size()) {
    for (uint32_t let : std::set<uint32_t>(all.lets)) {
      if (done.insert(let).second) Gather(bundle, bundle.lets[let].value, true, all);
    }
  }
  return all.paths;
}

// Looks for Scan and MatchesAny in one expression. A local stands for what it was made of: the
// range of a comprehension, the argument of a define.
class Searches {
 public:
  Searches(const typed::Bundle& bundle, std::set<Path>& searched)
      : bundle_(bundle), searched_(searched) {}

  void Look(NodeId id) {
    if (id == kNoNode) return;
    const Node& node = bundle_.node(id);
    if (node.kind == NodeKind::Scan || node.kind == NodeKind::MatchesAny) {
      searched_.merge(MadeOf(node.args[0]));
    }
    WithLocals(node, [this](NodeId arg) { Look(arg); });
  }

 private:
  // Visits the operands, those where a local is in scope after it got its meaning.
  template <typename Visit>
  void WithLocals(const Node& node, Visit visit) {
    const auto outer = locals_;
    if (node.kind == NodeKind::Bind) {
      for (size_t i = 1; i < node.args.size(); ++i) visit(node.args[i]);
      for (size_t i = 1; i < node.args.size(); ++i) {
        const auto local = static_cast<uint32_t>(node.index + i - 1);
        std::set<Path> made = MadeOf(node.args[i]);
        locals_[local] = std::move(made);
      }
      visit(node.args[0]);
    } else {
      for (size_t i = 0; i < node.args.size(); ++i) {
        visit(node.args[i]);
        if (i != 0 || !IsComprehension(node.kind)) continue;
        locals_[node.index] = MadeOf(node.args[0]);
        if (node.pair) locals_[node.index + 1] = locals_[node.index];
      }
    }
    locals_ = outer;
  }

  // The paths that an expression names, its locals' included; an argument of a define where the
  // define reads it.
  std::set<Path> MadeOf(NodeId id) {
    const Node& node = bundle_.node(id);
    if (node.kind == NodeKind::Local) return locals_[node.index];
    if (node.kind == NodeKind::Let || PathTo(bundle_, id)) return PathsThroughLets(bundle_, id);
    std::set<Path> paths;
    WithLocals(node, [&](NodeId arg) {
      const bool argument = node.kind == NodeKind::Bind && arg != node.args[0];
      if (!argument) paths.merge(MadeOf(arg));
    });
    return paths;
  }

  const typed::Bundle& bundle_;
  std::set<Path>& searched_;
  std::map<uint32_t, std::set<Path>> locals_;
};

bool Overlap(const Path& a, const Path& b) {
  const size_t common = std::min(a.size(), b.size());
  return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(common), b.begin());
}

}  // namespace

void Gather(const typed::Bundle& bundle, NodeId id, bool searched, Named& named) {
  if (id == kNoNode) return;
  const Node& node = bundle.node(id);
  if (!searched && (node.kind == NodeKind::Scan || node.kind == NodeKind::MatchesAny)) return;
  if (node.kind == NodeKind::Let) {
    named.lets.insert(node.index);
    return;
  }
  if (const std::optional<Path> path = PathTo(bundle, id)) {
    named.paths.insert(*path);
    return;
  }
  for (NodeId arg : node.args) Gather(bundle, arg, searched, named);
}

bool Hidden::Covers(const Path& path) const {
  return conditions.paths.contains(path) ||
         std::any_of(searched.begin(), searched.end(),
                     [&](const Path& secret) { return Overlap(path, secret); });
}

bool Hidden::Covers(const typed::Bundle& bundle, uint32_t let) const {
  if (conditions.lets.contains(let)) return true;
  const std::set<Path> read = PathsThroughLets(bundle, bundle.lets[let].value);
  return std::any_of(searched.begin(), searched.end(), [&](const Path& secret) {
    return std::any_of(read.begin(), read.end(),
                       [&](const Path& path) { return Overlap(path, secret); });
  });
}

Hidden FindHidden(const typed::Bundle& bundle) {
  Hidden hidden;
  Searches searches(bundle, hidden.searched);
  const auto look_at_effect = [&](const typed::Effect& effect) {
    for (NodeId to : effect.to) searches.Look(to);
  };
  const auto look_at_text = [&](const typed::Template& text) {
    for (NodeId node : text.nodes) searches.Look(node);
  };
  for (const typed::Let& let : bundle.lets) {
    searches.Look(let.value);
    for (const typed::Contribution& contribution : let.contributions) {
      look_at_text(contribution.because);
    }
  }
  for (const typed::Rule& rule : bundle.rules) {
    if (rule.hits != kNone) Gather(bundle, rule.applies, false, hidden.conditions);
    searches.Look(rule.applies);
    searches.Look(rule.measure);
    look_at_text(rule.reason);
    look_at_effect(rule.effect);
    for (const typed::Grant& grant : rule.grants) {
      searches.Look(grant.applies);
      look_at_effect(grant.effect);
    }
    for (const typed::Band& band : rule.bands) {
      searches.Look(band.low);
      searches.Look(band.high);
      look_at_effect(band.effect);
    }
  }
  return hidden;
}

}  // namespace remit::reference
