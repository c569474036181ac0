// The second question is answered by running the code with sets of paths for values. One pass in
// the order of the code is enough: every way forward leads to a later instruction, and what leads
// back, the turn of a comprehension, brings nothing that its first turn did not. Where ways meet,
// sets are joined; as the error of each operand has a way of its own to the result, that makes the
// set everything the expression names, the conditions in it included.
#include "engine/decide/searched.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>

#include "engine/program/opcode_table.h"
#include "engine/program/slot_tests.h"

namespace remit {
namespace {

bool NamesMember(Opcode opcode) {
  return opcode == Opcode::Select || opcode == Opcode::OptionalSelect || opcode == Opcode::Has ||
         opcode == Opcode::HasValue || opcode == Opcode::OptionalValue;
}

std::span<const Instruction> CodeOf(const Program& program, ChunkId id) {
  const Chunk& chunk = program.chunks[id];
  return std::span<const Instruction>(program.code).subspan(chunk.begin, chunk.size);
}

// The path that the Slot at `pc` and the members asked for after it lead to.
ActionPath PathAt(const Program& program, std::span<const Instruction> code, size_t pc) {
  const Slot& slot = program.slots[SlotRead(code[pc])];
  const std::span<const StringId> members = program.ids[slot.members];
  ActionPath path = {slot.root, {members.begin(), members.end()}};
  for (size_t next = pc + 1; next < code.size(); ++next) {
    if (NamesMember(code[next].opcode)) path.members.push_back(code[next].b);
    if (!NamesMember(code[next].opcode) && code[next].opcode != Opcode::ReadAs) break;
  }
  return path;
}

void CollectRead(const Program& program, ChunkId id, std::vector<bool>& seen, ActionPaths& paths) {
  if (seen[id]) return;
  seen[id] = true;
  const std::span<const Instruction> code = CodeOf(program, id);
  for (size_t pc = 0; pc < code.size(); ++pc) {
    const Instruction& at = code[pc];
    if (at.opcode == Opcode::Lazy) CollectRead(program, at.b, seen, paths);
    if (at.opcode == Opcode::Let) CollectRead(program, program.lets[at.b].chunk, seen, paths);
    if (SlotRead(at) != kNone) paths.insert(PathAt(program, code, pc));
  }
}

void Join(ActionPaths& to, const ActionPaths& from) { to.insert(from.begin(), from.end()); }

void Join(std::vector<ActionPaths>& to, const std::vector<ActionPaths>& from) {
  for (size_t i = 0; i < std::min(to.size(), from.size()); ++i) Join(to[i], from[i]);
}

// What the values on the stack, the open iterations' ranges and the open builders are made of.
struct Flow {
  std::vector<ActionPaths> stack, iterations, builders;
};

class Search {
 public:
  explicit Search(const Program& program)
      : program_(program), runs_left_(1000 + 16 * program.chunks.size()) {}

  using Locals = std::map<uint32_t, ActionPaths>;
  // What the chunk's value is made of.
  ActionPaths Run(ChunkId id, Locals& locals);

  ActionPaths searched;

 private:
  struct Walk {
    std::span<const Instruction> code;
    std::vector<std::optional<Flow>> at;  // by instruction: what reaches it by a jump
    std::optional<Flow> now;              // nothing: this instruction is not reached straight
    Locals& locals;
    ActionPaths result;
  };
  void Step(Walk& walk, size_t pc);
  bool Control(Walk& walk, size_t pc);
  bool Iteration(Walk& walk, size_t pc);
  bool Builder(Walk& walk, size_t pc);
  void Value(Walk& walk, size_t pc);
  const ActionPaths& LetRead(uint32_t let);

  static void Enter(Walk& walk, uint32_t target) {
    if (walk.at[target]) {
      Join(walk.at[target]->stack, walk.now->stack);
      Join(walk.at[target]->iterations, walk.now->iterations);
      Join(walk.at[target]->builders, walk.now->builders);
    } else {
      walk.at[target] = walk.now;
    }
  }
  static ActionPaths Pop(std::vector<ActionPaths>& values) {
    ActionPaths top = std::move(values.back());
    values.pop_back();
    return top;
  }

  const Program& program_;
  // A hand-made program can nest arguments so that they double at each step: one that uses this up
  // has its arguments taken for all that they read.
  size_t runs_left_;
  std::map<uint32_t, ActionPaths> lets_;
};

const ActionPaths& Search::LetRead(uint32_t let) {
  const auto [found, fresh] = lets_.try_emplace(let);
  if (fresh) found->second = PathsRead(program_, program_.lets[let].chunk);
  return found->second;
}

ActionPaths Search::Run(ChunkId id, Locals& locals) {
  if (runs_left_ == 0) return PathsRead(program_, id);
  --runs_left_;
  const std::span<const Instruction> code = CodeOf(program_, id);
  Walk walk = {code, std::vector<std::optional<Flow>>(code.size()), Flow(), locals, {}};
  for (size_t pc = 0; pc < code.size(); ++pc) {
    if (walk.at[pc] && walk.now) Enter(walk, static_cast<uint32_t>(pc));
    if (walk.at[pc]) walk.now = std::move(walk.at[pc]);
    if (walk.now) Step(walk, pc);
  }
  return walk.result;
}

void Search::Step(Walk& walk, size_t pc) {
  if (!Control(walk, pc) && !Iteration(walk, pc) && !Builder(walk, pc)) Value(walk, pc);
}

bool Search::Control(Walk& walk, size_t pc) {
  const Instruction& at = walk.code[pc];
  switch (at.opcode) {
    case Opcode::Jump:
      if (at.b > pc) Enter(walk, at.b);
      walk.now.reset();
      return true;
    case Opcode::JumpIfFalse:
    case Opcode::JumpIfTrue:
    case Opcode::JumpIfError:
      Enter(walk, at.b);
      return true;
    case Opcode::Branch:
      (void)Pop(walk.now->stack);
      Enter(walk, at.b);
      return true;
    case Opcode::OrValue:
    case Opcode::OrOptional:
      Enter(walk, at.b);
      (void)Pop(walk.now->stack);
      return true;
    case Opcode::Return:
      Join(walk.result, walk.now->stack.back());
      walk.now.reset();
      return true;
    default:
      return false;
  }
}

bool Search::Iteration(Walk& walk, size_t pc) {
  const Instruction& at = walk.code[pc];
  switch (at.opcode) {
    case Opcode::IterateBegin:
      Enter(walk, at.b);
      walk.now->iterations.push_back(Pop(walk.now->stack));
      return true;
    case Opcode::IterateNext:
      walk.locals[at.a] = walk.now->iterations.back();
      Enter(walk, at.b);
      return true;
    case Opcode::IteratePair:
      walk.locals[at.a] = walk.locals[at.a + 1u] = walk.now->iterations.back();
      Enter(walk, at.b);
      return true;
    case Opcode::IterateEnd:
      walk.now->iterations.pop_back();
      return true;
    case Opcode::ClearLocal:
      walk.locals.erase(at.a);
      return true;
    default:
      return false;
  }
}

bool Search::Builder(Walk& walk, size_t pc) {
  Flow& now = *walk.now;
  switch (walk.code[pc].opcode) {
    case Opcode::ListBegin:
    case Opcode::MapBegin:
      now.builders.emplace_back();
      return true;
    case Opcode::MapPut:
    case Opcode::MapPutOptional:
      Join(now.builders.back(), Pop(now.stack));
      Join(now.builders.back(), Pop(now.stack));
      return true;
    case Opcode::ListAppend:
    case Opcode::ListAppendOptional:
    case Opcode::MapMerge:
      Join(now.builders.back(), Pop(now.stack));
      return true;
    case Opcode::ListEnd:
    case Opcode::MapEnd:
      now.stack.push_back(Pop(now.builders));
      return true;
    default:
      return false;
  }
}

// Everything else: a value made of all its operands.
void Search::Value(Walk& walk, size_t pc) {
  const Instruction& at = walk.code[pc];
  const OpcodeRow& row = RowOf(at.opcode);
  ActionPaths made;
  for (size_t i = row.pops == kVariadic ? at.a : row.pops; i > 0; --i) {
    Join(made, Pop(walk.now->stack));
  }
  if (SlotRead(at) != kNone) made.insert(PathAt(program_, walk.code, pc));
  switch (at.opcode) {
    case Opcode::Let:
      made = LetRead(at.b);
      break;
    case Opcode::Lazy:
      if (!walk.locals.contains(at.a)) walk.locals[at.a] = Run(at.b, walk.locals);
      made = walk.locals[at.a];
      break;
    case Opcode::Local:
      made = walk.locals[at.a];
      break;
    case Opcode::Scan:
    case Opcode::MatchesAny:
      Join(searched, made);
      break;
    default:
      break;
  }
  if (row.pushes == 1) walk.now->stack.push_back(std::move(made));
}

}  // namespace

bool Overlap(const ActionPaths& a, const ActionPaths& b) {
  const auto overlap = [](const ActionPath& x, const ActionPath& y) {
    const size_t common = std::min(x.members.size(), y.members.size());
    return x.root == y.root && std::ranges::equal(std::span(x.members).first(common),
                                                  std::span(y.members).first(common));
  };
  return std::ranges::any_of(a, [&](const ActionPath& x) {
    return std::ranges::any_of(b, [&](const ActionPath& y) { return overlap(x, y); });
  });
}

ActionPaths PathsRead(const Program& program, ChunkId chunk) {
  ActionPaths paths;
  std::vector<bool> seen(program.chunks.size());
  CollectRead(program, chunk, seen, paths);
  return paths;
}

ActionPaths PathsSearched(const Program& program) {
  Search search(program);
  if (program.pattern_sets.empty()) return {};
  for (ChunkId id = 0; id < program.chunks.size(); ++id) {
    Search::Locals locals;
    (void)search.Run(id, locals);
  }
  return std::move(search.searched);
}

}  // namespace remit
