#include "bench/deciding.h"

#include <utility>

#include "engine/bundle/load.h"
#include "engine/model/action.h"

namespace remit::bench {
namespace {

const Value* Root(const Action& action, SlotRoot root) {
  switch (root) {
    case SlotRoot::Subject:
      return &action.subject;
    case SlotRoot::Action:
      return &action.action;
    case SlotRoot::Resource:
      return &action.resource;
    case SlotRoot::Context:
      return &action.context;
    case SlotRoot::Now:
      return &kNow;
  }
  return nullptr;
}

NativeAction MakeNative(const Program& program, const Action& action) {
  NativeAction native{action.name, std::vector<Value>(program.slots.size(), kNoFact)};
  for (uint32_t slot = 0; slot < program.slots.size(); ++slot) {
    const Value* value = Root(action, program.slots[slot].root);
    for (const StringId member : program.ids[program.slots[slot].members]) {
      if (value != nullptr) {
        value =
            value->kind == ValueKind::Map ? FindMember(*value, program.strings[member]) : nullptr;
      }
    }
    if (value != nullptr) native.facts[slot] = *value;
  }
  return native;
}

uint64_t TouchText(std::string_view text) {
  return text.empty()
             ? 0
             : text.size() + static_cast<uint8_t>(text.front()) + static_cast<uint8_t>(text.back());
}

uint64_t TouchValue(const Value& value) {
  const uint64_t kind = static_cast<uint64_t>(value.kind);
  return value.kind == ValueKind::String ? kind + TouchText(value.string()) : kind + value.size;
}

}  // namespace

Result<Engine> LoadFile(const std::string& path) {
  Result<HeldBytes> file = HoldBundleFile(path);
  if (!file) return std::unexpected(file.error());
  Result<Bundle> bundle = DecodeBundle(*std::move(file), {}, ProgramDigest::LeftToLoad);
  if (!bundle) return std::unexpected(bundle.error());
  return LoadEngine(*std::move(bundle));
}

std::shared_ptr<const NativeActions> ReadNative(const Engine& engine,
                                                const std::vector<std::string>& texts) {
  auto natives = std::make_shared<NativeActions>();
  for (const std::string& text : texts) {
    const Result<Action> action = ReadAction(natives->arena, text);
    if (action) natives->actions.push_back(MakeNative(engine.program(), *action));
  }
  return natives;
}

const Decision& DecideNative(Decider& decider, const NativeAction& native) {
  return decider.Decide(native.name, native.facts);
}

uint64_t Touch(const Decision& decision) {
  uint64_t sum = static_cast<uint64_t>(decision.verdict);
  for (const Finding& finding : decision.findings) {
    sum += TouchText(finding.rule) + TouchText(finding.reason);
    for (const Evidence& evidence : finding.evidence) {
      sum += TouchText(evidence.name) + TouchValue(evidence.value);
    }
  }
  return sum;
}

}  // namespace remit::bench
