#include "dsl/compile/tables.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <span>
#include <utility>

#include "dsl/compile/value_key.h"
#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "engine/vm/pattern_scan.h"

namespace remit::lowering {

StringId Tables::String(std::string_view text) {
  const StringId id = TextIdOf(strings_, text);
  if (id == program_.strings.size()) program_.strings.push_back(text);
  return id;
}

TextId Tables::Note(std::string_view text) {
  const TextId id = TextIdOf(notes_, text);
  if (id == program_.texts.size()) program_.texts.push_back(text);
  return id;
}

IdRange Tables::Strings(const std::vector<std::string>& texts) {
  std::vector<StringId> ids;
  for (const std::string& text : texts) ids.push_back(String(text));
  return program_.ids.Add(ids);
}

// Items of a list or map stand before it; see docs/program-format.md.
Constant Tables::Encode(const Value& value) {
  Constant made(value.kind);
  switch (value.kind) {
    case ValueKind::Null:
      break;
    case ValueKind::Bool:
      made.bits = value.boolean;
      break;
    case ValueKind::Int:
    case ValueKind::Duration:
      made.bits = value.integer;
      break;
    case ValueKind::Uint:
      made.bits = static_cast<int64_t>(value.unsigned_integer);
      break;
    case ValueKind::Double:
      made.bits = std::bit_cast<int64_t>(value.real);
      break;
    case ValueKind::Type:
      made.bits = static_cast<int64_t>(value.named);
      break;
    case ValueKind::Timestamp:
      made.bits = value.integer;
      made.count = value.size;
      break;
    case ValueKind::String:
    case ValueKind::Bytes:
    case ValueKind::Ip:
    case ValueKind::Cidr:
    case ValueKind::Semver:
      made.first = String(value.string());
      break;
    case ValueKind::List:
    case ValueKind::Map: {
      std::vector<Constant> items;
      if (value.kind == ValueKind::List) {
        for (const Value& item : value.list()) items.push_back(Encode(item));
      } else {
        for (const MapEntry& entry : value.map()) {
          items.push_back(Encode(entry.key));
          items.push_back(Encode(entry.value));
        }
      }
      made.first = items.empty() ? 0 : static_cast<uint32_t>(program_.constant_items.size());
      made.count = value.size;
      program_.constant_items.Add(items);
      break;
    }
    case ValueKind::Optional:
      if (value.items != nullptr) {
        const Constant held = Encode(*value.items);
        made.first = static_cast<uint32_t>(program_.constant_items.size());
        made.count = 1;
        program_.constant_items.push_back(held);
      }
      break;
    case ValueKind::Error:
      REMIT_CHECK(false, "no constant is an error");
  }
  return made;
}

size_t Tables::ConstantHash::operator()(const Constant& constant) const {
  uint64_t hash = static_cast<uint64_t>(constant.kind);
  for (const uint64_t part :
       {static_cast<uint64_t>(constant.bits), uint64_t{constant.first}, uint64_t{constant.count}}) {
    hash = (hash ^ part) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 32;
  }
  return hash;
}

ConstId Tables::Const(const Value& value) {
  const bool collection = value.kind == ValueKind::List || value.kind == ValueKind::Map ||
                          value.kind == ValueKind::Optional;
  const auto id = static_cast<ConstId>(program_.constants.size());
  if (collection) {
    std::string key;
    AppendKey(key, value);
    const auto [found, added] = collections_.emplace(std::move(key), id);
    if (!added) return found->second;
    program_.constants.push_back(Encode(value));
    return id;
  }
  const Constant made = Encode(value);
  const auto [found, added] = constants_.emplace(made, id);
  if (added) program_.constants.push_back(made);
  return found->second;
}

PathId Tables::Member(PathId of, std::string_view name) {
  const uint64_t key = uint64_t{of} << 32 | TextIdOf(names_, name);
  const auto [place, added] = paths_.emplace(key, static_cast<PathId>(kRoots + ends_.size()));
  if (added) ends_.push_back({of, std::string(name)});
  return place->second;
}

uint32_t Tables::SlotOf(PathId path, uint32_t type) {
  const auto id = static_cast<uint32_t>(program_.slots.size());
  const auto [place, added] = slots_.emplace(uint64_t{path} << 32 | type, id);
  if (!added) return place->second;
  std::vector<std::string> members;
  PathId at = path;
  for (; !IsRoot(at); at = ends_[at - kRoots].of) members.push_back(ends_[at - kRoots].name);
  std::ranges::reverse(members);
  program_.slots.push_back({static_cast<SlotRoot>(at), Strings(members), type});
  return id;
}

// Many rules ask for the same few patterns; compiling one costs as much as lowering ten rules.
std::optional<uint32_t> Tables::Regex(std::string_view pattern) {
  auto found = regexes_.find(pattern);
  if (found == regexes_.end()) {
    uint32_t id = kNone;
    if (CompiledRegex::Compile(pattern)) {
      id = static_cast<uint32_t>(program_.regexes.size());
      program_.regexes.push_back(String(pattern));
    }
    found = regexes_.emplace(pattern, id).first;
  }
  return found->second == kNone ? std::nullopt : std::optional(found->second);
}

ProgramPlace Tables::Place(const Span& span) {
  const LineColumn at = sources_.Locate(span);
  if (files_.size() <= span.file) files_.resize(span.file + 1, kNone);
  StringId& file = files_[span.file];
  if (file == kNone) file = String(sources_.file(span.file).name);
  return {file, at.line, at.column};
}

bool Tables::IsSamePlace(const Span& a, const Span& b) {
  return (a.file == b.file && a.begin == b.begin) || Place(a) == Place(b);
}

std::string Tables::Excerpt(const Span& span) const {
  constexpr size_t kMost = 100;
  const std::string_view text = sources_.Text(span);
  char before = 0;
  const bool whole = std::ranges::none_of(text, [&](char c) {
    return c == '\n' || c == '\r' || c == '\t' || (std::exchange(before, c) == ' ' && c == ' ');
  });
  if (whole && text.size() <= kMost) return std::string(text);
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space) line += c;
    if (space && !line.ends_with(' ')) line += ' ';
  }
  if (line.size() <= kMost) return line;
  line.resize(kMost);
  line.resize(ValidUtf8Prefix(line));
  return line + "…";
}

ChunkId Tables::ChunkOf(Chunk chunk, std::span<const Instruction> code, bool may_share) {
  const auto id = static_cast<ChunkId>(program_.chunks.size());
  chunk.begin = 0;
  chunk.size = static_cast<uint32_t>(code.size());
  if (may_share) {
    key_.assign(reinterpret_cast<const char*>(&chunk), sizeof chunk);
    key_.append(reinterpret_cast<const char*>(code.data()), code.size_bytes());
    if (const auto found = chunks_.find(key_); found != chunks_.end()) return found->second;
    chunks_.emplace(key_, id);
  }
  chunk.begin = static_cast<uint32_t>(program_.code.size());
  program_.code.Add(code);
  program_.chunks.push_back(chunk);
  return id;
}

EffectId Tables::EffectOf(Effect effect, const std::vector<ChunkId>& to) {
  if (to.empty() && effect == Effect{}) return 0;
  const auto id = static_cast<EffectId>(program_.effects.size());
  const auto [found, added] =
      effects_.emplace(std::tuple(effect.verdict, effect.quorum, effect.within, to), id);
  if (!added) return found->second;
  effect.to = program_.ids.Add(to);
  program_.effects.push_back(effect);
  return id;
}

namespace {

struct Renumbering {
  std::vector<StringId> to;

  void One(StringId& id) const {
    if (id != kNone) id = to[id];
  }
  void All(std::span<StringId> ids) const {
    for (StringId& id : ids) One(id);
  }
  void Constants(Table<Constant>& constants) const {
    for (Constant& constant : constants) {
      switch (constant.kind) {
        case ValueKind::String:
        case ValueKind::Bytes:
        case ValueKind::Ip:
        case ValueKind::Cidr:
        case ValueKind::Semver:
          One(constant.first);
          break;
        default:
          break;
      }
    }
  }
};

void RenumberCode(const Renumbering& strings, Program& program) {
  static constexpr Opcode kNamed[] = {Opcode::Select, Opcode::OptionalSelect, Opcode::Has,
                                      Opcode::HasValue, Opcode::OptionalValue};
  for (Instruction& instruction : program.code) {
    if (std::find(std::begin(kNamed), std::end(kNamed), instruction.opcode) != std::end(kNamed)) {
      strings.One(instruction.b);
    }
  }
  for (CodePlace& place : program.places) strings.One(place.place.file);
  for (Slot& slot : program.slots) strings.All(program.ids[slot.members]);
  for (Let& let : program.lets) strings.One(let.name);
  for (StringId& regex : program.regexes) strings.One(regex);
  strings.Constants(program.constants);
  strings.Constants(program.constant_items);
}

void RenumberPatterns(const Renumbering& strings, Program& program) {
  for (PatternSet& set : program.pattern_sets) {
    strings.One(set.name);
    strings.All(program.ids[set.allow]);
  }
  for (PatternEntry& entry : program.pattern_entries) {
    strings.One(entry.id);
    strings.One(entry.regex);
    strings.All(program.ids[entry.keywords]);
    strings.All(program.ids[entry.paths]);
  }
}

void RenumberRules(const Renumbering& strings, Program& program) {
  for (Policy& policy : program.policies) {
    for (StringId* id : {&policy.name, &policy.version, &policy.place.file}) strings.One(*id);
    strings.All(program.ids[policy.patterns]);
    strings.All(program.ids[policy.owners]);
  }
  for (Rule& rule : program.rules) {
    for (StringId* id : {&rule.name, &rule.place.file}) strings.One(*id);
    strings.All(program.ids[rule.patterns]);
    strings.All(program.ids[rule.refs]);
  }
  for (Grant& grant : program.grants) {
    strings.All(program.ids[grant.patterns]);
    strings.One(grant.place.file);
  }
  for (Band& band : program.bands) strings.One(band.place.file);
}

void RenumberNotes(const Renumbering& texts, Program& program) {
  for (Policy& policy : program.policies) texts.One(policy.documentation);
  for (RuleNotes& notes : program.rule_notes) texts.One(notes.documentation);
  for (Conjunct& conjunct : program.conjuncts) texts.One(conjunct.text);
}

// Sorts them; the new number of each.
Renumbering Sort(StringTable& texts) {
  std::vector<StringId> order(texts.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](StringId id) { return texts[id]; });
  Renumbering renumbering{std::vector<StringId>(order.size())};
  StringTable sorted;
  for (const StringId id : order) {
    renumbering.to[id] = static_cast<StringId>(sorted.size());
    sorted.push_back(texts[id]);
  }
  texts = std::move(sorted);
  return renumbering;
}

}  // namespace

void SortStrings(Program& program) {
  const Renumbering strings = Sort(program.strings);
  RenumberCode(strings, program);
  RenumberPatterns(strings, program);
  RenumberRules(strings, program);
  RenumberNotes(Sort(program.texts), program);
}

}  // namespace remit::lowering
