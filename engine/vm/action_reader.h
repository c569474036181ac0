// Reads an action's JSON text in one pass into the slots of a program; what no slot wants is
// checked and skipped.
//
// It accepts what ReadAction (engine/model/action.h) accepts, less what is rare, and finds the same
// values. Where it does not, it only says so: ReadAction is the judge then and gives the reason.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/model/json_cursor.h"
#include "engine/model/json_scan.h"
#include "engine/model/value.h"
#include "engine/vm/member_names.h"
#include "engine/vm/path_trie.h"

namespace remit {

// A slot's value in the decision of that number.
struct SlotState {
  uint64_t decision = 0;
  Value value;
};

// What an action says of itself.
struct ActionHead {
  std::string_view name;      // of the text or the arena
  std::optional<Value> time;  // context.time as a Timestamp, where given
};

class ActionReader {
 public:
  explicit ActionReader(const PathTrie& trie);

  // Fills the slots whose value the text gives as their type takes it; the others are asked for by
  // Seen and ValueOf. `decision` grows from call to call. nullopt: the text is refused or unusual.
  // The text and the arena must live, as they are, until the last call of ValueOf.
  std::optional<ActionHead> Read(Arena& arena, std::string_view text, uint64_t decision,
                                 SlotState* slots);

  // Of the text that Read accepted last: whether it has the node's path, and what is there. A list
  // or an object is built when it is first asked for.
  bool Seen(uint32_t node) const { return nodes_[node].decision == decision_; }
  const Value& ValueOf(uint32_t node);

 private:
  struct NodeState {
    uint64_t decision = 0;
    // Not of a scalar that the node's only slot takes. A list or an object that is not built is a
    // List without items whose place is not 0.
    Value value;
    uint32_t place = 0;  // index into the scanner's
    // The edges that the last texts took: documents come in one order as a rule.
    uint32_t first_edge = PathTrie::kNoEdge;  // to the first member that is known
    uint32_t next_edge = PathTrie::kNoEdge;   // from this member to the next one, of one parent
  };
  // A list or an object that is skipped.
  struct Skipped {
    bool is_map;
    uint32_t first_name;
  };

  // Readers of a part of the text take the place where it begins and give the one that is next,
  // nullptr where the text is given up: so a cursor stays in registers.
  const uint32_t* ReadObject(const uint32_t* at, uint32_t node, uint32_t depth);
  bool ReadMember(JsonCursor& cursor, const PathTrie::Edge& edge, uint32_t depth);
  const uint32_t* ReadContainer(const uint32_t* at, const PathTrie::Edge& edge, uint32_t depth);
  const uint32_t* SkipContainer(const uint32_t* at, uint32_t depth);
  const char* ReadName(JsonCursor& cursor, NameKey& key);
  bool SkipName(JsonCursor& cursor, const Skipped& object);
  bool Skip(JsonCursor& cursor, uint32_t depth);
  Value& StartSlot(uint32_t slot, ValueKind kind);
  void Give(uint32_t node, const Value& value);
  std::optional<ActionHead> Head() const;
  Value Build(JsonCursor& cursor);
  Value BuildList(JsonCursor& cursor);
  Value BuildMap(JsonCursor& cursor);

  const PathTrie& trie_;
  std::vector<NodeState> nodes_;
  uint64_t decision_ = 0;
  JsonScanner scanner_;
  JsonCursor first_;  // at the first place
  const char* text_end_ = nullptr;
  Arena* arena_ = nullptr;
  SlotState* slots_ = nullptr;
  MemberNames names_;         // of members that no slot reads
  std::vector<Value> items_;  // of lists and objects that are being built
  std::vector<MapEntry> members_;
};

}  // namespace remit
