// Expressions to chunks. Private to dsl/compile.
#pragma once

#include <optional>
#include <vector>

#include "dsl/check/typed.h"
#include "dsl/compile/tables.h"
#include "engine/program/program.h"

namespace remit::lowering {

// What lowering one bundle shares.
struct Target {
  const typed::Bundle& bundle;
  Program& program;
  Tables& tables;
  bool coverage = false;
  bool placed = true;          // instructions get places
  std::vector<Span> covers{};  // of each Cover counter
  // The program's let of each of the bundle's; empty: they are the same.
  std::vector<uint32_t> lets{};
  uint32_t LetOf(uint32_t let) const { return lets.empty() ? let : lets[let]; }
};

// The chunk of one expression. Lets that it reads must have been lowered before.
ChunkId LowerChunk(Target& target, typed::NodeId root);
// The same of a rule's condition, whose truth is counted in coverage builds.
ChunkId LowerCondition(Target& target, typed::NodeId root);
// Of a text with interpolation.
ChunkId LowerTemplate(Target& target, const typed::Template& text, Span span);

// The path that a node reads if it is nothing but members from a root.
struct Path {
  SlotRoot root = SlotRoot::Context;
  std::vector<std::string> members;
};
std::optional<Path> PathOf(const typed::Bundle& bundle, typed::NodeId node);

// Nodes of an expression, arguments of defines not counted: what entering it costs. What is shared
// counts as if it stood here, so that no rule pays otherwise for what another asks too.
uint32_t Weight(const typed::Bundle& bundle, typed::NodeId node);

}  // namespace remit::lowering
