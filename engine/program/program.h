// A compiled bundle of policies: code, tables, rules. Plain data; immutable once loaded; shared by
// threads. Nothing in it refers outside of it.
//
// Every record below is what its bytes are (docs/program-format.md): of a fixed size, without
// padding that has no name, its lists as ranges of the program's tables.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <type_traits>

#include "engine/base/limits.h"
#include "engine/model/fact_type.h"
#include "engine/model/verdict.h"
#include "engine/program/semantics.h"
#include "engine/program/table.h"

namespace remit {

enum class Opcode : uint16_t {
#define REMIT_OPCODE(name, a, b, pops, pushes, meaning) name,
#include "engine/program/opcodes.def"
#undef REMIT_OPCODE
};

struct Instruction {
  Opcode opcode;
  uint16_t a = 0;
  uint32_t b = 0;
  bool operator==(const Instruction&) const = default;
};

inline constexpr uint32_t kNone = 0xffffffff;  // "no such chunk, string, …" in every index below

// Indices into Program's tables, or kNone.
using ChunkId = uint32_t;
using StringId = uint32_t;
using ConstId = uint32_t;
using TextId = uint32_t;    // Program::texts
using EffectId = uint32_t;  // Program::effects

using IdRange = TableRange<uint32_t>;  // of Program::ids

// A place in a policy file. line and column count from 1; column in code points.
struct ProgramPlace {
  StringId file = kNone;
  uint32_t line = 0;
  uint32_t column = 0;
  bool operator==(const ProgramPlace&) const = default;
};

// Where an instruction comes from that can err or use up fuel.
struct CodePlace {
  uint32_t instruction = 0;  // into Program::code
  ProgramPlace place{};
  bool operator==(const CodePlace&) const = default;
};

// One expression's code. Jumps are relative to the chunk's first instruction and only stay inside
// it. `Lazy` runs a chunk in the frame of its caller; every other chunk has a frame of its own.
// A chunk only evaluates chunks and lets of smaller index.
struct Chunk {
  uint32_t begin = 0;  // into Program::code
  uint32_t size = 0;
  uint32_t weight = 0;  // fuel charged when it starts: the nodes of its expression
  uint16_t stack = 0;   // largest number of values, iterations and open builders at once
  uint16_t locals = 0;  // of the frame (a Lazy chunk: its caller's)
  uint16_t iterations = 0;
  uint16_t builders = 0;
  bool operator==(const Chunk&) const = default;
};

// A constant, encoded flat so that a program is bytes: scalars in place, strings by id, lists and
// maps as ranges of Program::constant_items (a map: key, value, key, value …, in key order), an
// optional as a range of at most one.
struct Constant {
  constexpr Constant(ValueKind of = ValueKind::Null, int64_t b = 0, uint32_t f = 0, uint32_t c = 0)
      : kind(of), bits(b), first(f), count(c) {}

  ValueKind kind;
  std::array<uint8_t, 7> padding = {};
  int64_t bits;    // Bool, Int, Uint, Double (bit pattern), Duration, Timestamp seconds, Type
  uint32_t first;  // String, Bytes, Ip, Cidr (octets), Semver: StringId; List, Map, Optional:
                   // first item
  uint32_t count;  // List, Map, Optional: items (a map's entries); Timestamp: nanoseconds
  bool operator==(const Constant&) const = default;
};

// A path of the action that some rule reads: the value found by following `members` from the
// root, read as `type`.
enum class SlotRoot : uint32_t { Subject, Action, Resource, Context, Now };
struct Slot {
  SlotRoot root = SlotRoot::Context;
  IdRange members{};  // strings
  uint32_t type = 0;  // Program::types; 0 is Any
  bool operator==(const Slot&) const = default;
};

struct Let {
  StringId name = kNone;  // POLICY.NAME, for evidence and explanation
  ChunkId chunk = kNone;
  IdRange contributions{};  // score: lets (of smaller index) that give an optional number: none
                            // where the contribution does not apply
  IdRange because{};        // score: each contribution's reason, a chunk, kNone where none
  bool score = false;
  bool shared = false;  // of an expression that stands in several places: an error is placed where
                        // it is read, and the readers' weights count its nodes
  std::array<uint8_t, 2> padding = {};
  bool operator==(const Let&) const = default;
};

struct PatternEntry {
  StringId id = kNone;
  StringId regex = kNone;  // RE2 syntax; a literal is quoted when compiled
  IdRange keywords{};      // strings: one must occur, ASCII case ignored; none: no condition
  IdRange paths{};         // `in`: globs; none: every path
  double entropy = 0.0;    // of group 1, else of the hit, at least this; 0: no condition
  bool operator==(const PatternEntry&) const = default;
};
struct PatternSet {
  StringId name = kNone;
  TableRange<PatternEntry> entries{};  // by id
  IdRange allow{};  // regexes, strings; a hit that one of them matches is dropped
  bool operator==(const PatternSet&) const = default;
};

// What a rule's evidence lists: the paths and names that its conditions read. In order: slots, then
// lets.
struct EvidenceSource {
  enum class Kind : uint8_t { Slot, Let };
  constexpr EvidenceSource(Kind kind = Kind::Slot, uint32_t index = 0)
      : bits(kind == Kind::Slot ? index : index | kLet) {}
  constexpr Kind kind() const { return (bits & kLet) == 0 ? Kind::Slot : Kind::Let; }
  constexpr uint32_t index() const { return bits & ~kLet; }

  static constexpr uint32_t kLet = 0x8000'0000;
  uint32_t bits;
  auto operator<=>(const EvidenceSource&) const = default;
};

// One operand of a condition's outermost `&&`, for explanations: deciding never runs it.
struct Conjunct {
  ChunkId chunk = kNone;
  TextId text = kNone;  // as the policy writes it, cut to one short line
  bool operator==(const Conjunct&) const = default;
};

enum class RuleKind : uint8_t { Authority, Threshold, Prohibit, Trigger };
enum class Severity : uint8_t { None, Low, Medium, High, Critical };
enum class Bound : uint32_t { Above, Below, AtLeast, AtMost, Outside };
enum class Permission : uint32_t { Alone, WithNotice, WithApproval };

// Whom a verdict addresses. `to`: chunks that give a string or a list of strings.
struct Effect {
  Verdict verdict = Verdict::Allow;
  std::array<uint8_t, 3> padding = {};
  IdRange to{};
  uint32_t quorum = 1;
  int64_t within = 0;  // nanoseconds; 0: no deadline
  bool operator==(const Effect&) const = default;
};

struct Grant {
  IdRange patterns{};       // strings
  ChunkId applies = kNone;  // the authority's conditions && the grant's `when`
  Permission permission = Permission::Alone;
  EffectId effect = 0;
  ProgramPlace place{};
  TableRange<EvidenceSource> evidence{};
  TableRange<Conjunct> conjuncts{};  // of `applies`
  bool operator==(const Grant&) const = default;
};

struct Band {
  Bound bound = Bound::Above;
  ChunkId low = kNone;   // the limit; Outside: the first of the two
  ChunkId high = kNone;  // Outside only
  ProgramPlace place{};
  EffectId effect = 0;
  bool operator==(const Band&) const = default;
};

struct Rule {
  uint32_t policy = 0;
  StringId name = kNone;  // POLICY.NAME
  RuleKind kind = RuleKind::Trigger;
  bool shadow = false;
  Severity severity = Severity::None;
  uint8_t padding = 0;
  IdRange patterns{};  // strings; empty: every action of the policy
  IdRange refs{};      // strings
  ProgramPlace place{};
  ChunkId applies = kNone;  // when && !unless (an authority's is in its grants); kNone: always
  ChunkId reason = kNone;   // a string
  TableRange<EvidenceSource> evidence{};
  TableRange<Grant> grants{};  // authority
  ChunkId measure = kNone;     // threshold
  TableRange<Band> bands{};    // threshold
  uint32_t hits = kNone;  // prohibit with `match`: the let that lists the hits (maps of id, path,
                          // line, start, text); read only where the rule applies
  EffectId effect = 0;    // prohibit: who may waive; trigger: its effect
  bool operator==(const Rule&) const = default;
};

// What only listings and explanations read of the rule of the same number: apart, so that deciding
// never touches it.
struct RuleNotes {
  TextId documentation = kNone;
  TableRange<Conjunct> conjuncts{};  // of the rule's `applies`
  bool operator==(const RuleNotes&) const = default;
};

struct Policy {
  StringId name = kNone;
  StringId version = kNone;
  TextId documentation = kNone;
  IdRange patterns{};  // strings; empty: every action
  IdRange owners{};    // strings
  bool has_default = false;
  Verdict default_verdict = Verdict::Escalate;
  bool shadow = false;
  uint8_t padding = 0;
  ProgramPlace place{};
  bool operator==(const Policy&) const = default;
};

// Canonical: policies by name, rules by policy and name, strings sorted, so that neither the order
// of files nor of declarations shows. The parts stand in the order of their sections; what deciding
// does not touch is at the end.
struct Program {
  std::string semantics{EngineSemantics()};  // that it was compiled for
  uint64_t fuel = 0;                         // units for each rule
  SizeLimits sizes;                          // of facts, that its cost is bounded for: cost.h
  uint32_t covers = 0;                       // Cover counters (coverage builds)
  StringTable strings;
  Table<FactType> types = {{}};  // [0] is Any
  Table<Constant> constants;
  Table<Constant> constant_items;
  Table<uint32_t> ids;  // every list of numbers, one after the other
  Table<StringId> regexes;
  Table<PatternSet> pattern_sets;
  Table<PatternEntry> pattern_entries;
  Table<Slot> slots;
  Table<Let> lets;
  Table<Policy> policies;
  Table<Rule> rules;
  Table<EvidenceSource> evidence;
  Table<Effect> effects = {{}};  // [0] allows and addresses nobody
  Table<Grant> grants;
  Table<Band> bands;
  Table<Chunk> chunks;
  Table<Instruction> code;
  Table<CodePlace> places = {{}};  // [0]: unknown; then by instruction
  Table<RuleNotes> rule_notes;     // one for each rule
  Table<Conjunct> conjuncts;
  StringTable texts;  // conjuncts and documentation
  bool operator==(const Program&) const = default;
};

// A rule's name without its policy's.
std::string_view NameInPolicy(const Program& program, const Rule& rule);

// The number of the instruction's place in Program::places; 0 where it has none.
uint32_t PlaceOf(const Program& program, size_t instruction);

// The place of the instruction, or of the first one after it that has one; unknown where none has.
ProgramPlace PlaceNear(const Program& program, size_t instruction);

// Puts every list where its owner stands: the ranges of each table one after the other, in the
// order of their owners, with nothing between them (docs/program-format.md).
void PackLists(Program& program);

}  // namespace remit
