// The loop. Everything an instruction does is in its row of engine/program/opcodes.def; stacks,
// frames, lets and fuel are explained in docs/vm.md.
#include "engine/vm/vm.h"

#include <algorithm>
#include <array>

#include "engine/vm/functions.h"
#include "engine/vm/members.h"
#include "engine/vm/operators.h"
#include "engine/vm/quick_tests.h"
#include "engine/vm/read_declared.h"
#include "engine/vm/texts.h"
#include "engine/vm/vm_mutants.h"

#ifdef REMIT_VM_MUTANTS
#define REMIT_MUTANT(name) (g_mutant_opcode == static_cast<int>(Opcode::name))
#else
#define REMIT_MUTANT(name) false
#endif

namespace remit {

#ifdef REMIT_VM_MUTANTS
int g_mutant_opcode = -1;

namespace {
constexpr size_t kMutantSlack = 64;         // iterations that a wrong IterateEnd may leave open
constexpr uint64_t kMutantSteps = 1 << 22;  // instructions of one chunk before it is given up

constexpr bool kPushes[] = {
#define REMIT_OPCODE(name, a, b, pops, pushes, meaning) (pushes) == 1,
#include "engine/program/opcodes.def"
#undef REMIT_OPCODE
};

Value Mutated(const Value& value) {
  if (value.kind == ValueKind::Bool) return MakeBool(!value.boolean);
  if (value.kind == ValueKind::Null) return MakeBool(true);
  if (value.kind != ValueKind::Int) return MakeNull();
  return MakeInt(value.integer == INT64_MAX ? 0 : value.integer + 1);
}

// The mutant pushes something else; what has a wrong way of its own in the loop is left out.
bool MutatesResult(Opcode opcode) {
  if (static_cast<int>(opcode) != g_mutant_opcode) return false;
  if (opcode == Opcode::JumpIfFalse || opcode == Opcode::JumpIfTrue) return false;
  if (opcode == Opcode::JumpIfError || opcode == Opcode::Cover) return false;
  return kPushes[g_mutant_opcode];
}
}  // namespace
#endif

// What an evaluation uses of the stacks, given back however it ends.
struct Vm::Frame {
  explicit Frame(Vm& owner)
      : vm(owner),
        values(vm.value_count_),
        iterations(vm.iteration_count_),
        builders(vm.builder_count_),
        building(vm.building_.size()) {}
  ~Frame() {
    vm.value_count_ = values;
    vm.iteration_count_ = iterations;
    vm.builder_count_ = builders;
    if (vm.building_.size() != building) vm.building_.resize(building);
  }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  Vm& vm;
  size_t values, iterations, builders, building;
};

namespace {

// `&&` where absorbing is false, `||` where it is true.
Value Absorb(Eval& eval, const Value& a, const Value& b, bool absorbing) {
  if (a.kind == ValueKind::Bool && b.kind == ValueKind::Bool) {
    return MakeBool(absorbing ? a.boolean || b.boolean : a.boolean && b.boolean);
  }
  if (a.kind == ValueKind::Bool && a.boolean == absorbing) return a;
  if (b.kind == ValueKind::Bool && b.boolean == absorbing) return b;
  if (a.is_error()) return a;
  if (b.is_error()) return b;
  return NoOverload(eval.arena, absorbing ? "||" : "&&", a, b);
}

Value NotBool(Arena& arena, const Value& value) {
  return Failure(arena, EvalErrorCode::NotBool,
                 {"a condition must be a bool, not ", ValueKindName(value.kind)});
}

Value CountTrue(Eval& eval, const Value& count, const Value& condition) {
  if (count.is_error()) return count;
  if (condition.is_error()) return condition;
  if (condition.kind != ValueKind::Bool) return NotBool(eval.arena, condition);
  if (count.kind != ValueKind::Int) return NoOverload(eval.arena, "exists_one", count);
  return MakeInt(count.integer + (condition.boolean ? 1 : 0));
}

const Value* FirstError(std::span<const Value> values) {
  for (const Value& value : values) {
    if (value.is_error()) return &value;
  }
  return nullptr;
}

}  // namespace

Vm::Vm(const LoadedProgram& loaded)
    : loaded_(loaded),
      slots_(loaded.program().slots.size()),
      lets_(loaded.program().lets.size()),
      covered_(loaded.program().covers),
      reader_(loaded.paths()),
      regexes_(loaded.regexes()),
      fuel_limit_(loaded.program().fuel),
      values_(loaded.needs().values),
      local_set_(loaded.needs().values),
      iterations_(loaded.needs().iterations),
      builders_(loaded.needs().builders) {
#ifdef REMIT_VM_MUTANTS
  iterations_.resize(iterations_.size() + kMutantSlack);
#endif
  const Program& program = loaded.program();
  for (uint32_t slot = 0; slot < program.slots.size() && !name_slot_; ++slot) {
    const std::span<const StringId> members = program.ids[program.slots[slot].members];
    if (program.slots[slot].root != SlotRoot::Action || members.size() != 1) continue;
    if (program.strings[members[0]] == "name") name_slot_ = slot;
  }
  BeginRule();
}

void Vm::Begin() {
  ++decision_;
  facts_ = Facts::Given;
  name_ = {};
  row_ = nullptr;
  converted_.clear();
  arena_.Reset();
  regexes_.Begin();
  BeginRule();
}

Value Vm::Run(ChunkId chunk) { return EvaluateInOwnFrame(loaded_.program().chunks[chunk]); }

const Value* Vm::RunConstant(ChunkId id) {
  const Program& program = loaded_.program();
  const Chunk& chunk = program.chunks[id];
  const Instruction& first = program.code[chunk.begin];
  if (chunk.size != 2 || first.opcode != Opcode::Const) return nullptr;
  if (fuel_.left < chunk.weight || !fuel_.Charge(chunk.weight)) return nullptr;
  return &loaded_.constants()[first.b];
}

Value Vm::ReadLet(uint32_t let) {
  const LetState& state = EvaluateLet(let);
  return fuel_.Charge(state.fuel) ? state.value : OutOfFuelError();
}

const Value* Vm::EvaluatedLet(uint32_t let) const {
  return lets_[let].decision == decision_ ? &lets_[let].value : nullptr;
}

// Its own budget, so that what it gives does not depend on who reads it first.
const Vm::LetState& Vm::EvaluateLet(uint32_t let) {
  LetState& state = lets_[let];
  if (state.decision == decision_) return state;
  const Fuel readers = fuel_;
  BeginRule();
  const Program& program = loaded_.program();
  state.value = EvaluateInOwnFrame(program.chunks[program.lets[let].chunk]);
  state.fuel = fuel_limit_ - fuel_.left;
  state.decision = decision_;
  fuel_ = readers;
  return state;
}

Value Vm::EvaluateInOwnFrame(const Chunk& chunk) {
  if (chunk.locals == 0) return Evaluate(chunk, nullptr, nullptr);
  const Frame frame(*this);
  Value* const locals = values_.data() + value_count_;
  uint8_t* const local_set = local_set_.data() + value_count_;
  // Nothing of an earlier frame, whose memory may be gone, can be read through a local.
  for (uint16_t i = 0; i < chunk.locals; ++i) {
    locals[i] = Value();
    local_set[i] = 0;
  }
  value_count_ += chunk.locals;
  return Evaluate(chunk, locals, local_set);
}

// The error as made by this instruction, if nobody placed it yet.
Value Vm::Placed(const Value& error, const Instruction* pc) {
  if (error.error->place != 0) return error;
  const Program& program = loaded_.program();
  const uint32_t place = PlaceOf(program, static_cast<size_t>(pc - program.code.data()));
  const bool out = error.error->code == EvalErrorCode::OutOfFuel;
  if (place == 0 && !out) return error;
  std::string_view message = error.error->message;
  if (out) {
    message = JoinText(arena_, {"over the limit of ", std::to_string(fuel_limit_),
                                " units of fuel for a rule (`limits.fuel`, see docs/limits.md)"});
  }
  return MakeError(arena_.Make(EvalError{error.error->code, place, message}));
}

// The error as of this instruction, wherever it was made.
Value Vm::PlacedAnew(const Value& error, const Instruction* pc) {
  return Placed(MakeError(arena_.Make(EvalError{error.error->code, 0, error.error->message})), pc);
}

// After an operator: places the error it made. False where the fuel is used up: the chunk ends.
inline bool Vm::Settle(Value& result, const Instruction* pc) {
  if (result.is_error()) [[unlikely]]
    result = Placed(result, pc);
  return !fuel_.out;
}

Value Vm::Evaluate(const Chunk& chunk, Value* locals, uint8_t* local_set) {
  const Frame frame(*this);
  const Program& program = loaded_.program();
  const Instruction* const code = program.code.data() + chunk.begin;
  const Instruction* pc = code;
  if (!fuel_.Charge(chunk.weight)) return Placed(OutOfFuelError(), pc);
  Value* const bottom = values_.data() + value_count_;
  Value* sp = bottom;  // the next free place
  value_count_ += chunk.stack;
  Eval operators = eval();

// Each instruction jumps to the next one's by itself: one place that jumps to all of them would be
// foreseen badly.
#ifdef REMIT_VM_MUTANTS
#define REMIT_CASE(name) case Opcode::name:
#define REMIT_NEXT break
#else
#define REMIT_CASE(name) \
  case Opcode::name:     \
    at_##name:
#define REMIT_NEXT goto* kPlaces[static_cast<size_t>((++pc)->opcode)]
  static constexpr const void* kPlaces[] = {
#define REMIT_OPCODE(name, a, b, pops, pushes, meaning) &&at_##name,
#include "engine/program/opcodes.def"
#undef REMIT_OPCODE
  };
#endif

#define REMIT_UNARY(name, call)             \
  REMIT_CASE(name)                          \
  if (!sp[-1].is_error()) {                 \
    sp[-1] = call;                          \
    if (!Settle(sp[-1], pc)) return sp[-1]; \
  }                                         \
  REMIT_NEXT;
#define REMIT_BINARY(name, function)           \
  REMIT_CASE(name)                             \
  --sp;                                        \
  if (sp[-1].is_error()) REMIT_NEXT;           \
  if (sp[0].is_error()) {                      \
    sp[-1] = sp[0];                            \
    REMIT_NEXT;                                \
  }                                            \
  sp[-1] = function(operators, sp[-1], sp[0]); \
  if (!Settle(sp[-1], pc)) return sp[-1];      \
  REMIT_NEXT;
// As REMIT_BINARY, where `quick` is a Truth of a and b: what it leaves unknown, the operator says.
#define REMIT_COMPARISON(name, quick)                          \
  REMIT_CASE(name) {                                           \
    --sp;                                                      \
    const Value& a = sp[-1];                                   \
    const Value& b = sp[0];                                    \
    if (a.is_error()) REMIT_NEXT;                              \
    const Truth truth = b.is_error() ? Truth::Unknown : quick; \
    if (truth != Truth::Unknown) {                             \
      sp[-1] = MakeBool(truth == Truth::True);                 \
      REMIT_NEXT;                                              \
    }                                                          \
    sp[-1] = b.is_error() ? b : name(operators, a, b);         \
    if (!Settle(sp[-1], pc)) return sp[-1];                    \
    REMIT_NEXT;                                                \
  }
#define REMIT_VARIADIC(name, call)                     \
  REMIT_CASE(name) {                                   \
    sp -= pc->a;                                       \
    const std::span<const Value> arguments(sp, pc->a); \
    const Value* const error = FirstError(arguments);  \
    *sp = error != nullptr ? *error : call;            \
    if (!Settle(*sp++, pc)) return sp[-1];             \
    REMIT_NEXT;                                        \
  }

// `quick`: a Truth; `call`: the operator itself, for what that leaves unknown.
#define REMIT_SLOT_TEST(name, quick, call)    \
  REMIT_CASE(name) {                          \
    const Value fact = slot(pc->a);           \
    const Truth truth = quick;                \
    if (truth != Truth::Unknown) {            \
      *sp++ = MakeBool(truth == Truth::True); \
      REMIT_NEXT;                             \
    }                                         \
    *sp = fact.is_error() ? fact : call;      \
    if (!Settle(*sp++, pc)) return sp[-1];    \
    REMIT_NEXT;                               \
  }
#define REMIT_SLOT_ORDER(name, function, op)                                                     \
  REMIT_SLOT_TEST(name,                                                                          \
                  QuickOrder(fact, constants[pc->b], [](double x, double y) { return x op y; }), \
                  function(operators, fact, constants[pc->b]))

#ifdef REMIT_VM_MUTANTS
  uint64_t steps = 0;
#endif
  const std::span<const Value> constants = loaded_.constants();
  for (;; ++pc) {
#ifdef REMIT_VM_MUTANTS
    if (++steps > kMutantSteps) return MakeNull();
    const Opcode opcode = pc->opcode;
#endif
    switch (pc->opcode) {
      REMIT_CASE(Const)
      *sp++ = constants[pc->b];
      REMIT_NEXT;
      REMIT_CASE(Slot)
      *sp = slot(pc->b);
      if (sp->is_error()) *sp = Placed(*sp, pc);
      ++sp;
      REMIT_NEXT;
      REMIT_CASE(Let) {
        const LetState& let = EvaluateLet(pc->b);
        const bool shared = program.lets[pc->b].shared;
        // The nodes of what is shared count in the weight of the chunk that reads it.
        const uint64_t paid = shared ? program.chunks[program.lets[pc->b].chunk].weight : 0;
        if (!fuel_.Charge(let.fuel - std::min(paid, let.fuel))) {
          return Placed(OutOfFuelError(), pc);
        }
        *sp = let.value;
        if (shared && sp->is_error()) *sp = PlacedAnew(*sp, pc);
        ++sp;
        REMIT_NEXT;
      }
      REMIT_CASE(Local)
      *sp++ = locals[pc->a];
      REMIT_NEXT;
      REMIT_CASE(ClearLocal)
      if (!REMIT_MUTANT(ClearLocal)) local_set[pc->a] = 0;
      REMIT_NEXT;
      REMIT_CASE(Lazy)
      if (local_set[pc->a] == 0) {
        const Value value = Evaluate(program.chunks[pc->b], locals, local_set);
        if (fuel_.out) return value;
        locals[pc->a] = value;
        local_set[pc->a] = 1;
      }
      *sp++ = locals[pc->a];
      REMIT_NEXT;

      REMIT_CASE(Jump)
      if (REMIT_MUTANT(Jump)) return MakeNull();
      pc = code + pc->b - 1;
      REMIT_NEXT;
      REMIT_CASE(JumpIfFalse)
      if (sp[-1].is_false() != REMIT_MUTANT(JumpIfFalse)) pc = code + pc->b - 1;
      REMIT_NEXT;
      REMIT_CASE(JumpIfTrue)
      if (sp[-1].is_true() != REMIT_MUTANT(JumpIfTrue)) pc = code + pc->b - 1;
      REMIT_NEXT;
      REMIT_CASE(JumpIfError)
      if (sp[-1].is_error() != REMIT_MUTANT(JumpIfError)) pc = code + pc->b - 1;
      REMIT_NEXT;
      REMIT_CASE(Condition)
      if (sp[-1].kind != ValueKind::Bool && !sp[-1].is_error()) {
        sp[-1] = Placed(NotBool(arena_, sp[-1]), pc);
      }
      REMIT_NEXT;
      REMIT_CASE(Branch)
      --sp;
      if (sp->is_true() == REMIT_MUTANT(Branch)) pc = code + pc->b - 1;
      REMIT_NEXT;
      REMIT_CASE(OrValue)
      REMIT_CASE(OrOptional) {
        const bool mutant =
            pc->opcode == Opcode::OrValue ? REMIT_MUTANT(OrValue) : REMIT_MUTANT(OrOptional);
        const Value optional = *--sp;
        const bool none = optional.kind == ValueKind::Optional && optional.items == nullptr;
        if (none != mutant) REMIT_NEXT;
        if (optional.kind == ValueKind::Optional) {
          const bool inner = pc->opcode == Opcode::OrValue && !none;
          *sp++ = inner ? *optional.items : optional;
        } else if (optional.is_error()) {
          *sp++ = optional;
        } else {
          *sp++ = Placed(
              NoOverload(arena_, pc->opcode == Opcode::OrValue ? "orValue" : "or", optional), pc);
        }
        pc = code + pc->b - 1;
        REMIT_NEXT;
      }
      REMIT_CASE(Return)
#ifdef REMIT_VM_MUTANTS
      if (REMIT_MUTANT(Return)) return Mutated(sp[-1]);
#endif
      return sp[-1];

      REMIT_CASE(And)
      --sp;
      sp[-1] = Absorb(operators, sp[-1], sp[0], false);
      if (!Settle(sp[-1], pc)) return sp[-1];
      REMIT_NEXT;
      REMIT_CASE(Or)
      --sp;
      sp[-1] = Absorb(operators, sp[-1], sp[0], true);
      if (!Settle(sp[-1], pc)) return sp[-1];
      REMIT_NEXT;
      REMIT_UNARY(Not, Not(operators, sp[-1]))
      REMIT_UNARY(Negate, Negate(operators, sp[-1]))
      REMIT_BINARY(Add, Add)
      REMIT_BINARY(Subtract, Subtract)
      REMIT_BINARY(Multiply, Multiply)
      REMIT_BINARY(Divide, Divide)
      REMIT_BINARY(Modulo, Modulo)
      REMIT_COMPARISON(Equal, QuickEqual(a, b))
      REMIT_COMPARISON(NotEqual, Negated(QuickEqual(a, b)))
      REMIT_COMPARISON(Less, QuickOrder(a, b, [](double x, double y) { return x < y; }))
      REMIT_COMPARISON(LessEqual, QuickOrder(a, b, [](double x, double y) { return x <= y; }))
      REMIT_COMPARISON(Greater, QuickOrder(a, b, [](double x, double y) { return x > y; }))
      REMIT_COMPARISON(GreaterEqual, QuickOrder(a, b, [](double x, double y) { return x >= y; }))
      REMIT_BINARY(In, In)

      REMIT_UNARY(Select, Select(operators, sp[-1], program.strings[pc->b]))
      REMIT_UNARY(OptionalSelect, OptionalSelect(operators, sp[-1], program.strings[pc->b], false))
      REMIT_UNARY(OptionalValue, OptionalSelect(operators, sp[-1], program.strings[pc->b], true))
      REMIT_UNARY(Has, Has(operators, sp[-1], program.strings[pc->b], false))
      REMIT_UNARY(HasValue, Has(operators, sp[-1], program.strings[pc->b], true))
      REMIT_BINARY(Index, Index)
      REMIT_BINARY(OptionalIndex, OptionalIndex)
      REMIT_UNARY(ReadAs, ReadDeclared(operators, program.types, pc->b, sp[-1]))

      REMIT_CASE(ListBegin)
      REMIT_CASE(MapBegin)
      BeginBuilding();
#ifdef REMIT_VM_MUTANTS
      if (REMIT_MUTANT(ListBegin) && pc->opcode == Opcode::ListBegin) {
        building_.push_back(MakeNull());
      }
      if (REMIT_MUTANT(MapBegin) && pc->opcode == Opcode::MapBegin) {
        building_.insert(building_.end(), {MakeString("mutant"), MakeNull()});
      }
#endif
      REMIT_NEXT;
      REMIT_CASE(ListAppend)
      --sp;
      if (!REMIT_MUTANT(ListAppend)) Append(*sp);
      REMIT_NEXT;
      REMIT_CASE(ListAppendOptional)
      --sp;
      if (!REMIT_MUTANT(ListAppendOptional)) AppendOptional(pc, nullptr, *sp);
      REMIT_NEXT;
      REMIT_CASE(ListEnd)
      *sp++ = FinishList();
      REMIT_NEXT;
      REMIT_CASE(MapPut)
      sp -= 2;
      if (REMIT_MUTANT(MapPut)) REMIT_NEXT;
      Append(sp[0]);
      Append(sp[1]);
      REMIT_NEXT;
      REMIT_CASE(MapPutOptional)
      sp -= 2;
      if (!REMIT_MUTANT(MapPutOptional)) AppendOptional(pc, &sp[0], sp[1]);
      REMIT_NEXT;
      REMIT_CASE(MapMerge)
      --sp;
      if (REMIT_MUTANT(MapMerge)) REMIT_NEXT;
      if (sp->kind == ValueKind::Map && !fuel_.Charge(sp->size)) {
        return Placed(OutOfFuelError(), pc);
      }
      Merge(pc, *sp);
      REMIT_NEXT;
      REMIT_CASE(MapEnd)
      *sp = FinishMap();
      if (sp->is_error()) *sp = Placed(*sp, pc);
      ++sp;
      REMIT_NEXT;

      REMIT_CASE(IterateBegin) {
        const Value range = *--sp;
        Iteration iteration;
        if (REMIT_MUTANT(IterateBegin)) {
        } else if (range.kind == ValueKind::List) {
          iteration = {range.items, nullptr, 0, range.size};
        } else if (range.kind == ValueKind::Map) {
          iteration = {nullptr, range.entries, 0, range.size};
        } else {
          *sp++ = range.is_error() ? range : Placed(NoRange(range), pc);
          pc = code + pc->b - 1;
          REMIT_NEXT;
        }
        iterations_[iteration_count_++] = iteration;
        REMIT_NEXT;
      }
      REMIT_CASE(IterateNext) {
        Iteration& iteration = iterations_[iteration_count_ - 1];
        if (iteration.next == iteration.size || REMIT_MUTANT(IterateNext)) {
          pc = code + pc->b - 1;
          REMIT_NEXT;
        }
        const uint32_t i = iteration.next++;
        locals[pc->a] =
            iteration.entries != nullptr ? iteration.entries[i].key : iteration.items[i];
        local_set[pc->a] = 1;
        REMIT_NEXT;
      }
      REMIT_CASE(IteratePair) {
        Iteration& iteration = iterations_[iteration_count_ - 1];
        if (iteration.next == iteration.size || REMIT_MUTANT(IteratePair)) {
          pc = code + pc->b - 1;
          REMIT_NEXT;
        }
        const uint32_t i = iteration.next++;
        Value* const pair = locals + pc->a;
        if (iteration.entries != nullptr) {
          pair[0] = iteration.entries[i].key;
          pair[1] = iteration.entries[i].value;
        } else {
          pair[0] = MakeInt(i);
          pair[1] = iteration.items[i];
        }
        local_set[pc->a] = local_set[pc->a + 1] = 1;
        REMIT_NEXT;
      }
      REMIT_CASE(Charge)
      if (!REMIT_MUTANT(Charge) && !fuel_.Charge(pc->b)) return Placed(OutOfFuelError(), pc);
      REMIT_NEXT;
      REMIT_CASE(IterateEnd)
      if (!REMIT_MUTANT(IterateEnd) || iteration_count_ == iterations_.size()) {
        --iteration_count_;
      }
      REMIT_NEXT;
      REMIT_CASE(CountTrue)
      --sp;
      sp[-1] = CountTrue(operators, sp[-1], sp[0]);
      if (!Settle(sp[-1], pc)) return sp[-1];
      REMIT_NEXT;

      REMIT_VARIADIC(Call, CallFunction(operators, static_cast<FunctionId>(pc->b), arguments))
      REMIT_UNARY(Matches, MatchesRegex(operators, regexes_, pc->b, sp[-1]))
      REMIT_UNARY(RegexExtract, ExtractRegex(operators, regexes_.regex(pc->b), sp[-1]))
      REMIT_UNARY(RegexExtractAll, ExtractAllRegex(operators, regexes_.regex(pc->b), sp[-1]))
      REMIT_VARIADIC(RegexReplace, ReplaceRegex(operators, regexes_.regex(pc->b), arguments))
      REMIT_UNARY(Scan, loaded_.pattern_set(pc->b).Scan(operators, sp[-1]))
      REMIT_UNARY(MatchesAny, loaded_.pattern_set(pc->b).MatchesAny(operators, sp[-1]))

      REMIT_SLOT_TEST(SlotEqual, QuickEqual(fact, constants[pc->b]),
                      Equal(operators, fact, constants[pc->b]))
      REMIT_SLOT_TEST(SlotNotEqual, Negated(QuickEqual(fact, constants[pc->b])),
                      NotEqual(operators, fact, constants[pc->b]))
      REMIT_SLOT_ORDER(SlotLess, Less, <)
      REMIT_SLOT_ORDER(SlotLessEqual, LessEqual, <=)
      REMIT_SLOT_ORDER(SlotGreater, Greater, >)
      REMIT_SLOT_ORDER(SlotGreaterEqual, GreaterEqual, >=)
      REMIT_SLOT_TEST(SlotIn, Truth::Unknown, In(operators, fact, constants[pc->b]))
      REMIT_SLOT_TEST(
          SlotStartsWith, QuickStartsWith(fact, constants[pc->b]),
          CallFunction(operators, FunctionId::StartsWith, std::array{fact, constants[pc->b]}))
      REMIT_SLOT_TEST(SlotMatches, Truth::Unknown, MatchesRegex(operators, regexes_, pc->b, fact))

      REMIT_CASE(Interpolate)
      sp[-1] = Interpolate(arena_, sp[-1]);
      REMIT_NEXT;
      REMIT_CASE(Concat)
      sp -= pc->a;
      *sp = Concat(operators, {sp, pc->a});
      if (!Settle(*sp++, pc)) return sp[-1];
      REMIT_NEXT;
      REMIT_CASE(SumExact)
      sp -= pc->a;
      *sp = SumExact(operators, {sp, pc->a});
      if (!Settle(*sp++, pc)) return sp[-1];
      REMIT_NEXT;
      REMIT_BINARY(Cap, Cap)
      REMIT_CASE(Cover)
      if (!REMIT_MUTANT(Cover)) NoteCover(pc->b, sp[-1]);
      REMIT_NEXT;
    }
#ifdef REMIT_VM_MUTANTS
    if (MutatesResult(opcode)) sp[-1] = Mutated(sp[-1]);
#endif
  }
#undef REMIT_CASE
#undef REMIT_NEXT
#undef REMIT_SLOT_ORDER
#undef REMIT_SLOT_TEST
#undef REMIT_UNARY
#undef REMIT_VARIADIC
#undef REMIT_BINARY
#undef REMIT_COMPARISON
}

}  // namespace remit
