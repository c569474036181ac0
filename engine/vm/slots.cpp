// Slots: the facts of an action that rules read, each computed when it is first read.
#include <string>

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

}  // namespace

void Vm::SetSlot(uint32_t slot, const Value& value) {
  const Program& program = loaded_.program();
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

Value Vm::slot(uint32_t slot) {
  SlotState& state = slots_[slot];
  if (state.decision != decision_) state = {decision_, ComputeSlot(slot)};
  return state.value;
}

Value Vm::ComputeSlot(uint32_t index) {
  const Program& program = loaded_.program();
  const Slot& slot = program.slots[index];
  if (!has_action_) {
    return Failure(arena_, EvalErrorCode::Absent,
                   {"`", PathText(program, slot, slot.members.size()), "` is absent"});
  }
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
