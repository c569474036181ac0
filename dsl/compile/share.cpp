// Value numbering: nodes that compute the same have one class, whatever their places and the
// numbers of their variables. A class that several classes or rules need becomes a let: evaluated
// when first read, once a decision. Every reader pays what it would have paid without: what a rule
// costs must not depend on what others ask.
#include <algorithm>
#include <bit>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "dsl/compile/optimise.h"

namespace remit::lowering {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

namespace {

using ClassId = uint32_t;
constexpr uint32_t kWorthWeight = 6;  // nodes from which reading a let is the cheaper
// Lets may read lets; the deepest chain that a program may have is a limit of the loader.
constexpr uint32_t kDeepest = ProgramLimits{}.call_depth - 8;

struct Class {
  std::vector<ClassId> args{};
  uint32_t weight = 1;  // instructions at least, saturating
  bool path = false;    // members of a root: a slot, which is read once a decision as it is
  uint32_t outer = 0;   // variables bound outside: 0 is none, n reaches n binders up
  bool costly = false;  // holds a comprehension, a call, a search
  uint32_t uses = 0;    // by classes and rules; within a comprehension counts as two
};

void AppendNumber(std::string& key, uint64_t number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

void AppendValue(std::string& key, const Value& value) {
  AppendNumber(key, static_cast<uint64_t>(value.kind));
  switch (value.kind) {
    case ValueKind::String:
    case ValueKind::Bytes:
    case ValueKind::Ip:
    case ValueKind::Cidr:
    case ValueKind::Semver:
      AppendNumber(key, value.size);
      key += value.string();
      return;
    case ValueKind::List:
      AppendNumber(key, value.size);
      for (const Value& item : value.list()) AppendValue(key, item);
      return;
    case ValueKind::Map:
      AppendNumber(key, value.size);
      for (const MapEntry& entry : value.map()) {
        AppendValue(key, entry.key);
        AppendValue(key, entry.value);
      }
      return;
    case ValueKind::Optional:
      AppendNumber(key, value.items != nullptr);
      if (value.items != nullptr) AppendValue(key, *value.items);
      return;
    case ValueKind::Bool:
      AppendNumber(key, value.boolean);
      return;
    case ValueKind::Type:
      AppendNumber(key, static_cast<uint64_t>(value.named));
      return;
    case ValueKind::Timestamp:
      AppendNumber(key, value.size);
      break;
    case ValueKind::Null:
    case ValueKind::Error:
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double:
    case ValueKind::Duration:
      break;
  }
  AppendNumber(key, value.kind == ValueKind::Double ? std::bit_cast<uint64_t>(value.real)
                    : value.kind == ValueKind::Null ? 0
                                                    : value.unsigned_integer);
}

// Whether calling it costs no more than reading a let.
bool IsCheap(FunctionId function) {
  switch (function) {
    case FunctionId::Size:
    case FunctionId::TypeOf:
    case FunctionId::ToDyn:
    case FunctionId::OptionalOf:
    case FunctionId::OptionalNone:
    case FunctionId::HasValue:
    case FunctionId::OptionalValue:
      return true;
    default:
      return false;
  }
}

// Which binders stand around a node: local index to depth.
struct Scope {
  std::map<uint32_t, uint32_t> depths{};
  uint32_t depth = 0;

  Scope With(const Node& node) const {
    Scope inner = *this;
    for (uint32_t i = 0; i < BoundLocals(node); ++i) inner.depths[node.index + i] = inner.depth++;
    return inner;
  }
};

// Whether argument `i` is evaluated with the node's variables bound.
bool IsInside(const Node& node, size_t i) {
  return node.kind == NodeKind::Bind ? i == 0 : IsComprehension(node.kind) && i > 0;
}

class Classes {
 public:
  explicit Classes(const typed::Bundle& bundle) : bundle_(bundle) {}

  ClassId Of(NodeId id, const Scope& scope) {
    const auto known = of_.find({id, scope.depth});
    if (known != of_.end()) return known->second;
    const Node& node = bundle_.node(id);
    const Scope inner = scope.With(node);
    Class made;
    std::string key = KeyOf(node, scope);
    for (size_t i = 0; i < node.args.size(); ++i) {
      const bool inside = IsInside(node, i);
      const ClassId arg = Of(node.args[i], inside ? inner : scope);
      const uint32_t bound = inside ? BoundLocals(node) : 0;
      const Class& held = classes_[arg];
      made.args.push_back(arg);
      made.weight = std::min<uint32_t>(made.weight + held.weight, 1u << 30);
      made.outer = std::max(made.outer, held.outer > bound ? held.outer - bound : 0);
      made.costly = made.costly || held.costly;
      AppendNumber(key, arg);
    }
    made.path = node.kind == NodeKind::Root ||
                (node.kind == NodeKind::Select && classes_[made.args[0]].path);
    const bool slot = node.kind == NodeKind::ReadAs && classes_[made.args[0]].path;
    if (made.path || slot) made.weight = 1;
    if (node.kind == NodeKind::Local) made.outer = scope.depth - scope.depths.at(node.index);
    made.costly = made.costly || (node.kind == NodeKind::Call && !IsCheap(node.function)) ||
                  node.kind == NodeKind::Scan || node.kind == NodeKind::MatchesAny ||
                  IsComprehension(node.kind);
    return of_[{id, scope.depth}] = Intern(node, std::move(key), std::move(made));
  }

  void Use(ClassId id) { ++classes_[id].uses; }
  bool IsShared(ClassId id) const {
    const Class& it = classes_[id];
    return it.uses >= 2 && it.outer == 0 && it.weight > 1 &&
           (it.costly || it.weight >= kWorthWeight);
  }

 private:
  // Everything but the arguments: two nodes with one key and equal arguments compute the same.
  static std::string KeyOf(const Node& node, const Scope& scope) {
    std::string key;
    for (const uint64_t part :
         {static_cast<uint64_t>(node.kind), static_cast<uint64_t>(node.op),
          static_cast<uint64_t>(node.root), static_cast<uint64_t>(node.function),
          static_cast<uint64_t>(node.null_is_absent), static_cast<uint64_t>(node.pair)}) {
      AppendNumber(key, part);
    }
    // Variables are told apart by how far up they are bound, not by their number.
    const bool local = node.kind == NodeKind::Local;
    AppendNumber(key, local                    ? scope.depth - scope.depths.at(node.index)
                      : BoundLocals(node) != 0 ? BoundLocals(node)
                                               : node.index);
    AppendNumber(key, node.name.size());
    key += node.name;
    if (node.kind == NodeKind::Constant) AppendValue(key, node.value);
    for (const bool optional : node.optionals) key += optional ? '?' : '.';
    AppendNumber(key, node.args.size());
    return key;
  }

  ClassId Intern(const Node& node, std::string key, Class made) {
    const auto [place, added] = ids_.emplace(std::move(key), static_cast<ClassId>(classes_.size()));
    if (!added) return place->second;
    for (size_t i = 0; i < made.args.size(); ++i) {
      // What a comprehension does not change, it need not ask for on every turn.
      const bool turned = IsComprehension(node.kind) && i > 0;
      classes_[made.args[i]].uses += turned ? 2 : 1;
      if (turned) UseWithin(made.args[i]);
    }
    classes_.push_back(std::move(made));
    return place->second;
  }

  // What stands deeper in the body of a comprehension is asked for on every turn as well.
  void UseWithin(ClassId body) {
    std::vector<ClassId> open = classes_[body].args;
    std::unordered_set<ClassId> seen;
    while (!open.empty()) {
      const ClassId at = open.back();
      open.pop_back();
      if (!seen.insert(at).second) continue;
      ++classes_[at].uses;
      if (classes_[at].outer == 0) continue;  // becomes a let, or is too cheap to
      open.insert(open.end(), classes_[at].args.begin(), classes_[at].args.end());
    }
  }

  const typed::Bundle& bundle_;
  std::vector<Class> classes_;
  std::unordered_map<std::string, ClassId> ids_;
  std::map<std::pair<NodeId, uint32_t>, ClassId> of_;
};

// Writes the bundle anew: lets in the old order, what is shared before the first that reads it.
class Sharer {
 public:
  explicit Sharer(typed::Bundle& bundle) : bundle_(bundle), classes_(bundle) {}

  // False where lets would read lets deeper than a program may.
  bool Run() {
    Count();
    std::vector<typed::Let> old = std::move(bundle_.lets);
    bundle_.lets.clear();
    const auto rewrite = [&](NodeId& id) { id = Rewrite(id, Scope()); };
    for (typed::Let& let : old) {
      rewrite(let.value);
      for (typed::Contribution& contribution : let.contributions) {
        contribution.let = moved_[contribution.let];
        VisitTemplate(contribution.because, rewrite);
      }
      moved_.push_back(static_cast<uint32_t>(bundle_.lets.size()));
      AddLet(std::move(let));
    }
    for (typed::Rule& rule : bundle_.rules) {
      VisitRule(rule, rewrite);
      if (rule.hits != kNone) rule.hits = moved_[rule.hits];
    }
    return !too_deep_;
  }

  const std::vector<uint32_t>& moved() const { return moved_; }

 private:
  void Count() {
    const auto use = [&](NodeId& id) { classes_.Use(classes_.Of(id, Scope())); };
    for (typed::Let& let : bundle_.lets) {
      use(let.value);
      for (typed::Contribution& contribution : let.contributions) {
        VisitTemplate(contribution.because, use);
      }
    }
    for (typed::Rule& rule : bundle_.rules) VisitRule(rule, use);
  }

  void AddLet(typed::Let let) {
    depths_.push_back(1 + DepthOf(let.value));
    too_deep_ = too_deep_ || depths_.back() > kDeepest;
    bundle_.lets.push_back(std::move(let));
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
    if (!classes_.IsShared(its)) return Copy(id, scope);
    auto known = lets_.find(its);
    if (known == lets_.end()) {
      const NodeId value = Copy(id, scope);
      known = lets_.emplace(its, static_cast<uint32_t>(bundle_.lets.size())).first;
      AddLet({.value = value, .shared = true, .span = bundle_.node(id).span});
    }
    Node read{.kind = NodeKind::Let,
              .index = known->second,
              .type = bundle_.node(id).type,
              .span = bundle_.node(id).span};
    return Add(std::move(read));
  }

  NodeId Copy(NodeId id, const Scope& scope) {
    Node made = bundle_.node(id);
    const Scope inner = scope.With(made);
    for (size_t i = 0; i < made.args.size(); ++i) {
      made.args[i] = Rewrite(made.args[i], IsInside(made, i) ? inner : scope);
    }
    if (made.kind == NodeKind::Let) made.index = moved_[made.index];
    return Add(std::move(made));
  }

  NodeId Add(Node node) {
    bundle_.nodes.push_back(std::move(node));
    return static_cast<NodeId>(bundle_.nodes.size() - 1);
  }

  typed::Bundle& bundle_;
  Classes classes_;
  std::map<ClassId, uint32_t> lets_;  // of what is shared
  std::vector<uint32_t> moved_;       // old let to new
  std::vector<uint32_t> depths_;      // of each new let
  bool too_deep_ = false;
};

}  // namespace

void ShareSubexpressions(Optimised& made) {
  typed::Bundle& bundle = made.bundle;
  const size_t nodes = bundle.nodes.size();
  std::vector<typed::Let> lets = bundle.lets;
  std::vector<typed::Rule> rules = bundle.rules;
  Sharer sharer(bundle);
  if (sharer.Run()) {
    made.lets = sharer.moved();
    return;
  }
  bundle.nodes.resize(nodes);
  bundle.lets = std::move(lets);
  bundle.rules = std::move(rules);
}

}  // namespace remit::lowering
