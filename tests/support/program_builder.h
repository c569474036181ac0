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
    for (const std::string& text : names.seen_) builder.program.strings.push_back(text);
    builder.texts_ = names.texts_;
    for (const std::string& text : names.texts_) builder.program.texts.push_back(text);
    describe(builder);
    return std::move(builder.program);
  }

  StringId Text(const std::string& text) {
    seen_.insert(text);
    StringId id = 0;
    while (id < program.strings.size() && program.strings[id] != text) ++id;
    return id;
  }
  IdRange Texts(const std::vector<std::string>& texts) {
    std::vector<StringId> ids;
    for (const std::string& text : texts) ids.push_back(Text(text));
    return program.ids.Add(ids);
  }
  IdRange Ids(std::initializer_list<uint32_t> ids) { return program.ids.Add(ids); }
  TableRange<EvidenceSource> Evidence(std::initializer_list<EvidenceSource> sources) {
    return program.evidence.Add(sources);
  }
  TableRange<Conjunct> Conjuncts(std::initializer_list<Conjunct> conjuncts) {
    return program.conjuncts.Add(conjuncts);
  }
  TableRange<Grant> Grants(std::initializer_list<Grant> grants) {
    return program.grants.Add(grants);
  }
  TableRange<Band> Bands(std::initializer_list<Band> bands) { return program.bands.Add(bands); }
  // Of what only explanations show.
  TextId Note(const std::string& text) {
    return static_cast<TextId>(std::distance(texts_.begin(), texts_.insert(text).first));
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
    std::vector<std::string> members;
    while (dot != std::string::npos) {
      const size_t start = dot + 1;
      dot = path.find('.', start);
      members.push_back(path.substr(start, dot - start));
    }
    slot.members = Texts(members);
    program.slots.push_back(slot);
    return slots_[path] = static_cast<uint32_t>(program.slots.size() - 1);
  }

  // Constants.
  ConstId Bool(bool value) { return AddConstant({ValueKind::Bool, value}); }
  ConstId Int(int64_t value) { return AddConstant({ValueKind::Int, value}); }
  ConstId Double(double value) {
    return AddConstant({ValueKind::Double, std::bit_cast<int64_t>(value)});
  }
  ConstId String(const std::string& value) {
    return AddConstant({ValueKind::String, 0, Text(value)});
  }
  ConstId Strings(const std::vector<std::string>& values) {
    const auto first = static_cast<uint32_t>(program.constant_items.size());
    for (const std::string& value : values) {
      program.constant_items.push_back({ValueKind::String, 0, Text(value)});
    }
    const auto count = static_cast<uint32_t>(values.size());
    return AddConstant({ValueKind::List, 0, first, count});
  }

  ConstId Doubles(const std::vector<double>& values) {
    const auto first = static_cast<uint32_t>(program.constant_items.size());
    for (const double value : values) {
      program.constant_items.push_back({ValueKind::Double, std::bit_cast<int64_t>(value)});
    }
    const auto count = static_cast<uint32_t>(values.size());
    return AddConstant({ValueKind::List, 0, first, count});
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
    program.code.Add(code);
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

  EffectId Do(Verdict verdict, const std::vector<std::string>& to = {}, uint32_t quorum = 1,
              int64_t within = 0) {
    Effect effect;
    effect.verdict = verdict;
    effect.quorum = quorum;
    effect.within = within;
    std::vector<ChunkId> chunks;
    for (const std::string& name : to) chunks.push_back(Name(name));
    effect.to = program.ids.Add(chunks);
    return Do(effect);
  }
  // The same, addressing whom the chunks give.
  EffectId DoTo(Verdict verdict, std::initializer_list<ChunkId> to, uint32_t quorum = 1,
                int64_t within = 0) {
    return Do({.verdict = verdict, .to = program.ids.Add(to), .quorum = quorum, .within = within});
  }
  EffectId Do(const Effect& effect) {
    program.effects.push_back(effect);
    return static_cast<EffectId>(program.effects.size() - 1);
  }

  Policy& AddPolicy(const std::string& name, const std::vector<std::string>& owners = {}) {
    policy_ = name;
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
    rule.name = Text(policy_ + "." + name);
    rule.place = At(static_cast<uint32_t>(program.rules.size() + 2));
    program.rules.push_back(rule);
    program.rule_notes.emplace_back();
    return program.rules.back();
  }
  Grant MakeGrant(const std::vector<std::string>& patterns, Permission permission,
                  EffectId effect) {
    Grant grant;
    grant.patterns = Texts(patterns);
    grant.permission = permission;
    grant.effect = effect;
    grant.place = At(100);
    return grant;
  }
  Grant Alone(const std::vector<std::string>& patterns, ChunkId applies = kNone) {
    Grant grant = MakeGrant(patterns, Permission::Alone, 0);
    grant.applies = applies;
    return grant;
  }

 private:
  ProgramBuilder() { program.fuel = 10'000; }

  ConstId AddConstant(const Constant& constant) {
    program.constants.push_back(constant);
    return static_cast<ConstId>(program.constants.size() - 1);
  }

  std::set<std::string> seen_;
  std::set<std::string> texts_;
  std::string policy_;  // the one added last
  std::map<std::string, uint32_t> slots_;
};

}  // namespace remit
