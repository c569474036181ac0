// What the rules of one decision share while they are evaluated, and the steps that every kind of
// rule takes: whom it addresses, what it says, what it rests on.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/decide/decision.h"
#include "engine/decide/tables.h"
#include "engine/vm/vm.h"

namespace remit {

// Names that a list of `to` expressions gave: sorted, no two equal, in the decision's arena.
struct Addressees {
  std::span<const std::string_view> names;
  const EvalError* error = nullptr;  // of the first expression that erred
};

// A grant that covers the action and whose conditions hold or err.
struct GrantOutcome {
  uint32_t rule = 0;
  uint32_t grant = 0;
  const EvalError* error = nullptr;  // it grants nothing
  Addressees addressees;             // of the grants that made the answer
};

// Names from several lists. Most findings address one list, which is then kept as it is.
class GatheredNames {
 public:
  void Clear() {
    first_ = {};
    all_.clear();
  }
  void Add(std::span<const std::string_view> names);  // sorted, no two equal
  // All of them: sorted, no two equal.
  std::span<const std::string_view> Keep(Arena& arena);

 private:
  std::span<const std::string_view> first_;  // until there is a second list
  std::vector<std::string_view> all_;
};

// Vectors that keep their memory from decision to decision. `recipients`, `demands`, `evidence` and
// `sources` belong to the finding that is being made.
struct Scratch {
  std::vector<Finding> findings;
  std::vector<std::string_view> names;
  GatheredNames recipients;
  std::vector<Demand> demands;
  std::vector<Evidence> evidence;
  std::vector<EvidenceSource> sources;
  std::vector<uint32_t> order;
  std::vector<GrantOutcome> grants;
};

struct Deciding {
  const Program& program;
  const DecideTables& tables;
  Vm& vm;
  std::string_view action_name;
  Scratch& scratch;
};

// A rule's condition: a bool, or an error (NotBool for any other value). kNone: true.
Value RunCondition(Deciding& deciding, ChunkId chunk);

// Each chunk gives a string or a list of strings; empty strings name nobody. One that errs adds the
// policy's owners to what the others give; where nobody is named, the owners are.
Addressees Resolve(Deciding& deciding, uint32_t policy, IdRange to);

// The addressees as recipients and as a demand of the finding that is being made.
void AddRecipients(Deciding& deciding, std::span<const std::string_view> names);
void AddDemand(Deciding& deciding, const Effect& effect, std::span<const std::string_view> names);
void AddOwnersDemand(Deciding& deciding, uint32_t policy);

// A finding of the rule with its names, place, severity and refs; the scratch of the last finding
// is emptied. AddFinding sorts and keeps what was gathered since.
Finding StartFinding(Deciding& deciding, uint32_t rule_id);
void AddFinding(Deciding& deciding, Finding& finding);

// Sorted and without repetition, in the arena.
std::span<const std::string_view> KeepNames(Arena& arena, std::vector<std::string_view>& names);
std::span<const Demand> KeepDemands(Arena& arena, std::vector<Demand>& demands);

// The error as a finding keeps it: in the decision's arena, whatever it came from.
const EvalError* KeepError(Arena& arena, const EvalError* error);

// The rule's own reason ("{error}" where it errs), or `otherwise` where it has none.
std::string_view ReasonOf(Deciding& deciding, const Rule& rule, std::string_view otherwise);

}  // namespace remit
