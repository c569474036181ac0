#include "cli/some_rules.h"

#include <algorithm>

#include "engine/decide/rules.h"

namespace remit {

SomeRules::SomeRules(const Engine& engine, const Decision& decision, std::string_view action_name)
    : engine_(engine),
      decision_(decision),
      action_name_(action_name),
      candidates_(Covering(engine.program(), action_name)),
      vm_(engine.loaded()) {
  for (const Finding& finding : decision.findings) sources_.push_back(SourceOf(finding));
}

// Nothing for the finding that no policy covers the action: no part of a change alters that.
SomeRules::Source SomeRules::SourceOf(const Finding& finding) const {
  const Program& program = engine_.program();
  for (const Unit& unit : candidates_.units) {
    if (program.strings[program.rules[unit.rule].name] != finding.rule) continue;
    if (unit.grant != kNone) return {kNone, program.rules[unit.rule].policy};
    return {unit.rule, kNone};
  }
  for (const uint32_t policy : candidates_.policies) {
    if (engine_.tables().default_names[policy] == finding.rule) return {kNone, policy};
  }
  return {};
}

void SomeRules::Evaluate(Deciding& deciding, const Source& source) {
  if (source.rule != kNone) return EvaluateRule(deciding, source.rule);
  if (source.policy == kNone) return;
  const auto [first, last] = std::ranges::equal_range(
      candidates_.units, source.policy, {},
      [&](const Unit& unit) { return engine_.program().rules[unit.rule].policy; });
  EvaluateGrants(deciding, source.policy, {first, last});
}

std::vector<Hit> SomeRules::Judge(const Action& action, const Value& now, const Sought& sought) {
  vm_.Begin();
  vm_.SetSlots(action, now);
  scratch_.findings.clear();
  Deciding deciding = {engine_.program(), engine_.tables(), vm_, action_name_, scratch_};
  done_.clear();
  work_ = 0;
  for (const size_t index : sought) {
    const Source& source = sources_[index];
    if (std::ranges::find(done_, source) != done_.end()) continue;
    done_.push_back(source);
    Evaluate(deciding, source);
    work_ += kWorkOfRule + static_cast<size_t>(engine_.program().fuel - vm_.fuel_left());
  }
  std::vector<Hit> hits;
  for (const size_t index : sought) {
    const Finding& finding = decision_.findings[index];
    const auto same = std::ranges::find_if(scratch_.findings, [&](const Finding& other) {
      return other.rule == finding.rule && other.verdict == finding.verdict &&
             (other.error != nullptr) == (finding.error != nullptr);
    });
    const bool uncovered = finding.kind == FindingKind::Uncovered;
    if (same != scratch_.findings.end()) hits.push_back({index, &*same});
    if (uncovered) hits.push_back({index, &finding});
  }
  return hits;
}

}  // namespace remit
