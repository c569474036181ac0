// Small programs for the engine's tests, made without the compiler: what a policy would say, as
// tables. A program's strings ascend, so it is built twice: the first pass collects the strings,
// the second has their ids.
#pragma once

#include <algorithm>
#include <bit>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/program/program.h"

namespace remit {

class ProgramBuilder {
 public:
  Program program;

  // Runs `describe` on a builder: policies in the order of their names, rules in that of policies
  // and names.
  static Program Build(const std::function<void(ProgramBuilder&)>& describe) {
    ProgramBuilder names;
    describe(names);
    ProgramBuilder builder;
    builder.program.strings.assign(names.seen_.begin(), names.seen_.end());
    describe(builder);
    return std::move(builder.program);
  }

  StringId Text(const std::string& text) {
    seen_.insert(text);
    const auto found = std::ranges::lower_bound(program.strings, text);
    return static_cast<StringId>(found - program.strings.begin());
  }
  std::vector<StringId> Texts(const std::vector<std::string>& texts) {
    std::vector<StringId> ids;
    for (const std::string& text : texts) ids.push_back(Text(text));
    return ids;
  }
  ProgramPlace At(uint32_t line) { return {Text("p.remit"), line, 3}; }

  // The slot of a path ("context.cost"), one for each path.
  uint32_t Slot(const std::string& path) {
    if (const auto known = slots_.find(path); known != slots_.end()) return known->second;
    size_t dot = path.find('.');
    const std::map<std::string, SlotRoot> roots = {{"subject", SlotRoot::Subject},
                                                   {"action", SlotRoot::Action},
                                                   {"resource", SlotRoot::Resource},
                                                   {"context", SlotRoot::Context},
                                                   {"now", SlotRoot::Now}};
    remit::Slot slot;
    slot.root = roots.at(path.substr(0, dot));
    while (dot != std::string::npos) {
      const size_t start = dot + 1;
      dot = path.find('.', start);
      slot.members.push_back(Text(path.substr(start, dot - start)));
    }
    program.slots.push_back(slot);
    return slots_[path] = static_cast<uint32_t>(program.slots.size() - 1);
  }

  // Constants.
  ConstId Bool(bool value) { return AddConstant({.kind = ValueKind::Bool, .bits = value}); }
  ConstId Int(int64_t value) { return AddConstant({.kind = ValueKind::Int, .bits = value}); }
  ConstId Double(double value) {
    return AddConstant({.kind = ValueKind::Double, .bits = std::bit_cast<int64_t>(value)});
  }
  ConstId String(const std::string& value) {
    return AddConstant({.kind = ValueKind::String, .first = Text(value)});
  }
  ConstId Strings(const std::vector<std::string>& values) {
    const auto first = static_cast<uint32_t>(program.constant_items.size());
    for (const std::string& value : values) {
      program.constant_items.push_back({.kind = ValueKind::String, .first = Text(value)});
    }
    const auto count = static_cast<uint32_t>(values.size());
    return AddConstant({.kind = ValueKind::List, .first = first, .count = count});
  }

  // Chunks. `code` is without its Return and needs at most three values at once.
  ChunkId Code(std::vector<Instruction> code, uint16_t builders = 0) {
    code.push_back({Opcode::Return});
    Chunk chunk;
    chunk.begin = static_cast<uint32_t>(program.code.size());
    chunk.size = static_cast<uint32_t>(code.size());
    chunk.weight = 1;
    chunk.stack = 4;
    chunk.builders = builders;
    program.code.insert(program.code.end(), code.begin(), code.end());
    program.code_places.resize(program.code.size());
    program.chunks.push_back(chunk);
    return static_cast<ChunkId>(program.chunks.size() - 1);
  }
  ChunkId Give(ConstId constant) { return Code({{Opcode::Const, 0, constant}}); }
  ChunkId Read(const std::string& path) { return Code({{Opcode::Slot, 0, Slot(path)}}); }
  ChunkId ReadLet(uint32_t let) { return Code({{Opcode::Let, 0, let}}); }
  ChunkId Name(const std::string& name) { return Give(String(name)); }
  // `path` compared with a constant by a binary instruction.
  ChunkId Compare(const std::string& path, Opcode opcode, ConstId constant) {
    return Code({{Opcode::Slot, 0, Slot(path)}, {Opcode::Const, 0, constant}, {opcode}});
  }

  EvidenceSource SlotEvidence(const std::string& path) {
    return {EvidenceSource::Kind::Slot, Slot(path)};
  }
  static EvidenceSource LetEvidence(uint32_t let) { return {EvidenceSource::Kind::Let, let}; }

  uint32_t AddLet(const std::string& name, ChunkId chunk) {
    Let let;
    let.name = Text(name);
    let.chunk = chunk;
    program.lets.push_back(let);
    return static_cast<uint32_t>(program.lets.size() - 1);
  }

  Effect Do(Verdict verdict, const std::vector<std::string>& to = {}, uint32_t quorum = 1,
            int64_t within = 0) {
    Effect effect = {verdict, {}, quorum, within};
    for (const std::string& name : to) effect.to.push_back(Name(name));
    return effect;
  }

  Policy& AddPolicy(const std::string& name, const std::vector<std::string>& owners = {}) {
    Policy policy;
    policy.name = Text(name);
    policy.owners = Texts(owners);
    policy.place = At(1);
    program.policies.push_back(policy);
    return program.policies.back();
  }
  // A rule of the policy added last.
  Rule& AddRule(RuleKind kind, const std::string& name) {
    Rule rule;
    rule.policy = static_cast<uint32_t>(program.policies.size() - 1);
    rule.kind = kind;
    rule.name = Text(name);
    rule.place = At(static_cast<uint32_t>(program.rules.size() + 2));
    program.rules.push_back(rule);
    return program.rules.back();
  }
  Grant MakeGrant(const std::vector<std::string>& patterns, Permission permission, Effect effect) {
    Grant grant;
    grant.patterns = Texts(patterns);
    grant.permission = permission;
    grant.effect = std::move(effect);
    grant.place = At(100);
    return grant;
  }
  Grant Alone(const std::vector<std::string>& patterns, ChunkId applies = kNone) {
    Grant grant = MakeGrant(patterns, Permission::Alone, {});
    grant.applies = applies;
    return grant;
  }

 private:
  ProgramBuilder() {
    program.fuel = 10'000;
    program.types.emplace_back();
    program.places.emplace_back();
  }

  ConstId AddConstant(const Constant& constant) {
    program.constants.push_back(constant);
    return static_cast<ConstId>(program.constants.size() - 1);
  }

  std::set<std::string> seen_;
  std::map<std::string, uint32_t> slots_;
};

}  // namespace remit
