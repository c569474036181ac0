// Recursion follows the trie, so the program bounds it, and so does the limit of depth; what is
// skipped or built is bounded by that limit alone.
#include "engine/vm/action_reader.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/model/action.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

constexpr JsonLimits kLimits;
// Of a longer text the places alone would take more memory than a thread should keep.
constexpr size_t kMostText = 4u << 20;
static_assert(kMostText <= kLimits.bytes && kMostText <= kLimits.string_bytes);

}  // namespace

ActionReader::ActionReader(const PathTrie& trie) : trie_(trie), nodes_(trie.size()) {
  // Some edge is as good as any other at first.
  for (uint32_t node = 0; node < nodes_.size(); ++node) {
    for (const uint32_t edge : trie.Edges(node)) {
      nodes_[node].first_edge = nodes_[trie.edge(edge).child].next_edge = edge;
    }
  }
}

std::optional<ActionHead> ActionReader::Read(Arena& arena, std::string_view text, uint64_t decision,
                                             SlotState* slots) {
  if (text.size() > kMostText) return std::nullopt;
  if (!scanner_.Scan(text)) return std::nullopt;
  const std::span<const uint32_t> places = scanner_.places();
  if (text[places.front()] != '{' || text[places.back()] != '}') return std::nullopt;
  first_ = {text.data(), places.data(), places.data() + places.size(), scanner_.has_backslash()};
  text_end_ = text.data() + text.size();
  arena_ = &arena;
  slots_ = slots;
  decision_ = decision;
  names_.Begin(places.size() / 4);  // a name, a colon, a value, a comma
  if (ReadObject(first_.at, PathTrie::kRoot, 1) != first_.end) return std::nullopt;
  return Head();
}

std::optional<ActionHead> ActionReader::Head() const {
  const Value& name = nodes_[PathTrie::kActionName].value;
  if (!Seen(PathTrie::kActionName) || name.kind != ValueKind::String ||
      !IsActionName(name.string())) {
    return std::nullopt;
  }
  ActionHead head{name.string(), std::nullopt};
  if (Seen(PathTrie::kContextTime)) {
    const Value& time = nodes_[PathTrie::kContextTime].value;
    if (time.kind != ValueKind::String) return std::nullopt;
    head.time = ParseTimestamp(time.string());
    if (!head.time) return std::nullopt;
  }
  return head;
}

// An object whose members lead to slots, up to and with its brace.
const uint32_t* ActionReader::ReadObject(const uint32_t* at, uint32_t node, uint32_t depth) {
  if (depth > kLimits.depth) return nullptr;
  JsonCursor cursor = first_;
  cursor.at = at + 1;
  if (cursor.here() == '}') return cursor.at + 1;
  const uint32_t first_name = names_.count();
  uint32_t* guess = &nodes_[node].first_edge;
  for (;;) {
    const char* const name = cursor.text + *cursor.at + 1;
    const PathTrie::Edge* edge = &trie_.edge(*guess);
    if (text_end_ - name >= kNameLoad && name[-1] == '"' && edge->Begins(name)) {
      ++cursor.at;
    } else {
      NameKey key;
      const char* const found = ReadName(cursor, key);
      if (found == nullptr) return nullptr;
      const uint32_t index = trie_.Find(node, key, found);
      edge = nullptr;
      if (index != PathTrie::kNoEdge) {
        *guess = index;
        edge = &trie_.edge(index);
      } else if (!names_.Add(first_name, key, found)) {
        return nullptr;
      }
    }
    if (cursor.here() != ':') return nullptr;
    ++cursor.at;
    if (edge == nullptr) {
      if (!Skip(cursor, depth)) return nullptr;
    } else {
      NodeState& state = nodes_[edge->child];
      if (state.decision == decision_) return nullptr;  // twice
      state.decision = decision_;
      guess = &state.next_edge;
      if (!ReadMember(cursor, *edge, depth)) return nullptr;
    }
    const char separator = cursor.here();
    ++cursor.at;
    if (separator == ',') continue;
    if (names_.count() != first_name) names_.CutTo(first_name);
    return separator == '}' ? cursor.at : nullptr;
  }
}

// The value of a member that a slot or the head reads, or that lies on the way to one. A slot is
// written member by member: a Value that was put together in memory and is copied at once waits
// until it has got there.
[[gnu::always_inline]] inline bool ActionReader::ReadMember(JsonCursor& cursor,
                                                            const PathTrie::Edge& edge,
                                                            uint32_t depth) {
  const char first = cursor.here();
  if (first == '{' || first == '[') {
    cursor.at = ReadContainer(cursor.at, edge, depth);
    return cursor.at != nullptr;
  }
  if (edge.must_be_object) return false;
  if (first == '"') {
    const std::string_view string = cursor.TakeString(*arena_);
    if (string.data() == nullptr) return false;
    if (!edge.as_is.Takes(ValueKind::String)) {
      Give(edge.child, MakeString(string));
      return true;
    }
    Value& value = StartSlot(edge.slot, ValueKind::String);
    value.size = static_cast<uint32_t>(string.size());
    value.text = string.data();
    return true;
  }
  if (int64_t integer = 0; cursor.TakeInteger(integer)) {
    if (edge.as_is.Takes(ValueKind::Int)) {
      StartSlot(edge.slot, ValueKind::Int).integer = integer;
    } else if (edge.as_is.kind == ValueKind::Double) {
      StartSlot(edge.slot, ValueKind::Double).real = static_cast<double>(integer);
    } else {
      Give(edge.child, MakeInt(integer));
    }
    return true;
  }
  Value value;
  if (!cursor.TakeOther(value)) return false;
  Give(edge.child, value);
  return true;
}

// The slot's value, all but what it is.
inline Value& ActionReader::StartSlot(uint32_t slot, ValueKind kind) {
  SlotState& state = slots_[slot];
  state.decision = decision_;
  state.value.kind = kind;
  state.value.boolean = false;
  state.value.named = ValueKind::Null;
  state.value.size = 0;
  return state.value;
}

// A member's name; nullptr: there is none.
inline const char* ActionReader::ReadName(JsonCursor& cursor, NameKey& key) {
  if (cursor.here() != '"') return nullptr;
  const char* const begin = cursor.text + *cursor.at + 1;
  const std::string_view name = cursor.TakeString(*arena_);
  key = KeyOfName(name, name.data() == begin ? text_end_ : name.data() + name.size());
  return name.data();
}

// The list or object that is the value of the edge's child; never up to the end of the text.
const uint32_t* ActionReader::ReadContainer(const uint32_t* at, const PathTrie::Edge& edge,
                                            uint32_t depth) {
  NodeState& state = nodes_[edge.child];
  state.value.kind = ValueKind::List;
  state.place = static_cast<uint32_t>(at - first_.at);
  const bool is_object = first_.text[*at] == '{';
  if (edge.must_be_object && !is_object) return nullptr;
  if (!is_object || !edge.has_children) return SkipContainer(at, depth);
  at = ReadObject(at, edge.child, depth + 1);
  return at == first_.end ? nullptr : at;
}

void ActionReader::Give(uint32_t node, const Value& value) {
  nodes_[node].value = value;
  for (const PathTrie::NodeSlot& slot : trie_.slots(node)) {
    if (slot.as_is.Takes(value.kind)) slots_[slot.slot] = {decision_, value};
  }
}

// A name of an object that is skipped, and its colon.
inline bool ActionReader::SkipName(JsonCursor& cursor, const Skipped& object) {
  NameKey key;
  const char* const name = ReadName(cursor, key);
  if (name == nullptr || cursor.here() != ':') return false;
  ++cursor.at;
  return names_.Add(object.first_name, key, name);
}

// The value that begins here; `depth` containers are open around it.
inline bool ActionReader::Skip(JsonCursor& cursor, uint32_t depth) {
  const char first = cursor.here();
  if (first == '"') return cursor.SkipString();
  if (first == '{' || first == '[') {
    cursor.at = SkipContainer(cursor.at, depth);
    return cursor.at != nullptr;
  }
  return cursor.SkipOther();
}

// The list or object that begins here; never up to the end of the text.
const uint32_t* ActionReader::SkipContainer(const uint32_t* at, uint32_t depth) {
  JsonCursor cursor = first_;
  cursor.at = at;
  std::array<Skipped, kLimits.depth> open;
  size_t count = 0;
  for (;;) {
    const char first = cursor.here();
    if (first == '{' || first == '[') {
      if (depth + count >= kLimits.depth) return nullptr;
      const Skipped opened{first == '{', names_.count()};
      open[count++] = opened;
      ++cursor.at;
      if (cursor.here() != (opened.is_map ? '}' : ']')) {
        if (opened.is_map && !SkipName(cursor, opened)) return nullptr;
        continue;
      }
    } else if (!(first == '"' ? cursor.SkipString() : cursor.SkipOther())) {
      return nullptr;
    }
    // After a value, or on the end of an empty container.
    for (;;) {
      const Skipped& innermost = open[count - 1];
      const char separator = cursor.here();
      ++cursor.at;
      if (separator == ',') {
        if (innermost.is_map && !SkipName(cursor, innermost)) return nullptr;
        break;
      }
      if (separator != (innermost.is_map ? '}' : ']') || cursor.at == cursor.end) return nullptr;
      names_.CutTo(innermost.first_name);
      if (--count == 0) return cursor.at;
    }
  }
}

const Value& ActionReader::ValueOf(uint32_t node) {
  NodeState& state = nodes_[node];
  if (state.value.kind == ValueKind::List && state.place != 0) {
    JsonCursor cursor = first_;
    cursor.at += state.place;
    state.value = Build(cursor);
    state.place = 0;
  }
  return state.value;
}

// The value that begins here. Read has found that all is well with it.
Value ActionReader::Build(JsonCursor& cursor) {
  switch (cursor.here()) {
    case '{':
      return BuildMap(cursor);
    case '[':
      return BuildList(cursor);
    case '"':
      return MakeString(cursor.TakeString(*arena_));
    default: {
      if (int64_t integer = 0; cursor.TakeInteger(integer)) return MakeInt(integer);
      Value value;
      cursor.TakeOther(value);
      return value;
    }
  }
}

Value ActionReader::BuildList(JsonCursor& cursor) {
  const size_t first = items_.size();
  ++cursor.at;
  while (cursor.here() != ']') {
    items_.push_back(Build(cursor));
    if (cursor.here() == ',') ++cursor.at;
  }
  ++cursor.at;
  const std::span<Value> items = arena_->MakeArray<Value>(items_.size() - first);
  std::copy(items_.begin() + static_cast<ptrdiff_t>(first), items_.end(), items.begin());
  items_.resize(first);
  return MakeList(items);
}

Value ActionReader::BuildMap(JsonCursor& cursor) {
  const size_t first = members_.size();
  ++cursor.at;
  while (cursor.here() != '}') {
    const std::string_view name = cursor.TakeString(*arena_);
    ++cursor.at;
    const Value value = Build(cursor);
    members_.push_back({MakeString(name), value});
    if (cursor.here() == ',') ++cursor.at;
  }
  ++cursor.at;
  const std::span<MapEntry> entries = arena_->MakeArray<MapEntry>(members_.size() - first);
  std::copy(members_.begin() + static_cast<ptrdiff_t>(first), members_.end(), entries.begin());
  members_.resize(first);
  return MakeMap(*arena_, entries);
}

}  // namespace remit
