// The verifier's last part: lets, policies, rules.
#include <algorithm>
#include <span>

#include "engine/program/verification.h"

namespace remit {
namespace {

bool VerifyLet(Verification& v, size_t index) {
  const Let& let = v.program.lets[index];
  const ProgramPart part{"let", index};
  if (!v.CheckOptionalText(part, let.name)) return false;
  if (!v.Check(part, "chunk", let.chunk, v.program.chunks.size())) return false;
  if (v.lets_below[let.chunk] > index) {
    return v.Refuse(part, "it reads let " + std::to_string(v.lets_below[let.chunk] - 1) +
                              ", which does not come before it");
  }
  if (!let.score && !(let.contributions.empty() && let.because.empty())) {
    return v.Refuse(part, "contributions of what is no score");
  }
  const std::span<const uint32_t> contributions = v.program.ids[let.contributions];
  if (let.contributions.size() != let.because.size()) {
    return v.Refuse(part, std::to_string(let.contributions.size()) + " contributions have " +
                              std::to_string(let.because.size()) + " reasons");
  }
  for (size_t i = 0; i < contributions.size(); ++i) {
    if (contributions[i] >= index) {
      return v.Refuse(part, "contribution " + std::to_string(i) + " is let " +
                                std::to_string(contributions[i]) +
                                ", which does not come before it");
    }
    if (!v.CheckOptional(part, "chunk", v.program.ids[let.because][i], v.program.chunks.size()))
      return false;
  }
  return true;
}

bool IsSegmentCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Segments joined by dots, each `*` or of a-z 0-9 _ -.
bool IsActionPattern(std::string_view pattern) {
  while (true) {
    const std::string_view segment = pattern.substr(0, pattern.find('.'));
    if (segment.empty()) return false;
    if (segment != "*" && !std::ranges::all_of(segment, IsSegmentCharacter)) return false;
    if (segment.size() == pattern.size()) return true;
    pattern.remove_prefix(segment.size() + 1);
  }
}

bool VerifyActionPatterns(Verification& v, const ProgramPart& part, IdRange patterns) {
  const std::span<const StringId> ids = v.program.ids[patterns];
  if (!v.CheckTexts(part, ids)) return false;
  for (const StringId id : ids) {
    if (v.is_pattern[id]) continue;
    if (!IsActionPattern(v.program.strings[id])) {
      return v.Refuse(part, "string " + std::to_string(id) + " is no action pattern");
    }
    v.is_pattern[id] = true;
  }
  return true;
}

bool VerifyPolicy(Verification& v, size_t index) {
  const Policy& policy = v.program.policies[index];
  const ProgramPart part{"policy", index};
  if (!v.CheckText(part, policy.name) || !v.CheckOptionalText(part, policy.version) ||
      !(policy.documentation == kNone || v.CheckNote(part, policy.documentation)) ||
      !VerifyActionPatterns(v, part, policy.patterns) ||
      !v.CheckTexts(part, v.program.ids[policy.owners]) || !v.CheckPlace(part, policy.place)) {
    return false;
  }
  // Strings ascend, so ids order names.
  if (index > 0 && policy.name <= v.program.policies[index - 1].name) {
    return v.Refuse(part, "not after the one before it: policies ascend by name, no two equal");
  }
  return true;
}

bool VerifyEvidence(Verification& v, const ProgramPart& part, TableRange<EvidenceSource> evidence) {
  for (const EvidenceSource& source : v.program.evidence[evidence]) {
    const bool known = source.kind() == EvidenceSource::Kind::Slot
                           ? v.Check(part, "slot", source.index(), v.program.slots.size())
                           : v.Check(part, "let", source.index(), v.program.lets.size());
    if (!known) return false;
  }
  return true;
}

// Explanations run a conjunct with a budget of its own: it costs a decision nothing.
bool VerifyConjuncts(Verification& v, const ProgramPart& part, TableRange<Conjunct> conjuncts) {
  for (const Conjunct& conjunct : v.program.conjuncts[conjuncts]) {
    if (!v.Check(part, "chunk", conjunct.chunk, v.program.chunks.size()) ||
        !v.CheckNote(part, conjunct.text)) {
      return false;
    }
  }
  return true;
}

// One rule: what it refers to and what it costs.
struct RuleCheck {
  Verification& v;
  size_t index;
  const Rule& rule;
  uint64_t cost = 0;

  bool Head();
  bool Clauses();
  bool Kind();
  bool OneGrant(size_t i);
  bool OneBand(size_t i);
  bool Effects(const ProgramPart& part, EffectId id);
  bool Chunk(const ProgramPart& part, ChunkId id, bool optional);
  bool Fuel();
};

bool RuleCheck::Chunk(const ProgramPart& part, ChunkId id, bool optional) {
  if (optional && id == kNone) return true;
  if (!v.Check(part, "chunk", id, v.program.chunks.size())) return false;
  cost = AddSaturating(cost, v.cost[id]);
  return true;
}

bool RuleCheck::Effects(const ProgramPart& part, EffectId id) {
  if (!v.Check(part, "effect", id, v.program.effects.size())) return false;
  const Effect& effect = v.program.effects[id];
  for (const ChunkId id : v.program.ids[effect.to]) {
    if (!Chunk(part, id, false)) return false;
  }
  return true;
}

bool RuleCheck::Head() {
  const ProgramPart part{"rule", index};
  if (!v.Check(part, "policy", rule.policy, v.program.policies.size()) ||
      !v.CheckText(part, rule.name) || !VerifyActionPatterns(v, part, rule.patterns) ||
      !v.CheckTexts(part, v.program.ids[rule.refs]) || !v.CheckPlace(part, rule.place) ||
      !VerifyEvidence(v, part, rule.evidence)) {
    return false;
  }
  const std::string_view policy = v.program.strings[v.program.policies[rule.policy].name];
  const std::string_view name = v.program.strings[rule.name];
  if (!name.starts_with(policy) || !name.substr(policy.size()).starts_with('.')) {
    return v.Refuse(part, "its name is not its policy's, a dot and its own");
  }
  if (index == 0) return true;
  const Rule& before = v.program.rules[index - 1];
  const bool after =
      rule.policy > before.policy || (rule.policy == before.policy && rule.name > before.name);
  return after || v.Refuse(part,
                           "not after the one before it: rules ascend by policy and name, no two "
                           "equal");
}

bool RuleCheck::OneGrant(size_t i) {
  const Grant& grant = v.program.grants[rule.grants][i];
  const ProgramPart part{"rule", index, "grant", i};
  if (!VerifyActionPatterns(v, part, grant.patterns) || !Chunk(part, grant.applies, true) ||
      !Effects(part, grant.effect) || !v.CheckPlace(part, grant.place)) {
    return false;
  }
  return VerifyEvidence(v, part, grant.evidence) && VerifyConjuncts(v, part, grant.conjuncts);
}

bool RuleCheck::OneBand(size_t i) {
  const Band& band = v.program.bands[rule.bands][i];
  const ProgramPart part{"rule", index, "band", i};
  if (!Chunk(part, band.low, false) || !Effects(part, band.effect) ||
      !v.CheckPlace(part, band.place)) {
    return false;
  }
  if (v.program.effects[band.effect].verdict == Verdict::Allow)
    return v.Refuse(part, "a band that allows");
  if (band.bound == Bound::Outside) return Chunk(part, band.high, false);
  return band.high == kNone || v.Refuse(part, "a second limit of what has one");
}

// What only some kinds of rule have.
bool RuleCheck::Kind() {
  const ProgramPart part{"rule", index};
  const bool threshold = rule.kind == RuleKind::Threshold;
  if (!rule.grants.empty() && rule.kind != RuleKind::Authority) {
    return v.Refuse(part, "grants of what is no authority");
  }
  if (threshold && rule.measure == kNone) return v.Refuse(part, "a threshold without a measure");
  if (!threshold && (rule.measure != kNone || !rule.bands.empty())) {
    return v.Refuse(part, "a measure or bands of what is no threshold");
  }
  if (rule.hits != kNone && rule.kind != RuleKind::Prohibit) {
    return v.Refuse(part, "hits of what is no prohibition");
  }
  return true;
}

bool RuleCheck::Clauses() {
  const ProgramPart part{"rule", index};
  if (!Chunk(part, rule.applies, true) || !Chunk(part, rule.reason, true) ||
      !Chunk(part, rule.measure, true) || !Effects(part, rule.effect)) {
    return false;
  }
  if (rule.kind == RuleKind::Trigger && v.program.effects[rule.effect].verdict == Verdict::Allow) {
    return v.Refuse(part, "a trigger that allows");
  }
  if (rule.hits != kNone) {
    if (!v.Check(part, "let", rule.hits, v.program.lets.size())) return false;
    if (!Chunk(part, v.program.lets[rule.hits].chunk, false)) return false;
  }
  for (size_t i = 0; i < rule.grants.size(); ++i) {
    if (!OneGrant(i)) return false;
  }
  for (size_t i = 0; i < rule.bands.size(); ++i) {
    if (!OneBand(i)) return false;
  }
  return true;
}

bool RuleCheck::Fuel() {
  return cost <= v.program.fuel ||
         v.Refuse({"rule", index}, "it costs at least " + std::to_string(cost) +
                                       " units, over the program's fuel of " +
                                       std::to_string(v.program.fuel));
}

bool VerifyEffects(Verification& v) {
  const Table<Effect>& effects = v.program.effects;
  if (effects.empty() || effects[0].verdict != Verdict::Allow || !effects[0].to.empty() ||
      effects[0].quorum != 1 || effects[0].within != 0) {
    return v.Refuse("effect 0 is not the one that allows");
  }
  for (size_t i = 0; i < effects.size(); ++i) {
    const Effect& effect = effects[i];
    if (effect.quorum == 0) return v.Refuse({"effect", i}, "a quorum of 0");
    if (effect.within < 0) return v.Refuse({"effect", i}, "a deadline before the decision");
  }
  return true;
}

bool VerifyNotes(Verification& v) {
  const Table<RuleNotes>& notes = v.program.rule_notes;
  if (notes.size() != v.program.rules.size()) {
    return v.Refuse(std::to_string(v.program.rules.size()) + " rules have " +
                    std::to_string(notes.size()) + " notes");
  }
  for (size_t i = 0; i < notes.size(); ++i) {
    const ProgramPart part{"rule", i};
    if (!(notes[i].documentation == kNone || v.CheckNote(part, notes[i].documentation)) ||
        !VerifyConjuncts(v, part, notes[i].conjuncts)) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool VerifyDecisions(Verification& v) {
  v.is_pattern.resize(v.program.strings.size());
  for (size_t i = 0; i < v.program.lets.size(); ++i) {
    if (!VerifyLet(v, i)) return false;
  }
  for (size_t i = 0; i < v.program.policies.size(); ++i) {
    if (!VerifyPolicy(v, i)) return false;
  }
  if (!VerifyEffects(v)) return false;
  for (size_t i = 0; i < v.program.rules.size(); ++i) {
    RuleCheck check{v, i, v.program.rules[i]};
    if (!check.Head() || !check.Kind() || !check.Clauses() || !check.Fuel()) return false;
  }
  return VerifyNotes(v);
}

}  // namespace remit
