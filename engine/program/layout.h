// The one description of a program's bytes (docs/program-format.md), read by writer and reader
// alike: each Layout names the members of a part in the order in which they stand.
//
// An Io has `Ref<T>` (const T& for a writer, T& for a reader), `Number` for fixed-width integers,
// `Flag` for a bool, `Choice(value, last)` for an enum, `Text` for bytes with their length, `Each`
// for a vector with its length.
#pragma once

#include "engine/program/opcode_table.h"
#include "engine/program/program.h"

namespace remit {

template <typename Io, typename T>
using LayoutRef = typename Io::template Ref<T>;

template <typename Io>
void Layout(Io& io, LayoutRef<Io, uint32_t> value) {
  io.Number(value);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, std::string> value) {
  io.Text(value);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, FactType> type) {
  io.Choice(type.kind, FactKind::Record);
  io.Number(type.element);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Constant> constant) {
  io.Choice(constant.kind, kLastConstantKind);
  io.Number(constant.bits);
  io.Number(constant.first);
  io.Number(constant.count);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, PatternEntry> entry) {
  io.Number(entry.id);
  io.Number(entry.regex);
  io.Each(entry.keywords);
  io.Each(entry.paths);
  io.Real(entry.entropy);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, PatternSet> set) {
  io.Number(set.name);
  io.Each(set.entries);
  io.Each(set.allow);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Slot> slot) {
  io.Choice(slot.root, SlotRoot::Now);
  io.Each(slot.members);
  io.Number(slot.type);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Let> let) {
  io.Number(let.name);
  io.Number(let.chunk);
  io.Flag(let.score);
  io.Flag(let.shared);
  io.Each(let.contributions);
  io.Each(let.because);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Instruction> instruction) {
  io.Choice(instruction.opcode, static_cast<Opcode>(kOpcodeCount - 1));
  io.Number(instruction.a);
  io.Number(instruction.b);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, ProgramPlace> place) {
  io.Number(place.file);
  io.Number(place.line);
  io.Number(place.column);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Chunk> chunk) {
  io.Number(chunk.begin);
  io.Number(chunk.size);
  io.Number(chunk.weight);
  io.Number(chunk.stack);
  io.Number(chunk.locals);
  io.Number(chunk.iterations);
  io.Number(chunk.builders);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, EvidenceSource> source) {
  io.Choice(source.kind, EvidenceSource::Kind::Let);
  io.Number(source.index);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Conjunct> conjunct) {
  io.Number(conjunct.chunk);
  io.Number(conjunct.text);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Effect> effect) {
  io.Choice(effect.verdict, Verdict::Escalate);
  io.Each(effect.to);
  io.Number(effect.quorum);
  io.Number(effect.within);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Grant> grant) {
  io.Each(grant.patterns);
  io.Number(grant.applies);
  io.Choice(grant.permission, Permission::WithApproval);
  Layout(io, grant.effect);
  Layout(io, grant.place);
  io.Each(grant.evidence);
  io.Each(grant.conjuncts);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Band> band) {
  io.Choice(band.bound, Bound::Outside);
  io.Number(band.low);
  io.Number(band.high);
  Layout(io, band.effect);
  Layout(io, band.place);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Policy> policy) {
  io.Number(policy.name);
  io.Number(policy.version);
  io.Number(policy.documentation);
  io.Each(policy.patterns);
  io.Each(policy.owners);
  io.Flag(policy.has_default);
  io.Choice(policy.default_verdict, Verdict::Escalate);
  io.Flag(policy.shadow);
  Layout(io, policy.place);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, Rule> rule) {
  io.Number(rule.policy);
  io.Number(rule.name);
  io.Choice(rule.kind, RuleKind::Trigger);
  io.Each(rule.patterns);
  io.Flag(rule.shadow);
  io.Choice(rule.severity, Severity::Critical);
  io.Each(rule.refs);
  io.Number(rule.documentation);
  Layout(io, rule.place);
  io.Number(rule.applies);
  io.Number(rule.reason);
  io.Each(rule.evidence);
  io.Each(rule.conjuncts);
  io.Each(rule.grants);
  io.Number(rule.measure);
  io.Each(rule.bands);
  io.Number(rule.hits);
  Layout(io, rule.effect);
}

template <typename Io>
void Layout(Io& io, LayoutRef<Io, SizeLimits> sizes) {
  io.Number(sizes.elements);
  io.Number(sizes.text_bytes);
  io.Number(sizes.values);
  io.Number(sizes.total_bytes);
  io.Number(sizes.hits);
}

// The sections in their order; `Section(name, part)` frames what `part` lays out with its length.
template <typename Io>
void Layout(Io& io, LayoutRef<Io, Program> program) {
  io.Section("head", [&] {
    io.Text(program.semantics);
    io.Number(program.fuel);
    Layout(io, program.sizes);
    io.Number(program.covers);
  });
  io.Section("strings", [&] { io.Each(program.strings); });
  io.Section("types", [&] { io.Each(program.types); });
  io.Section("constants", [&] { io.Each(program.constants); });
  io.Section("constant items", [&] { io.Each(program.constant_items); });
  io.Section("regexes", [&] { io.Each(program.regexes); });
  io.Section("pattern sets", [&] { io.Each(program.pattern_sets); });
  io.Section("slots", [&] { io.Each(program.slots); });
  io.Section("lets", [&] { io.Each(program.lets); });
  io.Section("code", [&] { io.Each(program.code); });
  io.Section("code places", [&] { io.Each(program.code_places); });
  io.Section("places", [&] { io.Each(program.places); });
  io.Section("chunks", [&] { io.Each(program.chunks); });
  io.Section("policies", [&] { io.Each(program.policies); });
  io.Section("rules", [&] { io.Each(program.rules); });
}

inline constexpr std::string_view kProgramMagic = "REMITPRG";
inline constexpr uint32_t kProgramFormat = 1;

}  // namespace remit
