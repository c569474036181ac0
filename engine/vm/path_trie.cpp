#include "engine/vm/path_trie.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

namespace remit {
namespace {

// The tree while it grows: children by parent and name.
class Growing {
 public:
  Growing() {
    // In the order of PathTrie::Fixed.
    Add(PathTrie::kRoot, "subject");
    Add(PathTrie::kSubject, "properties");
    Add(PathTrie::kRoot, "action");
    Add(PathTrie::kAction, "properties");
    Add(PathTrie::kAction, "name");
    Add(PathTrie::kRoot, "resource");
    Add(PathTrie::kResource, "properties");
    Add(PathTrie::kRoot, "context");
    Add(PathTrie::kContext, "time");
  }

  uint32_t Add(uint32_t parent, std::string_view name) {
    const auto [place, added] = children_.emplace(std::pair(parent, name), count_);
    if (added) ++count_;
    return place->second;
  }

  uint32_t count() const { return count_; }
  const std::map<std::pair<uint32_t, std::string_view>, uint32_t>& children() const {
    return children_;
  }

 private:
  std::map<std::pair<uint32_t, std::string_view>, uint32_t> children_;
  uint32_t count_ = 1;
};

struct Entity {
  uint32_t node;
  uint32_t properties;  // kNoNode: members are its own
};

Entity EntityOf(SlotRoot root) {
  switch (root) {
    case SlotRoot::Subject:
      return {PathTrie::kSubject, PathTrie::kSubjectProperties};
    case SlotRoot::Action:
      return {PathTrie::kAction, PathTrie::kActionProperties};
    case SlotRoot::Resource:
      return {PathTrie::kResource, PathTrie::kResourceProperties};
    case SlotRoot::Context:
    case SlotRoot::Now:
      break;
  }
  return {PathTrie::kContext, PathTrie::kNoNode};
}

// The node of the first member of a slot's path.
uint32_t FirstNode(Growing& growing, SlotRoot root, std::string_view member) {
  const Entity entity = EntityOf(root);
  const bool own =
      entity.properties == PathTrie::kNoNode || member == "properties" ||
      (root == SlotRoot::Action ? member == "name" : member == "id" || member == "type");
  return growing.Add(own ? entity.node : entity.properties, member);
}

bool MustBeObject(uint32_t node) {
  switch (node) {
    case PathTrie::kSubject:
    case PathTrie::kSubjectProperties:
    case PathTrie::kAction:
    case PathTrie::kActionProperties:
    case PathTrie::kResource:
    case PathTrie::kResourceProperties:
    case PathTrie::kContext:
      return true;
    default:
      return false;
  }
}

}  // namespace

ReadAsIs AsIs(std::span<const FactType> types, uint32_t type) {
  const FactType& wanted = types[type];
  switch (wanted.kind) {
    case FactKind::Any:
      return {true, ValueKind::Error};
    case FactKind::Bool:
      return {false, ValueKind::Bool};
    case FactKind::Int:
      return {false, ValueKind::Int};
    case FactKind::String:
      return {false, ValueKind::String};
    case FactKind::Double:
      return {false, ValueKind::Double};
    case FactKind::Bytes:
      return {false, ValueKind::Bytes};
    case FactKind::Timestamp:
      return {false, ValueKind::Timestamp};
    case FactKind::Duration:
      return {false, ValueKind::Duration};
    case FactKind::Record:
      return {false, ValueKind::Map};
    case FactKind::List:
    case FactKind::Map:
      break;  // by what their elements are: ReadAs looks
  }
  return {};
}

PathTrie::PathTrie(const Program& program) {
  Growing growing;
  std::vector<std::pair<uint32_t, uint32_t>> ends;  // node, slot
  path_ends_.push_back(0);
  for (uint32_t slot = 0; slot < program.slots.size(); ++slot) {
    const Slot& read = program.slots[slot];
    if (read.root != SlotRoot::Now) {
      uint32_t node = EntityOf(read.root).node;
      const std::span<const StringId> members = program.ids[read.members];
      for (size_t i = 0; i < members.size(); ++i) {
        const std::string_view member = program.strings[members[i]];
        node = i == 0 ? FirstNode(growing, read.root, member) : growing.Add(node, member);
        path_nodes_.push_back(node);
      }
      // A whole entity is no value of the text: it is made when it is read.
      if (!read.members.empty()) ends.emplace_back(node, slot);
    }
    path_ends_.push_back(static_cast<uint32_t>(path_nodes_.size()));
  }

  nodes_.resize(growing.count());
  std::ranges::sort(ends);
  for (const auto& [node, slot] : ends) {
    Node& at = nodes_[node];
    if (at.slot_count++ == 0) at.first_slot = static_cast<uint32_t>(node_slots_.size());
    node_slots_.push_back({slot, AsIs(program.types, program.slots[slot].type)});
  }

  // The map has a parent's children in a row.
  const auto& children = growing.children();
  for (auto next = children.begin(); next != children.end();) {
    const uint32_t parent = next->first.first;
    auto last = next;
    size_t count = 0;
    for (; last != children.end() && last->first.first == parent; ++last) ++count;
    Node& node = nodes_[parent];
    node.first_edge = static_cast<uint32_t>(edges_.size());
    node.table_size = static_cast<uint32_t>(std::bit_ceil(2 * count));
    node.shift = static_cast<uint8_t>(64 - std::countr_zero(node.table_size));
    edges_.resize(edges_.size() + node.table_size);
    for (; next != last; ++next) {
      const std::string_view name = next->first.second;
      const NameKey key = KeyOfName(name, name.data() + name.size());
      uint64_t at = HashOfKey(key) >> node.shift;
      while (edges_[node.first_edge + (at & (node.table_size - 1))].child != kNoNode) ++at;
      Edge& edge = edges_[node.first_edge + (at & (node.table_size - 1))];
      edge.key = key;
      edge.mask = MaskOfName(name.size());
      edge.name = name.data();
      edge.child = next->second;
      edge.is_plain = name.find_first_of("\"\\") == std::string_view::npos;
      edge.must_be_object = MustBeObject(edge.child);
    }
  }
  for (Edge& edge : edges_) {
    if (edge.child == kNoNode) continue;
    edge.has_children = has_children(edge.child);
    const std::span<const NodeSlot> slots = this->slots(edge.child);
    if (slots.size() != 1 || edge.child == kActionName || edge.child == kContextTime) continue;
    edge.slot = slots.front().slot;
    edge.as_is = slots.front().as_is;
  }
}

bool PathTrie::Edge::IsRest(const char* at) const {
  // Character by character: the text may end before the name would.
  for (size_t i = 16; i < key.size; ++i) {
    if (at[i] != name[i]) return false;
  }
  return true;
}

std::vector<uint32_t> PathTrie::Edges(uint32_t node) const {
  std::vector<uint32_t> edges;
  const Node& parent = nodes_[node];
  for (uint32_t i = 0; i < parent.table_size; ++i) {
    if (edges_[parent.first_edge + i].child != kNoNode) edges.push_back(parent.first_edge + i);
  }
  return edges;
}

}  // namespace remit
