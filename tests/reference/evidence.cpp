#include "tests/reference/evidence.h"

#include <algorithm>
#include <optional>

#include "tests/reference/escape.h"
#include "tests/reference/hidden.h"
#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

using typed::NodeId;

std::optional<Value> ValueAt(const Evaluation& e, const Path& path) {
  Value value = path[0] == "subject"    ? e.action.subject
                : path[0] == "action"   ? e.action.action
                : path[0] == "resource" ? e.action.resource
                : path[0] == "context"  ? e.action.context
                                        : e.now;
  for (size_t i = 1; i < path.size(); ++i) {
    if (value.kind != ValueKind::Map) return std::nullopt;
    const Value* member = Lookup(value, MakeString(path[i]));
    if (member == nullptr) return std::nullopt;
    value = *member;
  }
  if (value.is_error()) return std::nullopt;
  return value;
}

std::string NameOf(const Path& path) {
  std::string name;
  for (const std::string& member : path) name += (name.empty() ? "" : ".") + member;
  return name;
}

void AddContributions(Evaluation& e, const typed::Let& let, const std::string& name,
                      std::vector<ReferenceEvidence>& out) {
  for (size_t i = 0; i < let.contributions.size(); ++i) {
    const typed::Contribution& contribution = let.contributions[i];
    e.spent = 0;
    const Value weight = EvaluateLet(e, contribution.let);
    if (weight.kind != ValueKind::Optional || weight.items == nullptr) continue;
    Value shown = *weight.items;
    if (contribution.has_because) {
      e.spent = 0;
      shown = MakeString(e.arena.Copy(Render(e, contribution.because)));
    }
    out.push_back({name + "[" + std::to_string(i) + "]", CutEvidence(e, shown, false)});
  }
}

bool Scalar(const Value& value) {
  switch (value.kind) {
    case ValueKind::Bytes:
    case ValueKind::List:
    case ValueKind::Map:
    case ValueKind::Optional:
    case ValueKind::Type:
    case ValueKind::Error:
      return false;
    default:
      return true;
  }
}

Value OnlySize(Evaluation& e, const Value& value) {
  std::span<MapEntry> entry = e.arena.MakeArray<MapEntry>(1);
  entry[0] = {MakeString("size"), MakeInt(value.size)};
  return MakeMap(e.arena, entry);
}

Value CutText(Evaluation& e, std::string_view text) {
  if (text.size() <= 200) return MakeString(text);
  std::string kept;
  for (std::string_view rest = text;;) {
    const size_t length = std::max<size_t>(1, FirstCharacter(rest).length);
    if (kept.size() + length > 200) break;
    kept += rest.substr(0, length);
    rest.remove_prefix(length);
  }
  return MakeString(e.arena.Copy(kept + "…"));
}

}  // namespace

Value CutEvidence(Evaluation& e, const Value& value, bool hidden) {
  switch (value.kind) {
    case ValueKind::String:
    case ValueKind::Semver:
      return hidden ? OnlySize(e, value) : CutText(e, value.string());
    case ValueKind::Bytes:
      return OnlySize(e, value);
    case ValueKind::Type:
      return MakeString(ValueKindName(value.named));
    case ValueKind::Optional:
      return value.items == nullptr ? MakeNull() : CutEvidence(e, *value.items, hidden);
    case ValueKind::List: {
      const auto list = value.list();
      if (hidden || value.size > 8 || !std::all_of(list.begin(), list.end(), Scalar)) {
        return OnlySize(e, value);
      }
      std::span<Value> items = e.arena.MakeArray<Value>(value.size);
      for (size_t i = 0; i < items.size(); ++i) items[i] = CutEvidence(e, list[i], false);
      return MakeList(items);
    }
    case ValueKind::Map: {
      const auto map = value.map();
      const bool small = std::all_of(map.begin(), map.end(), [](const MapEntry& entry) {
        return entry.key.kind == ValueKind::String && entry.key.size <= 200 && Scalar(entry.value);
      });
      if (hidden || value.size > 8 || !small) return OnlySize(e, value);
      std::span<MapEntry> entries = e.arena.MakeArray<MapEntry>(value.size);
      for (size_t i = 0; i < entries.size(); ++i) {
        entries[i] = {map[i].key, CutEvidence(e, map[i].value, false)};
      }
      return MakeMap(e.arena, entries);
    }
    default:
      return value;
  }
}

std::vector<ReferenceEvidence> EvidenceOf(Evaluation& e, const std::string& policy,
                                          const std::vector<NodeId>& expressions) {
  Named named;
  for (NodeId expression : expressions) Gather(e.bundle, expression, false, named);
  const Hidden hidden = FindHidden(e.bundle);
  std::vector<ReferenceEvidence> out;
  for (const Path& path : named.paths) {
    if (path.size() == 1 && path[0] != "now") continue;  // a whole entity is no fact
    const std::optional<Value> value = ValueAt(e, path);
    if (!value) continue;
    out.push_back({NameOf(path), CutEvidence(e, *value, hidden.Covers(path))});
  }
  for (uint32_t index : named.lets) {
    const typed::Let& let = e.bundle.lets[index];
    if (let.shown.empty()) continue;
    e.spent = 0;
    const Value value = EvaluateLet(e, index);
    if (value.is_error()) continue;
    const bool own = let.name.starts_with(policy + ".");
    const std::string name = own ? let.name.substr(policy.size() + 1) : let.name;
    out.push_back({name, CutEvidence(e, value, hidden.Covers(e.bundle, index))});
    if (let.score) AddContributions(e, let, name, out);
  }
  return out;
}

}  // namespace remit::reference
