#include "cli/audit_change.h"

#include <algorithm>
#include <string_view>

#include "cli/json_output.h"
#include "cli/pretty.h"
#include "engine/base/escape.h"
#include "engine/ledger/decision_value.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"

namespace remit {
namespace {

bool SameDemand(const Demand& a, const Demand& b) {
  return std::ranges::equal(a.roles, b.roles) && a.quorum == b.quorum && a.within == b.within &&
         a.alternative == b.alternative;
}

std::string MemberJson(const DecidedBy& made, std::string_view name) {
  Arena arena;
  for (const MapEntry& member : DecisionMembers(arena, made.decision, made.program, 0)) {
    if (member.key.string() == name) return WriteCanonicalJson(member.value).value_or("[]");
  }
  return "[]";
}

std::string FromTo(const std::string& from, const std::string& to) {
  return JsonObject().Raw("from", from).Raw("to", to).Close();
}

// "[ann, bob]" of names, "[finance, within 4h; ops]" of demands.
std::string PrettyList(const std::string& json) {
  Arena arena;
  const Result<Value> list = ReadJson(arena, json);
  if (!list || list->kind != ValueKind::List || list->size == 0) return "nobody";
  std::string out;
  for (const Value& item : list->list()) {
    const bool demand = item.kind == ValueKind::Map;
    if (!out.empty()) out += demand ? "; " : ", ";
    out += demand ? PrettyDemand(item, false) : EscapeText(item.string(), 80);
  }
  return "[" + out + "]";
}

}  // namespace

bool CompareDecisions(const DecidedBy& from, const DecidedBy& to, ChangedAction& out) {
  out.from = from.decision.verdict;
  out.to = to.decision.verdict;
  const bool told = !std::ranges::equal(from.decision.recipients, to.decision.recipients);
  const bool asked = !std::ranges::equal(from.decision.demands, to.decision.demands, SameDemand);
  if (told) {
    out.recipients_from = MemberJson(from, "recipients");
    out.recipients_to = MemberJson(to, "recipients");
  }
  if (asked) {
    out.demands_from = MemberJson(from, "demands");
    out.demands_to = MemberJson(to, "demands");
  }
  return out.from != out.to || told || asked;
}

std::string ChangedActionJson(const ChangedAction& action) {
  JsonObject object;
  object.Text("file", action.file)
      .Number("line", action.line)
      .Text("action", action.action)
      .Text("from", VerdictName(action.from))
      .Text("to", VerdictName(action.to));
  if (!action.recipients_from.empty()) {
    object.Raw("recipients", FromTo(action.recipients_from, action.recipients_to));
  }
  if (!action.demands_from.empty()) {
    object.Raw("demands", FromTo(action.demands_from, action.demands_to));
  }
  return object.Close();
}

std::string PrettyChange(const ChangedAction& action) {
  std::string out(VerdictName(action.from));
  if (action.from != action.to) return out + " -> " + std::string(VerdictName(action.to));
  if (!action.recipients_from.empty()) {
    out +=
        ", tells " + PrettyList(action.recipients_from) + " -> " + PrettyList(action.recipients_to);
  }
  if (!action.demands_from.empty()) {
    out += ", asks " + PrettyList(action.demands_from) + " -> " + PrettyList(action.demands_to);
  }
  return out;
}

}  // namespace remit
