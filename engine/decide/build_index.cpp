// Making the index: where each unit belongs, by the names that can reach it.
//
// Names are known by their strings' numbers: all that spell one out are constants and patterns of
// the program, in which no two strings are equal. What is gathered by name is flat, for a large
// program has thousands of them with a few units each.
#include <algorithm>
#include <map>
#include <optional>

#include "engine/decide/by_string.h"
#include "engine/decide/unit_patterns.h"
#include "engine/model/action.h"

namespace remit {
namespace {

// Units are listed under every name that reaches them until the lists hold this many entries; the
// patterns with a `*` of a larger program are tried one by one for each action.
constexpr size_t kMostListed = 4u << 20;

bool IsWild(std::string_view pattern) { return pattern.find('*') != std::string_view::npos; }

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
      : index_(index),
        loaded_(loaded),
        program_(loaded.program()),
        units_(UnitsOf(program_)),
        names_(program_.strings.size()),
        units_named_(program_.strings.size()),
        policies_named_(program_.strings.size()) {}

  void Build() {
    ReadGuards();
    std::vector<uint32_t> every_name;
    spelled_.resize(units_.size());
    for (uint32_t unit = 0; unit < units_.size(); ++unit) {
      spelled_[unit] = Spell(unit);
      if (!spelled_[unit] && !Globbed(unit)) every_name.push_back(unit);
    }
    units_named_.Sort();
    index_.every_name_ = AddGroup(every_name, false);
    for (uint32_t id = 0; id < program_.policies.size(); ++id) AddPolicy(id);
    policies_named_.Sort();
    AddGlobs();
    AddNames();
    KeepGuards();
    if (units_.size() != program_.rules.size() || HasGrants()) index_.units_ = std::move(units_);
  }

 private:
  // Each unit's guards: those that ask for the action's name come last.
  struct UnitGuards {
    uint32_t first = 0;  // into guards_
    uint32_t facts = 0;  // how many ask for something else than the name
    uint32_t count = 0;
  };

  std::span<const Guard> GuardsOfUnit(uint32_t unit) const {
    return std::span(guards_).subspan(of_unit_[unit].first, of_unit_[unit].count);
  }
  std::span<const Guard> FactGuardsOfUnit(uint32_t unit) const {
    return GuardsOfUnit(unit).first(of_unit_[unit].facts);
  }
  std::span<const Guard> NameGuardsOfUnit(uint32_t unit) const {
    return GuardsOfUnit(unit).subspan(of_unit_[unit].facts);
  }

  void ReadGuards() {
    std::vector<bool> of_name(program_.slots.size());
    for (uint32_t slot = 0; slot < of_name.size(); ++slot) {
      of_name[slot] = AsksForName(program_, {Opcode::Slot, slot, kNone});
    }
    of_unit_.reserve(units_.size());
    guards_.reserve(2 * units_.size());
    std::vector<Guard> asking;
    for (const Unit& unit : units_) {
      const size_t first = guards_.size();
      AddGuards(loaded_, ConditionOf(program_, unit), guards_);
      asking.clear();
      size_t kept = first;
      for (size_t i = first; i < guards_.size(); ++i) {
        if (of_name[guards_[i].slot]) {
          asking.push_back(guards_[i]);
        } else {
          guards_[kept++] = guards_[i];
        }
      }
      std::ranges::copy(asking, guards_.begin() + static_cast<ptrdiff_t>(kept));
      of_unit_.push_back({static_cast<uint32_t>(first), static_cast<uint32_t>(kept - first),
                          static_cast<uint32_t>(guards_.size() - first)});
    }
  }

  // The constants that a guard holds its slot against, where it is `==` or `in`; else none.
  std::span<const Constant> Equals(const Guard& guard) const {
    if (guard.test != Opcode::SlotEqual && guard.test != Opcode::SlotIn) return {};
    const Constant& constant = program_.constants[guard.constant];
    if (guard.test == Opcode::SlotEqual) return {&constant, 1};
    return std::span(program_.constant_items.data() + constant.first, constant.count);
  }

  // The names that a guard on the name demands, if that is what it does.
  std::optional<std::span<const Constant>> NamesOf(const Guard& guard) const {
    if (guard.test != Opcode::SlotEqual && guard.test != Opcode::SlotIn) return std::nullopt;
    const std::span<const Constant> names = Equals(guard);
    const auto is_text = [](const Constant& name) { return name.kind == ValueKind::String; };
    if (!std::ranges::all_of(names, is_text)) return std::nullopt;
    return names;
  }

  void AddName(StringId name) { names_[name] = true; }

  void SpellUnder(StringId name, uint32_t unit, const PatternLists& patterns) {
    if (!patterns.CoverText(program_, name)) return;
    AddName(name);
    units_named_.Add(name, unit);
  }

  // Lists a unit that only spelled out names can reach; false for any other.
  bool Spell(uint32_t unit) {
    const PatternLists patterns(program_, units_[unit]);
    for (const Guard& guard : NameGuardsOfUnit(unit)) {
      const auto names = NamesOf(guard);
      if (!names) continue;
      for (const Constant& name : *names) SpellUnder(name.first, unit, patterns);
      return true;
    }
    for (const auto& list : patterns.lists) {
      if (!NoneIsWild(program_, list)) continue;
      for (const StringId name : program_.ids[list]) SpellUnder(name, unit, patterns);
      return true;
    }
    return false;
  }

  // A name has a row of its own as soon as anything spells it.
  bool Globbed(uint32_t unit) {
    bool every = true;
    Patterns patterns;
    for (const auto& list : PatternLists(program_, units_[unit]).lists) {
      every = every && CoversEveryName(program_, list);
      const std::span<const StringId> ids = program_.ids[list];
      for (const StringId pattern : ids) AddName(pattern);
      patterns.emplace_back(ids.begin(), ids.end());
    }
    if (!every) globs_[std::move(patterns)].push_back(unit);
    return !every;
  }

  void AddPolicy(uint32_t id) {
    const IdRange patterns = program_.policies[id].patterns;
    for (const StringId pattern : program_.ids[patterns]) AddName(pattern);
    if (!NoneIsWild(program_, patterns)) {
      index_.globbed_policies_.push_back(id);
      return;
    }
    for (const StringId pattern : program_.ids[patterns]) policies_named_.Add(pattern, id);
  }

  void AddGlobs() {
    size_t count = 0;
    for (const auto& [patterns, units] : globs_) {
      count += units.size();
      index_.globs_.push_back({units_[units.front()], AddGroup(units, false)});
    }
    size_t names = 0;
    for (StringId name = 0; name < names_.size(); ++name) {
      names_[name] = names_[name] && IsActionName(program_.strings[name]);
      names += names_[name] ? 1 : 0;
    }
    index_.globs_listed_ = names * count <= kMostListed;
  }

  // The place of its row. `named`: the name is settled, and what asks for it rules out nothing.
  uint32_t AddGroup(std::span<const uint32_t> units, bool named) {
    const uint32_t place = rows_.place();
    guarded_.clear();
    for (const uint32_t unit : units) {
      guarded_.push_back({unit, named ? FactGuardsOfUnit(unit) : GuardsOfUnit(unit)});
    }
    if (rows_.AddFew(guarded_, loaded_.constants())) return place;
    rows_.AddTables(static_cast<uint32_t>(index_.tables_.size()));
    index_.tables_.emplace_back(guarded_, loaded_);
    tabled_.resize(units_.size());
    for (const uint32_t unit : units) tabled_[unit] = true;
    return place;
  }

  // A unit whose guard on the name is false never concerns it.
  bool ConcernsName(uint32_t unit, StringId name) const {
    return std::ranges::none_of(NameGuardsOfUnit(unit), [&](const Guard& guard) {
      const auto same = [&](const Constant& constant) {
        return constant.kind == ValueKind::String && constant.first == name;
      };
      if (std::ranges::any_of(Equals(guard), same)) return false;
      return TestGuard(guard, MakeString(program_.strings[name]), loaded_.constants()) ==
             Truth::False;
    });
  }

  std::vector<uint32_t> UnitsOfName(StringId name) const {
    const std::span<const uint32_t> spelled = units_named_.Of(name);
    std::vector<uint32_t> units(spelled.begin(), spelled.end());
    if (index_.globs_listed_) {
      for (const auto& [patterns, of_glob] : globs_) {
        const PatternLists lists(program_, units_[of_glob.front()]);
        if (!lists.CoverText(program_, name)) continue;
        units.insert(units.end(), of_glob.begin(), of_glob.end());
      }
    }
    SortUnique(units);
    std::erase_if(units, [&](uint32_t unit) { return !ConcernsName(unit, name); });
    return units;
  }

  std::vector<uint32_t> PoliciesOfName(StringId name) const {
    const std::span<const uint32_t> exact = policies_named_.Of(name);
    std::vector<uint32_t> policies(exact.begin(), exact.end());
    for (const uint32_t id : index_.globbed_policies_) {
      if (AnyPatternCovers(program_, program_.policies[id].patterns, program_.strings[name])) {
        policies.push_back(id);
      }
    }
    SortUnique(policies);
    return policies;
  }

  static void SortUnique(std::vector<uint32_t>& numbers) {
    if (!std::ranges::is_sorted(numbers)) std::ranges::sort(numbers);
    const auto rest = std::ranges::unique(numbers);
    numbers.erase(rest.begin(), rest.end());
  }

  // Most names have the policies of the name before them.
  uint32_t KeepPolicies(const std::vector<uint32_t>& policies) {
    if (index_.name_policies_.empty() || policies != last_policies_) {
      last_list_ = static_cast<uint32_t>(index_.name_policies_.size());
      index_.name_policies_.push_back(static_cast<uint32_t>(policies.size()));
      index_.name_policies_.insert(index_.name_policies_.end(), policies.begin(), policies.end());
      last_policies_ = policies;
    }
    return last_list_;
  }

  void AddNames() {
    std::vector<uint32_t> places;
    for (StringId name = 0; name < names_.size(); ++name) {
      if (!names_[name]) continue;
      places.push_back(rows_.place());
      rows_.AddName(program_.strings[name], KeepPolicies(PoliciesOfName(name)));
      AddGroup(UnitsOfName(name), true);
    }
    index_.rows_ = HeldBytes::Copy({rows_.bytes.data(), rows_.bytes.size()});
    index_.names_ = NameTable(index_.rows_.view().data(), places);
  }

  // What is only found by names whose guards were tested when it was listed need not be asked for
  // the name again.
  void KeepGuards() {
    if (index_.tables_.empty()) return;
    for (uint32_t unit = 0; unit < units_.size(); ++unit) {
      index_.guards_from_.push_back(static_cast<uint32_t>(index_.guards_.size()));
      if (!tabled_[unit]) continue;
      const auto kept = spelled_[unit] ? FactGuardsOfUnit(unit) : GuardsOfUnit(unit);
      index_.guards_.insert(index_.guards_.end(), kept.begin(), kept.end());
    }
    index_.guards_from_.push_back(static_cast<uint32_t>(index_.guards_.size()));
  }

  bool HasGrants() const {
    return std::ranges::any_of(units_, [](const Unit& unit) { return unit.grant != kNone; });
  }

  RuleIndex& index_;
  const LoadedProgram& loaded_;
  const Program& program_;
  std::vector<Unit> units_;
  std::vector<Guard> guards_;
  std::vector<UnitGuards> of_unit_;
  std::vector<bool> names_;  // by string: whether a row is made for it
  ByString units_named_;     // units that only spelled out names reach
  ByString policies_named_;  // policies without any `*`
  using Patterns = std::vector<std::vector<StringId>>;
  std::map<Patterns, std::vector<uint32_t>> globs_;
  std::vector<bool> spelled_, tabled_;  // by unit
  RowWriter rows_;
  std::vector<Guarded> guarded_;  // memory of AddGroup
  std::vector<uint32_t> last_policies_;
  uint32_t last_list_ = 0;
};

RuleIndex::RuleIndex(const LoadedProgram& loaded) : loaded_(&loaded) {
  RuleIndexBuilder(*this, loaded).Build();
}

}  // namespace remit
