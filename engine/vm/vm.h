// The rule VM: runs one chunk of a verified program over an action's slots.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/action.h"
#include "engine/model/value.h"
#include "engine/program/program.h"
#include "engine/vm/action_reader.h"
#include "engine/vm/eval.h"
#include "engine/vm/path_trie.h"
#include "engine/vm/pattern_scan.h"
#include "engine/vm/quick_tests.h"
#include "engine/vm/regex_search.h"

namespace remit {

// A verified program with its constants, regexes and pattern sets built. Immutable; shared by
// threads.
class LoadedProgram {
 public:
  // Takes a program that VerifyProgram accepted. BadProgram: a regex that RE2 refuses.
  static Result<std::unique_ptr<const LoadedProgram>> Load(Program program);

  const Program& program() const { return program_; }
  std::span<const Value> constants() const { return constants_; }
  const SharedRegexes& regexes() const { return regexes_; }
  const CompiledPatternSet& pattern_set(uint32_t id) const { return pattern_sets_[id]; }

  // What the deepest evaluation of any chunk needs at once, its callees' frames included.
  struct Needs {
    size_t values = 0;  // stack and locals
    size_t iterations = 0;
    size_t builders = 0;
  };
  const Needs& needs() const { return needs_; }

  // The next slot that reads the same path as another type, or kNone.
  uint32_t next_of_path(uint32_t slot) const { return next_of_path_[slot]; }
  // By slot, which kinds Vm::SetSlot takes as they are, a bit each; none where several slots read
  // its path.
  std::span<const uint32_t> kinds_as_is() const { return kinds_as_is_; }
  const PathTrie& paths() const { return paths_; }

 private:
  Program program_;
  Arena arena_;
  std::vector<Value> constants_;
  SharedRegexes regexes_;
  std::vector<CompiledPatternSet> pattern_sets_;
  Needs needs_;
  std::vector<uint32_t> next_of_path_;
  std::vector<uint32_t> kinds_as_is_;
  PathTrie paths_;
};

// In a row of facts: what is not known.
inline const Value kNoFact = MakeError(nullptr);

// One thread's evaluation state: slots, let cache, stacks. Begin starts a decision; values that
// Run returns live in `arena` until the next Begin.
class Vm {
 public:
  explicit Vm(const LoadedProgram& loaded);

  // Forgets the last decision.
  void Begin();
  // Sets what the slot's path holds, read as the slot's type; other slots of that path, which read
  // it as other types, are set too. `slot` is the first of its path (Engine::FindSlot). `value`
  // must live until the next Begin. A slot that is not set is what an action of nothing but the set
  // ones would give it: `has(context.n)` is true where `context.n` was set.
  void SetSlot(uint32_t slot, const Value& value) {
    if (TakesAsIs(slot, value)) {
      slots_[slot] = {decision_, value};
    } else {
      SetConverted(slot, value);
    }
  }
  // The action's name, which must live until the next Begin: `action.name`, and a member of
  // `action` where that is assembled from slots that were set.
  void SetName(std::string_view name) {
    name_ = name;
    if (name_slot_) SetSlot(*name_slot_, MakeString(name));
  }
  // SetSlot for all that `row` knows, by slot: as many values as there are slots, kNoFact where
  // nothing is known. They are read where they stand, so the row must live, as it is, until the
  // next Begin.
  void SetSlots(std::span<const Value> row);
  void SetSlots(const Action& action, const Value& now);  // all of them, from an action
  // All of them, from an action's text, which must live until the next Begin. `host_now` is what
  // the host stamps where the action has no time. Gives the action's name; nullopt: nothing is set,
  // and ReadAction says whether the text is refused or only unusual.
  std::optional<std::string_view> SetSlots(std::string_view action_json, const Value& host_now);

  // Evaluates a chunk with a fuel budget of its own (a rule's evaluation is several Runs between
  // two BeginRule calls). Errors are values; their `place` indexes Program::places.
  void BeginRule() { fuel_ = {.left = fuel_limit_, .out = false}; }
  Value Run(ChunkId chunk);
  // The same of a condition whose operands of `&&`, `||` and `!` each hold a slot against a
  // constant; Unknown, and nothing charged, for any other, or where one of them is not decided on
  // the spot.
  Truth RunQuickly(ChunkId chunk);
  // The same of a chunk that is nothing but a constant; nullptr for any other, or without fuel.
  const Value* RunConstant(ChunkId chunk);
  // False where the regex does not match a text that a fresh rule could search for half its fuel:
  // nothing is charged. The other half is left for what the rule does before.
  bool MayMatch(uint32_t regex, const Value& text) {
    return text.kind != ValueKind::String || RegexFuel(text.string()) > fuel_limit_ / 2 ||
           regexes_.MayMatch(regex, text.string());
  }
  Value ReadLet(uint32_t let);  // evaluated if it was not yet; charged to the current rule
  // The let's value if this decision has evaluated it, else nullptr.
  const Value* EvaluatedLet(uint32_t let) const;
  // Computed when first read.
  const Value& slot(uint32_t slot) { return reader().slot(slot); }
  // The same for who reads several in a row: what it looks at stays in registers.
  class Reader {
   public:
    const Value& slot(uint32_t slot) const {
      const SlotState& state = slots_[slot];
      if (state.decision == decision_) return state.value;
      if (row_ != nullptr && KindIn(kinds_as_is_[slot], row_[slot])) return row_[slot];
      return vm_.ComputedSlot(slot);
    }

   private:
    friend class Vm;
    explicit Reader(Vm& vm)
        : vm_(vm),
          slots_(vm.slots_.data()),
          decision_(vm.decision_),
          row_(vm.row_),
          kinds_as_is_(vm.loaded_.kinds_as_is().data()) {}

    Vm& vm_;
    const SlotState* slots_;
    uint64_t decision_;
    const Value* row_;
    const uint32_t* kinds_as_is_;
  };
  Reader reader() { return Reader(*this); }

  Arena& arena() { return arena_; }
  uint64_t fuel_left() const { return fuel_.left; }
  // Coverage builds: for each Cover counter, bits 1 seen true, 2 seen false, 4 seen other.
  std::vector<uint8_t>& covered() { return covered_; }

 private:
  // Where the slots that are not computed yet come from.
  enum class Facts : uint8_t { Given, Roots, Text };
  // `decision` says for which decision a state holds, so that Begin need not visit them all.
  struct LetState {
    uint64_t decision = 0;
    Value value;
    uint64_t fuel = 0;
  };
  struct Iteration {
    const Value* items = nullptr;
    const MapEntry* entries = nullptr;  // a map's, instead of items
    uint32_t next = 0;
    uint32_t size = 0;
  };
  struct Builder {
    size_t first = 0;  // into building_: items; keys and values in turn
    Value error;       // of the first error that was put into it
  };
  struct Frame;

  static bool KindIn(uint32_t kinds, const Value& value) {
    return (kinds >> static_cast<unsigned>(value.kind) & 1) != 0;
  }
  bool TakesAsIs(uint32_t slot, const Value& value) const {
    return KindIn(loaded_.kinds_as_is()[slot], value);
  }
  Value Evaluate(const Chunk& chunk, Value* locals, uint8_t* local_set);
  Value EvaluateInOwnFrame(const Chunk& chunk);
  const LetState& EvaluateLet(uint32_t let);
  void SetConverted(uint32_t slot, const Value& value);
  const Instruction& TestAt(const Instruction& instruction, uint64_t& fuel) const;
  Truth QuickTest(const Instruction& instruction, uint64_t& fuel);
  const Value& ComputedSlot(uint32_t slot);
  Value ComputeSlot(uint32_t slot);
  Value ReadAsSlot(uint32_t slot, const Value& value);
  void TakeRow();
  Value FollowRoots(const Slot& slot);
  Value FollowText(uint32_t index, const Slot& slot);
  Value NoSuchMember(const Slot& slot, size_t member);
  void AssembleRoots();
  Eval eval() { return {arena_, fuel_}; }
  Value Placed(const Value& error, const Instruction* pc);
  Value PlacedAnew(const Value& error, const Instruction* pc);
  bool Settle(Value& result, const Instruction* pc);
  void BeginBuilding();
  void Append(const Value& value);
  void AppendOptional(const Instruction* pc, const Value* key, const Value& optional);
  Value FinishList();
  Value FinishMap();
  void Merge(const Instruction* pc, const Value& map);
  Value NoRange(const Value& value);
  void NoteCover(uint32_t counter, const Value& value);

  const LoadedProgram& loaded_;
  Arena arena_;
  uint64_t decision_ = 1;
  std::vector<SlotState> slots_;
  std::vector<LetState> lets_;
  std::vector<uint8_t> covered_;
  Facts facts_ = Facts::Given;
  std::optional<uint32_t> name_slot_;                  // of `action.name`, where a rule reads it
  std::string_view name_;                              // that was set
  const Value* row_ = nullptr;                         // of facts that are in no slot yet, by slot
  std::array<Value, 5> roots_;                         // by SlotRoot
  std::vector<std::pair<uint32_t, Value>> converted_;  // by SetSlot, as given
  ActionReader reader_;
  RegexSearch regexes_;
  uint64_t fuel_limit_;
  Fuel fuel_;

  // Stacks, as large as LoadedProgram::needs(); the counts say how much is in use.
  std::vector<Value> values_;
  std::vector<uint8_t> local_set_;  // beside values_: whether a local is set
  std::vector<Iteration> iterations_;
  std::vector<Builder> builders_;
  std::vector<Value> building_;  // items of open builders; grows, and stays grown
  size_t value_count_ = 0;
  size_t iteration_count_ = 0;
  size_t builder_count_ = 0;
};

}  // namespace remit
