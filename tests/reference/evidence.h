// What a finding rests on, by the words of docs/records.md: facts by their path, lets and scores by
// their name, large values cut.
#pragma once

#include <string>
#include <vector>

#include "tests/reference/evaluate.h"

namespace remit::reference {

struct ReferenceEvidence {
  std::string name;
  Value value;
};

// The facts, lets and scores that the expressions name; kNoNode among them is none.
std::vector<ReferenceEvidence> EvidenceOf(Evaluation& evaluation, const std::string& policy,
                                          const std::vector<typed::NodeId>& expressions);

// A value as evidence shows it.
Value CutEvidence(Evaluation& evaluation, const Value& value, bool hidden);

}  // namespace remit::reference
