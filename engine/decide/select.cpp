// Every name that a pattern spells out has its candidates ready; any other name can only be reached
// by patterns with a `*`, and those are tried one by one.
#include "engine/decide/select.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace remit {
namespace {

// Candidate lists are made for every name that a pattern spells out until they hold this many
// entries; a program with more of them is searched name by name instead.
constexpr size_t kMaxIndexEntries = 8u << 20;

std::string_view TakeSegment(std::string_view& text) {
  const size_t dot = text.find('.');
  const std::string_view segment = text.substr(0, dot);
  text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  return segment;
}

bool IsWild(std::string_view pattern) { return pattern.find('*') != std::string_view::npos; }

bool HasWild(const Program& program, std::span<const StringId> patterns) {
  return patterns.empty() || std::ranges::any_of(patterns, [&](StringId pattern) {
           return IsWild(program.strings[pattern]);
         });
}

bool RuleCovers(const Program& program, const Rule& rule, std::string_view action_name) {
  if (!AnyPatternCovers(program, program.policies[rule.policy].patterns, action_name) ||
      !AnyPatternCovers(program, rule.patterns, action_name)) {
    return false;
  }
  return rule.kind != RuleKind::Authority ||
         std::ranges::any_of(rule.grants, [&](const Grant& grant) {
           return AnyPatternCovers(program, grant.patterns, action_name);
         });
}

// Whether a name that no pattern spells out could reach the rule.
bool RuleIsWild(const Program& program, const Rule& rule) {
  if (!HasWild(program, program.policies[rule.policy].patterns) ||
      !HasWild(program, rule.patterns)) {
    return false;
  }
  return rule.kind != RuleKind::Authority ||
         std::ranges::any_of(rule.grants,
                             [&](const Grant& grant) { return HasWild(program, grant.patterns); });
}

void CollectExact(const Program& program, std::span<const StringId> patterns,
                  std::set<StringId>& names) {
  for (const StringId pattern : patterns) {
    if (!IsWild(program.strings[pattern])) names.insert(pattern);
  }
}

// For each exact name, the rules that spell it out, so that only these and the wild ones need be
// tried for it.
using Spelling = std::unordered_map<StringId, std::vector<uint32_t>>;

Spelling SpelledRules(const Program& program) {
  Spelling spelled;
  for (uint32_t id = 0; id < program.rules.size(); ++id) {
    const Rule& rule = program.rules[id];
    std::set<StringId> names;
    CollectExact(program, rule.patterns, names);
    for (const Grant& grant : rule.grants) CollectExact(program, grant.patterns, names);
    for (const StringId name : names) spelled[name].push_back(id);
  }
  // A name that only a policy's header spells out.
  for (const Policy& policy : program.policies) {
    std::set<StringId> names;
    CollectExact(program, policy.patterns, names);
    for (const StringId name : names) spelled[name];
  }
  return spelled;
}

}  // namespace

bool PatternCovers(std::string_view pattern, std::string_view action_name) {
  if (pattern == "*") return true;
  while (!pattern.empty() && !action_name.empty()) {
    const std::string_view wanted = TakeSegment(pattern);
    const std::string_view segment = TakeSegment(action_name);
    if (wanted != "*" && wanted != segment) return false;
    if (wanted == "*" && pattern.empty()) return true;
  }
  return pattern.empty() && action_name.empty();
}

bool AnyPatternCovers(const Program& program, std::span<const StringId> patterns,
                      std::string_view action_name) {
  return patterns.empty() || std::ranges::any_of(patterns, [&](StringId pattern) {
           return PatternCovers(program.strings[pattern], action_name);
         });
}

RuleIndex::RuleIndex(const Program& program) {
  // What a policy's exact pattern lets through reaches all of its rules that have none of their
  // own, so such rules are tried for every name.
  std::vector<uint32_t> unnamed;
  for (uint32_t id = 0; id < program.rules.size(); ++id) {
    const Rule& rule = program.rules[id];
    if (RuleIsWild(program, rule)) wild_rules_.push_back(id);
    if (rule.kind == RuleKind::Authority || HasWild(program, rule.patterns)) unnamed.push_back(id);
  }
  for (uint32_t id = 0; id < program.policies.size(); ++id) {
    if (HasWild(program, program.policies[id].patterns)) wild_policies_.push_back(id);
  }

  size_t entries = 0;
  for (const auto& [name_id, spelled] : SpelledRules(program)) {
    const std::string& name = program.strings[name_id];
    Candidates candidates;
    std::ranges::set_union(spelled, unnamed, std::back_inserter(candidates.rules));
    std::erase_if(candidates.rules,
                  [&](uint32_t id) { return !RuleCovers(program, program.rules[id], name); });
    for (uint32_t id = 0; id < program.policies.size(); ++id) {
      if (AnyPatternCovers(program, program.policies[id].patterns, name)) {
        candidates.policies.push_back(id);
      }
    }
    entries += candidates.rules.size() + candidates.policies.size();
    if (entries > kMaxIndexEntries) {
      by_name_.clear();
      wild_rules_.resize(program.rules.size());
      wild_policies_.resize(program.policies.size());
      std::iota(wild_rules_.begin(), wild_rules_.end(), 0u);
      std::iota(wild_policies_.begin(), wild_policies_.end(), 0u);
      return;
    }
    by_name_.emplace(name, std::move(candidates));
  }
}

const RuleIndex::Candidates& RuleIndex::Find(const Program& program, std::string_view action_name,
                                             Candidates& scratch) const {
  if (const auto found = by_name_.find(action_name); found != by_name_.end()) return found->second;
  scratch.rules.clear();
  scratch.policies.clear();
  for (const uint32_t id : wild_rules_) {
    if (RuleCovers(program, program.rules[id], action_name)) scratch.rules.push_back(id);
  }
  for (const uint32_t id : wild_policies_) {
    if (AnyPatternCovers(program, program.policies[id].patterns, action_name)) {
      scratch.policies.push_back(id);
    }
  }
  return scratch;
}

}  // namespace remit
