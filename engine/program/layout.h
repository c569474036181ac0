// The one description of a program's bytes (docs/program-format.md), read by writer, reader and
// verifier alike: the tables in the order of their sections, and the lists that their records have.
// narrow_bytes.h has what some bytes of a record cannot be.
#pragma once

#include <bit>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

#include "engine/program/program.h"

namespace remit {

inline constexpr std::string_view kProgramMagic = "REMITPRG";
inline constexpr uint32_t kProgramFormat = 2;

// What the bytes begin with; one SectionEntry for each section follows.
struct ProgramHeader {
  std::array<char, 8> magic;
  uint32_t format;
  uint32_t sections;
};
struct SectionEntry {
  uint32_t offset;  // bytes from the first of the program, a multiple of kSectionAlignment
  uint32_t count;   // records
};
inline constexpr size_t kSectionAlignment = 8;
constexpr size_t AlignSection(size_t offset) {
  return (offset + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment;
}

// The one record of the first section.
struct ProgramHead {
  uint64_t fuel;
  SizeLimits sizes;
  uint32_t covers;
  uint32_t padding;
};

// A record's bytes are its members as they lie in memory, which must be the same everywhere.
static_assert(std::endian::native == std::endian::little);
template <typename T, size_t size>
inline constexpr bool kIsFlat =
    sizeof(T) == size && alignof(T) <= kSectionAlignment && std::is_trivially_copyable_v<T> &&
    std::has_unique_object_representations_v<T>;
static_assert(kIsFlat<ProgramHeader, 16> && kIsFlat<SectionEntry, 8> && kIsFlat<ProgramHead, 56>);
static_assert(kIsFlat<FactType, 8> && kIsFlat<Constant, 24> && kIsFlat<PatternSet, 20>);
static_assert(sizeof(PatternEntry) == 32 && offsetof(PatternEntry, entropy) == 24);  // has a double
static_assert(kIsFlat<Slot, 16> && kIsFlat<Let, 28> && kIsFlat<Policy, 44> && kIsFlat<Rule, 84>);
static_assert(kIsFlat<EvidenceSource, 4> && kIsFlat<Effect, 24> && kIsFlat<Grant, 48>);
static_assert(kIsFlat<Band, 28> && kIsFlat<Chunk, 20> && kIsFlat<Instruction, 8>);
static_assert(kIsFlat<CodePlace, 16> && kIsFlat<RuleNotes, 12> && kIsFlat<Conjunct, 8>);

// The tables in the order of their sections: `visit(name, table)`.
template <typename SomeProgram, typename Visit>
void EachTable(SomeProgram& program, Visit visit) {
  visit("string starts", program.strings.starts);
  visit("string bytes", program.strings.bytes);
  visit("types", program.types);
  visit("constants", program.constants);
  visit("constant items", program.constant_items);
  visit("ids", program.ids);
  visit("regexes", program.regexes);
  visit("pattern sets", program.pattern_sets);
  visit("pattern entries", program.pattern_entries);
  visit("slots", program.slots);
  visit("lets", program.lets);
  visit("policies", program.policies);
  visit("rules", program.rules);
  visit("evidence", program.evidence);
  visit("effects", program.effects);
  visit("grants", program.grants);
  visit("bands", program.bands);
  visit("chunks", program.chunks);
  visit("code", program.code);
  visit("places", program.places);
  visit("rule notes", program.rule_notes);
  visit("conjuncts", program.conjuncts);
  visit("text starts", program.texts.starts);
  visit("text bytes", program.texts.bytes);
}

// Those of EachTable, and before them the head (one ProgramHead) and the semantics (its bytes).
inline constexpr uint32_t kSections = 26;

// The lists of one record, in the order in which they lie in their tables: `visit(list)`.
template <typename Set, typename Visit>
  requires std::is_same_v<std::remove_const_t<Set>, PatternSet>
void EachList(Set& set, Visit visit) {
  visit(set.entries);
  visit(set.allow);
}
template <typename Entry, typename Visit>
  requires std::is_same_v<std::remove_const_t<Entry>, PatternEntry>
void EachList(Entry& entry, Visit visit) {
  visit(entry.keywords);
  visit(entry.paths);
}
template <typename SomeSlot, typename Visit>
  requires std::is_same_v<std::remove_const_t<SomeSlot>, Slot>
void EachList(SomeSlot& slot, Visit visit) {
  visit(slot.members);
}
template <typename SomeLet, typename Visit>
  requires std::is_same_v<std::remove_const_t<SomeLet>, Let>
void EachList(SomeLet& let, Visit visit) {
  visit(let.contributions);
  visit(let.because);
}
template <typename SomePolicy, typename Visit>
  requires std::is_same_v<std::remove_const_t<SomePolicy>, Policy>
void EachList(SomePolicy& policy, Visit visit) {
  visit(policy.patterns);
  visit(policy.owners);
}
template <typename SomeRule, typename Visit>
  requires std::is_same_v<std::remove_const_t<SomeRule>, Rule>
void EachList(SomeRule& rule, Visit visit) {
  visit(rule.patterns);
  visit(rule.refs);
  visit(rule.evidence);
  visit(rule.grants);
  visit(rule.bands);
}
template <typename SomeGrant, typename Visit>
  requires std::is_same_v<std::remove_const_t<SomeGrant>, Grant>
void EachList(SomeGrant& grant, Visit visit) {
  visit(grant.patterns);
  visit(grant.evidence);
  visit(grant.conjuncts);
}
template <typename SomeEffect, typename Visit>
  requires std::is_same_v<std::remove_const_t<SomeEffect>, Effect>
void EachList(SomeEffect& effect, Visit visit) {
  visit(effect.to);
}
template <typename Notes, typename Visit>
  requires std::is_same_v<std::remove_const_t<Notes>, RuleNotes>
void EachList(Notes& notes, Visit visit) {
  visit(notes.conjuncts);
}

// The tables whose records have lists, each before those whose records are on such a list:
// `visit(what one of its records is called, table)`.
template <typename SomeProgram, typename Visit>
void EachOwner(SomeProgram& program, Visit visit) {
  visit("pattern set", program.pattern_sets);
  visit("pattern entry", program.pattern_entries);
  visit("slot", program.slots);
  visit("let", program.lets);
  visit("policy", program.policies);
  visit("rule", program.rules);
  visit("grant", program.grants);
  visit("effect", program.effects);
  visit("rule note", program.rule_notes);
}

// The table that lists of that kind lie in, and what its section is called.
template <typename T>
struct ListTable;
template <>
struct ListTable<uint32_t> {
  static constexpr auto table = &Program::ids;
  static constexpr std::string_view name = "ids";
};
template <>
struct ListTable<PatternEntry> {
  static constexpr auto table = &Program::pattern_entries;
  static constexpr std::string_view name = "pattern entries";
};
template <>
struct ListTable<EvidenceSource> {
  static constexpr auto table = &Program::evidence;
  static constexpr std::string_view name = "evidence";
};
template <>
struct ListTable<Grant> {
  static constexpr auto table = &Program::grants;
  static constexpr std::string_view name = "grants";
};
template <>
struct ListTable<Band> {
  static constexpr auto table = &Program::bands;
  static constexpr std::string_view name = "bands";
};
template <>
struct ListTable<Conjunct> {
  static constexpr auto table = &Program::conjuncts;
  static constexpr std::string_view name = "conjuncts";
};

}  // namespace remit
