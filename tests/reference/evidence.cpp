#include "tests/reference/evidence.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "tests/reference/escape.h"
#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

using Path = std::vector<std::string>;  // "context", "cost"

// What an expression names by itself, and what it names through the lets it reads.
struct Named {
  std::set<Path> paths;
  std::set<uint32_t> lets;
};

const char* RootName(SlotRoot root) {
  switch (root) {
    case SlotRoot::Subject:
      return "subject";
    case SlotRoot::Action:
      return "action";
    case SlotRoot::Resource:
      return "resource";
    case SlotRoot::Context:
      return "context";
    case SlotRoot::Now:
      return "now";
  }
  return "";
}

// Member after member from a root, however each is asked for.
std::optional<Path> PathTo(const typed::Bundle& bundle, NodeId id) {
  const Node& node = bundle.node(id);
  if (node.kind == NodeKind::Root) return Path{RootName(node.root)};
  if (node.kind == NodeKind::ReadAs) return PathTo(bundle, node.args[0]);
  if (node.kind != NodeKind::Select && node.kind != NodeKind::OptionalSelect &&
      node.kind != NodeKind::Has) {
    return std::nullopt;
  }
  std::optional<Path> path = PathTo(bundle, node.args[0]);
  if (path) path->push_back(node.name);
  return path;
}

// What a pattern set searches is no evidence: it is named only where `searched` asks for it.
void Gather(const typed::Bundle& bundle, NodeId id, bool searched, Named& named) {
  if (id == kNoNode) return;
  const Node& node = bundle.node(id);
  if (!searched && (node.kind == NodeKind::Scan || node.kind == NodeKind::MatchesAny)) return;
  if (node.kind == NodeKind::Let) {
    named.lets.insert(node.index);
    return;
  }
  if (const std::optional<Path> path = PathTo(bundle, id)) {
    named.paths.insert(*path);
    return;
  }
  for (NodeId arg : node.args) Gather(bundle, arg, searched, named);
}

Named GatherThroughLets(const typed::Bundle& bundle, NodeId id) {
  Named all;
  Gather(bundle, id, true, all);
  std::set<uint32_t> done;
  while (done.size() < all.lets.size()) {
    for (uint32_t let : std::set<uint32_t>(all.lets)) {
      if (done.insert(let).second) Gather(bundle, bundle.lets[let].value, true, all);
    }
  }
  return all;
}

bool Overlap(const Path& a, const Path& b) {
  const size_t common = std::min(a.size(), b.size());
  return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(common), b.begin());
}

bool Overlap(const std::set<Path>& a, const std::set<Path>& b) {
  return std::any_of(a.begin(), a.end(), [&](const Path& x) {
    return std::any_of(b.begin(), b.end(), [&](const Path& y) { return Overlap(x, y); });
  });
}

// Whether a rule with `match` reads it in a condition, or searches it or any part of it.
bool Hidden(const typed::Bundle& bundle, const std::function<bool(const Named&)>& is_read,
            const std::set<Path>& paths) {
  for (const typed::Rule& rule : bundle.rules) {
    if (rule.hits == kNone) continue;
    Named conditions;
    Gather(bundle, rule.applies, false, conditions);
    if (is_read(conditions)) return true;
    if (Overlap(paths, GatherThroughLets(bundle, bundle.lets[rule.hits].value).paths)) return true;
  }
  return false;
}

bool HiddenPath(const typed::Bundle& bundle, const Path& path) {
  return Hidden(bundle, [&](const Named& named) { return named.paths.contains(path); }, {path});
}

bool HiddenLet(const typed::Bundle& bundle, uint32_t let) {
  return Hidden(
      bundle, [&](const Named& named) { return named.lets.contains(let); },
      GatherThroughLets(bundle, bundle.lets[let].value).paths);
}

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
  std::vector<ReferenceEvidence> out;
  for (const Path& path : named.paths) {
    if (path.size() == 1 && path[0] != "now") continue;  // a whole entity is no fact
    const std::optional<Value> value = ValueAt(e, path);
    if (!value) continue;
    out.push_back({NameOf(path), CutEvidence(e, *value, HiddenPath(e.bundle, path))});
  }
  for (uint32_t index : named.lets) {
    const typed::Let& let = e.bundle.lets[index];
    if (let.shown.empty()) continue;
    e.spent = 0;
    const Value value = EvaluateLet(e, index);
    if (value.is_error()) continue;
    const bool own = let.name.starts_with(policy + ".");
    const std::string name = own ? let.name.substr(policy.size() + 1) : let.name;
    out.push_back({name, CutEvidence(e, value, HiddenLet(e.bundle, index))});
    if (let.score) AddContributions(e, let, name, out);
  }
  return out;
}

}  // namespace remit::reference
