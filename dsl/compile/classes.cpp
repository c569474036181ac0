#include "dsl/compile/classes.h"

#include <algorithm>
#include <string>

namespace remit::lowering {

using typed::Node;
using typed::NodeId;
using typed::NodeKind;

namespace {

constexpr uint32_t kWorthWeight = 6;  // nodes from which reading a let is the cheaper

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

}  // namespace

InnerScope::InnerScope(const Node& node, const Scope& outer)
    : outer_(outer), bound_(BoundLocals(node)), body_first_(node.kind == NodeKind::Bind) {
  if (bound_ == 0) return;
  inner_ = outer;
  for (uint32_t i = 0; i < bound_; ++i) inner_.depths[node.index + i] = inner_.depth++;
}

Classes::Classes(const typed::Bundle& bundle)
    : bundle_(bundle),
      ids_(bundle.nodes.size(), Hash{this}, Same{this}),
      of_(bundle.nodes.size(), kNone) {}

size_t Classes::Hash::operator()(Key key) const {
  uint64_t hash = key.size();
  for (const uint32_t word : key) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 32;
  }
  return hash;
}

bool Classes::Same::operator()(Key key, ClassId id) const {
  return std::ranges::equal(key, of->KeyOf(id));
}

bool Classes::IsShared(ClassId id) const {
  const Class& it = classes_[id];
  return it.uses >= 2 && it.outer == 0 && it.weight > 1 && (it.costly || it.weight >= kWorthWeight);
}

// Where the class of a node is noted.
ClassId* Classes::Known(NodeId id, uint32_t depth) {
  if (depth == 0) return &of_[id];
  return &of_inner_.try_emplace(uint64_t{depth} << 32 | id, kNone).first->second;
}

ClassId Classes::Of(NodeId id, const Scope& scope) {
  const ClassId known = *Known(id, scope.depth);
  if (known != kNone) return known;
  return *Known(id, scope.depth) = Make(id, scope);
}

ClassId Classes::Make(NodeId id, const Scope& scope) {
  const Node& node = bundle_.node(id);
  const InnerScope inner(node, scope);
  Class made;
  std::vector<uint32_t> key;
  key.reserve(8 + bundle_.node(id).args.size());
  AppendNode(key, node, scope);
  made.args = static_cast<uint32_t>(node.args.size());
  for (size_t i = 0; i < node.args.size(); ++i) {
    const ClassId arg = Of(node.args[i], inner.Of(i));
    const uint32_t bound = inner.BoundAround(i);
    const Class& held = classes_[arg];
    made.weight = std::min<uint32_t>(made.weight + held.weight, 1u << 30);
    made.outer = std::max(made.outer, held.outer > bound ? held.outer - bound : 0);
    made.costly = made.costly || held.costly;
    key.push_back(arg);
  }
  const bool of_path = !node.args.empty() && classes_[key[key.size() - node.args.size()]].path;
  made.path = node.kind == NodeKind::Root || (node.kind == NodeKind::Select && of_path);
  if (made.path || (node.kind == NodeKind::ReadAs && of_path)) made.weight = 1;
  if (node.kind == NodeKind::Local) made.outer = scope.depth - scope.depths.at(node.index);
  made.costly = made.costly || (node.kind == NodeKind::Call && !IsCheap(node.function)) ||
                node.kind == NodeKind::Scan || node.kind == NodeKind::MatchesAny ||
                IsComprehension(node.kind);
  return Intern(node, key, made);
}

// Everything but the arguments: two nodes with one key and equal arguments compute the same.
void Classes::AppendNode(std::vector<uint32_t>& key, const Node& node, const Scope& scope) {
  // Variables are told apart by how far up they are bound, not by their number.
  const bool local = node.kind == NodeKind::Local;
  key.push_back(static_cast<uint32_t>(node.kind) | static_cast<uint32_t>(node.op) << 8 |
                static_cast<uint32_t>(node.root) << 16 | (node.null_is_absent ? 1u << 24 : 0) |
                (node.pair ? 1u << 25 : 0));
  key.push_back(static_cast<uint32_t>(node.function));
  key.push_back(local                    ? scope.depth - scope.depths.at(node.index)
                : BoundLocals(node) != 0 ? BoundLocals(node)
                                         : node.index);
  key.push_back(node.name.empty() ? 0 : 1 + TextIdOf(texts_, node.name));
  key.push_back(static_cast<uint32_t>(node.args.size()));
  for (const bool optional : node.optionals) key.push_back(optional ? 1 : 0);
  if (node.kind == NodeKind::Constant) AppendConstant(key, node.value);
}

void Classes::AppendConstant(std::vector<uint32_t>& key, const Value& value) {
  key.push_back(static_cast<uint32_t>(value.kind));
  if (value.kind == ValueKind::String) {
    key.push_back(TextIdOf(texts_, value.string()));
    return;
  }
  std::string bytes;
  AppendKey(bytes, value);
  key.push_back(TextIdOf(values_, bytes));
}

ClassId Classes::Intern(const Node& node, const std::vector<uint32_t>& key, Class made) {
  if (const auto found = ids_.find(Key(key)); found != ids_.end()) return *found;
  made.words = static_cast<uint32_t>(words_.size());
  made.count = static_cast<uint32_t>(key.size());
  const auto id = static_cast<ClassId>(classes_.size());
  words_.insert(words_.end(), key.begin(), key.end());
  classes_.push_back(made);
  ids_.insert(id);
  for (size_t i = 0; i < made.args; ++i) {
    // What a comprehension does not change, it need not ask for on every turn.
    const bool turned = IsComprehension(node.kind) && i > 0;
    const ClassId arg = ArgsOf(id)[i];
    classes_[arg].uses += turned ? 2 : 1;
    if (turned) UseWithin(arg);
  }
  return id;
}

// What stands deeper in the body of a comprehension is asked for on every turn as well.
void Classes::UseWithin(ClassId body) {
  std::vector<ClassId> open(ArgsOf(body).begin(), ArgsOf(body).end());
  std::unordered_set<ClassId> seen;
  while (!open.empty()) {
    const ClassId at = open.back();
    open.pop_back();
    if (!seen.insert(at).second) continue;
    ++classes_[at].uses;
    if (classes_[at].outer == 0) continue;  // becomes a let, or is too cheap to
    open.insert(open.end(), ArgsOf(at).begin(), ArgsOf(at).end());
  }
}

}  // namespace remit::lowering
