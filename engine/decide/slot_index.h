// Which of many conditions may hold, by what few slots hold: a table a slot instead of a test a
// condition. What a table leaves out has a conjunct that is false.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/decide/guards.h"
#include "engine/decide/text_table.h"
#include "engine/vm/vm.h"

namespace remit {

class SlotIndex {
 public:
  SlotIndex() = default;
  // Conditions without a guard that a table takes are left to every decision.
  SlotIndex(std::span<const Guarded> conditions, const LoadedProgram& loaded);

  // Appends the ids that may hold; in no order, none twice.
  void Select(Vm& vm, std::vector<uint32_t>& ids) const;

  // How the condition is found: the guard whose table holds it, or nullptr: it is always looked at.
  const Guard* FoundBy(uint32_t id) const;
  std::vector<uint32_t> ids() const;  // of all conditions, ascending

 private:
  // The ids that one key of a table stands for: into ids_.
  struct Range {
    uint32_t first = 0;
    uint32_t count = 0;
  };
  // SlotEqual and SlotIn. Keys are texts, and numbers that a double holds exactly.
  struct EqualTable {
    uint32_t slot = 0;
    TextTable texts;
    std::vector<Range> by_text;
    std::vector<std::pair<double, Range>> by_number;  // ascending
    Range all;                                        // for a value that no key can rule out
  };
  // SlotStartsWith.
  struct PrefixTable {
    uint32_t slot = 0;
    std::vector<uint32_t> sizes;  // of the prefixes, ascending
    TextTable texts;
    std::vector<Range> by_text;
    Range all;
  };
  struct Limit {
    double number = 0.0;
    bool included = false;
    uint32_t id = 0;
  };
  // SlotGreater and SlotGreaterEqual (`above`), SlotLess and SlotLessEqual: what a value crosses
  // lies at the front.
  struct OrderTable {
    uint32_t slot = 0;
    bool above = false;
    std::vector<Limit> limits;
  };

  friend class SlotIndexBuilder;
  void Append(const Range& range, std::vector<uint32_t>& ids) const {
    ids.insert(ids.end(), ids_.begin() + range.first, ids_.begin() + range.first + range.count);
  }
  void SelectEqual(const EqualTable& table, const Value& fact, std::vector<uint32_t>& ids) const;
  void SelectPrefix(const PrefixTable& table, const Value& fact, std::vector<uint32_t>& ids) const;

  std::vector<uint32_t> always_;
  std::vector<EqualTable> equal_;
  std::vector<PrefixTable> prefix_;
  std::vector<OrderTable> order_;
  std::vector<uint32_t> ids_;
  std::vector<std::pair<uint32_t, Guard>> found_by_;  // ascending ids
};

}  // namespace remit
