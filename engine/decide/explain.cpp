#include "engine/decide/explain.h"

#include <algorithm>
#include <tuple>

#include "engine/base/escape.h"
#include "engine/decide/evidence.h"
#include "engine/decide/numbers.h"
#include "engine/decide/rules.h"
#include "engine/model/json_write.h"
#include "engine/program/words.h"

namespace remit {
namespace {

constexpr size_t kMaxValueCharacters = 80;

bool IsNumber(const Value& value) {
  return value.kind == ValueKind::Int || value.kind == ValueKind::Double;
}

double AsDouble(const Value& number) {
  return number.kind == ValueKind::Int ? static_cast<double>(number.integer) : number.real;
}

// |a - b| as text; exact where both are ints.
std::string Distance(const Value& a, const Value& b) {
  if (a.kind == ValueKind::Int && b.kind == ValueKind::Int) {
    const auto x = static_cast<uint64_t>(a.integer);
    const auto y = static_cast<uint64_t>(b.integer);
    return std::to_string(a.integer >= b.integer ? x - y : y - x);
  }
  const double distance = AsDouble(a) - AsDouble(b);
  return FormatDouble(distance < 0 ? -distance : distance);
}

// "12 is 2 above the limit 10"
std::string MarginText(Arena& arena, const Value& measure, const Value& limit) {
  std::string text(NumberText(arena, measure));
  if (Crosses(Bound::Above, measure, limit, Value())) {
    text += " is " + Distance(measure, limit) + " above";
  } else if (Crosses(Bound::Below, measure, limit, Value())) {
    text += " is " + Distance(measure, limit) + " below";
  } else {
    text += " is at";
  }
  return text + " the limit " + std::string(NumberText(arena, limit));
}

struct Explaining {
  const Engine& engine;
  Vm& vm;
  std::vector<Explanation>& out;

  void Add(uint32_t rule, std::string text) {
    const Program& program = engine.program();
    out.push_back({std::string(program.strings[program.rules[rule].name]), std::move(text)});
  }
};

// The margin to each limit, with what the band would say.
void ExplainThreshold(Explaining& explaining, uint32_t id) {
  const Rule& rule = explaining.engine.program().rules[id];
  Vm& vm = explaining.vm;
  const Value measure = vm.Run(rule.measure);
  if (!IsNumber(measure)) return;
  for (const Band& band : explaining.engine.program().bands[rule.bands]) {
    for (const ChunkId chunk : {band.low, band.high}) {
      if (chunk == kNone) continue;
      const Value limit = vm.Run(chunk);
      if (!IsNumber(limit)) continue;
      explaining.Add(
          id,
          MarginText(vm.arena(), measure, limit) + " (" +
              std::string(VerdictName(explaining.engine.program().effects[band.effect].verdict)) +
              " " + std::string(BoundWord(band.bound)) + ")");
    }
  }
}

std::string ValueText(const Value& value) {
  return EscapeText(WriteCanonicalJson(value).value_or("?"), kMaxValueCharacters);
}

// What a condition read: "context.env is \"staging\", risk is 0.7", errors by their message.
std::string ReadText(Explaining& explaining, uint32_t policy, TableRange<EvidenceSource> sources) {
  const DecideTables& tables = explaining.engine.tables();
  std::string text;
  const auto add = [&](std::string_view name, const Value& value, bool hidden) {
    if (name.empty()) return;
    if (!text.empty()) text += ", ";
    text += EscapeText(name, kMaxValueCharacters);
    if (value.is_error()) {
      text += ": " + EscapeText(value.error->message, kMaxValueCharacters);
    } else {
      text += " is " + ValueText(CutValue(explaining.vm.arena(), value, hidden));
    }
  };
  for (const EvidenceSource& source : explaining.engine.program().evidence[sources]) {
    if (source.kind() == EvidenceSource::Kind::Slot) {
      const uint32_t slot = source.index();
      add(tables.slot_names[slot], explaining.vm.slot(slot), tables.hidden_slots[slot]);
    } else if (const Value* value = explaining.vm.EvaluatedLet(source.index())) {
      add(ShownName(explaining.engine.program(), policy, source.index()), *value,
          tables.hidden_lets[source.index()]);
    }
  }
  return text.empty() ? text : ": " + text;
}

// Which of a condition's conjuncts keep it from holding, in the policy's own words:
// "`context.n > 3` is false".
struct Failed {
  size_t count = 0;
  std::string text;
};

Failed FindFailed(Explaining& explaining, TableRange<Conjunct> conjuncts) {
  Failed failed;
  for (const Conjunct& conjunct : explaining.engine.program().conjuncts[conjuncts]) {
    explaining.vm.BeginRule();
    const Value value = explaining.vm.Run(conjunct.chunk);
    if (value.is_true()) continue;
    failed.text += failed.count == 0 ? ": `" : ", `";
    failed.text += EscapeText(explaining.engine.program().texts[conjunct.text]) + "` ";
    failed.text += value.is_error()
                       ? "errs: " + EscapeText(value.error->message, kMaxValueCharacters)
                   : value.is_false() ? "is false"
                                      : "is no bool";
    ++failed.count;
  }
  return failed;
}

// Why, and in brackets the values it was seen from.
std::string WithValues(const std::string& failed, const std::string& read) {
  if (failed.empty() || read.empty()) return failed + read;
  return failed + " (" + read.substr(2) + ")";
}

// Why a rule that could have spoken did not, or what made it speak.
void ExplainRule(Explaining& explaining, uint32_t id) {
  const Rule& rule = explaining.engine.program().rules[id];
  explaining.vm.BeginRule();
  const Value applies = rule.applies == kNone ? MakeBool(true) : explaining.vm.Run(rule.applies);
  if (applies.is_true() && rule.kind == RuleKind::Threshold) {
    return ExplainThreshold(explaining, id);
  }
  const std::string read = ReadText(explaining, rule.policy, rule.evidence);
  if (!applies.is_true()) {
    const std::string_view what =
        applies.is_false() ? "it does not apply" : "it cannot be evaluated";
    explaining.Add(
        id,
        std::string(what) +
            WithValues(
                FindFailed(explaining, explaining.engine.program().rule_notes[id].conjuncts).text,
                read));
    return;
  }
  if (rule.hits != kNone) {
    explaining.vm.BeginRule();
    const Value hits = explaining.vm.ReadLet(rule.hits);
    if (hits.kind == ValueKind::List && hits.size == 0) {
      explaining.Add(id, "it does not apply: nothing matches");
      return;
    }
  }
  explaining.Add(id, "it applies" + read);
}

std::string PlaceText(const Program& program, const ProgramPlace& place) {
  if (place.file == kNone) return {};
  return " (" + EscapeText(program.strings[place.file]) + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column) + ")";
}

// The grants that would have let more pass, the nearest first: the one with the fewest conjuncts
// to turn, of those the most permissive, of those as written.
void ExplainGrants(Explaining& explaining, uint32_t id, std::span<const Unit> units) {
  const Program& program = explaining.engine.program();
  const Rule& rule = program.rules[id];
  struct FailedGrant {
    const Grant* grant;
    Failed failed;
  };
  std::vector<FailedGrant> grants;
  for (const Unit& unit : units) {
    const Grant& grant = program.grants[rule.grants][unit.grant];
    if (grant.applies == kNone) continue;
    explaining.vm.BeginRule();
    if (explaining.vm.Run(grant.applies).is_true()) continue;
    grants.push_back({&grant, FindFailed(explaining, grant.conjuncts)});
  }
  // Equal ones as written: they lie in one vector.
  std::ranges::sort(grants, [](const FailedGrant& a, const FailedGrant& b) {
    return std::tie(a.failed.count, a.grant->permission, a.grant) <
           std::tie(b.failed.count, b.grant->permission, b.grant);
  });
  for (const FailedGrant& one : grants) {
    explaining.Add(id, "the grant " + std::string(PermissionWord(one.grant->permission)) +
                           PlaceText(program, one.grant->place) + " does not apply" +
                           WithValues(one.failed.text,
                                      ReadText(explaining, rule.policy, one.grant->evidence)));
  }
}

}  // namespace

std::vector<Explanation> Explain(Decider& decider, const Decision& decision,
                                 std::string_view action_name) {
  std::vector<Explanation> explanations;
  Explaining explaining = {decider.engine(), decider.vm(), explanations};
  const Program& program = decider.engine().program();
  // What the index leaves out is explained too.
  const std::vector<Unit> units = Covering(program, action_name).units;
  for (size_t i = 0; i < units.size();) {
    const size_t first = i;
    const uint32_t id = units[i].rule;
    while (i < units.size() && units[i].rule == id) ++i;
    if (program.rules[id].kind != RuleKind::Authority) {
      ExplainRule(explaining, id);
    } else if (decision.verdict != Verdict::Allow) {
      ExplainGrants(explaining, id, std::span(units).subspan(first, i - first));
    }
  }
  return explanations;
}

}  // namespace remit
