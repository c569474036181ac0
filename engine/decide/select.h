// Which rules an action concerns: by its name, over the patterns of policies, rules and grants, and
// by the conjuncts of their conditions that its facts make false.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/held_bytes.h"
#include "engine/decide/guards.h"
#include "engine/decide/name_table.h"
#include "engine/decide/slot_index.h"
#include "engine/decide/unit_rows.h"
#include "engine/program/program.h"
#include "engine/vm/vm.h"

namespace remit {

// A name, or a glob over segments: `*` stands for one, a trailing `*` for one or more, a lone `*`
// for every action.
bool PatternCovers(std::string_view pattern, std::string_view action_name);
bool AnyPatternCovers(const Program& program, IdRange patterns,
                      std::string_view action_name);  // no patterns: every action

// What is selected by itself: a rule, or one grant of an authority.
struct Unit {
  uint32_t rule = 0;
  uint32_t grant = kNone;  // of an authority
  auto operator<=>(const Unit&) const = default;
};

// The units and policies of one decision, each ascending. None for what is no action name.
struct Candidates {
  std::vector<Unit> units;
  std::vector<uint32_t> policies;  // that cover the action
  std::vector<uint32_t> ids;       // memory of RuleIndex::Find: places of units in its list
};

// Every unit and policy whose patterns cover the action: the slow twin of RuleIndex.
Candidates Covering(const Program& program, std::string_view action_name);

// A unit is left out only where no pattern covers the name, or where a conjunct of its condition is
// false: it could yield no finding, errors included.
class RuleIndex {
 public:
  RuleIndex() = default;
  explicit RuleIndex(const LoadedProgram& loaded);  // which outlives it

  // What may concern the action whose facts `vm` has. Empties `candidates` first.
  void Find(Vm& vm, std::string_view action_name, Candidates& candidates) const;

  // How a unit is found.
  struct Way {
    Unit unit;
    bool every_name = false;              // it is looked for whatever the action's name is
    std::vector<std::string_view> names;  // else: of actions, under which it is listed
    bool by_glob = false;                 // and its patterns are tried for all other names
    std::vector<Guard> tables;            // the conjuncts by which tables hold it, each once
    bool untabled = false;     // it stands outside tables too: under some name, or at all
    std::vector<Guard> tests;  // its guards, tested wherever it is found
  };
  std::vector<Way> Ways() const;  // of all units, in their order

 private:
  // Units that some names reach by a `*`, all by the same patterns.
  struct Glob {
    Unit any;            // of them: it has the patterns
    uint32_t group = 0;  // the place of its row
  };

  friend class RuleIndexBuilder;
  const char* RowAt(uint32_t place) const { return rows_.view().data() + place * kRowAlignment; }
  Unit UnitOf(uint32_t id) const { return units_.empty() ? Unit{id} : units_[id]; }
  std::span<const uint32_t> PoliciesOf(const char* name_row) const;
  bool MayHold(uint32_t unit, Vm& vm) const;
  void Select(const char* group_row, Vm& vm, std::vector<uint32_t>& ids) const;

  const LoadedProgram* loaded_ = nullptr;
  std::vector<Unit> units_;  // ascending; empty: each rule is one
  HeldBytes rows_;           // unit_rows.h
  // What is ready for a name that a pattern or condition spells out, beside what holds for all.
  NameTable names_;
  std::vector<uint32_t> name_policies_;     // lists: the number of policies, then each
  uint32_t every_name_ = 0;                 // the place of a group: units of every name
  std::vector<Glob> globs_;                 // tried one by one for names that names_ has not
  std::vector<uint32_t> globbed_policies_;  // policies whose patterns are tried then
  bool globs_listed_ = true;                // what names_ has holds for globs too
  std::vector<SlotIndex> tables_;
  // The guards of units in tables, all of which are tested, by unit: none where there are no
  // tables, else one number more than units.
  std::vector<uint32_t> guards_from_;  // into guards_
  std::vector<Guard> guards_;
};

}  // namespace remit
