#include "dsl/compile/tables.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "engine/base/check.h"
#include "engine/base/escape.h"

namespace remit::lowering {

StringId Tables::String(std::string_view text) {
  auto found = strings_.find(text);
  if (found != strings_.end()) return found->second;
  const auto id = static_cast<StringId>(program_.strings.size());
  program_.strings.emplace_back(text);
  strings_.emplace(text, id);
  return id;
}

std::vector<StringId> Tables::Strings(const std::vector<std::string>& texts) {
  std::vector<StringId> ids;
  for (const std::string& text : texts) ids.push_back(String(text));
  return ids;
}

// Items of a list or map stand before it; see docs/program-format.md.
Constant Tables::Encode(const Value& value) {
  Constant made{.kind = value.kind};
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
      program_.constant_items.insert(program_.constant_items.end(), items.begin(), items.end());
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

ConstId Tables::Const(const Value& value) {
  const Constant made = Encode(value);
  const bool scalar = value.kind != ValueKind::List && value.kind != ValueKind::Map &&
                      value.kind != ValueKind::Optional;
  const auto id = static_cast<ConstId>(program_.constants.size());
  if (scalar) {
    auto [place, added] =
        constants_.emplace(std::tuple(made.kind, made.bits, made.first, made.count), id);
    if (!added) return place->second;
  }
  program_.constants.push_back(made);
  return id;
}

uint32_t Tables::SlotOf(SlotRoot root, const std::vector<std::string>& members, uint32_t type) {
  const auto id = static_cast<uint32_t>(program_.slots.size());
  auto [place, added] = slots_.emplace(std::tuple(root, members, type), id);
  if (added) program_.slots.push_back({root, Strings(members), type});
  return place->second;
}

uint32_t Tables::Regex(std::string_view pattern) {
  auto found = regexes_.find(pattern);
  if (found != regexes_.end()) return found->second;
  const auto id = static_cast<uint32_t>(program_.regexes.size());
  program_.regexes.push_back(String(pattern));
  regexes_.emplace(pattern, id);
  return id;
}

ProgramPlace Tables::Place(const Span& span) {
  const LineColumn at = sources_.Locate(span);
  return {String(sources_.file(span.file).name), at.line, at.column};
}

std::string Tables::Excerpt(const Span& span) const {
  constexpr size_t kMost = 100;
  std::string line;
  for (const char c : sources_.Text(span)) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space) line += c;
    if (space && !line.ends_with(' ')) line += ' ';
  }
  if (line.size() <= kMost) return line;
  line.resize(kMost);
  line.resize(ValidUtf8Prefix(line));
  return line + "…";
}

uint32_t Tables::PlaceIndex(const Span& span) {
  const ProgramPlace place = Place(span);
  const auto id = static_cast<uint32_t>(program_.places.size());
  auto [found, added] = places_.emplace(std::tuple(place.file, place.line, place.column), id);
  if (added) program_.places.push_back(place);
  return found->second;
}

namespace {

struct Renumbering {
  std::vector<StringId> to;

  void One(StringId& id) const {
    if (id != kNone) id = to[id];
  }
  void All(std::vector<StringId>& ids) const {
    for (StringId& id : ids) One(id);
  }
  void Constants(std::vector<Constant>& constants) const {
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
  for (ProgramPlace& place : program.places) strings.One(place.file);
  for (Slot& slot : program.slots) strings.All(slot.members);
  for (Let& let : program.lets) strings.One(let.name);
  strings.All(program.regexes);
  strings.Constants(program.constants);
  strings.Constants(program.constant_items);
}

void RenumberPatterns(const Renumbering& strings, Program& program) {
  for (PatternSet& set : program.pattern_sets) {
    strings.One(set.name);
    strings.All(set.allow);
    for (PatternEntry& entry : set.entries) {
      strings.One(entry.id);
      strings.One(entry.regex);
      strings.All(entry.keywords);
      strings.All(entry.paths);
    }
  }
}

void RenumberRules(const Renumbering& strings, Program& program) {
  for (Policy& policy : program.policies) {
    for (StringId* id :
         {&policy.name, &policy.version, &policy.documentation, &policy.place.file}) {
      strings.One(*id);
    }
    strings.All(policy.patterns);
    strings.All(policy.owners);
  }
  for (Rule& rule : program.rules) {
    for (StringId* id : {&rule.name, &rule.documentation, &rule.place.file}) strings.One(*id);
    strings.All(rule.patterns);
    strings.All(rule.refs);
    for (Grant& grant : rule.grants) {
      strings.All(grant.patterns);
      strings.One(grant.place.file);
      for (Conjunct& conjunct : grant.conjuncts) strings.One(conjunct.text);
    }
    for (Band& band : rule.bands) strings.One(band.place.file);
    for (Conjunct& conjunct : rule.conjuncts) strings.One(conjunct.text);
  }
}

}  // namespace

void SortStrings(Program& program) {
  std::vector<StringId> order(program.strings.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](StringId a, StringId b) { return program.strings[a] < program.strings[b]; });
  Renumbering renumbering{std::vector<StringId>(order.size())};
  std::vector<std::string> sorted(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    renumbering.to[order[i]] = static_cast<StringId>(i);
    sorted[i] = std::move(program.strings[order[i]]);
  }
  program.strings = std::move(sorted);
  RenumberCode(renumbering, program);
  RenumberPatterns(renumbering, program);
  RenumberRules(renumbering, program);
}

}  // namespace remit::lowering
