// A compiled bundle of policies: code, tables, rules. Plain data; immutable once loaded; shared by
// threads. Nothing in it refers outside of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/fact_type.h"
#include "engine/model/verdict.h"
#include "engine/program/semantics.h"

namespace remit {

enum class Opcode : uint8_t {
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

// A place in a policy file. line and column count from 1; column in code points.
struct ProgramPlace {
  StringId file = kNone;
  uint32_t line = 0;
  uint32_t column = 0;
  bool operator==(const ProgramPlace&) const = default;
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
  ValueKind kind = ValueKind::Null;
  int64_t bits = 0;    // Bool, Int, Uint, Double (bit pattern), Duration, Timestamp seconds, Type
  uint32_t first = 0;  // String, Bytes, Ip, Cidr (octets), Semver: StringId; List, Map, Optional:
                       // first item
  uint32_t count = 0;  // List, Map, Optional: items (a map's entries); Timestamp: nanoseconds
  bool operator==(const Constant&) const = default;
};

// A path of the action that some rule reads: the value found by following `members` from the
// root, read as `type`.
enum class SlotRoot : uint8_t { Subject, Action, Resource, Context, Now };
struct Slot {
  SlotRoot root = SlotRoot::Context;
  std::vector<StringId> members;
  uint32_t type = 0;  // Program::types; 0 is Any
  bool operator==(const Slot&) const = default;
};

struct Let {
  StringId name = kNone;  // POLICY.NAME, for evidence and explanation
  ChunkId chunk = kNone;
  bool score = false;
  bool shared = false;  // of an expression that stands in several places: an error is placed where
                        // it is read, and the readers' weights count its nodes
  std::vector<uint32_t> contributions;  // score: lets (of smaller index) that give an optional
                                        // number: none where the contribution does not apply
  std::vector<ChunkId> because;         // score: each contribution's reason, kNone where none
  bool operator==(const Let&) const = default;
};

struct PatternEntry {
  StringId id = kNone;
  StringId regex = kNone;          // RE2 syntax; a literal is quoted when compiled
  std::vector<StringId> keywords;  // one must occur, ASCII case ignored; none: no condition
  std::vector<StringId> paths;     // `in`: globs; none: every path
  double entropy = 0.0;            // of group 1, else of the hit, at least this; 0: no condition
  bool operator==(const PatternEntry&) const = default;
};
struct PatternSet {
  StringId name = kNone;
  std::vector<PatternEntry> entries;  // by id
  std::vector<StringId> allow;        // regexes; a hit that one of them matches is dropped
  bool operator==(const PatternSet&) const = default;
};

// What a rule's evidence lists: the paths and names that its conditions read.
struct EvidenceSource {
  enum class Kind : uint8_t { Slot, Let } kind = Kind::Slot;
  uint32_t index = 0;
  bool operator==(const EvidenceSource&) const = default;
};

// One operand of a condition's outermost `&&`, for explanations: deciding never runs it.
struct Conjunct {
  ChunkId chunk = kNone;
  StringId text = kNone;  // as the policy writes it, cut to one short line
  bool operator==(const Conjunct&) const = default;
};

enum class RuleKind : uint8_t { Authority, Threshold, Prohibit, Trigger };
enum class Severity : uint8_t { None, Low, Medium, High, Critical };
enum class Bound : uint8_t { Above, Below, AtLeast, AtMost, Outside };
enum class Permission : uint8_t { Alone, WithNotice, WithApproval };

// Whom a verdict addresses. `to`: chunks that give a string or a list of strings.
struct Effect {
  Verdict verdict = Verdict::Allow;
  std::vector<ChunkId> to;
  uint32_t quorum = 1;
  int64_t within = 0;  // nanoseconds; 0: no deadline
  bool operator==(const Effect&) const = default;
};

struct Grant {
  std::vector<StringId> patterns;
  ChunkId applies = kNone;  // the authority's conditions && the grant's `when`
  Permission permission = Permission::Alone;
  Effect effect;
  ProgramPlace place;
  std::vector<EvidenceSource> evidence;
  std::vector<Conjunct> conjuncts{};  // of `applies`
  bool operator==(const Grant&) const = default;
};

struct Band {
  Bound bound = Bound::Above;
  ChunkId low = kNone;   // the limit; Outside: the first of the two
  ChunkId high = kNone;  // Outside only
  Effect effect;
  ProgramPlace place;
  bool operator==(const Band&) const = default;
};

struct Rule {
  uint32_t policy = 0;
  StringId name = kNone;  // without the policy's
  RuleKind kind = RuleKind::Trigger;
  std::vector<StringId> patterns;  // empty: every action of the policy
  bool shadow = false;
  Severity severity = Severity::None;
  std::vector<StringId> refs;
  StringId documentation = kNone;
  ProgramPlace place;
  ChunkId applies = kNone;  // when && !unless (an authority's is in its grants); kNone: always
  ChunkId reason = kNone;   // a string
  std::vector<EvidenceSource> evidence;
  std::vector<Conjunct> conjuncts{};  // of `applies`

  std::vector<Grant> grants;  // authority

  ChunkId measure = kNone;  // threshold
  std::vector<Band> bands;

  uint32_t hits = kNone;  // prohibit with `match`: the let that lists the hits (maps of id, path,
                          // line, start, text); read only where the rule applies
  Effect effect;          // prohibit: who may waive; trigger: its effect
  bool operator==(const Rule&) const = default;
};

struct Policy {
  StringId name = kNone;
  StringId version = kNone;
  StringId documentation = kNone;
  std::vector<StringId> patterns;  // empty: every action
  std::vector<StringId> owners;
  bool has_default = false;
  Verdict default_verdict = Verdict::Escalate;
  bool shadow = false;
  ProgramPlace place;
  bool operator==(const Policy&) const = default;
};

// Canonical: policies by name, rules by policy and name, strings sorted, so that neither the order
// of files nor of declarations shows.
struct Program {
  std::string semantics{EngineSemantics()};  // that it was compiled for
  uint64_t fuel = 0;                         // units for each rule
  SizeLimits sizes;                          // of facts, that its cost is bounded for: cost.h
  std::vector<std::string> strings;
  std::vector<FactType> types;  // [0] is Any
  std::vector<Constant> constants;
  std::vector<Constant> constant_items;
  std::vector<StringId> regexes;
  std::vector<PatternSet> pattern_sets;
  std::vector<Slot> slots;
  std::vector<Let> lets;
  std::vector<Instruction> code;
  std::vector<uint32_t> code_places;  // for each instruction: index into `places`
  std::vector<ProgramPlace> places;   // [0]: unknown
  std::vector<Chunk> chunks;
  std::vector<Policy> policies;
  std::vector<Rule> rules;
  uint32_t covers = 0;  // Cover counters (coverage builds)
  bool operator==(const Program&) const = default;
};

}  // namespace remit
