// Slots: the facts of an action that rules read, each computed when it is first read.
#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "engine/base/escape.h"
#include "engine/program/words.h"
#include "engine/vm/vm.h"

namespace remit {
namespace {

// The path as a condition writes it, up to and without member `end`.
std::string PathText(const Program& program, const Slot& slot, size_t end) {
  std::string text(SlotRootWord(slot.root));
  for (size_t i = 0; i < end; ++i) {
    text += '.';
    text += EscapeText(program.strings[slot.members[i]], 60);
  }
  return text;
}

// `base` (a map, or anything else for an empty one) with the value at `path` under it.
Value WithMember(Arena& arena, const Program& program, const Value& base,
                 std::span<const StringId> path, const Value& value) {
  if (path.empty()) return value;
  const Value name = MakeString(program.strings[path[0]]);
  const bool is_map = base.kind == ValueKind::Map;
  const Value* const before = is_map ? FindKey(base, name) : nullptr;
  const size_t count = (is_map ? base.size : 0) + (before == nullptr ? 1 : 0);
  const std::span<MapEntry> entries = arena.MakeArray<MapEntry>(count);
  if (is_map) std::ranges::copy(base.map(), entries.begin());
  MapEntry& entry =
      before == nullptr ? entries.back() : *std::ranges::find_if(entries, [&](const MapEntry& e) {
        return CompareKeys(e.key, name) == 0;
      });
  entry = {name, WithMember(arena, program, before == nullptr ? Value() : *before, path.subspan(1),
                            value)};
  return MakeMap(arena, entries);
}

}  // namespace

void Vm::SetSlot(uint32_t slot, const Value& value) {
  const Program& program = loaded_.program();
  given_.emplace_back(slot, value);
  for (; slot != kNone; slot = loaded_.next_of_path(slot)) {
    slots_[slot] = {decision_, ReadAs(arena_, program.types, program.slots[slot].type, value)};
  }
}

void Vm::SetSlots(const Action& action, const Value& now) {
  has_action_ = true;
  roots_[static_cast<size_t>(SlotRoot::Subject)] = action.subject;
  roots_[static_cast<size_t>(SlotRoot::Action)] = action.action;
  roots_[static_cast<size_t>(SlotRoot::Resource)] = action.resource;
  roots_[static_cast<size_t>(SlotRoot::Context)] = action.context;
  roots_[static_cast<size_t>(SlotRoot::Now)] = now;
}

// An action of nothing but the slots that were set: short paths first, so that members set by
// themselves stand in what was set whole.
void Vm::AssembleRoots() {
  const Program& program = loaded_.program();
  has_action_ = true;
  const auto absent = [&](SlotRoot root) {
    return Failure(arena_, EvalErrorCode::Absent, {"`", SlotRootWord(root), "` was left out"});
  };
  for (const SlotRoot root : {SlotRoot::Subject, SlotRoot::Resource, SlotRoot::Now}) {
    roots_[static_cast<size_t>(root)] = absent(root);
  }
  for (const SlotRoot root : {SlotRoot::Action, SlotRoot::Context}) {
    roots_[static_cast<size_t>(root)] = MakeMap(arena_, {});
  }
  std::ranges::sort(given_, {}, [&](const auto& given) {
    return std::pair(program.slots[given.first].members.size(), given.first);
  });
  for (const auto& [slot, value] : given_) {
    Value& root = roots_[static_cast<size_t>(program.slots[slot].root)];
    root = WithMember(arena_, program, root, program.slots[slot].members, value);
  }
}

Value Vm::slot(uint32_t slot) {
  SlotState& state = slots_[slot];
  if (state.decision != decision_) state = {decision_, ComputeSlot(slot)};
  return state.value;
}

Value Vm::ComputeSlot(uint32_t index) {
  const Program& program = loaded_.program();
  const Slot& slot = program.slots[index];
  if (!has_action_) AssembleRoots();
  Value value = roots_[static_cast<size_t>(slot.root)];
  for (size_t i = 0; i < slot.members.size(); ++i) {
    if (value.is_error()) return value;
    const std::string& member = program.strings[slot.members[i]];
    const Value* const found = value.kind == ValueKind::Map ? FindMember(value, member) : nullptr;
    if (found == nullptr) {
      return Failure(
          arena_, EvalErrorCode::NoSuchField,
          {"no member `", EscapeText(member, 60), "` in `", PathText(program, slot, i), "`"});
    }
    value = *found;
  }
  const Value read = ReadAs(arena_, program.types, slot.type, value);
  if (!read.is_error() || value.is_error()) return read;
  return Failure(arena_, read.error->code,
                 {"`", PathText(program, slot, slot.members.size()), "`: ", read.error->message});
}

}  // namespace remit
