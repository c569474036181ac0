// One decision being made, rule by rule. Private to tests/reference: judge.cpp has what rules share
// and the order of it all, judge_findings.cpp thresholds, prohibitions and triggers,
// judge_grants.cpp authorities and what stands where none speaks.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/model/verdict.h"
#include "tests/reference/conversions.h"
#include "tests/reference/evaluate.h"
#include "tests/reference/judge.h"

namespace remit::reference {

using typed::kNoNode;
using typed::NodeId;

// A condition: holds, does not, or errs.
struct Condition {
  bool holds = false;
  std::optional<EvalErrorCode> error;
};

// Whom an effect names. `error`: an expression of its `to` erred; the others count.
struct Addressed {
  std::set<std::string> names;
  std::optional<EvalErrorCode> error;
};

class Judging {
 public:
  explicit Judging(Evaluation& evaluation) : e_(evaluation), bundle_(evaluation.bundle) {}

  ReferenceDecision Run();

 private:
  Condition Check(NodeId node);
  Addressed Address(const typed::Policy& policy, const typed::Effect& effect);
  ReferenceDemand DemandOf(const typed::Policy& policy, const typed::Effect& effect);
  static std::set<std::string> Owners(const typed::Policy& policy) {
    return {policy.owners.begin(), policy.owners.end()};
  }

  void JudgeRule(const typed::Rule& rule);
  void JudgeThreshold(const typed::Rule& rule, ReferenceFinding finding);
  std::optional<EvalErrorCode> Crossed(const typed::Band& band, const Value& measure, bool& crossed,
                                       std::string& words);
  void JudgeProhibit(const typed::Rule& rule, ReferenceFinding finding);
  void JudgeTrigger(const typed::Rule& rule, ReferenceFinding finding);
  void AddEffect(const typed::Policy& policy, const typed::Effect& effect,
                 ReferenceFinding& finding);
  void AddErring(const typed::Rule& rule, ReferenceFinding finding, EvalErrorCode error);
  std::string ReasonOf(const typed::Rule& rule, const std::string& otherwise);
  void AddEvidence(const typed::Rule& rule, const std::vector<NodeId>& expressions,
                   ReferenceFinding& finding);

  struct Candidate {
    const typed::Rule* rule;
    const typed::Grant* grant;
    uint32_t index;
    std::optional<EvalErrorCode> error;  // of its conditions
    Addressed addressed;
  };
  void JudgeAuthorities(uint32_t policy, const std::vector<const typed::Rule*>& rules, bool shadow,
                        bool with_default);
  ReferenceFinding Granted(const typed::Rule& rule, const std::vector<Candidate>& grants,
                           const std::vector<Candidate>& alternatives,
                           const std::vector<Candidate>& erring, bool shadow);
  ReferenceFinding ErringGrants(const typed::Rule& rule, const std::vector<Candidate>& grants,
                                bool shadow);
  void AddDefault(const typed::Policy& policy);
  void AddUncovered();

  ReferenceFinding Start(const typed::Rule& rule) const;
  // As RFC 8785 writes numbers: zero has no sign.
  std::string NumberText(const Value& number) {
    if (number.kind == ValueKind::Double && number.real == 0.0) return "0";
    return std::string(Convert(e_.arena, FunctionId::ToString, number).string());
  }

  Evaluation& e_;
  const typed::Bundle& bundle_;
  std::vector<ReferenceFinding> findings_;
};

// The quorum and deadline of an effect, without its roles.
ReferenceDemand Limits(const typed::Bundle& bundle, const typed::Effect& effect);

}  // namespace remit::reference
