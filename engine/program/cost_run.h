// The abstract run of a chunk, told in cost_frame.cpp; cost_steps.cpp has what each instruction
// does in it. Private to engine/program.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/program/cost_frame.h"

namespace remit::bounding {

inline constexpr uint32_t kNothing = UINT32_MAX;

// Whether a point of an iteration lies before its turns, in one, or may be both.
enum Phase : uint8_t { kBefore = 1, kInTurn = 2 };

// An open iteration, by the instruction that opened it.
struct Iteration {
  uint32_t around = kNothing;  // the one around it
  uint8_t phase_around = kInTurn;
  uint32_t opener = 0;
  uint32_t id = 0;  // SizeBound::part_of
  SizeBound range;
  uint64_t times = 1;        // that it is opened
  uint32_t head = kNothing;  // its turn's instruction
  uint32_t head_depth = 0;
  SizeBound head_top;  // the two uppermost values there
  SizeBound head_next;
};

struct Builder {
  uint32_t around = kNothing;
  uint32_t iteration = kNothing;
  uint8_t phase = kInTurn;
  SizeBound built = NoNumber();
};

// Where the code is: what is open, and whether the way straight down leads here.
struct Point {
  bool reached = false;
  uint32_t iteration = kNothing;
  uint32_t builder = kNothing;
  uint8_t phase = kInTurn;
};

// What jumps to an instruction bring there.
struct Landing {
  uint32_t first_source = kNothing;
  uint32_t depth = 0;
  SizeBound top;
  SizeBound next;
  Point point;
};

// What was given to a local last.
struct Local {
  bool known = false;
  bool read = false;
  bool cleared = false;  // not yet evaluated by the Lazy chunk below
  uint32_t owner = 0;    // which of the frame's runs gave it
  uint32_t at = 0;       // and at which of its instructions
  uint32_t last_read = 0;
  uint64_t times = 1;
  ChunkId chunk = kNone;  // its Lazy chunk, once evaluated
  SizeBound value;
};

class ChunkRun;

// What a chunk and its Lazy chunks share.
struct Frame {
  CostTables& tables;
  std::vector<Local> locals;
  std::vector<ChunkRun*> runs;  // the one that reads, and the Lazy ones it waits for
  uint32_t iterations = 0;
  bool unbounded = false;
};

class ChunkRun {
 public:
  ChunkRun(Frame& frame, ChunkId id)
      : frame_(frame),
        program_(frame.tables.program),
        chunk_(program_.chunks[id]),
        code_(program_.code.data() + chunk_.begin),
        landing_of_(chunk_.size, kNothing) {}

  ChunkBound Run();

  // For the Lazy chunks that it waits for: locals are given and evaluated.
  void Spend(uint64_t units, uint64_t times, uint32_t instruction);
  void Add(const CostBound& cost, uint64_t times);
  bool IsReadInAnotherTurn(const Local& local) const;
  uint32_t pc() const { return pc_; }

 private:
  uint64_t TurnsOf(const Iteration& iteration, uint8_t phase) const;
  uint64_t TimesOf(uint32_t iteration, uint8_t phase) const;
  uint64_t Times() const { return TimesOf(point_.iteration, point_.phase); }
  void Spend(uint64_t units) { Spend(units, Times(), chunk_.begin + pc_); }
  void SpendOnPart(uint64_t units, const SizeBound& part, uint64_t of_whole);
  const SizeBound* WholeOf(const SizeBound& part) const;
  void Unbounded() { frame_.unbounded = true; }

  std::span<const SizeBound> Pop(size_t count);
  void Push(const SizeBound& value) { stack_.push_back(value); }
  void NoteDepth(size_t depth);
  void JumpTo(uint32_t target, const SizeBound* pushed = nullptr, const SizeBound* top = nullptr);
  void JumpBack();
  void Land();
  bool Joins(Landing& landing, uint32_t source, const SizeBound& top, const SizeBound& next);

  void Step();
  void StepValue(const Instruction& instruction);
  void StepControl(const Instruction& instruction);
  void StepOperator(const Instruction& instruction);
  void StepMember(const Instruction& instruction);
  void StepBuilder(const Instruction& instruction);
  void StepIteration(const Instruction& instruction);
  void StepText(const Instruction& instruction);
  void StepSlotTest(const Instruction& instruction, Opcode by);
  SizeBound Compared(Opcode opcode, const SizeBound& a, const SizeBound& b);
  SizeBound Contained(const SizeBound& element, const SizeBound& container);
  SizeBound Read(uint32_t type, const SizeBound& value);
  SizeBound Searched(Opcode opcode, const PatternSet& set, const SizeBound& input);

  void OpenBuilder();
  void Put(const SizeBound& key, bool keyed, const SizeBound& value);
  void PutEntries(const SizeBound& map);
  void GiveTimes(const SizeBound& value, uint64_t elements);
  void OpenIteration(const SizeBound& range);
  void Turn(const Instruction& instruction);
  void Give(uint32_t local, const SizeBound& value, bool cleared);
  void Forget(uint32_t from);
  SizeBound ReadLocal(uint32_t local);
  SizeBound Lazy(uint32_t local, ChunkId id);

  Frame& frame_;
  const Program& program_;
  const Chunk& chunk_;
  const Instruction* code_;
  uint32_t self_ = 0;  // among the frame's runs
  uint32_t pc_ = 0;
  Point point_;
  CostBound cost_;
  std::optional<SizeBound> result_;
  std::vector<SizeBound> stack_;
  std::vector<SizeBound> popped_;
  std::vector<uint32_t> landing_of_;  // of each instruction: an index of landings_
  std::vector<Landing> landings_;
  std::vector<Iteration> iterations_;
  std::vector<Builder> builders_;
  std::vector<uint32_t> given_;  // the locals that it gave something, in the order of the code
  // The least depth of the stack since each of some instructions, both ascending.
  std::vector<std::pair<uint32_t, uint32_t>> depths_;
};

}  // namespace remit::bounding
