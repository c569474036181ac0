// Value numbering: nodes that compute the same have one class, whatever their places and the
// numbers of their variables. Private to dsl/compile.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dsl/check/typed.h"
#include "dsl/compile/value_key.h"

namespace remit::lowering {

using ClassId = uint32_t;

// Which binders stand around a node: local index to depth.
struct Scope {
  std::map<uint32_t, uint32_t> depths{};
  uint32_t depth = 0;
};

// The scope of what a node binds for, in which some of its arguments are evaluated. Most nodes bind
// nothing: theirs is `outer`, which has to outlive it.
class InnerScope {
 public:
  InnerScope(const typed::Node& node, const Scope& outer);
  // Of argument `i` of the node.
  const Scope& Of(size_t i) const { return IsInside(i) ? inner_ : outer_; }
  // How many variables the node binds around argument `i`.
  uint32_t BoundAround(size_t i) const { return IsInside(i) ? bound_ : 0; }

 private:
  bool IsInside(size_t i) const { return bound_ != 0 && (body_first_ ? i == 0 : i > 0); }

  const Scope& outer_;
  Scope inner_;
  uint32_t bound_ = 0;
  bool body_first_ = false;  // the body of a bind; the arguments of a comprehension but the range
};

class Classes {
 public:
  explicit Classes(const typed::Bundle& bundle);
  Classes(const Classes&) = delete;  // its table of keys refers to it
  Classes& operator=(const Classes&) = delete;

  // Of a node that the bundle had when this was made.
  ClassId Of(typed::NodeId id, const Scope& scope);
  void Use(ClassId id) { ++classes_[id].uses; }
  // Whether it is needed in several places and reading a let would be the cheaper.
  bool IsShared(ClassId id) const;

 private:
  struct Class {
    uint32_t words = 0, count = 0;  // its key: words_[words … words + count), its arguments last
    uint32_t args = 0;
    uint32_t weight = 1;  // instructions at least, saturating
    uint32_t outer = 0;   // variables bound outside: 0 is none, n reaches n binders up
    uint32_t uses = 0;    // by classes and rules; within a comprehension counts as two
    bool path = false;    // members of a root: a slot, which is read once a decision as it is
    bool costly = false;  // holds a comprehension, a call, a search
  };
  using Key = std::span<const uint32_t>;
  struct Hash {
    using is_transparent = void;
    const Classes* of;
    size_t operator()(Key key) const;
    size_t operator()(ClassId id) const { return (*this)(of->KeyOf(id)); }
  };
  struct Same {
    using is_transparent = void;
    const Classes* of;
    bool operator()(ClassId a, ClassId b) const { return a == b; }
    bool operator()(Key key, ClassId id) const;
    bool operator()(ClassId id, Key key) const { return (*this)(key, id); }
  };

  Key KeyOf(ClassId id) const { return {words_.data() + classes_[id].words, classes_[id].count}; }
  Key ArgsOf(ClassId id) const { return KeyOf(id).last(classes_[id].args); }
  ClassId* Known(typed::NodeId id, uint32_t depth);
  ClassId Make(typed::NodeId id, const Scope& scope);
  void AppendNode(std::vector<uint32_t>& key, const typed::Node& node, const Scope& scope);
  void AppendConstant(std::vector<uint32_t>& key, const Value& value);
  ClassId Intern(const typed::Node& node, const std::vector<uint32_t>& key, Class made);
  void UseWithin(ClassId body);

  const typed::Bundle& bundle_;
  std::vector<Class> classes_;
  std::vector<uint32_t> words_;
  std::unordered_set<ClassId, Hash, Same> ids_;
  TextIds texts_;                                   // members' names, constant texts
  TextIds values_;                                  // other constants, by AppendKey
  std::vector<ClassId> of_;                         // of each node that nothing is bound around
  std::unordered_map<uint64_t, ClassId> of_inner_;  // of others, by node and depth
};

}  // namespace remit::lowering
