// The rule VM: runs one chunk of a verified program over an action's slots.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/action.h"
#include "engine/model/value.h"
#include "engine/program/program.h"
#include "engine/vm/pattern_scan.h"

namespace remit {

// A verified program with its constants, regexes and pattern sets built. Immutable; shared by
// threads.
class LoadedProgram {
 public:
  // Takes a program that VerifyProgram accepted. BadProgram: a regex that RE2 refuses.
  static Result<std::unique_ptr<const LoadedProgram>> Load(Program program);

  const Program& program() const { return program_; }
  std::span<const Value> constants() const { return constants_; }
  const CompiledRegex& regex(uint32_t id) const { return regexes_[id]; }
  const CompiledPatternSet& pattern_set(uint32_t id) const { return pattern_sets_[id]; }

 private:
  Program program_;
  Arena arena_;
  std::vector<Value> constants_;
  std::vector<CompiledRegex> regexes_;
  std::vector<CompiledPatternSet> pattern_sets_;
};

// One thread's evaluation state: slots, let cache, stacks. Begin starts a decision; values that
// Run returns live in `arena` until the next Begin.
class Vm {
 public:
  explicit Vm(const LoadedProgram& loaded);

  // Forgets the last decision; every slot is Absent until set.
  void Begin();
  void SetSlot(uint32_t slot, const Value& value);  // read as the slot's type
  void SetSlots(const Action& action, const Value& now);  // all of them, from an action

  // Evaluates a chunk with a fuel budget of its own (a rule's evaluation is several Runs between
  // two BeginRule calls). Errors are values; their `place` indexes Program::places.
  void BeginRule() { fuel_left_ = fuel_limit_; }
  Value Run(ChunkId chunk);
  Value ReadLet(uint32_t let);  // evaluated if it was not yet; charged to the current rule
  // The let's value if this decision has evaluated it, else nullptr.
  const Value* EvaluatedLet(uint32_t let) const;
  Value slot(uint32_t slot) const { return slots_[slot]; }

  Arena& arena() { return arena_; }
  // Coverage builds: for each Cover counter, bits 1 seen true, 2 seen false, 4 seen other.
  std::vector<uint8_t>& covered() { return covered_; }

 private:
  struct LetState {
    bool evaluated = false;
    Value value;
    uint64_t fuel = 0;
  };
  struct Frame;
  struct Iteration;
  struct Builder;

  Value Evaluate(const Chunk& chunk, Value* locals, bool* local_set);
  const Value& EvaluateLet(uint32_t let);

  const LoadedProgram& loaded_;
  Arena arena_;
  std::vector<Value> slots_;
  std::vector<LetState> lets_;
  std::vector<uint8_t> covered_;
  uint64_t fuel_limit_;
  uint64_t fuel_left_ = 0;
};

}  // namespace remit
