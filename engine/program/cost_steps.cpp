// What each instruction does in the abstract run of a chunk (cost_frame.cpp).
#include <algorithm>

#include "engine/program/cost_functions.h"
#include "engine/program/cost_run.h"
#include "engine/program/cost_units.h"
#include "engine/program/opcode_table.h"
#include "engine/program/slot_tests.h"

namespace remit::bounding {

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
  const uint64_t units = ComparedUnits(opcode, a, b);
  const SizeBound* const whole_of_a = WholeOf(a);
  const SizeBound* const whole_of_b = WholeOf(b);
  if (BothVersions(a, b) || (whole_of_a == nullptr && whole_of_b == nullptr)) {
    Spend(units);
  } else if (whole_of_a != nullptr) {
    SpendOnPart(units, a, Held(*whole_of_a));
  } else {
    SpendOnPart(units, b, Held(*whole_of_b));
  }
  return NoNumber();
}

SizeBound ChunkRun::Contained(const SizeBound& element, const SizeBound& container) {
  const uint64_t units = ContainedUnits(element, container);
  const SizeBound* const whole = WholeOf(container);
  if (whole == nullptr || BothVersions(element, container)) {
    Spend(std::max(units, element.bytes / 32));
    return NoNumber();
  }
  Spend(element.bytes / 32);  // in a map
  SpendOnPart(units, container, Product(2, Held(*whole)));
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
  for (const PatternEntry& entry : program_.pattern_entries[set.entries]) {
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
      Add(LetCost(frame_.tables, i.b), Times());
      SizeBound value = frame_.tables.lets[i.b].result;
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

// As the instructions that it replaces.
void ChunkRun::StepSlotTest(const Instruction& i, Opcode by) {
  Push(frame_.tables.slots[i.a]);
  if (by == Opcode::Matches) return StepText({by, 0, i.b});
  Push(frame_.tables.constants[i.b]);
  if (by == Opcode::Call) return StepText({by, 2, static_cast<uint32_t>(FunctionId::StartsWith)});
  StepOperator({by});
}

void ChunkRun::Step() {
  const Instruction& i = code_[pc_];
  if (i.opcode == Opcode::Cover) return;
  if (const auto by = TestedBy(i.opcode)) return StepSlotTest(i, *by);
  if (i.opcode <= Opcode::Lazy) return StepValue(i);
  if (i.opcode <= Opcode::Return) return StepControl(i);
  if (i.opcode <= Opcode::In) return StepOperator(i);
  if (i.opcode <= Opcode::ReadAs) return StepMember(i);
  if (i.opcode <= Opcode::MapEnd) return StepBuilder(i);
  if (i.opcode <= Opcode::CountTrue) return StepIteration(i);
  return StepText(i);
}

}  // namespace remit::bounding
