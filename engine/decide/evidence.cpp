#include "engine/decide/evidence.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <tuple>

#include "engine/vm/eval.h"

namespace remit {
namespace {

constexpr size_t kMaxTextBytes = 200;
constexpr size_t kMaxElements = 8;
constexpr size_t kManyEvidence = 16;

bool IsScalar(const Value& value) {
  switch (value.kind) {
    case ValueKind::Null:
    case ValueKind::Bool:
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double:
    case ValueKind::String:
    case ValueKind::Timestamp:
    case ValueKind::Duration:
    case ValueKind::Ip:
    case ValueKind::Cidr:
    case ValueKind::Semver:
      return true;
    case ValueKind::Error:
    case ValueKind::Bytes:
    case ValueKind::List:
    case ValueKind::Map:
    case ValueKind::Type:
    case ValueKind::Optional:
      return false;
  }
  return false;
}

Value SizeOf(Arena& arena, const Value& value) {
  const auto entry = arena.MakeArray<MapEntry>(1);
  entry[0] = {MakeString("size"), MakeInt(value.size)};
  return MakeMap(arena, entry);
}

Value CutText(Arena& arena, std::string_view text) {
  if (text.size() <= kMaxTextBytes) return MakeString(arena.Copy(text));
  size_t end = kMaxTextBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return MakeString(JoinText(arena, {text.substr(0, end), "…"}));
}

Value CutList(Arena& arena, const Value& list) {
  if (list.size > kMaxElements || !std::ranges::all_of(list.list(), IsScalar)) {
    return SizeOf(arena, list);
  }
  const auto items = arena.MakeArray<Value>(list.size);
  for (size_t i = 0; i < items.size(); ++i) items[i] = CutValue(arena, list.list()[i]);
  return MakeList(items);
}

Value CutMap(Arena& arena, const Value& map) {
  const bool small =
      map.size <= kMaxElements && std::ranges::all_of(map.map(), [](const MapEntry& entry) {
        return entry.key.kind == ValueKind::String && entry.key.size <= kMaxTextBytes &&
               IsScalar(entry.value);
      });
  if (!small) return SizeOf(arena, map);
  const auto entries = arena.MakeArray<MapEntry>(map.size);
  for (size_t i = 0; i < entries.size(); ++i) {
    const MapEntry& entry = map.map()[i];
    entries[i] = {MakeString(arena.Copy(entry.key.string())), CutValue(arena, entry.value)};
  }
  return MakeMap(arena, entries);
}

std::string_view IndexedName(Arena& arena, std::string_view name, size_t index) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, index).ptr;
  return JoinText(arena, {name, "[", std::string_view(digits, end), "]"});
}

// A score's contributions that applied, each with its reason, or its weight where it has none.
void AddContributions(Deciding& deciding, std::string_view name, const Let& let) {
  Vm& vm = deciding.vm;
  const std::span<const uint32_t> contributions = deciding.program.ids[let.contributions];
  const std::span<const ChunkId> because = deciding.program.ids[let.because];
  for (size_t i = 0; i < contributions.size(); ++i) {
    const Value* weight = vm.EvaluatedLet(contributions[i]);
    if (weight == nullptr || weight->kind != ValueKind::Optional || weight->items == nullptr) {
      continue;
    }
    Value shown = *weight->items;
    if (because[i] != kNone) {
      vm.BeginRule();  // what is left to the rule must not show in its evidence
      shown = vm.Run(because[i]);
      if (shown.is_error()) shown = MakeString("{error}");
    }
    AddEvidence(deciding, IndexedName(vm.arena(), name, i), CutValue(vm.arena(), shown));
  }
}

// Through an index: stable_sort would take memory.
void SortEvidence(Deciding& deciding, std::span<Evidence> sorted) {
  const std::vector<Evidence>& evidence = deciding.scratch.evidence;
  std::vector<uint32_t>& order = deciding.scratch.order;
  order.resize(evidence.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, [&](uint32_t a, uint32_t b) {
    return std::tie(evidence[a].name, a) < std::tie(evidence[b].name, b);
  });
  for (size_t i = 0; i < order.size(); ++i) sorted[i] = evidence[order[i]];
}

// Evaluated here if nobody has: what a finding shows must not depend on which rules ran before it.
void AddLet(Deciding& deciding, uint32_t policy, uint32_t index) {
  deciding.vm.BeginRule();
  const Value value = deciding.vm.ReadLet(index);
  if (value.is_error()) return;
  const Let& let = deciding.program.lets[index];
  const std::string_view name = ShownName(deciding.program, policy, index);
  if (name.empty()) return;
  AddEvidence(deciding, name,
              CutValue(deciding.vm.arena(), value, deciding.tables.hidden_lets[index]));
  if (let.score) AddContributions(deciding, name, let);
}

void AddSlot(Deciding& deciding, uint32_t index) {
  const Value value = deciding.vm.slot(index);
  if (value.is_error()) return;
  AddEvidence(deciding, deciding.tables.slot_names[index],
              CutValue(deciding.vm.arena(), value, deciding.tables.hidden_slots[index]));
}

}  // namespace

Value CutValue(Arena& arena, const Value& value, bool hidden) {
  switch (value.kind) {
    case ValueKind::String:
      return hidden ? SizeOf(arena, value) : CutText(arena, value.string());
    case ValueKind::Bytes:
      return SizeOf(arena, value);
    case ValueKind::List:
      return hidden ? SizeOf(arena, value) : CutList(arena, value);
    case ValueKind::Map:
      return hidden ? SizeOf(arena, value) : CutMap(arena, value);
    case ValueKind::Optional:
      return value.items == nullptr ? MakeNull() : CutValue(arena, *value.items, hidden);
    case ValueKind::Type:
      return MakeString(ValueKindName(value.named));
    case ValueKind::Error:
      return CutText(arena, value.error->message);
    case ValueKind::Null:
    case ValueKind::Bool:
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double:
    case ValueKind::Timestamp:
    case ValueKind::Duration:
    case ValueKind::Ip:
    case ValueKind::Cidr:
      return value;
    case ValueKind::Semver:
      return hidden ? SizeOf(arena, value) : CutText(arena, value.string());
  }
  return value;
}

std::string_view ShownName(const Program& program, uint32_t policy, uint32_t let) {
  if (program.lets[let].name == kNone) return {};
  std::string_view name = program.strings[program.lets[let].name];
  const std::string_view prefix = program.strings[program.policies[policy].name];
  if (name.starts_with(prefix) && name.substr(prefix.size()).starts_with('.')) {
    name.remove_prefix(prefix.size() + 1);
  }
  return name;
}

void AddEvidence(Deciding& deciding, std::string_view name, const Value& value) {
  deciding.scratch.evidence.push_back({name, value});
}

void AddSources(Deciding& deciding, TableRange<EvidenceSource> range) {
  const std::span<const EvidenceSource> sources = deciding.program.evidence[range];
  std::vector<EvidenceSource>& all = deciding.scratch.sources;
  all.insert(all.end(), sources.begin(), sources.end());
}

std::span<const Evidence> KeepEvidence(Deciding& deciding, uint32_t policy) {
  std::vector<EvidenceSource>& sources = deciding.scratch.sources;
  const auto before = [](const EvidenceSource& a, const EvidenceSource& b) { return a < b; };
  if (!std::ranges::is_sorted(sources, before)) std::ranges::sort(sources, before);
  const auto rest = std::ranges::unique(sources);
  sources.erase(rest.begin(), rest.end());
  for (const EvidenceSource& source : sources) {
    if (source.kind() == EvidenceSource::Kind::Slot) {
      AddSlot(deciding, source.index());
    } else {
      AddLet(deciding, policy, source.index());
    }
  }

  // By name and place of addition. There are few, mostly in order: each moves down to its place.
  const std::vector<Evidence>& evidence = deciding.scratch.evidence;
  const auto kept = deciding.vm.arena().MakeArray<Evidence>(evidence.size());
  if (evidence.size() > kManyEvidence) {
    SortEvidence(deciding, kept);
    return kept;
  }
  for (size_t i = 0; i < evidence.size(); ++i) {
    size_t at = i;
    for (; at > 0 && evidence[i].name < kept[at - 1].name; --at) kept[at] = kept[at - 1];
    kept[at] = evidence[i];
  }
  return kept;
}

}  // namespace remit
