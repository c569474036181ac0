#include "engine/ledger/decision_value.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/model/json_write.h"
#include "engine/model/time_text.h"
#include "engine/program/words.h"

namespace remit {
namespace {

// Members of an object as they are found to be there; at most `kMax`.
class Members {
 public:
  void Add(std::string_view name, const Value& value) { entries_[count_++] = Member(name, value); }
  Value Make(Arena& arena) { return MakeObject(arena, std::span(entries_).first(count_)); }

 private:
  static constexpr size_t kMax = 20;
  std::array<MapEntry, kMax> entries_;
  size_t count_ = 0;
};

Value Text(Arena& arena, std::string_view text) { return MakeString(arena.Copy(text)); }

Value Names(Arena& arena, std::span<const std::string_view> names) {
  const auto items = arena.MakeArray<Value>(names.size());
  for (size_t i = 0; i < items.size(); ++i) items[i] = MakeString(names[i]);
  return MakeList(items);
}

std::string DoubleText(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  return FormatDouble(value);
}

// Evidence has no doubles in a core: a digest must not rest on how a reader rounds.
Value WithoutDoubles(Arena& arena, const Value& value) {
  if (value.kind == ValueKind::Double) return Text(arena, DoubleText(value.real));
  if (value.kind == ValueKind::List) {
    const auto items = arena.MakeArray<Value>(value.size);
    std::ranges::transform(value.list(), items.begin(),
                           [&](const Value& item) { return WithoutDoubles(arena, item); });
    return MakeList(items);
  }
  if (value.kind == ValueKind::Map) {
    const auto entries = arena.MakeArray<MapEntry>(value.size);
    std::ranges::transform(value.map(), entries.begin(), [&](const MapEntry& entry) {
      return MapEntry{entry.key, WithoutDoubles(arena, entry.value)};
    });
    return MakeObject(arena, entries);
  }
  return value;
}

Value PlaceValue(Arena& arena, const ProgramPlace& place, const Program& program) {
  const std::string file(program.strings[place.file]);
  return Text(arena, file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column));
}

Value ErrorValue(Arena& arena, const EvalError& error, const Program& program) {
  Members members;
  members.Add("code", MakeString(EvalErrorName(error.code)));
  members.Add("message", MakeString(error.message));
  if (error.place < program.places.size() && program.places[error.place].place.file != kNone) {
    members.Add("place", PlaceValue(arena, program.places[error.place].place, program));
  }
  return members.Make(arena);
}

Value DemandValue(Arena& arena, const Demand& demand) {
  Members members;
  if (demand.alternative != 0) members.Add("alternative", MakeInt(demand.alternative));
  members.Add("quorum", MakeInt(demand.quorum));
  members.Add("roles", Names(arena, demand.roles));
  if (demand.within != 0) {
    members.Add("within", Text(arena, FormatDuration(MakeDuration(demand.within))));
  }
  return members.Make(arena);
}

Value DemandsValue(Arena& arena, std::span<const Demand> demands) {
  const auto items = arena.MakeArray<Value>(demands.size());
  for (size_t i = 0; i < items.size(); ++i) items[i] = DemandValue(arena, demands[i]);
  return MakeList(items);
}

Value EvidenceValue(Arena& arena, std::span<const Evidence> evidence) {
  const auto items = arena.MakeArray<Value>(evidence.size());
  for (size_t i = 0; i < items.size(); ++i) {
    items[i] = MakeObject(arena, {Member("name", MakeString(evidence[i].name)),
                                  Member("value", WithoutDoubles(arena, evidence[i].value))});
  }
  return MakeList(items);
}

Value FindingValue(Arena& arena, const Finding& finding, const Program& program) {
  Members members;
  members.Add("policy", MakeString(finding.policy));
  members.Add("rule", MakeString(finding.rule));
  members.Add("kind", MakeString(FindingKindName(finding.kind)));
  members.Add("verdict", MakeString(VerdictName(finding.verdict)));
  members.Add("shadow", MakeBool(finding.shadow));
  members.Add("prohibited", MakeBool(finding.prohibited));
  members.Add("clause", MakeInt(finding.clause));
  members.Add("reason", MakeString(finding.reason));
  members.Add("evidence", EvidenceValue(arena, finding.evidence));
  members.Add("recipients", Names(arena, finding.recipients));
  members.Add("demands", DemandsValue(arena, finding.demands));
  members.Add("anyDemand", MakeBool(finding.any_demand));
  if (finding.place.file != kNone) {
    members.Add("place", PlaceValue(arena, finding.place, program));
  }
  if (finding.severity != Severity::None) {
    members.Add("severity", MakeString(SeverityWord(finding.severity)));
  }
  if (!finding.refs.empty()) members.Add("refs", Names(arena, finding.refs));
  if (finding.error != nullptr) members.Add("error", ErrorValue(arena, *finding.error, program));
  return members.Make(arena);
}

}  // namespace

MapEntry Member(std::string_view name, const Value& value) { return {MakeString(name), value}; }

Value MakeObject(Arena& arena, std::span<MapEntry> entries) {
  const auto kept = arena.MakeArray<MapEntry>(entries.size());
  std::ranges::copy(entries, kept.begin());
  return MakeMap(arena, kept);
}

Value MakeObject(Arena& arena, std::initializer_list<MapEntry> entries) {
  const auto kept = arena.MakeArray<MapEntry>(entries.size());
  std::ranges::copy(entries, kept.begin());
  return MakeMap(arena, kept);
}

std::span<MapEntry> DecisionMembers(Arena& arena, const Decision& decision, const Program& program,
                                    size_t spare_members) {
  const auto findings = arena.MakeArray<Value>(decision.findings.size());
  for (size_t i = 0; i < findings.size(); ++i) {
    findings[i] = FindingValue(arena, decision.findings[i], program);
  }
  const auto members = arena.MakeArray<MapEntry>(4 + spare_members);
  members[0] = Member("demands", DemandsValue(arena, decision.demands));
  members[1] = Member("findings", MakeList(findings));
  members[2] = Member("recipients", Names(arena, decision.recipients));
  members[3] = Member("verdict", MakeString(VerdictName(decision.verdict)));
  return members;
}

}  // namespace remit
