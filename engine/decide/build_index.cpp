// Making the index: where each unit belongs, by the names that can reach it.
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>

#include "engine/decide/unit_patterns.h"
#include "engine/model/action.h"

namespace remit {
namespace {

// Units are listed under every name that reaches them until the lists hold this many entries; the
// patterns with a `*` of a larger program are tried one by one for each action.
constexpr size_t kMostListed = 4u << 20;

// Up to so many units are tested one by one: without a branch, that costs no more than tables. The
// units of a group are bits of a word.
constexpr size_t kFew = 32;

bool IsWild(std::string_view pattern) { return pattern.find('*') != std::string_view::npos; }

// What is run first of a unit, with all its fuel.
ChunkId ConditionOf(const Program& program, const Unit& unit) {
  const Rule& rule = program.rules[unit.rule];
  if (unit.grant == kNone || rule.applies != kNone) return rule.applies;
  return program.grants[rule.grants][unit.grant].applies;
}

bool CoversEveryName(const Program& program, IdRange patterns) {
  return patterns.empty() || std::ranges::any_of(program.ids[patterns], [&](StringId pattern) {
           return program.strings[pattern] == "*";
         });
}

bool NoneIsWild(const Program& program, IdRange patterns) {
  return !patterns.empty() && std::ranges::none_of(program.ids[patterns], [&](StringId pattern) {
    return IsWild(program.strings[pattern]);
  });
}

}  // namespace

class RuleIndexBuilder {
 public:
  RuleIndexBuilder(RuleIndex& index, const LoadedProgram& loaded)
      : index_(index), loaded_(loaded), program_(loaded.program()) {}

  void Build() {
    ReadGuards();
    std::vector<uint32_t> every_name;
    for (uint32_t unit = 0; unit < index_.units_.size(); ++unit) {
      if (Spell(unit)) {
        spelled_.push_back(unit);
      } else if (!Globbed(unit)) {
        every_name.push_back(unit);
      }
    }
    index_.every_name_ = MakeGroup(every_name, false);
    for (uint32_t id = 0; id < program_.policies.size(); ++id) AddPolicy(id);
    AddGlobs();
    AddNames();
    DropNameGuards();
  }

 private:
  std::span<const Guard> GuardsOfUnit(uint32_t unit) const {
    const uint32_t first = index_.guards_from_[unit];
    return std::span(index_.guards_).subspan(first, index_.guards_from_[unit + 1] - first);
  }

  // Those that ask for something else than the action's name.
  std::span<const Guard> FactGuardsOfUnit(uint32_t unit) const {
    const std::span<const Guard> guards = GuardsOfUnit(unit);
    const auto end =
        std::ranges::find_if(guards, [&](const Guard& guard) { return AsksForName(guard); });
    return guards.first(static_cast<size_t>(end - guards.begin()));
  }

  // In the order of the condition, but for those that ask for the name: they come last.
  void ReadGuards() {
    index_.units_ = UnitsOf(program_);
    for (const Unit& unit : index_.units_) {
      index_.guards_from_.push_back(static_cast<uint32_t>(index_.guards_.size()));
      const std::vector<Guard> guards = GuardsOf(program_, ConditionOf(program_, unit));
      const auto asks = [&](const Guard& guard) { return AsksForName(guard); };
      const auto kept = std::back_inserter(index_.guards_);
      std::ranges::remove_copy_if(guards, kept, asks);
      std::ranges::copy_if(guards, kept, asks);
    }
    index_.guards_from_.push_back(static_cast<uint32_t>(index_.guards_.size()));
  }

  // What is only found by names whose guards were tested when it was listed need not be asked for
  // the name again.
  void DropNameGuards() {
    std::vector<Guard> guards;
    std::vector<uint32_t> guards_from;
    for (uint32_t unit = 0; unit < index_.units_.size(); ++unit) {
      guards_from.push_back(static_cast<uint32_t>(guards.size()));
      const bool spelled = std::ranges::binary_search(spelled_, unit);
      const std::span<const Guard> kept = spelled ? FactGuardsOfUnit(unit) : GuardsOfUnit(unit);
      guards.insert(guards.end(), kept.begin(), kept.end());
    }
    guards_from.push_back(static_cast<uint32_t>(guards.size()));
    index_.guards_ = std::move(guards);
    index_.guards_from_ = std::move(guards_from);
  }

  bool AsksForName(const Guard& guard) const {
    const Slot& slot = program_.slots[guard.slot];
    const FactKind kind = program_.types[slot.type].kind;
    if (kind != FactKind::Any && kind != FactKind::String) return false;  // reading it errs
    return slot.root == SlotRoot::Action && slot.members.size() == 1 &&
           program_.strings[program_.ids[slot.members][0]] == "name";
  }

  // The names that a guard demands, if that is what it does.
  std::optional<std::vector<std::string_view>> NamesOf(const Guard& guard) const {
    if (!AsksForName(guard)) return std::nullopt;
    if (guard.test != Opcode::SlotEqual && guard.test != Opcode::SlotIn) return std::nullopt;
    const Value& constant = loaded_.constants()[guard.constant];
    const std::span<const Value> keys =
        guard.test == Opcode::SlotIn ? constant.list() : std::span(&constant, 1);
    std::vector<std::string_view> names;
    for (const Value& key : keys) {
      if (key.kind != ValueKind::String) return std::nullopt;
      names.push_back(key.string());
    }
    return names;
  }

  void SpellUnder(std::string_view name, uint32_t unit) {
    if (!IsActionName(name)) return;
    if (!PatternLists(program_, index_.units_[unit]).Cover(program_, name)) return;
    std::vector<uint32_t>& units = names_[name];
    if (units.empty() || units.back() != unit) units.push_back(unit);
  }

  // Lists a unit that only spelled out names can reach; false for any other.
  bool Spell(uint32_t unit) {
    for (const Guard& guard : GuardsOfUnit(unit)) {
      const auto names = NamesOf(guard);
      if (!names) continue;
      for (const std::string_view name : *names) SpellUnder(name, unit);
      return true;
    }
    for (const auto& list : PatternLists(program_, index_.units_[unit]).lists) {
      if (!NoneIsWild(program_, list)) continue;
      for (const StringId name : program_.ids[list]) SpellUnder(program_.strings[name], unit);
      return true;
    }
    return false;
  }

  bool Globbed(uint32_t unit) {
    bool every = true;
    for (const auto& list : PatternLists(program_, index_.units_[unit]).lists) {
      every = every && CoversEveryName(program_, list);
      for (const StringId pattern : program_.ids[list]) AddExact(pattern);
    }
    if (!every) globs_[PatternsOf(unit)].push_back(unit);
    return !every;
  }

  using Patterns = std::vector<std::vector<StringId>>;
  Patterns PatternsOf(uint32_t unit) const {
    Patterns patterns;
    for (const auto& list : PatternLists(program_, index_.units_[unit]).lists) {
      const std::span<const StringId> ids = program_.ids[list];
      patterns.emplace_back(ids.begin(), ids.end());
    }
    return patterns;
  }

  // A name has an entry of its own as soon as anything spells it.
  void AddExact(StringId pattern) {
    const std::string_view name = program_.strings[pattern];
    if (IsActionName(name)) names_[name];
  }

  void AddPolicy(uint32_t id) {
    const std::span<const StringId> patterns = program_.ids[program_.policies[id].patterns];
    for (const StringId pattern : patterns) AddExact(pattern);
    if (!NoneIsWild(program_, program_.policies[id].patterns)) {
      index_.globbed_policies_.push_back(id);
      return;
    }
    for (const StringId pattern : patterns) {
      std::vector<uint32_t>& policies = exact_policies_[program_.strings[pattern]];
      if (policies.empty() || policies.back() != id) policies.push_back(id);
    }
  }

  void AddGlobs() {
    size_t count = 0;
    for (const auto& [patterns, units] : globs_) {
      count += units.size();
      index_.globs_.push_back({index_.units_[units.front()], MakeGroup(units, false)});
    }
    index_.globs_listed_ = names_.size() * count <= kMostListed;
    if (!index_.globs_listed_) return;
    for (const auto& [patterns, of_glob] : globs_) {
      const PatternLists lists(program_, index_.units_[of_glob.front()]);
      for (auto& [name, units] : names_) {
        if (lists.Cover(program_, name)) units.insert(units.end(), of_glob.begin(), of_glob.end());
      }
    }
    for (auto& [name, units] : names_) std::ranges::sort(units);
  }

  RuleIndex::Range Keep(std::span<const uint32_t> ids) {
    const auto first = static_cast<uint32_t>(index_.listed_.size());
    index_.listed_.insert(index_.listed_.end(), ids.begin(), ids.end());
    return {first, static_cast<uint32_t>(ids.size())};
  }

  // `named`: the name is settled, and what asks for it rules out nothing.
  RuleIndex::Group MakeGroup(std::span<const uint32_t> units, bool named) {
    const auto guards_of = [&](uint32_t unit) {
      return named ? FactGuardsOfUnit(unit) : GuardsOfUnit(unit);
    };
    RuleIndex::Group group;
    if (units.size() > kFew) {
      std::vector<Guarded> conditions;
      for (const uint32_t unit : units) conditions.push_back({unit, guards_of(unit)});
      group.tables = static_cast<uint32_t>(index_.tables_.size());
      index_.tables_.emplace_back(conditions, loaded_);
      return group;
    }
    group.units = Keep(units);
    std::vector<KeyTest> tests;
    for (uint8_t place = 0; place < units.size(); ++place) {
      for (const Guard& guard : guards_of(units[place])) {
        if (auto test = KeyTestOf(guard, loaded_.constants())) {
          test->condition = place;
          tests.push_back(*test);
        } else {
          group.more |= uint64_t{1} << place;
        }
      }
    }
    std::ranges::sort(tests, {}, [](const KeyTest& test) {
      return std::tuple(test.slot, test.condition, test.low, test.span);
    });
    group.tests = {static_cast<uint32_t>(index_.tests_.size()),
                   static_cast<uint32_t>(tests.size())};
    index_.tests_.insert(index_.tests_.end(), tests.begin(), tests.end());
    return group;
  }

  // A unit whose guard on the name is false never concerns it.
  bool ConcernsName(uint32_t unit, std::string_view name) const {
    return std::ranges::none_of(GuardsOfUnit(unit), [&](const Guard& guard) {
      return AsksForName(guard) &&
             TestGuard(guard, MakeString(name), loaded_.constants()) == Truth::False;
    });
  }

  void AddNames() {
    std::vector<std::string_view> texts;
    std::vector<uint32_t> policies;
    RuleIndex::Range last_policies;
    for (auto& [name, units] : names_) {
      std::erase_if(units, [&](uint32_t unit) { return !ConcernsName(unit, name); });
      texts.push_back(name);
      RuleIndex::Name& entry = index_.by_name_.emplace_back();
      entry.units = MakeGroup(units, true);
      policies = exact_policies_[name];
      for (const uint32_t id : index_.globbed_policies_) {
        if (AnyPatternCovers(program_, program_.policies[id].patterns, name)) {
          policies.push_back(id);
        }
      }
      std::ranges::sort(policies);
      // Most names have the policies of the name before them.
      if (!std::ranges::equal(index_.Listed(last_policies), policies)) {
        last_policies = Keep(policies);
      }
      entry.policies = last_policies;
    }
    index_.names_ = TextTable(std::move(texts));
  }

  RuleIndex& index_;
  const LoadedProgram& loaded_;
  const Program& program_;
  std::map<std::string_view, std::vector<uint32_t>> names_;
  std::map<std::string_view, std::vector<uint32_t>> exact_policies_;  // without any `*`
  std::map<Patterns, std::vector<uint32_t>> globs_;
  std::vector<uint32_t> spelled_;  // units that only spelled out names reach, ascending
};

RuleIndex::RuleIndex(const LoadedProgram& loaded) : loaded_(&loaded) {
  RuleIndexBuilder(*this, loaded).Build();
}

}  // namespace remit
