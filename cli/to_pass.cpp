// Nothing here guesses: what a change or a fact would do is found by deciding with it.
#include "cli/to_pass.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "cli/json_members.h"
#include "cli/pretty.h"
#include "cli/some_rules.h"
#include "engine/base/escape.h"
#include "engine/decide/explain.h"
#include "engine/decide/numbers.h"
#include "engine/model/value.h"
#include "facts/change/change_action.h"

namespace remit {
namespace {

constexpr size_t kShownCharacters = 120;  // of one name or path
constexpr size_t kMostNamed = 3;          // rules or roles in one sentence

struct Passing {
  const Action& action;
  const Value& now;
  const Decision& decision;
  std::span<const ReviewFinding> findings;
  ChangeParts& parts;
  Decider& decider;
  std::vector<std::string> sentences;
};

std::string Name(std::string_view text) { return EscapeText(text, kShownCharacters); }

std::string Quoted(std::string_view text) { return "`" + Name(text) + "`"; }

// "a, b and c".
std::string AllOf(const std::vector<std::string>& items) {
  std::string out;
  for (size_t i = 0; i < items.size(); ++i) {
    out += i == 0 ? "" : i + 1 == items.size() ? " and " : ", ";
    out += items[i];
  }
  return out;
}

// The same of many: "a, b, c and 4 more rules".
std::string SomeOf(std::vector<std::string> items, std::string_view noun) {
  if (items.size() > kMostNamed + 1) {
    const size_t more = items.size() - kMostNamed;
    items.resize(kMostNamed);
    items.push_back(std::to_string(more) + " more " + std::string(noun));
  }
  return AllOf(items);
}

bool Counts(const Finding& finding) {
  return !finding.shadow && finding.verdict == Verdict::Escalate;
}

bool NobodyCan(const Finding& finding) {
  const auto nobody = [](const Demand& demand) { return demand.roles.empty(); };
  return finding.any_demand ? std::ranges::all_of(finding.demands, nobody)
                            : std::ranges::any_of(finding.demands, nobody);
}

// The files that a counted finding is about.
std::vector<std::string_view> FilesOf(const Passing& passing, size_t finding) {
  std::vector<std::string_view> paths;
  for (const ReviewFinding& one : passing.findings) {
    if (one.finding != finding) continue;
    for (const ReviewFile& file : one.files) paths.push_back(file.path);
  }
  return paths;
}

std::string PathsText(const std::vector<std::string_view>& paths) {
  const std::string first = Name(paths.front());
  return paths.size() == 1 ? first : first + " and " + Count(paths.size() - 1, "more file");
}

void SayWhatNobodyAllows(Passing& passing) {
  for (size_t i = 0; i < passing.decision.findings.size(); ++i) {
    const Finding& finding = passing.decision.findings[i];
    if (!Counts(finding) || !NobodyCan(finding)) continue;
    const std::vector<std::string_view> paths = FilesOf(passing, i);
    passing.sentences.push_back("nobody can let " + Quoted(finding.rule) + " pass: change " +
                                (paths.empty() ? "it" : PathsText(paths)));
  }
}

// The verdict without the files that counted findings are about.
void SayWithoutFiles(Passing& passing) {
  std::set<std::string_view> named;
  for (size_t i = 0; i < passing.decision.findings.size(); ++i) {
    if (!Counts(passing.decision.findings[i])) continue;
    for (const std::string_view path : FilesOf(passing, i)) named.insert(path);
  }
  if (named.empty() || named.size() >= passing.parts.files().size()) return;
  passing.parts.Begin();
  for (const FilePart& file : passing.parts.files()) {
    if (!named.contains(file.path)) passing.parts.KeepWhole(file);
  }
  const Verdict without = passing.decider.Decide(passing.parts.action(), passing.now).verdict;
  if (without == Verdict::Escalate) return;
  passing.sentences.push_back("without " + PathsText({named.begin(), named.end()}) +
                              " it would be `" + std::string(VerdictName(without)) + "`");
}

// The texts of one rule's explanations: of a threshold one for each limit, in the order of bands.
std::vector<std::string_view> TextsOf(const std::vector<Explanation>& explanations,
                                      std::string_view rule) {
  std::vector<std::string_view> texts;
  for (const Explanation& one : explanations) {
    if (one.rule == rule) texts.push_back(one.text);
  }
  return texts;
}

const Rule* FindRule(const Engine& engine, std::string_view name) {
  const Program& program = engine.program();
  for (const Rule& rule : program.rules) {
    if (program.strings[rule.name] == name) return &rule;
  }
  return nullptr;
}

// The margin of each band that escalates, for the decision that the decider made last.
void SayMargins(Passing& passing, const Finding& finding,
                const std::vector<std::string_view>& texts) {
  const Rule* rule = FindRule(passing.decider.engine(), finding.rule);
  if (rule == nullptr) return;
  Vm& vm = passing.decider.vm();
  vm.BeginRule();
  const Value measure = vm.Run(rule->measure);
  size_t next = 0;
  const Program& program = passing.decider.engine().program();
  for (const Band& band : program.bands[rule->bands]) {
    const size_t first = next;
    next += band.high == kNone ? 1 : 2;
    if (next > texts.size() || program.effects[band.effect].verdict != Verdict::Escalate) {
      continue;
    }
    const Value low = vm.Run(band.low);
    const Value high = band.high == kNone ? Value() : vm.Run(band.high);
    if (low.is_error() || high.is_error() || !Crosses(band.bound, measure, low, high)) continue;
    const bool over = band.bound == Bound::Outside && Crosses(Bound::Above, measure, high, high);
    std::string_view text = texts[over ? first + 1 : first];
    text = text.substr(0, text.rfind(" ("));  // what the band says is known by now
    passing.sentences.push_back(Quoted(finding.rule) + ": " + std::string(text));
  }
}

void SayThresholds(Passing& passing) {
  const auto is_threshold = [](const Finding& finding) {
    return Counts(finding) && finding.kind == FindingKind::Threshold && finding.error == nullptr;
  };
  if (std::ranges::none_of(passing.decision.findings, is_threshold)) return;
  const Decision& again = passing.decider.Decide(passing.action, passing.now);
  const std::vector<Explanation> explanations =
      Explain(passing.decider, again, passing.action.name);
  for (const Finding& finding : passing.decision.findings) {
    if (is_threshold(finding)) SayMargins(passing, finding, TextsOf(explanations, finding.rule));
  }
}

// A fact that git does not give, at its best.
struct BestFact {
  std::string_view name;
  std::string_view best;  // "with none failed"
  Value value;
};

std::vector<BestFact> BestFacts(Arena& arena, const Value& change) {
  const MapEntry commit = {MakeString("commit"), MakeString(TextMember(change, "head"))};
  const auto object = [&](std::initializer_list<MapEntry> members) {
    const auto entries = arena.MakeArray<MapEntry>(members.size());
    std::ranges::copy(members, entries.begin());
    return MakeMap(arena, entries);
  };
  const auto number = [](std::string_view name, int64_t value) {
    return MapEntry{MakeString(name), MakeInt(value)};
  };
  return {
      {"tests", "if none failed",
       object({commit, number("failed", 0), number("passed", 1), number("skipped", 0)})},
      {"coverage", "if all is covered",
       object({commit, number("line", 100), number("branch", 100), number("diff", 100)})},
      {"findings", "if there are none", MakeList({})},
      {"dependencies", "if there are none", MakeList({})},
  };
}

Value WithMember(Arena& arena, const Value& map, std::string_view name, const Value& value) {
  std::vector<MapEntry> entries;
  for (const MapEntry& entry : map.map()) {
    if (CompareKeys(entry.key, MakeString(name)) != 0) entries.push_back(entry);
  }
  entries.push_back({MakeString(name), value});
  const auto kept = arena.MakeArray<MapEntry>(entries.size());
  std::ranges::copy(entries, kept.begin());
  return MakeMap(arena, kept);
}

bool Escalates(const Decision& decision, std::string_view rule) {
  return std::ranges::any_of(decision.findings, [&](const Finding& finding) {
    return Counts(finding) && finding.rule == rule;
  });
}

// The rules that escalate in `given` and not in `other`; none where another rule escalates there.
std::vector<std::string> SilentIn(const Decision& other, const Decision& given) {
  for (const Finding& finding : other.findings) {
    if (Counts(finding) && !Escalates(given, finding.rule)) return {};
  }
  std::vector<std::string> silent;
  for (const Finding& finding : given.findings) {
    if (Counts(finding) && !Escalates(other, finding.rule)) silent.push_back(Quoted(finding.rule));
  }
  return silent;
}

// "title" of an error that says that the change has no such member; empty of any other.
std::string_view MissingMember(const Finding& finding) {
  constexpr std::string_view kStart = "no member `";
  constexpr std::string_view kEnd = "` in `context.change`";
  if (finding.error == nullptr || finding.error->code != EvalErrorCode::NoSuchField) return {};
  std::string_view text = finding.error->message;
  if (!text.starts_with(kStart) || !text.ends_with(kEnd)) return {};
  text.remove_prefix(kStart.size());
  text.remove_suffix(kEnd.size());
  return text;
}

// What a rule cannot do without: text that was left out for its size, and what git does not know.
void SayMissingMembers(Passing& passing) {
  const Value* change = FindMember(passing.action.context, "change");
  const bool no_text = change != nullptr && FindMember(*change, "text_left_out") != nullptr;
  std::map<std::string, std::vector<std::string>> rules;
  for (const Finding& finding : passing.decision.findings) {
    const std::string_view member = Counts(finding) ? MissingMember(finding) : std::string_view();
    if (member.empty()) continue;
    const bool given = MayBeGiven(member);
    if (!given && !no_text) continue;
    rules[given ? "give " + Quoted(member) + " with --facts: without it "
                : "make the change smaller: without its text "]
        .push_back(Quoted(finding.rule));
  }
  for (auto& [start, names] : rules) {
    passing.sentences.push_back(start + SomeOf(std::move(names), "rules") + " cannot be evaluated");
  }
}

// Which facts that were not given would, at their best, silence which rules.
void SayMissingFacts(Passing& passing) {
  const Value* change = FindMember(passing.action.context, "change");
  if (change == nullptr || change->kind != ValueKind::Map) return;
  SomeRules rules(passing.decider.engine(), passing.decision, passing.action.name);
  Sought escalating;
  for (size_t i = 0; i < passing.decision.findings.size(); ++i) {
    if (Counts(passing.decision.findings[i])) escalating.push_back(i);
  }
  Arena arena;
  for (const BestFact& fact : BestFacts(arena, *change)) {
    const Value* given = FindMember(*change, fact.name);
    if (given != nullptr && given->kind != ValueKind::Null) continue;
    Action action = passing.action;
    action.context = WithMember(arena, action.context, "change",
                                WithMember(arena, *change, fact.name, fact.value));
    // Most facts silence nothing, which the rules in question can tell by themselves.
    if (rules.Judge(action, passing.now, escalating).size() == escalating.size()) continue;
    std::vector<std::string> silent =
        SilentIn(passing.decider.Decide(action, passing.now), passing.decision);
    if (silent.empty()) continue;
    passing.sentences.push_back("give " + Quoted(fact.name) +
                                " with --facts: " + std::string(fact.best) + ", " +
                                SomeOf(std::move(silent), "rules") + " would not escalate");
  }
}

// "an approval of security", "2 waivers of finance or legal within 4h".
std::string DemandText(const Demand& demand, bool waiver) {
  std::string text = demand.quorum > 1 ? std::to_string(demand.quorum) : waiver ? "a" : "an";
  text += waiver ? " waiver" : " approval";
  if (demand.quorum > 1) text += "s";
  text += " of ";
  for (size_t i = 0; i < demand.roles.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == demand.roles.size() ? " or " : ", ") + Name(demand.roles[i]);
  }
  if (demand.within > 0) text += " within " + PrettyDuration(demand.within);
  return text;
}

// Who must agree to the change as it is, in one sentence.
void SayWhoAgrees(Passing& passing) {
  std::vector<std::string> asked;
  bool never = false;
  const auto add = [&](std::string text) {
    if (std::ranges::find(asked, text) == asked.end()) asked.push_back(std::move(text));
  };
  for (const Finding& finding : passing.decision.findings) {
    if (!Counts(finding)) continue;
    if (NobodyCan(finding)) {
      never = true;
      continue;
    }
    std::string alternatives;
    for (const Demand& demand : finding.demands) {
      if (demand.roles.empty()) continue;
      std::string text = DemandText(demand, finding.prohibited);
      if (!finding.any_demand) {
        add(std::move(text));
      } else {
        alternatives += (alternatives.empty() ? "" : " or ") + text;
      }
    }
    if (!alternatives.empty()) add(std::move(alternatives));
  }
  if (asked.empty()) return;
  std::string text = never ? "the rest needs " : "as it is it needs ";
  for (size_t i = 0; i < asked.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == asked.size() ? ", and " : ", ") + asked[i];
  }
  passing.sentences.push_back(std::move(text));
}

}  // namespace

std::vector<std::string> WhatMakesItPass(const Engine& engine, const Action& action,
                                         const Value& now, const Decision& decision,
                                         std::span<const ReviewFinding> findings,
                                         ChangeParts& parts) {
  if (decision.verdict != Verdict::Escalate) return {};
  Decider decider(engine);
  Passing passing{action, now, decision, findings, parts, decider, {}};
  SayWhatNobodyAllows(passing);
  SayWithoutFiles(passing);
  SayThresholds(passing);
  SayMissingMembers(passing);
  SayMissingFacts(passing);
  SayWhoAgrees(passing);
  return std::move(passing.sentences);
}

}  // namespace remit
