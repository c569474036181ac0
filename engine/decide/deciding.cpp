// Names and demands are gathered unordered in the scratch memory and kept in the arena sorted, no
// two equal, so that the order of rules and clauses never shows.
#include "engine/decide/deciding.h"

#include <algorithm>
#include <tuple>

#include "engine/vm/eval.h"

namespace remit {
namespace {

bool RolesLess(std::span<const std::string_view> a, std::span<const std::string_view> b) {
  return std::ranges::lexicographical_compare(a, b);
}

bool DemandLess(const Demand& a, const Demand& b) {
  if (RolesLess(a.roles, b.roles)) return true;
  if (RolesLess(b.roles, a.roles)) return false;
  return std::tie(a.quorum, a.within, a.alternative) < std::tie(b.quorum, b.within, b.alternative);
}

bool DemandEqual(const Demand& a, const Demand& b) {
  return !DemandLess(a, b) && !DemandLess(b, a);
}

void AddName(std::vector<std::string_view>& names, const Value& name) {
  if (name.size > 0) names.push_back(name.string());
}

// Adds what one `to` expression gives; an error where it is neither a string nor a list of strings.
const EvalError* AddNames(Deciding& deciding, const Value& to) {
  std::vector<std::string_view>& names = deciding.scratch.names;
  if (to.is_error()) return to.error;
  if (to.kind == ValueKind::String) {
    AddName(names, to);
    return nullptr;
  }
  const bool strings = to.kind == ValueKind::List && std::ranges::all_of(to.list(), [](auto& item) {
                         return item.kind == ValueKind::String;
                       });
  if (!strings) {
    return Failure(deciding.vm.arena(), EvalErrorCode::NoOverload,
                   {"whom to ask or tell is a string or a list of strings, not ",
                    ValueKindName(to.kind)})
        .error;
  }
  for (const Value& item : to.list()) AddName(names, item);
  return nullptr;
}

}  // namespace

Value RunCondition(Deciding& deciding, ChunkId chunk) {
  if (chunk == kNone) return MakeBool(true);
  const Truth truth = deciding.vm.RunQuickly(chunk);
  if (truth != Truth::Unknown) return MakeBool(truth == Truth::True);
  const Value value = deciding.vm.Run(chunk);
  if (value.kind == ValueKind::Bool || value.is_error()) return value;
  return Failure(deciding.vm.arena(), EvalErrorCode::NotBool,
                 {"the condition gives ", ValueKindName(value.kind), ", not bool"});
}

void GatheredNames::Add(std::span<const std::string_view> names) {
  if (names.empty()) return;
  if (first_.empty()) {
    first_ = names;
    return;
  }
  if (all_.empty()) all_.assign(first_.begin(), first_.end());
  all_.insert(all_.end(), names.begin(), names.end());
}

std::span<const std::string_view> GatheredNames::Keep(Arena& arena) {
  return all_.empty() ? first_ : KeepNames(arena, all_);
}

Addressees Resolve(Deciding& deciding, uint32_t policy, IdRange range) {
  const std::span<const ChunkId> to = deciding.program.ids[range];
  // One name that the policy writes out needs no sorting, and outlives every action.
  const Value* const constant = to.size() == 1 ? deciding.vm.RunConstant(to[0]) : nullptr;
  if (constant != nullptr && constant->kind == ValueKind::String && constant->size > 0) {
    return {{deciding.vm.arena().Make(constant->string()), 1}, nullptr};
  }
  std::vector<std::string_view>& names = deciding.scratch.names;
  const std::vector<std::string_view>& owners = deciding.tables.owners[policy];
  names.clear();
  const EvalError* first_error = nullptr;
  for (const ChunkId chunk : to) {
    const Value value = constant != nullptr ? *constant : deciding.vm.Run(chunk);
    const EvalError* error = AddNames(deciding, value);
    if (first_error == nullptr) first_error = error;
  }
  // What the action says must outlive the action: a decision refers to its own arena only.
  for (std::string_view& name : names) name = deciding.vm.arena().Copy(name);
  if (names.empty() || first_error != nullptr) {
    names.insert(names.end(), owners.begin(), owners.end());
  }
  return {KeepNames(deciding.vm.arena(), names), KeepError(deciding.vm.arena(), first_error)};
}

void AddRecipients(Deciding& deciding, std::span<const std::string_view> names) {
  deciding.scratch.recipients.Add(names);
}

void AddDemand(Deciding& deciding, const Effect& effect, std::span<const std::string_view> names) {
  deciding.scratch.demands.push_back({names, std::max(1u, effect.quorum), effect.within});
  AddRecipients(deciding, names);
}

void AddOwnersDemand(Deciding& deciding, uint32_t policy) {
  AddDemand(deciding, Effect(), deciding.tables.owners[policy]);
}

Finding StartFinding(Deciding& deciding, uint32_t rule_id) {
  const Program& program = deciding.program;
  const Rule& rule = program.rules[rule_id];
  const Policy& policy = program.policies[rule.policy];
  Scratch& scratch = deciding.scratch;
  scratch.recipients.Clear();
  scratch.demands.clear();
  scratch.evidence.clear();
  scratch.sources.clear();

  Finding finding;
  finding.policy = program.strings[policy.name];
  finding.rule = program.strings[rule.name];
  finding.shadow = rule.shadow || policy.shadow;
  finding.place = rule.place;
  finding.severity = rule.severity;
  if (!rule.refs.empty()) {
    const auto refs = deciding.vm.arena().MakeArray<std::string_view>(rule.refs.size());
    for (size_t i = 0; i < refs.size(); ++i) refs[i] = program.strings[program.ids[rule.refs][i]];
    finding.refs = refs;
  }
  switch (rule.kind) {
    case RuleKind::Authority:
      finding.kind = FindingKind::Authority;
      break;
    case RuleKind::Threshold:
      finding.kind = FindingKind::Threshold;
      break;
    case RuleKind::Prohibit:
      finding.kind = FindingKind::Prohibit;
      finding.prohibited = true;
      break;
    case RuleKind::Trigger:
      finding.kind = FindingKind::Trigger;
      break;
  }
  return finding;
}

void AddFinding(Deciding& deciding, Finding& finding) {
  Arena& arena = deciding.vm.arena();
  finding.recipients = deciding.scratch.recipients.Keep(arena);
  finding.demands = KeepDemands(arena, deciding.scratch.demands);
  finding.error = KeepError(arena, finding.error);
  deciding.scratch.findings.push_back(finding);
}

std::span<const std::string_view> KeepNames(Arena& arena, std::vector<std::string_view>& names) {
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  const size_t count = names.size() - rest.size();
  const auto kept = arena.MakeArray<std::string_view>(count);
  std::copy_n(names.begin(), count, kept.begin());
  return kept;
}

std::span<const Demand> KeepDemands(Arena& arena, std::vector<Demand>& demands) {
  if (demands.empty()) return {};
  if (demands.size() == 1) return {arena.Make(demands[0]), 1};
  std::ranges::sort(demands, DemandLess);
  const auto rest = std::ranges::unique(demands, DemandEqual);
  const size_t count = demands.size() - rest.size();
  const auto kept = arena.MakeArray<Demand>(count);
  std::copy_n(demands.begin(), count, kept.begin());
  return kept;
}

const EvalError* KeepError(Arena& arena, const EvalError* error) {
  if (error == nullptr) return nullptr;
  return arena.Make(EvalError{error->code, error->place, arena.Copy(error->message)});
}

std::string_view ReasonOf(Deciding& deciding, const Rule& rule, std::string_view otherwise) {
  if (rule.reason == kNone) return otherwise;
  const Value reason = deciding.vm.Run(rule.reason);
  return reason.kind == ValueKind::String ? deciding.vm.arena().Copy(reason.string()) : "{error}";
}

}  // namespace remit
