#include "engine/decide/tables.h"

#include <algorithm>
#include <span>

#include "engine/program/words.h"

namespace remit {
namespace {

std::string SlotName(const Program& program, const Slot& slot) {
  std::string name(SlotRootWord(slot.root));
  for (const StringId member : slot.members) {
    name += '.';
    name += program.strings[member];
  }
  return name;
}

void SortUnique(std::vector<std::string_view>& names) {
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
}

void AddOwners(DecideTables& tables, const Program& program, const Policy& policy) {
  std::vector<std::string_view>& owners = tables.owners.emplace_back();
  for (const StringId owner : policy.owners) owners.push_back(program.strings[owner]);
  SortUnique(owners);
  if (policy.shadow) return;
  tables.all_owners.insert(tables.all_owners.end(), owners.begin(), owners.end());
}

// A place of the action: members from a root, as names of the program's strings.
struct Path {
  SlotRoot root = SlotRoot::Context;
  std::vector<StringId> members;

  bool Overlaps(const Path& other) const {
    const size_t common = std::min(members.size(), other.members.size());
    return root == other.root &&
           std::equal(members.begin(), members.begin() + Signed(common), other.members.begin());
  }
  static std::ptrdiff_t Signed(size_t size) { return static_cast<std::ptrdiff_t>(size); }
};

bool NamesMember(Opcode opcode) {
  return opcode == Opcode::Select || opcode == Opcode::OptionalSelect || opcode == Opcode::Has ||
         opcode == Opcode::HasValue || opcode == Opcode::OptionalValue;
}

// Every path that a chunk reads, through the chunks and lets that it evaluates too.
class PathCollector {
 public:
  explicit PathCollector(const Program& program)
      : program_(program), seen_(program.chunks.size()) {}

  void Add(ChunkId id) {
    if (seen_[id]) return;
    seen_[id] = true;
    const Chunk& chunk = program_.chunks[id];
    const std::span code = std::span(program_.code).subspan(chunk.begin, chunk.size);
    for (size_t i = 0; i < code.size(); ++i) {
      if (code[i].opcode == Opcode::Lazy) Add(code[i].b);
      if (code[i].opcode == Opcode::Let) Add(program_.lets[code[i].b].chunk);
      if (code[i].opcode != Opcode::Slot) continue;
      const Slot& slot = program_.slots[code[i].b];
      Path& path = paths.emplace_back(slot.root, slot.members);
      // Members asked for as optionals follow their slot.
      for (size_t next = i + 1; next < code.size(); ++next) {
        if (NamesMember(code[next].opcode)) path.members.push_back(code[next].b);
        if (!NamesMember(code[next].opcode) && code[next].opcode != Opcode::ReadAs) break;
      }
    }
  }

  std::vector<Path> paths;

 private:
  const Program& program_;
  std::vector<bool> seen_;
};

bool Overlap(const std::vector<Path>& a, const std::vector<Path>& b) {
  return std::ranges::any_of(a, [&b](const Path& x) {
    return std::ranges::any_of(b, [&x](const Path& y) { return x.Overlaps(y); });
  });
}

// What the conditions of a rule with `match` name, and what it searches: that, whatever holds it
// or is part of it, and every let that reads any of it.
void HideSearched(DecideTables& tables, const Program& program) {
  PathCollector searched(program);
  for (const Rule& rule : program.rules) {
    if (rule.hits == kNone) continue;
    searched.Add(program.lets[rule.hits].chunk);
    for (const EvidenceSource& source : rule.evidence) {
      const bool slot = source.kind == EvidenceSource::Kind::Slot;
      (slot ? tables.hidden_slots : tables.hidden_lets)[source.index] = true;
    }
  }
  if (searched.paths.empty()) return;
  for (size_t i = 0; i < program.slots.size(); ++i) {
    const Path path = {program.slots[i].root, program.slots[i].members};
    if (Overlap({path}, searched.paths)) tables.hidden_slots[i] = true;
  }
  for (size_t i = 0; i < program.lets.size(); ++i) {
    PathCollector read(program);
    read.Add(program.lets[i].chunk);
    if (Overlap(read.paths, searched.paths)) tables.hidden_lets[i] = true;
  }
}

}  // namespace

DecideTables MakeDecideTables(const Program& program) {
  DecideTables tables;
  for (const Slot& slot : program.slots) tables.slot_names.push_back(SlotName(program, slot));
  for (const Policy& policy : program.policies) {
    tables.default_names.push_back(program.strings[policy.name] + ".default");
    tables.declares.push_back(policy.has_default);
    AddOwners(tables, program, policy);
  }
  SortUnique(tables.all_owners);
  tables.hidden_slots.resize(program.slots.size());
  tables.hidden_lets.resize(program.lets.size());
  for (const Rule& rule : program.rules) {
    tables.rule_names.push_back(program.strings[program.policies[rule.policy].name] + "." +
                                program.strings[rule.name]);
    if (rule.kind == RuleKind::Authority && !rule.shadow) tables.declares[rule.policy] = true;
  }
  HideSearched(tables, program);
  return tables;
}

}  // namespace remit
