// Comprehensions, and arguments that are evaluated where they are first read.
#include "dsl/compile/chunk_builder.h"

namespace remit::lowering {

using typed::Node;
using typed::NodeKind;

uint32_t ChunkBuilder::Turn(const Node& node) {
  return Emit(node.pair ? Opcode::IteratePair : Opcode::IterateNext, node.index, 0, node.span, 0);
}

// all, exists, exists_one: an accumulator under the turn's condition.
void ChunkBuilder::Quantifier(const Node& node) {
  const bool count = node.kind == NodeKind::ExistsOne;
  const bool all = node.kind == NodeKind::All;
  Constant(count ? MakeInt(0) : MakeBool(all), node.span);
  const uint32_t turn = Here();
  const uint32_t next = Turn(node);
  Emit(Opcode::Charge, 0, 1 + Weight(target_, node.args[1]), node.span, 0);
  Lower(node.args[1]);
  Cover(node.args[1]);
  std::vector<uint32_t> ends = {next};
  if (count) {
    Emit(Opcode::CountTrue, 0, 0, node.span, -1);
    ends.push_back(Emit(Opcode::JumpIfError, 0, 0, node.span, 0));
  } else {
    Emit(all ? Opcode::And : Opcode::Or, 0, 0, node.span, -1);
    ends.push_back(Emit(all ? Opcode::JumpIfFalse : Opcode::JumpIfTrue, 0, 0, node.span, 0));
  }
  Emit(Opcode::Jump, 0, turn, node.span, 0);
  Land(ends);
  Emit(Opcode::IterateEnd, 0, 0, node.span, 0);
  if (count) {
    Constant(MakeInt(1), node.span);
    Emit(Opcode::Equal, 0, 0, node.span, -1);
  }
}

namespace {

// What a comprehension that builds something puts where.
struct Building {
  bool filtered = false;
  Opcode begin = Opcode::ListBegin, put = Opcode::ListAppend, end = Opcode::ListEnd;
};
Building BuildingOf(NodeKind kind) {
  switch (kind) {
    case NodeKind::Filter:
    case NodeKind::MapFilter:
      return {.filtered = true};
    case NodeKind::ToMap:
    case NodeKind::ToMapFilter:
      return {kind == NodeKind::ToMapFilter, Opcode::MapBegin, Opcode::MapPut, Opcode::MapEnd};
    case NodeKind::ToEntries:
    case NodeKind::ToEntriesFilter:
      return {kind == NodeKind::ToEntriesFilter, Opcode::MapBegin, Opcode::MapMerge,
              Opcode::MapEnd};
    default:
      return {};
  }
}

}  // namespace

// filter, map and the transformations: a list or map under construction; the first error ends it.
void ChunkBuilder::Collect(const Node& node) {
  const auto [filtered, begin, put, end] = BuildingOf(node.kind);
  Emit(begin, 0, 0, node.span, 0);
  OpenBuilder(+1);
  const uint32_t turn = Here();
  const uint32_t next = Turn(node);
  uint32_t weight = 1;
  for (size_t i = 1; i < node.args.size(); ++i) weight += Weight(target_, node.args[i]);
  Emit(Opcode::Charge, 0, weight, node.span, 0);
  std::vector<uint32_t> errors, left_out;
  if (filtered) {
    Lower(node.args[1]);
    Cover(node.args[1]);
    Emit(Opcode::Condition, 0, 0, bundle_.node(node.args[1]).span, 0);
    errors.push_back(Emit(Opcode::JumpIfError, 0, 0, node.span, 0));
    left_out.push_back(Emit(Opcode::Branch, 0, 0, node.span, -1));
  }
  const bool keyed = put == Opcode::MapPut;
  if (keyed || node.kind == NodeKind::Filter) {
    Emit(Opcode::Local, node.index, 0, node.span, +1);
  }
  if (node.kind != NodeKind::Filter) Lower(node.args.back());
  const uint32_t failed = Emit(Opcode::JumpIfError, 0, 0, node.span, 0);
  const int taken = keyed ? 2 : 1;
  Emit(put, 0, 0, node.span, -taken);
  Land(left_out);  // the verifier lets only Jump go backwards
  Emit(Opcode::Jump, 0, turn, node.span, 0);
  Land(errors);
  depth_ += 1;  // the condition's error; it makes the builder's whichever of a pair it is
  if (keyed) Emit(Opcode::Local, node.index, 0, node.span, +1);
  Land(failed);
  Emit(put, 0, 0, node.span, -taken);
  Land(next);
  Emit(Opcode::IterateEnd, 0, 0, node.span, 0);
  OpenBuilder(-1);
  Emit(end, 0, 0, node.span, +1);
}

void ChunkBuilder::Comprehension(const Node& node) {
  Lower(node.args[0]);
  UseLocal(node.index + (node.pair ? 1 : 0));
  const uint32_t failed = Emit(Opcode::IterateBegin, 0, 0, bundle_.node(node.args[0]).span, -1);
  chunk_.iterations = std::max<uint16_t>(chunk_.iterations, static_cast<uint16_t>(++iterations_));
  const bool quantifier = node.kind == NodeKind::All || node.kind == NodeKind::Exists ||
                          node.kind == NodeKind::ExistsOne;
  if (quantifier) {
    Quantifier(node);
  } else {
    Collect(node);
  }
  --iterations_;
  Land(failed);
}

// Arguments become chunks in this frame, run when a parameter is first read; each time the body is
// entered anew, as in a comprehension, they are forgotten.
void ChunkBuilder::Bind(const Node& node) {
  const std::map<uint32_t, ChunkId> outer = lazies_;
  for (size_t i = 1; i < node.args.size(); ++i) {
    const auto local = static_cast<uint32_t>(node.index + i - 1);
    ChunkBuilder argument(target_, lazies_);
    argument.Lower(node.args[i]);
    UseLocal(local);
    chunk_.locals = std::max(chunk_.locals, argument.chunk_.locals);
    const Span span = bundle_.node(node.args[i]).span;
    lazies_[local] = argument.Finish(Weight(target_, node.args[i]), span);
    Emit(Opcode::ClearLocal, local, 0, span, 0);
  }
  Lower(node.args[0]);
  lazies_ = outer;  // other expressions of the same frame number their locals anew
}

}  // namespace remit::lowering
