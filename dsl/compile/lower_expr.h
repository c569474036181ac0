// Expressions to chunks. Private to dsl/compile.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "dsl/check/typed.h"
#include "dsl/compile/tables.h"
#include "engine/program/program.h"

namespace remit::lowering {

// What lowering one bundle shares.
struct Target {
  const typed::Bundle& bundle;
  const std::vector<typed::Let>& lets;  // that Let nodes number
  Program& program;
  Tables& tables;
  bool coverage = false;
  bool placed = true;          // instructions get places
  std::vector<Span> covers{};  // of each Cover counter
  // What is left of each node that a rule or let begins at, and the program's let of each of
  // `lets`; empty: they are the same.
  std::span<const typed::NodeId> nodes{};
  std::span<const uint32_t> moved{};
  // Room for the code of a chunk and its places, handed on from one to the next.
  std::vector<Instruction> code{};
  std::vector<CodePlace> code_places{};
  typed::NodeId NodeOf(typed::NodeId node) const { return nodes.empty() ? node : nodes[node]; }
  uint32_t LetOf(uint32_t let) const { return moved.empty() ? let : moved[let]; }
};

// The chunk of one expression. Lets that it reads must have been lowered before.
ChunkId LowerChunk(Target& target, typed::NodeId root);
// The same of a rule's condition, whose truth is counted in coverage builds.
ChunkId LowerCondition(Target& target, typed::NodeId root);
// Of a text with interpolation.
ChunkId LowerTemplate(Target& target, const typed::Template& text, Span span);

// The path that a node reads if it is nothing but members from a root.
std::optional<PathId> PathOf(Target& target, typed::NodeId node);

// Nodes of an expression, arguments of defines not counted: what entering it costs. What is shared
// counts as if it stood here, so that no rule pays otherwise for what another asks too.
uint32_t Weight(const Target& target, typed::NodeId node);

}  // namespace remit::lowering
