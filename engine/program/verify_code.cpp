// The verifier's second part: where chunks lie, what their instructions name, what they evaluate.
#include <algorithm>

#include "engine/program/function_table.h"
#include "engine/program/opcode_table.h"
#include "engine/program/verification.h"
#include "engine/program/verify_straight.h"

namespace remit {
namespace {

// Cover counters are bytes in every VM: enough for any policy, little memory for a hostile program.
constexpr uint32_t kMaxCovers = 1u << 22;

struct OperandCheck {
  Verification& v;
  const Chunk& chunk;
  ChunkId id;

  bool Operand(const ProgramPart& part, OperandKind kind, uint32_t value);
};

bool OperandCheck::Operand(const ProgramPart& part, OperandKind kind, uint32_t value) {
  const Program& p = v.program;
  switch (kind) {
    case OperandKind::None:
      return value == 0 || v.Refuse(part, "an operand that is not read is not 0");
    case OperandKind::Count:
    case OperandKind::Weight:
      return true;
    case OperandKind::Local:
      return v.Check(part, "local", value, chunk.locals);
    case OperandKind::LocalPair:
      return v.Check(part, "local", value + 1, chunk.locals);
    case OperandKind::Const:
      return v.Check(part, "constant", value, p.constants.size());
    case OperandKind::Slot:
      return v.Check(part, "slot", value, p.slots.size());
    case OperandKind::Let:
      return v.Check(part, "let", value, p.lets.size());
    case OperandKind::Chunk:
      return v.Check(part, "chunk", value, p.chunks.size());
    case OperandKind::Type:
      return v.Check(part, "type", value, p.types.size());
    case OperandKind::Jump:
      return value < chunk.size ||
             v.Refuse(part, "it jumps to " + std::to_string(value) + ", out of the chunk's " +
                                std::to_string(chunk.size) + " instructions");
    case OperandKind::Name:
      return v.CheckText(part, value);
    case OperandKind::Function:
      return v.Check(part, "function", value, kFunctionCount);
    case OperandKind::Regex:
      return v.Check(part, "regex", value, p.regexes.size());
    case OperandKind::PatternSet:
      return v.Check(part, "pattern set", value, p.pattern_sets.size());
    case OperandKind::Cover:
      return v.Check(part, "cover counter", value, p.covers);
  }
  return false;
}

// What the chunks before this one cost when it evaluates them.
struct Evaluations {
  Verification& v;
  std::vector<ChunkId> last_reader;  // of each chunk: the chunk that counted it last

  // `counted`: of the callee's cost, what the reader's weight holds already.
  bool Add(const ProgramPart& part, ChunkId reader, ChunkId callee, uint64_t counted = 0);
};

bool Evaluations::Add(const ProgramPart& part, ChunkId reader, ChunkId callee, uint64_t counted) {
  if (callee >= reader) {
    return v.Refuse(
        part, "it evaluates chunk " + std::to_string(callee) + ", which does not come before it");
  }
  v.call_depth[reader] = std::max(v.call_depth[reader], v.call_depth[callee] + 1);
  if (last_reader[callee] != reader) {
    last_reader[callee] = reader;
    v.cost[reader] = AddSaturating(v.cost[reader], v.cost[callee] - counted);
  }
  return true;
}

// Whether the instruction is accepted for its operands alone; VerifyInstruction says of any.
bool IsPlain(const Verification& v, const Instruction& instruction, const QuickRow& row) {
  return instruction.a < v.operands[static_cast<size_t>(row.a)] &&
         instruction.b < v.operands[static_cast<size_t>(row.b)] && row.plain;
}

void CountOperands(Verification& v) {
  const Program& p = v.program;
  const auto set = [&v](OperandKind kind, uint64_t count) {
    v.operands[static_cast<size_t>(kind)] = count;
  };
  set(OperandKind::None, 1);
  set(OperandKind::Count, UINT64_MAX);
  set(OperandKind::Weight, UINT64_MAX);
  set(OperandKind::Const, p.constants.size());
  set(OperandKind::Slot, p.slots.size());
  set(OperandKind::Let, p.lets.size());
  set(OperandKind::Chunk, p.chunks.size());
  set(OperandKind::Type, p.types.size());
  set(OperandKind::Function, kFunctionCount);
  set(OperandKind::Regex, p.regexes.size());
  set(OperandKind::PatternSet, p.pattern_sets.size());
  set(OperandKind::Cover, p.covers);
}

bool VerifyInstruction(Verification& v, Evaluations& evaluations, ChunkId id, size_t pc) {
  const Chunk& chunk = v.program.chunks[id];
  const Instruction& instruction = v.program.code[chunk.begin + pc];
  const OpcodeRow& row = RowOf(instruction.opcode);
  const ProgramPart part{"chunk", id, "instruction", pc, row.name};
  OperandCheck check{v, chunk, id};
  if (!check.Operand(part, row.a, instruction.a) || !check.Operand(part, row.b, instruction.b)) {
    return false;
  }
  if (instruction.opcode == Opcode::Lazy) {
    if (!evaluations.Add(part, id, instruction.b)) return false;
    v.lets_below[id] = std::max(v.lets_below[id], v.lets_below[instruction.b]);
    if (v.program.chunks[instruction.b].locals > chunk.locals) {
      return v.Refuse(part, "chunk " + std::to_string(instruction.b) +
                                " has more locals than the " + std::to_string(chunk.locals) +
                                " of the frame it runs in");
    }
  }
  if (instruction.opcode == Opcode::Let) {
    const Let& let = v.program.lets[instruction.b];
    if (!v.Check({"let", instruction.b}, "chunk", let.chunk, v.program.chunks.size())) return false;
    const uint64_t counted = let.shared ? v.program.chunks[let.chunk].weight : 0;
    if (!evaluations.Add(part, id, let.chunk, counted)) return false;
    v.lets_below[id] = std::max(v.lets_below[id], instruction.b + 1);
  }
  if (instruction.opcode == Opcode::RegexReplace && instruction.a != 2 && instruction.a != 3) {
    return v.Refuse(part, "it takes 2 or 3 values, not " + std::to_string(instruction.a));
  }
  if (instruction.opcode == Opcode::Call) {
    const auto function = static_cast<FunctionId>(instruction.b);
    if (!TakesValues(function, instruction.a)) {
      return v.Refuse(part, "no overload of `" + std::string(RowOf(function).name) + "` takes " +
                                std::to_string(instruction.a) + " values");
    }
  }
  return true;
}

// What all chunks are looked at with.
struct CodeCheck {
  Evaluations evaluations;
  QuickRows rows = MakeQuickRows();
  std::vector<StraightLanding> landings = {};
};

bool VerifyChunk(Verification& v, CodeCheck& check, ChunkId id, uint64_t begin) {
  const Chunk& chunk = v.program.chunks[id];
  if (chunk.begin != begin) {
    return v.Refuse({"chunk", id}, "it begins at " + std::to_string(chunk.begin) + ", not at " +
                                       std::to_string(begin) + " where the one before it ends");
  }
  if (chunk.size == 0) return v.Refuse({"chunk", id}, "it has no instructions");
  if (begin + chunk.size > v.program.code.size()) {
    return v.Refuse({"chunk", id}, "it ends after the code");
  }
  if (chunk.weight == 0) return v.Refuse({"chunk", id}, "its weight is 0");
  v.cost[id] = chunk.weight;
  v.call_depth[id] = 1;
  v.operands[static_cast<size_t>(OperandKind::Jump)] = chunk.size;
  v.operands[static_cast<size_t>(OperandKind::Local)] = chunk.locals;
  if (check.landings.size() < chunk.size) check.landings.resize(chunk.size);
  StraightWalk straight(chunk, id, check.landings.data());
  const Instruction* const code = v.program.code.data() + begin;
  for (uint32_t pc = 0; pc < chunk.size; ++pc) {
    const QuickRow& row = check.rows[static_cast<size_t>(code[pc].opcode)];
    if (!IsPlain(v, code[pc], row) && !VerifyInstruction(v, check.evaluations, id, pc)) {
      return false;
    }
    straight.Step(pc, code[pc], row);
  }
  if (v.call_depth[id] > v.limits.call_depth) {
    return v.Refuse({"chunk", id}, "it evaluates chunks deeper than the limit of " +
                                       std::to_string(v.limits.call_depth));
  }
  return straight.Holds() || VerifyFlow(v, id);
}

}  // namespace

bool VerifyCode(Verification& v) {
  const Program& program = v.program;
  v.cost.resize(program.chunks.size());
  v.call_depth.resize(program.chunks.size());
  v.lets_below.resize(program.chunks.size());
  if (program.covers > kMaxCovers) {
    return v.Refuse(std::to_string(program.covers) + " cover counters are over the limit of " +
                    std::to_string(kMaxCovers));
  }
  CountOperands(v);
  CodeCheck check{{v, std::vector<ChunkId>(program.chunks.size(), kNone)}};
  uint64_t begin = 0;
  for (size_t i = 0; i < program.chunks.size(); ++i) {
    if (!VerifyChunk(v, check, static_cast<ChunkId>(i), begin)) return false;
    begin += program.chunks[i].size;
  }
  return begin == program.code.size() ||
         v.Refuse("code from " + std::to_string(begin) + " on belongs to no chunk");
}

}  // namespace remit
