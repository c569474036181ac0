// Lists and maps under construction. Their items wait in one stack, so that a nested builder's lie
// above its parent's, and move to the arena when the builder ends.
#include <algorithm>

#include "engine/vm/vm.h"

namespace remit {

void Vm::BeginBuilding() { builders_[builder_count_++] = {building_.size(), MakeNull()}; }

void Vm::Append(const Value& value) {
  Builder& builder = builders_[builder_count_ - 1];
  if (builder.error.is_error()) return;
  if (value.is_error()) {
    builder.error = value;
  } else {
    building_.push_back(value);
  }
}

void Vm::AppendOptional(const Instruction* pc, const Value* key, const Value& optional) {
  if (key != nullptr && key->is_error()) return Append(*key);
  if (optional.is_error()) return Append(optional);
  if (optional.kind != ValueKind::Optional) {
    return Append(Placed(NoOverload(arena_, "?", optional), pc));
  }
  if (optional.items == nullptr) return;
  if (key != nullptr) Append(*key);
  Append(*optional.items);
}

void Vm::Merge(const Instruction* pc, const Value& map) {
  if (map.is_error()) return Append(map);
  if (map.kind != ValueKind::Map) {
    return Append(Placed(NoOverload(arena_, "transformMapEntry", map), pc));
  }
  if (builders_[builder_count_ - 1].error.is_error()) return;
  for (const MapEntry& entry : map.map()) {
    building_.push_back(entry.key);
    building_.push_back(entry.value);
  }
}

Value Vm::FinishList() {
  const Builder builder = builders_[--builder_count_];
  const std::span<const Value> built = std::span(building_).subspan(builder.first);
  Value list = builder.error;
  if (!list.is_error()) {
    const std::span<Value> items = arena_.MakeArray<Value>(built.size());
    std::ranges::copy(built, items.begin());
    list = MakeList(items);
  }
  building_.resize(builder.first);
  return list;
}

Value Vm::FinishMap() {
  const Builder builder = builders_[--builder_count_];
  const std::span<const Value> built = std::span(building_).subspan(builder.first);
  Value map = builder.error;
  if (!map.is_error()) {
    const std::span<MapEntry> entries = arena_.MakeArray<MapEntry>(built.size() / 2);
    for (size_t i = 0; i < entries.size(); ++i) entries[i] = {built[2 * i], built[2 * i + 1]};
    map = MakeMap(arena_, entries);
  }
  building_.resize(builder.first);
  return map;
}

Value Vm::NoRange(const Value& value) {
  return Failure(arena_, EvalErrorCode::NoOverload,
                 {"a comprehension goes over a list or a map, not ", ValueKindName(value.kind)});
}

void Vm::NoteCover(uint32_t counter, const Value& value) {
  const unsigned seen = value.is_true() ? 1 : value.is_false() ? 2 : 4;
  covered_[counter] = static_cast<uint8_t>(covered_[counter] | seen);
}

}  // namespace remit
