// The paths that a program's slots read, as one tree over the members of an action's text.
//
// Conditions see an entity's properties as members of the entity itself: `subject.role` stands in
// the text under `subject.properties`, `subject.id` in `subject`. The tree is that of the text, so
// that one pass over it finds every slot's value at once.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/program/program.h"
#include "engine/vm/member_names.h"

namespace remit {

// What of a slot's type is read as it stands: a value of `kind`, or any.
struct ReadAsIs {
  bool any = false;
  ValueKind kind = ValueKind::Error;  // Error: nothing

  bool Takes(ValueKind of) const { return any || of == kind; }
};
ReadAsIs AsIs(std::span<const FactType> types, uint32_t type);

class PathTrie {
 public:
  static constexpr uint32_t kNoNode = 0xffffffff;

  // Nodes that every trie has. The numbers of others are larger.
  enum Fixed : uint32_t {
    kRoot,
    kSubject,
    kSubjectProperties,
    kAction,
    kActionProperties,
    kActionName,
    kResource,
    kResourceProperties,
    kContext,
    kContextTime,
    kFixedNodes,
  };

  struct NodeSlot {
    uint32_t slot = 0;
    ReadAsIs as_is;
  };

  // What leads to a child: its name, and what a reader needs to know of the child at once.
  struct Edge {
    NameKey key;
    NameMask mask;
    const char* name = nullptr;
    uint32_t child = kNoNode;
    ReadAsIs as_is;         // of the child's only slot, where the reader need not keep the value;
    uint32_t slot = kNone;  // else nothing, of no slot
    bool is_plain = false;  // stands in a text as it is, without escapes
    bool must_be_object = false;
    bool has_children = false;

    // Whether a text has this name from `at` on, up to and with the closing quote. kNameLoad bytes
    // of it may be looked at.
    bool Begins(const char* at) const {
      return (LoadWord(at) & mask.head) == key.head && (LoadWord(at + 8) & mask.tail) == key.tail &&
             is_plain && (key.size <= 16 || IsRest(at)) && at[key.size] == '"';
    }

   private:
    bool IsRest(const char* at) const;
  };

  PathTrie() = default;
  // Refers to the strings of `program`, which outlives it.
  explicit PathTrie(const Program& program);

  size_t size() const { return nodes_.size(); }
  bool has_children(uint32_t node) const { return nodes_[node].table_size != 0; }
  std::span<const NodeSlot> slots(uint32_t node) const {
    return {node_slots_.data() + nodes_[node].first_slot, nodes_[node].slot_count};
  }
  // The nodes of a slot's members, in order; none of those that begin at `now`.
  std::span<const uint32_t> path(uint32_t slot) const {
    return {path_nodes_.data() + path_ends_[slot], path_nodes_.data() + path_ends_[slot + 1]};
  }

  const Edge& edge(uint32_t index) const { return edges_[index]; }
  // The edges to the node's children, as indices.
  std::vector<uint32_t> Edges(uint32_t node) const;

  static constexpr uint32_t kNoEdge = 0xffffffff;
  // The edge to the child of that name, or kNoEdge.
  uint32_t Find(uint32_t node, const NameKey& key, const char* name) const {
    const Node& parent = nodes_[node];
    if (parent.table_size == 0) return kNoEdge;
    for (uint64_t at = HashOfKey(key) >> parent.shift;; ++at) {
      const uint32_t index =
          parent.first_edge + static_cast<uint32_t>(at & (parent.table_size - 1));
      const Edge& edge = edges_[index];
      if (edge.child == kNoNode) return kNoEdge;
      if (edge.key == key && SameName(key, edge.name, name)) return index;
    }
  }

 private:
  // Children in a table of open addressing, a power of two of places; 0: there are none.
  struct Node {
    uint32_t first_edge = 0;
    uint32_t table_size = 0;
    uint32_t first_slot = 0;
    uint32_t slot_count = 0;
    uint8_t shift = 0;
  };

  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<NodeSlot> node_slots_;
  std::vector<uint32_t> path_nodes_;
  std::vector<uint32_t> path_ends_;  // a slot's path lies between its number and the next
};

}  // namespace remit
