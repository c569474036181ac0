#include "engine/program/disassemble.h"

#include <bit>

#include "engine/base/escape.h"
#include "engine/program/listing_text.h"
#include "engine/program/opcode_table.h"
#include "engine/program/words.h"

namespace remit {
namespace {

struct Listing {
  const Program& program;
  std::string text = {};

  void Line(size_t indent, const std::string& line);
  // "WORD VALUES" where there are any.
  void Strings(size_t indent, const char* word, IdRange ids);
  void Optional(size_t indent, const char* word, uint32_t id);

  void Policies();
  void Rules();
  void Clauses(const Rule& rule, const RuleNotes& notes);
  void Evidence(TableRange<EvidenceSource> evidence, size_t indent);
  void Conjuncts(TableRange<Conjunct> conjuncts, size_t indent);
  void Documentation(TextId text);
  void Lets();
  void Slots();
  void PatternSets();
  void Chunks();
};

std::string Number(uint64_t number) { return std::to_string(number); }

void Listing::Line(size_t indent, const std::string& line) {
  text.append(2 * indent, ' ');
  text += line;
  text += '\n';
}

void Listing::Strings(size_t indent, const char* word, IdRange ids) {
  if (!ids.empty()) Line(indent, std::string(word) + ' ' + QuotedList(program, program.ids[ids]));
}

void Listing::Optional(size_t indent, const char* word, uint32_t id) {
  if (id != kNone) Line(indent, std::string(word) + ' ' + Number(id));
}

void Listing::Policies() {
  for (const Policy& policy : program.policies) {
    Line(0, "");
    Line(0, "policy " + EscapeText(program.strings[policy.name]) + "  ; " +
                PlaceText(program, policy.place));
    if (policy.version != kNone) Line(1, "version " + Quoted(program, policy.version));
    Documentation(policy.documentation);
    Strings(1, "on", policy.patterns);
    Strings(1, "owner", policy.owners);
    if (policy.has_default) Line(1, "default " + std::string(VerdictName(policy.default_verdict)));
    if (policy.shadow) Line(1, "mode shadow");
  }
}

void Listing::Documentation(TextId text) {
  if (text != kNone) Line(1, "/// \"" + EscapeText(program.texts[text], kLongestText) + '"');
}

void Listing::Evidence(TableRange<EvidenceSource> evidence, size_t indent) {
  if (evidence.empty()) return;
  std::string line;
  for (const EvidenceSource& source : program.evidence[evidence]) {
    line += line.empty() ? "evidence " : ", ";
    line += source.kind() == EvidenceSource::Kind::Slot ? SlotText(program, source.index())
                                                        : LetText(program, source.index());
  }
  Line(indent, line);
}

void Listing::Conjuncts(TableRange<Conjunct> conjuncts, size_t indent) {
  for (const Conjunct& conjunct : program.conjuncts[conjuncts]) {
    Line(indent, "where " + EscapeText(program.texts[conjunct.text]) + "  ; chunk " +
                     Number(conjunct.chunk));
  }
}

void Listing::Clauses(const Rule& rule, const RuleNotes& notes) {
  Optional(1, "applies chunk", rule.applies);
  Conjuncts(notes.conjuncts, 1);
  Optional(1, "reason chunk", rule.reason);
  Optional(1, "hits let", rule.hits);
  Evidence(rule.evidence, 1);
  for (const Grant& grant : program.grants[rule.grants]) {
    Line(1, "may " + QuotedList(program, program.ids[grant.patterns]) + ' ' +
                std::string(PermissionWord(grant.permission)) + "  ; " +
                PlaceText(program, grant.place));
    Optional(2, "applies chunk", grant.applies);
    Conjuncts(grant.conjuncts, 2);
    if (grant.permission != Permission::Alone)
      Line(2, EffectText(program, program.effects[grant.effect]));
    Evidence(grant.evidence, 2);
  }
  Optional(1, "measure chunk", rule.measure);
  for (const Band& band : program.bands[rule.bands]) {
    std::string limit = std::string(BoundWord(band.bound)) + " chunk " + Number(band.low);
    if (band.high != kNone) limit += " and chunk " + Number(band.high);
    Line(1, "band " + limit + ": " + EffectText(program, program.effects[band.effect]) + "  ; " +
                PlaceText(program, band.place));
  }
  if (rule.kind == RuleKind::Prohibit || rule.kind == RuleKind::Trigger) {
    Line(1, EffectText(program, program.effects[rule.effect]));
  }
}

void Listing::Rules() {
  for (size_t i = 0; i < program.rules.size(); ++i) {
    const Rule& rule = program.rules[i];
    const RuleNotes& notes = program.rule_notes[i];
    Line(0, "");
    Line(0, std::string(RuleKindWord(rule.kind)) + ' ' + EscapeText(program.strings[rule.name]) +
                "  ; " + PlaceText(program, rule.place));
    Documentation(notes.documentation);
    Strings(1, "on", rule.patterns);
    if (rule.shadow) Line(1, "mode shadow");
    if (rule.severity != Severity::None) {
      Line(1, "severity " + std::string(SeverityWord(rule.severity)));
    }
    Strings(1, "ref", rule.refs);
    Clauses(rule, notes);
  }
}

void Listing::Lets() {
  if (!program.lets.empty()) Line(0, "");
  for (size_t i = 0; i < program.lets.size(); ++i) {
    const Let& let = program.lets[i];
    Line(0, LetText(program, static_cast<uint32_t>(i)) + (let.score ? " score" : "") +
                (let.shared ? " shared" : "") + " = chunk " + Number(let.chunk));
    const std::span<const ChunkId> because = program.ids[let.because];
    for (size_t c = 0; c < because.size(); ++c) {
      Line(1, "add " + LetText(program, program.ids[let.contributions][c]) +
                  (because[c] == kNone ? "" : " because chunk " + Number(because[c])));
    }
  }
}

void Listing::Slots() {
  if (!program.slots.empty()) Line(0, "");
  for (size_t i = 0; i < program.slots.size(); ++i) {
    Line(0, "slot " + Number(i) + ' ' + SlotText(program, static_cast<uint32_t>(i)) + ": " +
                TypeText(program, program.slots[i].type));
  }
}

void Listing::PatternSets() {
  for (const PatternSet& set : program.pattern_sets) {
    Line(0, "");
    Line(0, "patterns " + EscapeText(program.strings[set.name]));
    for (const PatternEntry& entry : program.pattern_entries[set.entries]) {
      Line(1, Quoted(program, entry.id) + " regex " + Quoted(program, entry.regex));
      Strings(2, "keyword", entry.keywords);
      Strings(2, "in", entry.paths);
      if (entry.entropy > 0.0) {
        Constant entropy{ValueKind::Double};
        entropy.bits = std::bit_cast<int64_t>(entry.entropy);
        Line(2, "entropy " + ConstantText(program, entropy));
      }
    }
    Strings(1, "allow", set.allow);
  }
}

std::string Padded(std::string text, size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

void Listing::Chunks() {
  for (size_t id = 0; id < program.chunks.size(); ++id) {
    const Chunk& chunk = program.chunks[id];
    Line(0, "");
    Line(0, "chunk " + Number(id) + "  ; weight " + Number(chunk.weight) + ", stack " +
                Number(chunk.stack) + ", locals " + Number(chunk.locals) + ", iterations " +
                Number(chunk.iterations) + ", builders " + Number(chunk.builders));
    ProgramPlace last_place;
    for (uint32_t pc = 0; pc < chunk.size; ++pc) {
      const Instruction& instruction = program.code[chunk.begin + pc];
      const std::string number = Number(pc);
      std::string line(number.size() < 4 ? 4 - number.size() : 0, ' ');
      line += number + "  " + Padded(std::string(RowOf(instruction.opcode).name), 19);
      line += OperandText(program, instruction);
      // A place is said where it changes: many instructions share their neighbour's.
      const ProgramPlace& place = program.places[PlaceOf(program, chunk.begin + pc)].place;
      if (place != last_place && place.file != kNone) {
        line = Padded(line, 56) + "  ; " + PlaceText(program, place);
        last_place = place;
      }
      while (line.ends_with(' ')) line.pop_back();
      Line(0, line);
    }
  }
}

}  // namespace

std::string Disassemble(const Program& program) {
  Listing listing{program};
  listing.Line(0, "program for engine semantics " + EscapeText(program.semantics, 60) + ", fuel " +
                      Number(program.fuel));
  if (program.covers != 0) listing.Line(0, "cover counters " + Number(program.covers));
  listing.Policies();
  listing.Rules();
  listing.Lets();
  listing.Slots();
  listing.PatternSets();
  listing.Chunks();
  return listing.text;
}

}  // namespace remit
