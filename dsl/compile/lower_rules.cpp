#include "dsl/compile/lower_rules.h"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

namespace remit::lowering {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

namespace {

ChunkId OptionalChunk(Target& target, NodeId node) {
  return node == kNoNode ? kNone : LowerChunk(target, target.NodeOf(node));
}

// The paths and lets that a rule's conditions read, for its evidence. What a pattern set searches
// is left out: a record never holds the secret that a pattern found.
class EvidenceCollector {
 public:
  explicit EvidenceCollector(Target& target) : target_(target), seen_(target.bundle.nodes.size()) {}

  // Of a rule or grant that has these expressions.
  std::span<const EvidenceSource> Of(std::initializer_list<NodeId> conditions) {
    sources_.clear();
    ++rule_;
    for (const NodeId id : conditions) Add(id);
    return sources_;
  }

 private:
  void Add(NodeId id) {
    if (id == kNoNode || std::exchange(seen_[id], rule_) == rule_) return;
    const Node& node = target_.bundle.node(id);
    if (node.kind == NodeKind::Scan || node.kind == NodeKind::MatchesAny) return;
    if (node.kind == NodeKind::Let) return AddLet(node.index);
    if (const auto path = ReadPath(id)) {
      if (!target_.tables.IsRoot(*path) || *path == target_.tables.Root(SlotRoot::Now)) {
        AddSource(EvidenceSource::Kind::Slot, target_.tables.SlotOf(*path, 0));
      }
      return;
    }
    for (NodeId arg : node.args) Add(arg);
  }

  // As PathOf, through `.?`, `has` and declared types too: evidence shows what is there.
  std::optional<PathId> ReadPath(NodeId id) {
    const Node& node = target_.bundle.node(id);
    if (node.kind == NodeKind::Root) return target_.tables.Root(node.root);
    if (node.kind == NodeKind::ReadAs) return ReadPath(node.args[0]);
    const bool member = node.kind == NodeKind::Select || node.kind == NodeKind::OptionalSelect ||
                        node.kind == NodeKind::Has;
    if (!member) return std::nullopt;
    const std::optional<PathId> path = ReadPath(node.args[0]);
    if (!path) return std::nullopt;
    return target_.tables.Member(*path, node.name);
  }

  void AddLet(uint32_t let) {
    if (!target_.lets[let].shown.empty()) {
      AddSource(EvidenceSource::Kind::Let, target_.LetOf(let));
    }
  }

  void AddSource(EvidenceSource::Kind kind, uint32_t index) {
    const EvidenceSource source{kind, index};
    if (std::ranges::find(sources_, source) == sources_.end()) sources_.push_back(source);
  }

  Target& target_;
  std::vector<EvidenceSource> sources_;
  uint32_t rule_ = 0;
  std::vector<uint32_t> seen_;  // by which rule each node was
};

// What a conjunct says, where the compiler made it of a clause: `unless x` is `!(x)`.
std::string ConjunctText(Target& target, NodeId id) {
  const Node& node = target.bundle.node(id);
  std::string text = target.tables.Excerpt(node.span);
  if (node.args.empty() || target.bundle.node(node.args[0]).span != node.span) return text;
  if (node.kind == NodeKind::Unary) return "!(" + text + ")";
  if (node.kind == NodeKind::Binary && target.bundle.node(node.args[0]).kind == NodeKind::Root) {
    return "now " + std::string(ast::OpText(node.op)) + " " + text;  // a bound of validity
  }
  return text;
}

// The operands of the outermost `&&`, each as a chunk of its own; a condition without one is its
// own only conjunct.
void AddConjuncts(Target& target, NodeId id, ChunkId whole, std::vector<Conjunct>& conjuncts) {
  const Node& node = target.bundle.node(id);
  if (node.kind == NodeKind::Binary && node.op == ast::Op::And) {
    for (NodeId arg : node.args) AddConjuncts(target, arg, kNone, conjuncts);
    return;
  }
  const ChunkId chunk = whole == kNone ? LowerChunk(target, id) : whole;
  conjuncts.push_back({chunk, target.tables.Note(ConjunctText(target, id))});
}

TableRange<Conjunct> LowerConjuncts(Target& written, NodeId condition, ChunkId whole) {
  std::vector<Conjunct> conjuncts;
  AddConjuncts(written, condition, whole, conjuncts);
  return written.program.conjuncts.Add(conjuncts);
}

EffectId LowerEffect(Target& target, const typed::Effect& effect) {
  Effect made;
  made.verdict = effect.verdict;
  made.quorum = effect.quorum;
  made.within = effect.within;
  const auto& params = target.bundle.params;
  if (effect.quorum_param != kNone) {
    made.quorum = static_cast<uint32_t>(params[effect.quorum_param].value.integer);
  }
  if (effect.within_param != kNone) made.within = params[effect.within_param].value.integer;
  std::vector<ChunkId> to;
  for (const NodeId id : effect.to) to.push_back(LowerChunk(target, target.NodeOf(id)));
  return target.tables.EffectOf(made, to);
}

void LowerLet(Target& target, const typed::Let& let) {
  Let made;
  made.name = let.shown.empty() ? kNone : target.tables.String(let.name);
  // What the compiler made of shared expressions is what is left of them already.
  made.chunk = LowerChunk(target, let.shared ? let.value : target.NodeOf(let.value));
  made.score = let.score;
  made.shared = let.shared;
  std::vector<uint32_t> contributions;
  std::vector<ChunkId> because;
  for (const typed::Contribution& contribution : let.contributions) {
    contributions.push_back(contribution.let);
    because.push_back(
        contribution.has_because ? LowerTemplate(target, contribution.because, let.span) : kNone);
  }
  made.contributions = target.program.ids.Add(contributions);
  made.because = target.program.ids.Add(because);
  target.program.lets.push_back(made);
}

void LowerPatterns(Target& target) {
  const typed::Bundle& bundle = target.bundle;
  auto move = [&](StringId id) { return target.tables.String(bundle.strings[id]); };
  auto move_all = [&](std::vector<StringId> ids) {
    for (StringId& id : ids) id = move(id);
    return target.program.ids.Add(ids);
  };
  for (const typed::PatternSet& set : bundle.pattern_sets) {
    PatternSet made{.name = move(set.name), .entries = {}, .allow = move_all(set.allow)};
    std::vector<PatternEntry> entries;
    for (const typed::PatternEntry& entry : set.entries) {
      entries.push_back({.id = move(entry.id),
                         .regex = move(entry.regex),
                         .keywords = move_all(entry.keywords),
                         .paths = move_all(entry.paths),
                         .entropy = entry.entropy});
    }
    made.entries = target.program.pattern_entries.Add(entries);
    target.program.pattern_sets.push_back(made);
  }
}

void LowerGrants(Target& target, EvidenceCollector& evidence, const typed::Rule& rule, Rule& made) {
  std::vector<Grant> grants;
  for (const typed::Grant& grant : rule.grants) {
    const std::span<const EvidenceSource> sources = evidence.Of({grant.applies});
    Grant lowered;
    lowered.patterns = target.tables.Strings(grant.patterns);
    lowered.applies = LowerCondition(target, target.NodeOf(grant.applies));
    lowered.permission = grant.permission;
    lowered.effect = LowerEffect(target, grant.effect);
    lowered.place = target.tables.Place(grant.span);
    lowered.evidence = target.program.evidence.Add(sources);
    grants.push_back(lowered);
  }
  made.grants = target.program.grants.Add(grants);
}

void LowerBands(Target& target, const typed::Rule& rule, Rule& made) {
  std::vector<Band> bands;
  for (const typed::Band& band : rule.bands) {
    Band lowered;
    lowered.bound = band.bound;
    lowered.low = OptionalChunk(target, band.low);
    lowered.high = OptionalChunk(target, band.high);
    lowered.effect = LowerEffect(target, band.effect);
    lowered.place = target.tables.Place(band.span);
    bands.push_back(lowered);
  }
  made.bands = target.program.bands.Add(bands);
}

Rule LowerRule(Target& target, Target& written, EvidenceCollector& evidence,
               const typed::Rule& rule) {
  Tables& tables = target.tables;
  Rule made;
  made.policy = rule.policy;
  made.name = tables.String(target.bundle.policies[rule.policy].name + "." + rule.name);
  made.kind = rule.kind;
  made.patterns = tables.Strings(rule.patterns);
  made.shadow = rule.shadow;
  made.severity = rule.severity;
  made.refs = tables.Strings(rule.refs);
  made.place = tables.Place(rule.span);
  made.evidence = target.program.evidence.Add(evidence.Of({rule.applies, rule.measure}));
  if (rule.applies != kNoNode) made.applies = LowerCondition(target, target.NodeOf(rule.applies));
  LowerGrants(target, evidence, rule, made);
  made.measure = OptionalChunk(target, rule.measure);
  LowerBands(target, rule, made);
  made.hits = rule.hits == kNone ? kNone : written.LetOf(rule.hits);
  made.effect = LowerEffect(target, rule.effect);
  if (rule.has_reason) made.reason = LowerTemplate(target, rule.reason, rule.span);
  return made;
}

// After everything that deciding runs: what only explanations run lies together at the end.
void LowerNotes(Target& target, const Target& as_written) {
  Program& program = target.program;
  Target written = as_written;
  written.placed = false;
  for (size_t i = 0; i < written.bundle.rules.size(); ++i) {
    const typed::Rule& rule = written.bundle.rules[i];
    const Rule& made = std::as_const(program.rules)[i];
    RuleNotes notes;
    notes.documentation = target.tables.OptionalNote(rule.documentation);
    if (!target.coverage && rule.applies != kNoNode) {
      notes.conjuncts = LowerConjuncts(written, rule.applies, made.applies);
    }
    program.rule_notes.push_back(notes);
    for (size_t g = 0; g < rule.grants.size() && !target.coverage; ++g) {
      Grant& grant = program.grants[made.grants][g];
      grant.conjuncts = LowerConjuncts(written, rule.grants[g].applies, grant.applies);
    }
  }
}

}  // namespace

void LowerBundle(Target& target, Target& written) {
  const typed::Bundle& bundle = target.bundle;
  Program& program = target.program;
  program.types = Table<FactType>(bundle.fact_types);
  LowerPatterns(target);
  for (const typed::Let& let : target.lets) LowerLet(target, let);
  for (const typed::Policy& policy : bundle.policies) {
    Policy made;
    made.name = target.tables.String(policy.name);
    made.version = target.tables.OptionalString(policy.version);
    made.documentation = target.tables.OptionalNote(policy.documentation);
    made.patterns = target.tables.Strings(policy.patterns);
    made.owners = target.tables.Strings(policy.owners);
    made.has_default = policy.has_default;
    made.default_verdict = policy.default_verdict;
    made.shadow = policy.shadow;
    made.place = target.tables.Place(policy.span);
    program.policies.push_back(std::move(made));
  }
  EvidenceCollector evidence(written);
  for (const typed::Rule& rule : bundle.rules) {
    program.rules.push_back(LowerRule(target, written, evidence, rule));
  }
  LowerNotes(target, written);
  program.covers = static_cast<uint32_t>(target.covers.size());
}

}  // namespace remit::lowering
