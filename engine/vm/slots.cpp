// Slots: the facts of an action that rules read, each computed when it is first read.
#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "engine/program/words.h"
#include "engine/vm/vm.h"

namespace remit {
namespace {

constexpr size_t kShownCharacters = 60;  // of a member's name

bool IsPlain(std::string_view name) {
  return name.size() <= kShownCharacters &&
         std::ranges::all_of(name, [](char c) { return c >= ' ' && c <= '~'; });
}

// The member's name, safe to print. Names are plain as a rule: what is missing asks the heap for
// nothing then.
std::string_view ShownName(Arena& arena, std::string_view name) {
  return IsPlain(name) ? name : arena.Copy(EscapeText(name, kShownCharacters));
}

// The path as a condition writes it, up to and without member `end`.
std::string_view PathText(Arena& arena, const Program& program, const Slot& slot, size_t end) {
  const std::span<std::string_view> names = arena.MakeArray<std::string_view>(end + 1);
  names[0] = SlotRootWord(slot.root);
  size_t size = names[0].size();
  for (size_t i = 0; i < end; ++i) {
    names[i + 1] = ShownName(arena, program.strings[program.ids[slot.members][i]]);
    size += 1 + names[i + 1].size();
  }
  const std::span<char> text = arena.MakeArray<char>(size);
  auto next = std::ranges::copy(names[0], text.begin()).out;
  for (const std::string_view name : names.subspan(1)) {
    *next++ = '.';
    next = std::ranges::copy(name, next).out;
  }
  return {text.data(), text.size()};
}

const Value* MemberOf(const Value& base, std::string_view name) {
  return base.kind == ValueKind::Map ? FindMember(base, name) : nullptr;
}

// `base` (a map, or anything else for an empty one) with the value as that member.
Value WithMember(Arena& arena, const Value& base, std::string_view name, const Value& value) {
  const Value key = MakeString(name);
  const bool is_map = base.kind == ValueKind::Map;
  const bool is_there = MemberOf(base, name) != nullptr;
  const size_t count = (is_map ? base.size : 0) + (is_there ? 0 : 1);
  const std::span<MapEntry> entries = arena.MakeArray<MapEntry>(count);
  if (is_map) std::ranges::copy(base.map(), entries.begin());
  MapEntry& entry = !is_there ? entries.back() : *std::ranges::find_if(entries, [&](auto& one) {
    return CompareKeys(one.key, key) == 0;
  });
  entry = {key, value};
  return MakeMap(arena, entries);
}

// The same at a path under it.
Value WithPath(Arena& arena, const Program& program, const Value& base,
               std::span<const StringId> path, const Value& value) {
  if (path.empty()) return value;
  const std::string_view name = program.strings[path[0]];
  const Value* const before = MemberOf(base, name);
  return WithMember(
      arena, base, name,
      WithPath(arena, program, before == nullptr ? Value() : *before, path.subspan(1), value));
}

Value LeftOut(Arena& arena, SlotRoot root) {
  return Failure(arena, EvalErrorCode::Absent, {"`", SlotRootWord(root), "` was left out"});
}

// The node of what the text must have for the root to be there.
std::optional<uint32_t> EntityNode(SlotRoot root) {
  switch (root) {
    case SlotRoot::Subject:
      return PathTrie::kSubject;
    case SlotRoot::Action:
      return PathTrie::kAction;
    case SlotRoot::Resource:
      return PathTrie::kResource;
    case SlotRoot::Context:
    case SlotRoot::Now:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

void Vm::SetConverted(uint32_t slot, const Value& value) {
  converted_.emplace_back(slot, value);
  for (; slot != kNone; slot = loaded_.next_of_path(slot)) {
    slots_[slot] = {decision_, ReadAsSlot(slot, value)};
  }
}

// The value as the slot's type, or an error that names the slot.
Value Vm::ReadAsSlot(uint32_t index, const Value& value) {
  const Program& program = loaded_.program();
  const Slot& slot = program.slots[index];
  const Value read = ReadAs(arena_, program.types, slot.type, value);
  if (!read.is_error() || value.is_error()) return read;
  return Failure(
      arena_, read.error->code,
      {"`", PathText(arena_, program, slot, slot.members.size()), "`: ", read.error->message});
}

void Vm::SetSlots(std::span<const Value> row) {
  REMIT_CHECK(row.size() == slots_.size(), "a row of facts has a value a slot");
  row_ = row.data();
}

// The row's facts as set one by one: needed once a slot is read that the row has not as it is.
void Vm::TakeRow() {
  const Value* const row = std::exchange(row_, nullptr);
  for (uint32_t slot = 0; slot < slots_.size(); ++slot) {
    if (!row[slot].is_error() && slots_[slot].decision != decision_) SetSlot(slot, row[slot]);
  }
}

void Vm::SetSlots(const Action& action, const Value& now) {
  facts_ = Facts::Roots;
  roots_[static_cast<size_t>(SlotRoot::Subject)] = action.subject;
  roots_[static_cast<size_t>(SlotRoot::Action)] = action.action;
  roots_[static_cast<size_t>(SlotRoot::Resource)] = action.resource;
  roots_[static_cast<size_t>(SlotRoot::Context)] = action.context;
  roots_[static_cast<size_t>(SlotRoot::Now)] = now;
}

std::optional<std::string_view> Vm::SetSlots(std::string_view action_json, const Value& host_now) {
  const std::optional<ActionHead> head =
      reader_.Read(arena_, action_json, decision_, slots_.data());
  if (!head) {
    Begin();  // forgets the slots that were read before the reader gave up
    return std::nullopt;
  }
  facts_ = Facts::Text;
  roots_[static_cast<size_t>(SlotRoot::Now)] = head->time ? *head->time : host_now;
  return head->name;
}

// An action of nothing but its name and the slots that were set: short paths first, so that members
// set by themselves stand in what was set whole.
void Vm::AssembleRoots() {
  const Program& program = loaded_.program();
  facts_ = Facts::Roots;
  for (const SlotRoot root : {SlotRoot::Subject, SlotRoot::Resource, SlotRoot::Now}) {
    roots_[static_cast<size_t>(root)] = LeftOut(arena_, root);
  }
  for (const SlotRoot root : {SlotRoot::Action, SlotRoot::Context}) {
    roots_[static_cast<size_t>(root)] = MakeMap(arena_, {});
  }
  // Nothing was computed yet, so what is known of this decision was set. A path that several slots
  // read is among the converted ones.
  std::vector<std::pair<uint32_t, Value>>& given = converted_;
  const size_t converted = given.size();
  for (uint32_t slot = 0; slot < slots_.size(); ++slot) {
    const auto end = given.begin() + static_cast<ptrdiff_t>(converted);
    if (slots_[slot].decision == decision_ && TakesAsIs(slot, slots_[slot].value) &&
        std::ranges::find(given.begin(), end, slot, &std::pair<uint32_t, Value>::first) == end) {
      given.emplace_back(slot, slots_[slot].value);
    }
  }
  std::ranges::sort(given, {}, [&](const auto& one) {
    return std::pair(program.slots[one.first].members.size(), one.first);
  });
  for (const auto& [slot, value] : given) {
    Value& root = roots_[static_cast<size_t>(program.slots[slot].root)];
    root = WithPath(arena_, program, root, program.ids[program.slots[slot].members], value);
  }
  if (!name_.empty()) {
    Value& action = roots_[static_cast<size_t>(SlotRoot::Action)];
    action = WithMember(arena_, action, "name", MakeString(name_));
  }
}

const Value& Vm::ComputedSlot(uint32_t slot) {
  if (row_ != nullptr) TakeRow();
  SlotState& state = slots_[slot];
  if (state.decision != decision_) state = {decision_, ComputeSlot(slot)};
  return state.value;
}

Value Vm::ComputeSlot(uint32_t index) {
  const Program& program = loaded_.program();
  const Slot& slot = program.slots[index];
  if (facts_ == Facts::Given) AssembleRoots();
  const bool in_text = facts_ == Facts::Text && slot.root != SlotRoot::Now;
  return ReadAsSlot(index, in_text ? FollowText(index, slot) : FollowRoots(slot));
}

Value Vm::NoSuchMember(const Slot& slot, size_t member) {
  const Program& program = loaded_.program();
  return Failure(
      arena_, EvalErrorCode::NoSuchField,
      {"no member `", ShownName(arena_, program.strings[program.ids[slot.members][member]]),
       "` in `", PathText(arena_, program, slot, member), "`"});
}

Value Vm::FollowRoots(const Slot& slot) {
  const Program& program = loaded_.program();
  Value value = roots_[static_cast<size_t>(slot.root)];
  const std::span<const StringId> members = program.ids[slot.members];
  for (size_t i = 0; i < members.size(); ++i) {
    if (value.is_error()) return value;
    const std::string_view member = program.strings[members[i]];
    const Value* const found = value.kind == ValueKind::Map ? FindMember(value, member) : nullptr;
    if (found == nullptr) return NoSuchMember(slot, i);
    value = *found;
  }
  return value;
}

// The trie has the path's members as the text has them; the first that the text lacks is the error.
Value Vm::FollowText(uint32_t index, const Slot& slot) {
  const std::optional<uint32_t> entity = EntityNode(slot.root);
  if (entity && !reader_.Seen(*entity)) return LeftOut(arena_, slot.root);
  if (slot.members.empty()) {
    if (slot.root != SlotRoot::Context) {
      return ViewEntity(arena_, reader_.ValueOf(*entity), SlotRootWord(slot.root)).value();
    }
    const bool seen = reader_.Seen(PathTrie::kContext);
    return seen ? reader_.ValueOf(PathTrie::kContext) : MakeMap(arena_, {});
  }
  const std::span<const uint32_t> path = loaded_.paths().path(index);
  for (size_t i = 0; i < path.size(); ++i) {
    if (!reader_.Seen(path[i])) return NoSuchMember(slot, i);
  }
  return reader_.ValueOf(path.back());
}

}  // namespace remit
