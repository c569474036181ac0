// The rules behind some findings, decided by themselves on one part of a change after the other: a
// tenth of the work of deciding each part by all rules, and the same findings, as no rule knows of
// another. Private to the reviewer's view.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/decide/engine.h"

namespace remit {

// Indices of findings in a decision.
using Sought = std::vector<size_t>;

struct Hit {
  size_t index = 0;                  // of the finding sought
  const Finding* finding = nullptr;  // what the rule says now; until the next Judge
};

class SomeRules {
 public:
  // `decision` is one on an action of that name; both outlive this.
  SomeRules(const Engine& engine, const Decision& decision, std::string_view action_name);

  // Which of the sought findings `action` brings: by the same rule, with the same verdict, with an
  // error or without as there.
  std::vector<Hit> Judge(const Action& action, const Value& now, const Sought& sought);

  // What the last Judge took: fuel, and kWorkOfRule for each rule. A microsecond is 20 to 50.
  size_t work() const { return work_; }
  static constexpr size_t kWorkOfRule = 100;

 private:
  // What has to be evaluated for a finding: a rule, or the grants of a policy.
  struct Source {
    uint32_t rule = kNone;
    uint32_t policy = kNone;
    bool operator==(const Source&) const = default;
  };

  Source SourceOf(const Finding& finding) const;
  void Evaluate(Deciding& deciding, const Source& source);

  const Engine& engine_;
  const Decision& decision_;
  std::string_view action_name_;
  const Candidates candidates_;
  std::vector<Source> sources_;  // by finding
  std::vector<Source> done_;
  Vm vm_;
  Scratch scratch_;
  size_t work_ = 0;
};

}  // namespace remit
