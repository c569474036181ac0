// One chunk while it is emitted: the code, and how many values, iterations and builders are open.
// Private to dsl/compile: lower_expr.cpp and lower_comprehension.cpp share it.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "dsl/compile/lower_expr.h"
#include "engine/base/check.h"
#include "engine/program/opcode_table.h"

namespace remit::lowering {

class ChunkBuilder {
 public:
  ChunkBuilder(Target& target, std::map<uint32_t, ChunkId>& lazies)
      : target_(target), bundle_(target.bundle), lazies_(lazies) {
    code_.swap(target.code);
    places_.swap(target.code_places);
  }

  ChunkId Finish(uint32_t weight, Span span) {
    Emit(Opcode::Return, 0, 0, span, -1);
    chunk_.weight = weight;
    const auto begin = static_cast<uint32_t>(target_.program.code.size());
    for (CodePlace& place : places_) place.instruction += begin;
    target_.program.places.Add(places_);
    // Two chunks of one code that cannot err, or whose errors nobody places, are one.
    const ChunkId id = target_.tables.ChunkOf(chunk_, code_, places_.empty());
    code_.clear();
    places_.clear();
    code_.swap(target_.code);
    places_.swap(target_.code_places);
    return id;
  }

  void Lower(typed::NodeId id);
  void Cover(typed::NodeId id);
  void LowerTemplate(const typed::Template& text, Span span);
  uint32_t locals() const { return chunk_.locals; }

 private:
  uint32_t Emit(Opcode opcode, size_t a, uint32_t b, Span span, int depth_change) {
    if (target_.placed && HasPlace(opcode)) {
      places_.push_back({Here(), target_.tables.Place(span)});
    }
    code_.push_back({opcode, static_cast<uint16_t>(a), b});
    depth_ += depth_change;
    REMIT_CHECK(depth_ >= 0, "lowering pops more than it pushed");
    chunk_.stack = std::max<uint16_t>(chunk_.stack, static_cast<uint16_t>(depth_));
    return static_cast<uint32_t>(code_.size() - 1);
  }
  uint32_t Here() const { return static_cast<uint32_t>(code_.size()); }
  void Land(uint32_t jump) { code_[jump].b = Here(); }
  void Land(const std::vector<uint32_t>& jumps) {
    for (uint32_t jump : jumps) Land(jump);
  }
  void UseLocal(uint32_t local) {
    chunk_.locals = std::max<uint16_t>(chunk_.locals, static_cast<uint16_t>(local + 1));
  }
  void OpenBuilder(int change) {
    builders_ += change;
    chunk_.builders = std::max<uint16_t>(chunk_.builders, static_cast<uint16_t>(builders_));
  }

  void Constant(const Value& value, Span span) {
    Emit(Opcode::Const, 0, target_.tables.Const(value), span, +1);
  }
  struct Applied {
    Opcode opcode;
    uint32_t b = 0;
    size_t a = 0;
  };
  bool LowerName(const typed::Node& node);
  std::optional<uint32_t> SlotOf(typed::NodeId id);
  bool SlotTest(const typed::Node& node, const Applied& applied);
  std::optional<Applied> InstructionOf(const typed::Node& node);
  void LowerForm(const typed::Node& node);
  void OrElse(const typed::Node& node);
  void AndOr(const typed::Node& node);
  void Conditional(const typed::Node& node);
  void Literal(const typed::Node& node);
  bool RegexCall(const typed::Node& node);
  void Call(const typed::Node& node);
  uint32_t Turn(const typed::Node& node);
  void Comprehension(const typed::Node& node);
  void Quantifier(const typed::Node& node);
  void Collect(const typed::Node& node);
  void Bind(const typed::Node& node);

  Target& target_;
  const typed::Bundle& bundle_;
  std::map<uint32_t, ChunkId>& lazies_;  // locals that are arguments of defines
  Chunk chunk_;
  std::vector<Instruction> code_;
  std::vector<CodePlace> places_;  // by number in code_, until Finish
  int depth_ = 0;
  int builders_ = 0;
  int iterations_ = 0;
};

}  // namespace remit::lowering
