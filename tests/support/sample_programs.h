// Small programs built by hand, for tests of encoding, verifier, listing and VM.
#pragma once

#include <algorithm>
#include <bit>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/function_id.h"
#include "engine/program/program.h"

namespace remit {

// The id of a string that the program has.
inline StringId StringIn(const Program& program, std::string_view text) {
  for (StringId id = 0; id < program.strings.size(); ++id) {
    if (program.strings[id] == text) return id;
  }
  return kNone;
}

// Puts another text in the place of one.
inline void SetText(StringTable& texts, size_t index, std::string_view text) {
  StringTable changed;
  for (size_t i = 0; i < texts.size(); ++i) changed.push_back(i == index ? text : texts[i]);
  texts = std::move(changed);
}

// Room that a chunk needs beside its stack.
struct ChunkRoom {
  uint16_t locals = 0;
  uint16_t iterations = 0;
  uint16_t builders = 0;
};

// Appends a chunk of weight 1 without places.
inline ChunkId AddChunk(Program& program, uint16_t stack, std::initializer_list<Instruction> code,
                        ChunkRoom room = {}) {
  Chunk chunk;
  chunk.begin = static_cast<uint32_t>(program.code.size());
  chunk.size = static_cast<uint32_t>(code.size());
  chunk.weight = 1;
  chunk.stack = stack;
  chunk.locals = room.locals;
  chunk.iterations = room.iterations;
  chunk.builders = room.builders;
  program.code.Add(code);
  program.chunks.push_back(chunk);
  return static_cast<ChunkId>(program.chunks.size() - 1);
}

// One policy with one trigger that always escalates: the worked example of
// docs/program-format.md.
inline Program TinyProgram() {
  Program program;
  program.fuel = 1000;
  program.strings = {"a.remit", "p", "p.t"};
  program.constants = {Constant(ValueKind::Bool, 1)};
  const ChunkId applies = AddChunk(program, 1, {{Opcode::Const, 0, 0}, {Opcode::Return}});
  program.places.push_back({0, {0, 2, 9}});
  Policy policy;
  policy.name = 1;
  policy.place = {0, 1, 1};
  program.policies = {policy};
  Rule rule;
  rule.name = 2;
  rule.place = {0, 2, 1};
  rule.applies = applies;
  rule.effect = 1;
  program.rules = {rule};
  program.effects.push_back({.verdict = Verdict::Escalate});
  program.rule_notes = {{}};
  return program;
}

namespace sample {

inline void AddTables(Program& p) {
  p.fuel = 100000;
  p.strings = {
      std::string_view("\x00\xff", 2),  // only a bytes constant may have it
      "(?i)secret",
      "**/*.env",
      "1.4.0",
      "AKIA",
      "AKIA[0-9A-Z]{16}",
      "CWE-798",
      "acme.credentials",
      "acme.delivery",
      "acme.delivery.agents",
      "acme.delivery.big",
      "acme.delivery.blast_radius",
      "acme.delivery.flapping",
      "acme.delivery.risk",
      "acme.delivery.secret_in_change",
      "aws_key",
      "change",
      "code-owners",
      "deploy.*",
      "files",
      "large change",
      "merge",
      "policies/acme.remit",
      "text",
      "type",
  };
  p.texts = {
      "acme.aws\u202Ekey",  // reorders what follows it unless it is escaped
      "big",
      "what a pre-merge check\nknows",
  };
  p.types = {
      FactType{}, {FactKind::String}, {FactKind::List, 1}, {FactKind::Map, 2}, {FactKind::Record}};
  const auto change = StringIn(p, "change");
  p.slots = {{SlotRoot::Context, p.ids.Add({change, StringIn(p, "files")}), 2},
             {SlotRoot::Subject, p.ids.Add({StringIn(p, "type")}), 1},
             {SlotRoot::Context, p.ids.Add({change, StringIn(p, "text")}), 0},
             {SlotRoot::Now, {}, 0}};
  const auto text = [&](std::string_view s) {
    return Constant{ValueKind::String, 0, StringIn(p, s)};
  };
  p.constant_items = {text("merge"),
                      text("text"),
                      {ValueKind::Int, 1},
                      {ValueKind::List, 0, 0, 2},
                      {ValueKind::Timestamp, 1767614400, 0, 500}};
  p.constants = {{ValueKind::Int, 3},
                 text("code-owners"),
                 {ValueKind::Double, std::bit_cast<int64_t>(0.3)},
                 {ValueKind::Map, 0, 2, 1},
                 {ValueKind::Bytes, 0, 0},
                 {ValueKind::Duration, 14'400'000'000'000},
                 {ValueKind::Type, static_cast<int64_t>(ValueKind::Map)},
                 {ValueKind::Uint, -1},
                 {},
                 {ValueKind::Bool, 1},
                 {ValueKind::Optional, 0, 4, 1},
                 {ValueKind::Optional},
                 text("large change"),
                 // Octets may read as text.
                 {ValueKind::Ip, 0, StringIn(p, "AKIA")},
                 {ValueKind::Cidr, 0, StringIn(p, "acme.delivery.big")},
                 {ValueKind::Semver, 0, StringIn(p, "1.4.0")}};
  p.regexes = {StringIn(p, "(?i)secret")};
  PatternEntry entry;
  entry.id = StringIn(p, "aws_key");
  entry.regex = StringIn(p, "AKIA[0-9A-Z]{16}");
  entry.keywords = p.ids.Add({StringIn(p, "AKIA")});
  entry.paths = p.ids.Add({StringIn(p, "**/*.env")});
  entry.entropy = 3.5;
  p.pattern_sets = {{StringIn(p, "acme.credentials"), p.pattern_entries.Add({entry}),
                     p.ids.Add({StringIn(p, "(?i)secret")})}};
  p.covers = 1;
}

// Chunks 0 to 8 and lets 0 to 3.
inline void AddLets(Program& p) {
  const auto size = static_cast<uint32_t>(FunctionId::Size);
  // 0: size(context.change.files)
  AddChunk(p, 1, {{Opcode::Slot, 0, 0}, {Opcode::Call, 1, size}, {Opcode::Return}});
  // 1: local 0 (chunk 0, when first read) > 3
  AddChunk(p, 2,
           {{Opcode::Lazy, 0, 0},
            {Opcode::Const, 0, 0},
            {Opcode::Greater},
            {Opcode::Cover, 0, 0},
            {Opcode::Return}},
           {1, 0, 0});
  p.lets.push_back({.name = StringIn(p, "acme.delivery.big"), .chunk = 1});
  // 2: an optional number, none where `big` does not hold
  AddChunk(p, 1,
           {{Opcode::Let, 0, 0},
            {Opcode::Condition},
            {Opcode::JumpIfError, 0, 7},
            {Opcode::Branch, 0, 6},
            {Opcode::Const, 0, 10},
            {Opcode::Return},
            {Opcode::Const, 0, 11},
            {Opcode::Return}});
  p.lets.push_back({.chunk = 2});
  // 3: the reason of the contribution
  const ChunkId because = AddChunk(p, 1, {{Opcode::Const, 0, 12}, {Opcode::Return}});
  // 4: the score
  AddChunk(p, 2,
           {{Opcode::Let, 0, 1},
            {Opcode::SumExact, 1, 0},
            {Opcode::Const, 0, 2},
            {Opcode::Cap},
            {Opcode::Return}});
  p.lets.push_back({.name = StringIn(p, "acme.delivery.risk"),
                    .chunk = 4,
                    .contributions = p.ids.Add({1}),
                    .because = p.ids.Add({because}),
                    .score = true});
  // 5: the hits
  AddChunk(p, 1, {{Opcode::Slot, 0, 2}, {Opcode::Scan, 0, 0}, {Opcode::Return}});
  p.lets.push_back({.chunk = 5});
  // 6: files.map(f, matches(f)) as a list, an error of the range passed on
  AddChunk(p, 1,
           {{Opcode::Slot, 0, 0},
            {Opcode::IterateBegin, 0, 10},
            {Opcode::ListBegin},
            {Opcode::IterateNext, 0, 8},
            {Opcode::Charge, 0, 2},
            {Opcode::Local, 0, 0},
            {Opcode::Matches, 0, 0},
            {Opcode::Jump, 0, 11},
            {Opcode::IterateEnd},
            {Opcode::ListEnd},
            {Opcode::Return},
            {Opcode::ListAppend},
            {Opcode::Jump, 0, 3}},
           {1, 1, 1});
  // 7: a map with one optional entry; 8: {…}.text orValue "code-owners"
  AddChunk(p, 2,
           {{Opcode::MapBegin},
            {Opcode::Const, 0, 1},
            {Opcode::Slot, 0, 1},
            {Opcode::OptionalSelect, 0, StringIn(p, "text")},
            {Opcode::MapPutOptional},
            {Opcode::MapEnd},
            {Opcode::ReadAs, 0, 3},
            {Opcode::Return}},
           {0, 0, 1});
  AddChunk(p, 1,
           {{Opcode::Slot, 0, 3},
            {Opcode::OrValue, 0, 3},
            {Opcode::Const, 0, 1},
            {Opcode::Interpolate},
            {Opcode::Concat, 1, 0},
            {Opcode::Return}});
}

inline Rule MakeRule(const Program& p, std::string_view name, RuleKind kind, uint32_t line) {
  Rule rule;
  rule.name = StringIn(p, "acme.delivery." + std::string(name));
  rule.kind = kind;
  rule.place = {StringIn(p, "policies/acme.remit"), line, 1};
  return rule;
}

inline void AddRules(Program& p) {
  Policy policy;
  policy.name = StringIn(p, "acme.delivery");
  policy.version = StringIn(p, "1.4.0");
  policy.documentation = 2;
  policy.patterns = p.ids.Add({StringIn(p, "deploy.*"), StringIn(p, "merge")});
  policy.owners = p.ids.Add({StringIn(p, "code-owners")});
  policy.has_default = true;
  policy.place = {StringIn(p, "policies/acme.remit"), 1, 1};
  p.policies = {policy};

  const ProgramPlace place = {StringIn(p, "policies/acme.remit"), 12, 9};
  for (uint32_t i = 0; i < p.code.size(); i += 2) p.places.push_back({i, place});
  p.effects.push_back({.verdict = Verdict::Escalate,
                       .to = p.ids.Add({8}),
                       .quorum = 2,
                       .within = 14'400'000'000'000});
  p.effects.push_back({.verdict = Verdict::Notify});
  p.effects.push_back({.verdict = Verdict::Escalate, .to = p.ids.Add({7})});
  Rule agents = MakeRule(p, "agents", RuleKind::Authority, 20);
  agents.grants = p.grants.Add({{.patterns = p.ids.Add({StringIn(p, "merge")}),
                                 .applies = 1,
                                 .place = place,
                                 .conjuncts = p.conjuncts.Add({{1, 1}})},
                                {.patterns = p.ids.Add({StringIn(p, "deploy.*")}),
                                 .permission = Permission::WithApproval,
                                 .effect = 1,
                                 .place = place,
                                 .evidence = p.evidence.Add({{EvidenceSource::Kind::Slot, 1}})}});
  Rule radius = MakeRule(p, "blast_radius", RuleKind::Threshold, 30);
  radius.patterns = p.ids.Add({StringIn(p, "merge")});
  radius.measure = 0;
  radius.bands =
      p.bands.Add({{Bound::Above, 3, kNone, place, 2}, {Bound::Outside, 3, 3, place, 1}});
  Rule flapping = MakeRule(p, "flapping", RuleKind::Trigger, 40);
  flapping.applies = 1;
  flapping.reason = 8;
  flapping.shadow = true;
  flapping.effect = 1;
  flapping.evidence =
      p.evidence.Add({{EvidenceSource::Kind::Slot, 0}, {EvidenceSource::Kind::Let, 2}});
  Rule secret = MakeRule(p, "secret_in_change", RuleKind::Prohibit, 50);
  secret.hits = 3;
  secret.applies = 6;
  secret.severity = Severity::Critical;
  secret.refs = p.ids.Add({StringIn(p, "CWE-798")});
  secret.effect = 3;
  p.rules = {agents, radius, flapping, secret};
  p.rule_notes = {{}, {}, {.conjuncts = p.conjuncts.Add({{1, 1}})}, {.documentation = 0}};
}

}  // namespace sample

// Something of everything that a program can hold.
inline Program SampleProgram() {
  Program program;
  sample::AddTables(program);
  sample::AddLets(program);
  sample::AddRules(program);
  PackLists(program);
  return program;
}

}  // namespace remit
