// An abstract run of a chunk: each instruction is looked at once, in the order of the code, with
// bounds of sizes in place of values. What it costs counts as often as it can run: once for each
// turn of each iteration that is open there. Everything rests on what the verifier demands of code
// (verify_flow.cpp): jumps go forwards but for the one that begins a turn, and iterations, builders
// and the number of values are the same whichever way leads to an instruction.
//
// Values. The stack is that of the way straight down the code. A jump keeps the bounds of the two
// uppermost values; where it lands these are joined with what is there. A value further down that
// changed in between is unknown there. No code that the compiler makes changes one.
//
// Locals. A local has the bound that was given to it last, straight down the code, and is unknown
// where a jump from before that lands. Reading it in a turn, and giving it another value later in
// the same turn, is what no compiler's code does and makes the chunk unbounded.
//
// Lazy chunks. One is looked at where its local is first read after it was cleared, and counts as
// often as it is cleared: after that it has its value.
#include "engine/program/cost_frame.h"

#include <algorithm>

#include "engine/program/cost_run.h"

namespace remit {
namespace bounding {

// --- Costs.

void ChunkRun::Spend(uint64_t units, uint64_t times, uint32_t instruction) {
  const uint64_t spent = Product(units, times);
  cost_.units = Sum(cost_.units, spent);
  if (spent > cost_.most) {
    cost_.most = spent;
    cost_.times = times;
    cost_.instruction = instruction;
  }
}

// All of what something else costs, so many times.
void ChunkRun::Add(const CostBound& cost, uint64_t times) {
  cost_.units = Sum(cost_.units, Product(cost.units, times));
  const uint64_t most = Product(cost.most, times);
  if (most > cost_.most) {
    cost_.most = most;
    cost_.times = Product(cost.times, times);
    cost_.instruction = cost.instruction;
  }
}

// What the innermost iteration goes over, where the value is a part of the element it is at: the
// parts of all its turns are no more than the whole.
const SizeBound* ChunkRun::WholeOf(const SizeBound& part) const {
  if (point_.iteration == kNothing || point_.phase != kInTurn) return nullptr;
  const Iteration& iteration = iterations_[point_.iteration];
  return part.part_of == iteration.id ? &iteration.range : nullptr;
}

// Units for a part, of which all turns together spend no more than `of_whole`.
void ChunkRun::SpendOnPart(uint64_t units, const SizeBound& part, uint64_t of_whole) {
  if (WholeOf(part) == nullptr) return Spend(units);
  const Iteration& iteration = iterations_[point_.iteration];
  const uint64_t all = std::min(Product(units, TurnsOf(iteration, kInTurn)), of_whole);
  Spend(all, iteration.times, chunk_.begin + pc_);
}

// How often code of that phase runs each time the iteration is opened.
uint64_t ChunkRun::TurnsOf(const Iteration& iteration, uint8_t phase) const {
  const uint64_t turns = iteration.range.elements;
  if (phase == kBefore) return 1;
  // After the last turn the code up to IterateEnd runs once.
  return phase == kInTurn ? std::max<uint64_t>(turns, 1) : Sum(turns, 1);
}

uint64_t ChunkRun::TimesOf(uint32_t iteration, uint8_t phase) const {
  if (iteration == kNothing) return 1;
  const Iteration& open = iterations_[iteration];
  return Product(open.times, TurnsOf(open, phase));
}

// --- Stack and jumps.

std::span<const SizeBound> ChunkRun::Pop(size_t count) {
  const auto first = stack_.end() - static_cast<ptrdiff_t>(count);
  popped_.assign(first, stack_.end());
  stack_.erase(first, stack_.end());
  NoteDepth(stack_.size());
  return popped_;
}

void ChunkRun::NoteDepth(size_t depth) {
  while (!depths_.empty() && depths_.back().second >= depth) depths_.pop_back();
  depths_.emplace_back(pc_, static_cast<uint32_t>(depth));
}

// `pushed` is a value more than here, `top` another bound of the uppermost one.
void ChunkRun::JumpTo(uint32_t target, const SizeBound* pushed, const SizeBound* top) {
  const size_t depth = stack_.size();
  const auto below = [&](size_t i) { return depth > i ? stack_[depth - 1 - i] : NoNumber(); };
  Landing landing;
  landing.first_source = pc_;
  landing.depth = static_cast<uint32_t>(depth + (pushed != nullptr ? 1 : 0));
  landing.top = pushed != nullptr ? *pushed : top != nullptr ? *top : below(0);
  landing.next = pushed != nullptr ? below(0) : below(1);
  landing.point = point_;
  landing.point.reached = true;
  if (landing_of_[target] == kNothing) {
    landing_of_[target] = static_cast<uint32_t>(landings_.size());
    landings_.push_back(landing);
    return;
  }
  Landing& known = landings_[landing_of_[target]];
  // A value below the two that changed since the first jump is unknown there: see Land. The second
  // may have changed too, and is joined.
  known.top = EitherOf(known.top, landing.top);
  known.next = EitherOf(known.next, landing.next);
  known.point.phase |= point_.phase;
}

// A turn may find no other values than the one before it.
void ChunkRun::JumpBack() {
  const Iteration& iteration = iterations_[point_.iteration];
  if (code_[pc_].b != iteration.head || stack_.size() != iteration.head_depth) return Unbounded();
  const auto since = std::ranges::upper_bound(depths_, iteration.head, {},
                                              [](const auto& entry) { return entry.first; });
  const size_t least = since == depths_.end() ? stack_.size() : since->second;
  if (least + 2 < stack_.size()) return Unbounded();
  const size_t depth = stack_.size();
  const auto holds = [&](const SizeBound& head, size_t i) {
    return depth <= i || EitherOf(head, stack_[depth - 1 - i]) == head;
  };
  if (!holds(iteration.head_top, 0) || !holds(iteration.head_next, 1)) Unbounded();
}

// Joins what jumps bring with what the way straight down has.
void ChunkRun::Land() {
  const uint32_t index = landing_of_[pc_];
  if (index == kNothing) return;
  const Landing landing = landings_[index];
  const auto since = std::ranges::upper_bound(depths_, landing.first_source, {},
                                              [](const auto& entry) { return entry.first; });
  const size_t least = since == depths_.end() ? landing.depth : since->second;
  const bool straight = point_.reached;
  stack_.resize(landing.depth, kUnknownSize);
  size_t changed = stack_.size();
  const auto join = [&](size_t at, const SizeBound& value) {
    const SizeBound joined = straight ? EitherOf(stack_[at], value) : value;
    if (joined == stack_[at]) return;
    stack_[at] = joined;
    changed = std::min(changed, at);
  };
  const size_t depth = landing.depth;
  if (depth > 0) join(depth - 1, landing.top);
  if (depth > 1 && least < depth - 1) join(depth - 2, landing.next);
  for (size_t at = least; at + 2 < depth; ++at) join(at, kUnknownSize);
  NoteDepth(changed);
  if (straight) {
    point_.phase |= landing.point.phase;
  } else {
    point_ = landing.point;
  }
  Forget(landing.first_source);
}

// --- Locals.

// Whether a turn that is open here goes over a read of the local, but not over where it was given.
bool ChunkRun::IsReadInAnotherTurn(const Local& local) const {
  if (!local.read) return false;
  uint32_t outermost = kNothing;
  for (uint32_t i = point_.iteration; i != kNothing; i = iterations_[i].around) {
    if (iterations_[i].opener <= local.at) break;
    outermost = iterations_[i].opener;
  }
  return outermost != kNothing && local.last_read > outermost;
}

void ChunkRun::Give(uint32_t index, const SizeBound& value, bool cleared) {
  Local& local = frame_.locals[index];
  if (local.known && frame_.runs[local.owner]->IsReadInAnotherTurn(local)) Unbounded();
  local = {.known = true,
           .read = false,
           .cleared = cleared,
           .owner = self_,
           .at = pc_,
           .last_read = 0,
           .times = Times(),
           .chunk = kNone,
           .value = value};
  given_.push_back(index);
}

// What was given from an instruction on is not known where a jump from there lands.
void ChunkRun::Forget(uint32_t from) {
  while (!given_.empty()) {
    Local& local = frame_.locals[given_.back()];
    const bool mine = local.known && local.owner == self_;
    if (mine && local.at < from) break;
    if (mine) local.known = false;
    given_.pop_back();
  }
}

SizeBound ChunkRun::ReadLocal(uint32_t index) {
  Local& local = frame_.locals[index];
  if (!local.known) return kUnknownSize;
  local.read = true;
  local.last_read = frame_.runs[local.owner]->pc();
  return local.cleared && local.chunk == kNone ? NoNumber() : local.value;
}

SizeBound ChunkRun::Lazy(uint32_t index, ChunkId id) {
  Local local = frame_.locals[index];
  const SizeBound known = ReadLocal(index);
  if (local.known && local.cleared && local.chunk == id) return known;
  if (local.chunk != kNone) Unbounded();  // two chunks for one local
  const ChunkBound evaluated = ChunkRun(frame_, id).Run();
  if (!local.known) {
    Add(evaluated.cost, Times());
    return kUnknownSize;
  }
  if (!local.cleared) return known;  // an iteration's: it has a value already
  Local& given = frame_.locals[index];
  if (!given.known || given.owner != local.owner || given.at != local.at) {
    Unbounded();  // its own chunk gave it something else
    return kUnknownSize;
  }
  frame_.runs[local.owner]->Add(evaluated.cost, local.times);
  given.chunk = id;
  given.value = evaluated.result;
  given.value.part_of = kNone;  // it may be read in other turns than it was evaluated in
  return given.value;
}

ChunkBound ChunkRun::Run() {
  self_ = static_cast<uint32_t>(frame_.runs.size());
  frame_.runs.push_back(this);
  point_.reached = true;
  Spend(chunk_.weight, 1, chunk_.begin);
  for (pc_ = 0; pc_ < chunk_.size && !frame_.unbounded; ++pc_) {
    Land();
    if (frame_.tables.looks == 0) {
      Unbounded();
      break;
    }
    --frame_.tables.looks;
    if (point_.reached) Step();
  }
  Forget(0);
  frame_.runs.pop_back();
  if (frame_.unbounded) {
    cost_.units = kUnbounded;
    return {cost_, kUnknownSize};
  }
  return {cost_, result_.value_or(NoNumber())};
}

}  // namespace bounding

CostBound AsRead(CostBound let, uint64_t fuel) {
  let.units = std::min(let.units, fuel);
  let.most = std::min(let.most, fuel);
  return let;
}

CostBound AsShared(CostBound let, uint32_t weight) {
  if (let.units == kUnbounded) return let;
  let.units -= std::min<uint64_t>(let.units, weight);
  let.most = std::min(let.most, let.units);
  return let;
}

CostTables::CostTables(const Program& p)
    : program(p),
      types(TypeBounds(p.types)),
      constants(ConstantBounds(p)),
      slots(SlotBounds(p, types)),
      looks(p.code.size() * 8 + 10'000) {
  lets.reserve(p.lets.size());
}

ChunkBound BoundChunk(CostTables& tables, ChunkId chunk) {
  bounding::Frame frame{
      tables, std::vector<bounding::Local>(tables.program.chunks[chunk].locals), {}, 0, false};
  return bounding::ChunkRun(frame, chunk).Run();
}

}  // namespace remit
