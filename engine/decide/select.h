// Which rules an action concerns: by its name, over the patterns of policies and rules.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/program/program.h"

namespace remit {

// A name, or a glob over segments: `*` stands for one, a trailing `*` for one or more, a lone `*`
// for every action.
bool PatternCovers(std::string_view pattern, std::string_view action_name);
bool AnyPatternCovers(const Program& program, std::span<const StringId> patterns,
                      std::string_view action_name);  // no patterns: every action

// The rules and policies that cover each action name, exact names by hash. A rule is left out only
// where its policy's patterns, its own, or (an authority's) all of its grants' do not cover the
// name: it could yield no finding, errors included.
class RuleIndex {
 public:
  struct Candidates {
    std::vector<uint32_t> rules;     // ascending
    std::vector<uint32_t> policies;  // that cover the action, ascending
  };

  RuleIndex() = default;
  explicit RuleIndex(const Program& program);

  // The candidates of `action_name`, filled into `scratch` unless the name is a known one.
  const Candidates& Find(const Program& program, std::string_view action_name,
                         Candidates& scratch) const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
  };

  std::unordered_map<std::string, Candidates, Hash, std::equal_to<>> by_name_;
  std::vector<uint32_t> wild_rules_;  // reachable by names that no pattern spells out
  std::vector<uint32_t> wild_policies_;
};

}  // namespace remit
