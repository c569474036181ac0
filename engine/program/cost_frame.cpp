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
#include <optional>

#include "engine/program/cost_functions.h"
#include "engine/program/opcode_table.h"

namespace remit {
namespace {

constexpr uint32_t kNothing = UINT32_MAX;

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
  void Spend(uint64_t units, uint64_t times, uint32_t place);
  void Add(const CostBound& cost, uint64_t times);
  bool IsReadInAnotherTurn(const Local& local) const;
  uint32_t pc() const { return pc_; }

 private:
  uint64_t TurnsOf(const Iteration& iteration, uint8_t phase) const;
  uint64_t TimesOf(uint32_t iteration, uint8_t phase) const;
  uint64_t Times() const { return TimesOf(point_.iteration, point_.phase); }
  void Spend(uint64_t units) { Spend(units, Times(), program_.code_places[chunk_.begin + pc_]); }
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

// --- Costs.

void ChunkRun::Spend(uint64_t units, uint64_t times, uint32_t place) {
  const uint64_t spent = Product(units, times);
  cost_.units = Sum(cost_.units, spent);
  if (spent > cost_.most) {
    cost_.most = spent;
    cost_.times = times;
    cost_.place = place;
  }
}

// All of what something else costs, so many times.
void ChunkRun::Add(const CostBound& cost, uint64_t times) {
  cost_.units = Sum(cost_.units, Product(cost.units, times));
  const uint64_t most = Product(cost.most, times);
  if (most > cost_.most) {
    cost_.most = most;
    cost_.times = Product(cost.times, times);
    cost_.place = cost.place;
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
  Spend(all, iteration.times, program_.code_places[chunk_.begin + pc_]);
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

// --- Builders and iterations.

void ChunkRun::OpenBuilder() {
  builders_.push_back({point_.builder, point_.iteration, point_.phase});
  point_.builder = static_cast<uint32_t>(builders_.size() - 1);
}

// So many elements, which together hold what `value` is, each time that this runs.
void ChunkRun::GiveTimes(const SizeBound& value, uint64_t elements) {
  Builder& builder = builders_[point_.builder];
  uint64_t times = 1;
  uint32_t levels = 0;
  uint32_t innermost = kNothing;
  uint32_t at = point_.iteration;
  uint8_t phase = point_.phase;
  const auto pass = [&](const Iteration& iteration) {
    times = Product(times, TurnsOf(iteration, phase));
    if (levels++ == 0) innermost = iteration.id;
  };
  while (at != builder.iteration && at != kNothing) {
    pass(iterations_[at]);
    phase = iterations_[at].phase_around;
    at = iterations_[at].around;
  }
  if (at != kNothing && phase != builder.phase) pass(iterations_[at]);
  SizeBound& built = builder.built;
  built.elements = Sum(built.elements, Product(times, elements));
  built.inner_elements = std::max({built.inner_elements, value.elements, value.inner_elements});
  built.inner_bytes = std::max({built.inner_bytes, value.bytes, value.inner_bytes});
  uint64_t values = Product(times, value.values);
  uint64_t text = Product(times, value.text);
  if (levels == 1 && value.part_of == innermost) {
    // The parts of all turns together are no more than the whole.
    const SizeBound& whole = iterations_[point_.iteration].range;
    values = std::min(values, Sum(whole.values, times));
    text = std::min(text, whole.text);
  }
  built.values = Sum(built.values, values);
  built.text = Sum(built.text, text);
  built.numbers = EitherOf(built, value).numbers;
  built.optionals = built.optionals || value.optionals;
  built.versions = built.versions || value.versions;
}

void ChunkRun::Put(const SizeBound& key, bool keyed, const SizeBound& value) {
  if (value.error || key.error) return;  // the builder's value is that error
  GiveTimes(value, 1);
  if (keyed) GiveTimes(key, 0);
}

void ChunkRun::PutEntries(const SizeBound& map) {
  if (map.error) return;
  Spend(map.elements);
  SizeBound entries = map;
  entries.elements = entries.bytes = 0;
  GiveTimes(entries, map.elements);
}

void ChunkRun::OpenIteration(const SizeBound& range) {
  Iteration iteration;
  iteration.around = point_.iteration;
  iteration.phase_around = point_.phase;
  iteration.opener = pc_;
  iteration.id = frame_.iterations++;
  iteration.range = range;
  iteration.times = Times();
  iterations_.push_back(iteration);
  point_.iteration = static_cast<uint32_t>(iterations_.size() - 1);
  point_.phase = kBefore;
}

void ChunkRun::Turn(const Instruction& instruction) {
  Iteration& iteration = iterations_[point_.iteration];
  if (iteration.head != kNothing) Unbounded();  // two kinds of turn
  iteration.head = pc_;
  iteration.head_depth = static_cast<uint32_t>(stack_.size());
  const size_t depth = stack_.size();
  if (depth > 0) {
    // What the turns count in is any number in the next one.
    SizeBound& top = stack_[depth - 1];
    if (top.numbers.least <= top.numbers.most) top.numbers = kAnyNumber;
    top.part_of = kNone;
    NoteDepth(depth - 1);
    iteration.head_top = top;
  }
  if (depth > 1) iteration.head_next = stack_[depth - 2];
  const Iteration open = iteration;
  point_.phase = kInTurn;
  JumpTo(instruction.b);
  SizeBound element = ElementOf(open.range);
  element.part_of = open.id;
  if (instruction.opcode == Opcode::IterateNext) return Give(instruction.a, element, false);
  SizeBound key = element;
  key.elements = key.inner_elements = key.inner_bytes = 0;
  key.values = 1;
  key.text = std::min(key.text, key.bytes);
  key.numbers.least = std::min<int64_t>(key.numbers.least, 0);
  key.numbers.most = std::max(key.numbers.most, NumberUpTo(open.range.elements).numbers.most);
  Give(instruction.a, key, false);
  Give(instruction.a + 1u, element, false);
}

// --- Instructions.

SizeBound ChunkRun::Compared(Opcode opcode, const SizeBound& a, const SizeBound& b) {
  const bool equality = opcode == Opcode::Equal || opcode == Opcode::NotEqual;
  const uint64_t of_a = equality ? Held(a) : a.bytes / 32;
  const uint64_t of_b = equality ? Held(b) : b.bytes / 32;
  // Of what has one size both are looked at as far as the smaller one; versions wholly.
  const uint64_t versions = Sum(a.text, b.text) / 32;
  if (a.versions && b.versions) {
    Spend(Sum(std::min(of_a, of_b), versions));
  } else if (const SizeBound* const whole_of_a = WholeOf(a)) {
    SpendOnPart(std::min(of_a, of_b), a, Held(*whole_of_a));
  } else if (const SizeBound* const whole_of_b = WholeOf(b)) {
    SpendOnPart(std::min(of_a, of_b), b, Held(*whole_of_b));
  } else {
    Spend(std::min(of_a, of_b));
  }
  return NoNumber();
}

SizeBound ChunkRun::Contained(const SizeBound& element, const SizeBound& container) {
  const uint64_t count = container.elements;
  uint64_t compared = std::min(Product(count, Held(element)), Held(container));
  if (element.versions && container.versions) {
    compared = Sum(compared, Sum(Product(count, element.text), container.text) / 32);
  }
  const SizeBound* const whole = WholeOf(container);
  if (whole == nullptr || (element.versions && container.versions)) {
    Spend(std::max(Sum(count, compared), element.bytes / 32));
    return NoNumber();
  }
  Spend(element.bytes / 32);  // in a map
  SpendOnPart(Sum(count, compared), container, Product(2, Held(*whole)));
  return NoNumber();
}

SizeBound ChunkRun::Read(uint32_t type, const SizeBound& value) {
  const FactType declared = program_.types[type];
  const SizeBound& bound = frame_.tables.types[type];
  const bool container = declared.kind == FactKind::List || declared.kind == FactKind::Map;
  if (declared.kind == FactKind::Bytes) {
    Spend(value.bytes / 32);
  } else if (container && bound.inner_elements == 0) {  // elements that are converted
    Spend(Sum(value.elements,
              program_.types[declared.element].kind == FactKind::Bytes ? value.text / 32 : 0));
  } else if (container) {
    Spend(Held(value));
  }
  return ReadBound(value, bound);
}

// Hits are maps of id, path, line, start and text, which shows four characters.
SizeBound ChunkRun::Searched(Opcode opcode, const PatternSet& set, const SizeBound& input) {
  const uint64_t entries = set.entries.size();
  const uint64_t text = std::max(input.bytes, input.text);
  const bool first = opcode == Opcode::MatchesAny;
  const uint64_t hits =
      first ? std::min<uint64_t>(1, text) : std::min(Product(text, entries), program_.sizes.hits);
  Spend(Sum(Sum(input.elements, Product(text / 8, entries)), Product(16, hits)));
  if (first) return NoNumber();
  uint64_t longest = 32;
  for (const PatternEntry& entry : set.entries) {
    longest = std::max<uint64_t>(longest, program_.strings[entry.id].size());
  }
  SizeBound hit = ListOf(10, TextOf(std::max(longest, input.inner_bytes)));
  hit.elements = 5;
  hit.numbers = kAnyNumber;
  SizeBound list = ListOf(hits, hit);
  list.text = Product(hits, Sum(Product(2, longest), Sum(input.inner_bytes, 32)));
  return list;
}

void ChunkRun::StepValue(const Instruction& i) {
  switch (i.opcode) {
    case Opcode::Const:
      return Push(frame_.tables.constants[i.b]);
    case Opcode::Slot:
      return Push(frame_.tables.slots[i.b]);
    case Opcode::Let: {
      const ChunkBound& let = frame_.tables.lets[i.b];
      Add(AsRead(let.cost, program_.fuel), Times());
      SizeBound value = let.result;
      value.part_of = kNone;
      return Push(value);
    }
    case Opcode::Local:
      return Push(ReadLocal(i.a));
    case Opcode::ClearLocal:
      return Give(i.a, NoNumber(), true);
    default:
      return Push(Lazy(i.a, i.b));
  }
}

void ChunkRun::StepControl(const Instruction& i) {
  const SizeBound error = ErrorBound();
  const SizeBound yes_or_no = NoNumber();
  switch (i.opcode) {
    case Opcode::Jump:
      if (i.b <= pc_) {
        JumpBack();
      } else {
        JumpTo(i.b);
      }
      point_.reached = false;
      return;
    case Opcode::JumpIfFalse:
    case Opcode::JumpIfTrue:
      return JumpTo(i.b, nullptr, &yes_or_no);
    case Opcode::JumpIfError:
      return JumpTo(i.b, nullptr, &error);
    case Opcode::Condition:
      stack_.back() = yes_or_no;
      NoteDepth(stack_.size() - 1);
      return;
    case Opcode::Branch:
      Pop(1);
      return JumpTo(i.b);
    case Opcode::OrValue:
    case Opcode::OrOptional: {
      const SizeBound optional = Pop(1)[0];
      return JumpTo(i.b, &optional);
    }
    default: {  // Return
      const SizeBound value = stack_.back();
      result_ = result_ ? EitherOf(*result_, value) : value;
      point_.reached = false;
    }
  }
}

void ChunkRun::StepOperator(const Instruction& i) {
  const uint8_t pops = RowOf(i.opcode).pops;
  const std::span<const SizeBound> taken = Pop(pops);
  const SizeBound a = taken[0];
  const SizeBound b = taken.back();
  switch (i.opcode) {
    case Opcode::Add: {
      const SizeBound sum = InARow(a, b);
      Spend(std::max(sum.bytes / 32, sum.elements));
      return Push(sum);
    }
    case Opcode::Subtract:
      return Push(DifferenceOf(a, b));
    case Opcode::Equal:
    case Opcode::NotEqual:
    case Opcode::Less:
    case Opcode::LessEqual:
    case Opcode::Greater:
    case Opcode::GreaterEqual:
      return Push(Compared(i.opcode, a, b));
    case Opcode::In:
      return Push(Contained(a, b));
    case Opcode::And:
    case Opcode::Or:
    case Opcode::Not:
      return Push(NoNumber());
    default:
      return Push(SizeBound());
  }
}

void ChunkRun::StepMember(const Instruction& i) {
  const std::span<const SizeBound> taken = Pop(RowOf(i.opcode).pops);
  const SizeBound from = taken[0];
  SizeBound found = ElementOf(from);
  // A part of a part; but a key or index may be one and the same in every turn.
  switch (i.opcode) {
    case Opcode::Has:
    case Opcode::HasValue:
      return Push(NoNumber());
    case Opcode::Select:
      return Push(found);
    case Opcode::OptionalSelect:
    case Opcode::OptionalValue:
      return Push(OptionalOf(found));
    case Opcode::Index:
      Spend(taken[1].bytes / 32);
      return Push(found);
    case Opcode::OptionalIndex:
      Spend(taken[1].bytes / 32);
      return Push(OptionalOf(found));
    default:  // ReadAs
      return Push(Read(i.b, from));
  }
}

void ChunkRun::StepBuilder(const Instruction& i) {
  const std::span<const SizeBound> taken = Pop(RowOf(i.opcode).pops);
  switch (i.opcode) {
    case Opcode::ListBegin:
    case Opcode::MapBegin:
      return OpenBuilder();
    case Opcode::ListAppend:
    case Opcode::ListAppendOptional:
      return Put({}, false, taken[0]);
    case Opcode::MapPut:
    case Opcode::MapPutOptional:
      return Put(taken[0], true, taken[1]);
    case Opcode::MapMerge:
      return PutEntries(taken[0]);
    default: {
      const Builder& builder = builders_[point_.builder];
      Push(builder.built);
      point_.builder = builder.around;
    }
  }
}

void ChunkRun::StepIteration(const Instruction& i) {
  switch (i.opcode) {
    case Opcode::IterateBegin: {
      const SizeBound range = Pop(1)[0];
      const SizeBound error = ErrorBound();
      JumpTo(i.b, &error);
      return OpenIteration(range);
    }
    case Opcode::IterateNext:
    case Opcode::IteratePair:
      return Turn(i);
    case Opcode::Charge:
      return Spend(i.b);
    case Opcode::CountTrue:
      Pop(2);
      return Push(SizeBound());
    default: {  // IterateEnd
      const Iteration& iteration = iterations_[point_.iteration];
      point_.phase = iteration.phase_around;
      point_.iteration = iteration.around;
    }
  }
}

void ChunkRun::StepText(const Instruction& i) {
  constexpr uint64_t kShown = 2500;  // 200 characters, each escaped, and what says that it goes on
  const OpcodeRow& row = RowOf(i.opcode);
  const std::vector<SizeBound> taken = [&] {
    const auto popped = Pop(row.pops == kVariadic ? i.a : row.pops);
    return std::vector<SizeBound>(popped.begin(), popped.end());
  }();
  const auto call = [this](const BoundedCall& bounded) {
    Spend(bounded.units);
    Push(bounded.result);
  };
  switch (i.opcode) {
    case Opcode::Call:
      return call(BoundCall(static_cast<FunctionId>(i.b), taken, program_.fuel));
    case Opcode::Matches: {
      const BoundedCall bounded = BoundConstantRegex(FunctionId::Matches, taken);
      const SizeBound* const whole = WholeOf(taken[0]);
      SpendOnPart(bounded.units, taken[0], whole == nullptr ? 0 : whole->text / 16);
      return Push(bounded.result);
    }
    case Opcode::RegexReplace:
      return call(BoundConstantRegex(FunctionId::RegexReplace, taken));
    case Opcode::RegexExtract:
      return call(BoundConstantRegex(FunctionId::RegexExtract, taken));
    case Opcode::RegexExtractAll:
      return call(BoundConstantRegex(FunctionId::RegexExtractAll, taken));
    case Opcode::Scan:
    case Opcode::MatchesAny:
      return Push(Searched(i.opcode, program_.pattern_sets[i.b], taken[0]));
    case Opcode::Interpolate:
      return Push(TextOf(kShown));
    case Opcode::Concat: {
      uint64_t bytes = 0;
      for (const SizeBound& text : taken) bytes = Sum(bytes, text.bytes);
      Spend(bytes / 32);
      return Push(TextOf(bytes));
    }
    default:  // SumExact, Cap
      return Push(SizeBound());
  }
}

void ChunkRun::Step() {
  const Instruction& i = code_[pc_];
  if (i.opcode == Opcode::Cover) return;
  if (i.opcode <= Opcode::Lazy) return StepValue(i);
  if (i.opcode <= Opcode::Return) return StepControl(i);
  if (i.opcode <= Opcode::In) return StepOperator(i);
  if (i.opcode <= Opcode::ReadAs) return StepMember(i);
  if (i.opcode <= Opcode::MapEnd) return StepBuilder(i);
  if (i.opcode <= Opcode::CountTrue) return StepIteration(i);
  return StepText(i);
}

ChunkBound ChunkRun::Run() {
  self_ = static_cast<uint32_t>(frame_.runs.size());
  frame_.runs.push_back(this);
  point_.reached = true;
  Spend(chunk_.weight, 1, program_.code_places[chunk_.begin]);
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

}  // namespace

CostBound AsRead(CostBound let, uint64_t fuel) {
  let.units = std::min(let.units, fuel);
  let.most = std::min(let.most, fuel);
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
  Frame frame{tables, std::vector<Local>(tables.program.chunks[chunk].locals), {}, 0, false};
  return ChunkRun(frame, chunk).Run();
}

}  // namespace remit
