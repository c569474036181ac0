#include "dsl/compile/lower_expr.h"

#include "dsl/compile/chunk_builder.h"
#include "dsl/compile/operands.h"
#include "engine/program/slot_tests.h"
#include "engine/vm/compiled_regex.h"

namespace remit::lowering {

using typed::Node;
using typed::NodeId;
using typed::NodeKind;

void ChunkBuilder::Cover(NodeId id) {
  if (!target_.coverage) return;
  const Node& node = bundle_.node(id);
  const auto counter = static_cast<uint32_t>(target_.covers.size());
  target_.covers.push_back(node.span);
  Emit(Opcode::Cover, 0, counter, node.span, 0);
}

void ChunkBuilder::AndOr(const Node& node) {
  const bool both = node.op == ast::Op::And;
  const Opcode skip = both ? Opcode::JumpIfFalse : Opcode::JumpIfTrue;
  std::vector<uint32_t> ends;
  for (size_t i = 0; i < node.args.size(); ++i) {
    if (i > 0) ends.push_back(Emit(skip, 0, 0, node.span, 0));
    Lower(node.args[i]);
    Cover(node.args[i]);
    if (i > 0) Emit(OpcodeOf(node.op), 0, 0, node.span, -1);
  }
  Land(ends);
}

void ChunkBuilder::Conditional(const Node& node) {
  Lower(node.args[0]);
  Cover(node.args[0]);
  const Span span = bundle_.node(node.args[0]).span;
  Emit(Opcode::Condition, 0, 0, span, 0);
  const uint32_t error = Emit(Opcode::JumpIfError, 0, 0, span, 0);
  const uint32_t no = Emit(Opcode::Branch, 0, 0, span, -1);
  Lower(node.args[1]);
  const uint32_t end = Emit(Opcode::Jump, 0, 0, span, -1);
  Land(no);
  Lower(node.args[2]);
  Land({error, end});
}

void ChunkBuilder::Literal(const Node& node) {
  const bool list = node.kind == NodeKind::List;
  Emit(list ? Opcode::ListBegin : Opcode::MapBegin, 0, 0, node.span, 0);
  OpenBuilder(+1);
  const size_t step = list ? 1 : 2;
  for (size_t i = 0; i < node.args.size(); i += step) {
    const bool optional = i / step < node.optionals.size() && node.optionals[i / step];
    for (size_t k = 0; k < step; ++k) Lower(node.args[i + k]);
    const Opcode put = list ? (optional ? Opcode::ListAppendOptional : Opcode::ListAppend)
                            : (optional ? Opcode::MapPutOptional : Opcode::MapPut);
    Emit(put, 0, 0, node.span, -static_cast<int>(step));
  }
  OpenBuilder(-1);
  Emit(list ? Opcode::ListEnd : Opcode::MapEnd, 0, 0, node.span, +1);
}

namespace {

// The instruction that a function has for constant regexes.
std::optional<Opcode> RegexOpcode(FunctionId function) {
  switch (function) {
    case FunctionId::Matches:
      return Opcode::Matches;
    case FunctionId::RegexReplace:
      return Opcode::RegexReplace;
    case FunctionId::RegexExtract:
      return Opcode::RegexExtract;
    case FunctionId::RegexExtractAll:
      return Opcode::RegexExtractAll;
    default:
      return std::nullopt;
  }
}

}  // namespace

// The pattern, second argument of all of them, stands in the instruction.
bool ChunkBuilder::RegexCall(const Node& node) {
  const auto opcode = RegexOpcode(node.function);
  if (!opcode || node.args.size() < 2) return false;
  const Node& pattern = bundle_.node(node.args[1]);
  if (pattern.kind != NodeKind::Constant || pattern.value.kind != ValueKind::String) return false;
  // One that was computed and is no regex errs where it is evaluated, not where it is loaded.
  const std::optional<uint32_t> regex = target_.tables.Regex(pattern.value.string());
  if (!regex) return false;
  if (*opcode == Opcode::Matches && SlotTest(node, {*opcode, *regex})) return true;
  const size_t taken = node.args.size() - 1;
  for (size_t i = 0; i < node.args.size(); ++i) {
    if (i != 1) Lower(node.args[i]);
  }
  Emit(*opcode, *opcode == Opcode::RegexReplace ? taken : 0, *regex, node.span,
       1 - static_cast<int>(taken));
  return true;
}

void ChunkBuilder::Call(const Node& node) {
  if (RegexCall(node)) return;
  const Applied call = {Opcode::Call, static_cast<uint32_t>(node.function), node.args.size()};
  if (SlotTest(node, call)) return;
  for (NodeId arg : node.args) Lower(arg);
  Emit(call.opcode, call.a, call.b, node.span, 1 - static_cast<int>(node.args.size()));
}

// The slot that a path, or a path read as a declared type, is; nullopt for any other node.
std::optional<uint32_t> ChunkBuilder::SlotOf(NodeId id) {
  const Node& node = bundle_.node(id);
  const bool read_as = node.kind == NodeKind::ReadAs;
  const auto path = PathOf(target_, read_as ? node.args[0] : id);
  if (!path) return std::nullopt;
  return target_.tables.SlotOf(*path, read_as ? node.index : 0);
}

// A slot held against a constant, as one instruction. It has one place where three had theirs, so
// only where the path begins what is applied to it: an error of either is placed there anyway.
bool ChunkBuilder::SlotTest(const Node& node, const Applied& applied) {
  const std::optional<Opcode> test = SlotTestOf({applied.opcode, 0, applied.b});
  if (!test || node.args.size() != 2) return false;
  if (!target_.tables.IsSamePlace(bundle_.node(node.args[0]).span, node.span)) return false;
  const std::optional<uint32_t> slot = SlotOf(node.args[0]);
  if (!slot || *slot > UINT16_MAX) return false;
  uint32_t against = applied.b;
  if (applied.opcode != Opcode::Matches) {
    const auto constant = ConstantOf(bundle_, *bundle_.arena, node.args[1]);
    if (!constant) return false;
    against = target_.tables.Const(*constant);
  }
  Emit(*test, *slot, against, node.span, +1);
  return true;
}

// What stands on the stack by itself.
bool ChunkBuilder::LowerName(const Node& node) {
  switch (node.kind) {
    case NodeKind::Let:
      Emit(Opcode::Let, 0, target_.LetOf(node.index), node.span, +1);
      return true;
    case NodeKind::Local:
      if (auto lazy = lazies_.find(node.index); lazy != lazies_.end()) {
        Emit(Opcode::Lazy, node.index, lazy->second, node.span, +1);
      } else {
        Emit(Opcode::Local, node.index, 0, node.span, +1);
      }
      UseLocal(node.index);
      return true;
    default:
      return false;
  }
}

// The one instruction of a node that needs all its operands, and what stands in its `b`.
std::optional<ChunkBuilder::Applied> ChunkBuilder::InstructionOf(const Node& node) {
  const auto name = [&] { return target_.tables.String(node.name); };
  switch (node.kind) {
    case NodeKind::Select:
      return Applied{Opcode::Select, name()};
    case NodeKind::OptionalSelect:
      return Applied{node.null_is_absent ? Opcode::OptionalValue : Opcode::OptionalSelect, name()};
    case NodeKind::Has:
      return Applied{node.null_is_absent ? Opcode::HasValue : Opcode::Has, name()};
    case NodeKind::Index:
      return Applied{Opcode::Index};
    case NodeKind::OptionalIndex:
      return Applied{Opcode::OptionalIndex};
    case NodeKind::ReadAs:
      return Applied{Opcode::ReadAs, node.index};
    case NodeKind::Unary:
      return Applied{OpcodeOf(node.op)};
    case NodeKind::Binary:
      if (node.op == ast::Op::And || node.op == ast::Op::Or) return std::nullopt;
      return Applied{OpcodeOf(node.op)};
    case NodeKind::Scan:
      return Applied{Opcode::Scan, node.index};
    case NodeKind::MatchesAny:
      return Applied{Opcode::MatchesAny, node.index};
    case NodeKind::Sum:
      return Applied{Opcode::SumExact, 0, node.args.size()};
    case NodeKind::Cap:
      return Applied{Opcode::Cap};
    default:
      return std::nullopt;
  }
}

void ChunkBuilder::OrElse(const Node& node) {
  Lower(node.args[0]);
  const bool value = node.kind == NodeKind::OrValue;
  const uint32_t end = Emit(value ? Opcode::OrValue : Opcode::OrOptional, 0, 0, node.span, -1);
  Lower(node.args[1]);
  Land(end);
}

// What has jumps, frames or builders of its own.
void ChunkBuilder::LowerForm(const Node& node) {
  switch (node.kind) {
    case NodeKind::Binary:
      return AndOr(node);
    case NodeKind::Conditional:
      return Conditional(node);
    case NodeKind::List:
    case NodeKind::Map:
      return Literal(node);
    case NodeKind::Call:
      return Call(node);
    case NodeKind::OrValue:
    case NodeKind::OrOptional:
      return OrElse(node);
    case NodeKind::All:
    case NodeKind::Exists:
    case NodeKind::ExistsOne:
    case NodeKind::Filter:
    case NodeKind::MapTo:
    case NodeKind::MapFilter:
    case NodeKind::ToMap:
    case NodeKind::ToMapFilter:
    case NodeKind::ToEntries:
    case NodeKind::ToEntriesFilter:
      return Comprehension(node);
    case NodeKind::Bind:
      return Bind(node);
    default:
      REMIT_CHECK(false, "a constant or path that is neither");
  }
}

void ChunkBuilder::Lower(NodeId id) {
  const Node& node = bundle_.node(id);
  if (const auto slot = SlotOf(id)) {
    Emit(Opcode::Slot, 0, *slot, node.span, +1);
    return;
  }
  if (const auto constant = ConstantOf(bundle_, *bundle_.arena, id)) {
    return Constant(*constant, node.span);
  }
  if (LowerName(node)) return;
  if (const auto applied = InstructionOf(node)) {
    if (SlotTest(node, *applied)) return;
    for (NodeId arg : node.args) Lower(arg);
    Emit(applied->opcode, applied->a, applied->b, node.span,
         1 - static_cast<int>(node.args.size()));
    return;
  }
  LowerForm(node);
}

void ChunkBuilder::LowerTemplate(const typed::Template& text, Span span) {
  size_t pieces = 0;
  for (size_t i = 0; i < text.texts.size(); ++i) {
    if (!text.texts[i].empty() || text.nodes.empty()) {
      Constant(MakeString(text.texts[i]), span);
      ++pieces;
    }
    if (i < text.nodes.size()) {
      const NodeId node = target_.NodeOf(text.nodes[i]);
      Lower(node);
      Emit(Opcode::Interpolate, 0, 0, bundle_.node(node).span, 0);
      ++pieces;
    }
  }
  if (pieces != 1) Emit(Opcode::Concat, pieces, 0, span, 1 - static_cast<int>(pieces));
}

std::optional<PathId> PathOf(Target& target, NodeId id) {
  const Node& node = target.bundle.node(id);
  if (node.kind == NodeKind::Root) return target.tables.Root(node.root);
  if (node.kind != NodeKind::Select) return std::nullopt;
  const std::optional<PathId> path = PathOf(target, node.args[0]);
  if (!path) return std::nullopt;
  return target.tables.Member(*path, node.name);
}

uint32_t Weight(const Target& target, NodeId id) {
  const Node& node = target.bundle.node(id);
  if (node.kind == NodeKind::Let && target.lets[node.index].shared) {
    return Weight(target, target.lets[node.index].value);
  }
  uint32_t weight = 1;
  const size_t count = node.kind == NodeKind::Bind ? 1 : node.args.size();
  for (size_t i = 0; i < count; ++i) weight += Weight(target, node.args[i]);
  return weight;
}

ChunkId LowerChunk(Target& target, NodeId root) {
  std::map<uint32_t, ChunkId> lazies;
  ChunkBuilder builder(target, lazies);
  builder.Lower(root);
  return builder.Finish(Weight(target, root), target.bundle.node(root).span);
}

ChunkId LowerCondition(Target& target, NodeId root) {
  std::map<uint32_t, ChunkId> lazies;
  ChunkBuilder builder(target, lazies);
  builder.Lower(root);
  const Node& node = target.bundle.node(root);
  const bool operands =
      node.kind == NodeKind::Binary && (node.op == ast::Op::And || node.op == ast::Op::Or);
  if (!operands) builder.Cover(root);
  return builder.Finish(Weight(target, root), node.span);
}

ChunkId LowerTemplate(Target& target, const typed::Template& text, Span span) {
  std::map<uint32_t, ChunkId> lazies;
  ChunkBuilder builder(target, lazies);
  builder.LowerTemplate(text, span);
  uint32_t weight = 1;
  for (NodeId node : text.nodes) weight += Weight(target, target.NodeOf(node));
  return builder.Finish(weight, span);
}

}  // namespace remit::lowering
