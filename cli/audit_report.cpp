#include "cli/audit_report.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/json_output.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

constexpr std::array kVerdicts = {Verdict::Allow, Verdict::Notify, Verdict::Escalate};
constexpr size_t kListed = 20;  // bad lines and changed actions shown to people; JSON has all
constexpr size_t kBarWidth = 40;

using Transitions = std::map<std::pair<Verdict, Verdict>, size_t>;

Transitions CountTransitions(const AuditReport& report) {
  Transitions counts;
  for (const ChangedAction& action : report.changed) ++counts[{action.from, action.to}];
  return counts;
}

std::string VerdictsJson(const VerdictCounts& counts) {
  JsonObject object;
  for (Verdict verdict : kVerdicts) {
    object.Number(VerdictName(verdict), counts[static_cast<size_t>(verdict)]);
  }
  return object.Close();
}

std::string AgainstJson(const AuditReport& report) {
  JsonObject counts;
  for (const auto& [change, count] : CountTransitions(report)) {
    counts.Number(
        std::string(VerdictName(change.first)) + "->" + std::string(VerdictName(change.second)),
        count);
  }
  std::vector<std::string> actions;
  for (const ChangedAction& action : report.changed) {
    actions.push_back(ChangedActionJson(action));
  }
  return JsonObject()
      .Number("changed", report.changed.size())
      .Raw("counts", counts.Close())
      .Raw("actions", JsonArray(actions))
      .Close();
}

std::string Padded(std::string text, size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

std::string VerdictLines(const AuditReport& report, bool colour) {
  std::string out;
  for (Verdict verdict : kVerdicts) {
    const size_t count = report.verdicts[static_cast<size_t>(verdict)];
    const size_t all = std::max<size_t>(report.judged, 1);
    size_t width = count * kBarWidth / all;
    if (count != 0) width = std::max<size_t>(width, 1);
    out += "  " + PaintVerdict(VerdictName(verdict), colour) + Padded(std::to_string(count), 8) +
           Padded(std::to_string((count * 100 + all / 2) / all), 5) + " %";
    if (width != 0) out += "  " + std::string(width, '#');
    out += "\n";
  }
  return out;
}

std::string RuleLines(const AuditReport& report, bool colour) {
  if (report.rules.empty()) return "";
  size_t width = 4;
  for (const auto& [rule, counts] : report.rules) width = std::max(width, rule.size());
  std::string head = "  rule";
  head.resize(width + 2, ' ');
  std::string out = "\n" + Paint(colour, Colour::Bold, head + "   allow  notify  escalate") + "\n";
  for (const auto& [rule, counts] : report.rules) {
    std::string line = "  " + EscapeText(rule);
    line.resize(std::max(line.size(), width + 2), ' ');
    out += line + Padded(std::to_string(counts.findings[0]), 8) +
           Padded(std::to_string(counts.findings[1]), 8) +
           Padded(std::to_string(counts.findings[2]), 10);
    if (counts.errors != 0) out += "  " + Count(counts.errors, "error");
    if (counts.shadow != 0) out += "  " + std::to_string(counts.shadow) + " in shadow";
    out += "\n";
  }
  return out;
}

std::string AgainstLines(const AuditReport& report, bool colour) {
  std::string out = "\n" + Count(report.changed.size(), "action") + " would be decided otherwise\n";
  for (const auto& [change, count] : CountTransitions(report)) {
    out += "  " + PaintVerdict(VerdictName(change.first), colour) + " -> " +
           PaintVerdict(VerdictName(change.second), colour) + Padded(std::to_string(count), 8) +
           (change.first == change.second ? "  telling or asking others" : "") + "\n";
  }
  for (size_t i = 0; i < report.changed.size() && i < kListed; ++i) {
    const ChangedAction& action = report.changed[i];
    out += "  " + EscapeText(action.file) + ":" + std::to_string(action.line) + ": " +
           EscapeText(action.action) + ": " + PrettyChange(action) + "\n";
  }
  if (report.changed.size() > kListed) {
    out += "  and " + std::to_string(report.changed.size() - kListed) + " more\n";
  }
  return out;
}

std::string BadLines(const AuditReport& report, bool colour) {
  if (report.bad_lines.empty()) return "";
  std::string out =
      "\n" + Paint(colour, Colour::Red, Count(report.bad_lines.size(), "line") + " not judged") +
      "\n";
  for (size_t i = 0; i < report.bad_lines.size() && i < kListed; ++i) {
    const BadLine& bad = report.bad_lines[i];
    out += "  " + EscapeText(bad.file) + ":" + std::to_string(bad.line) + ": " + bad.message + "\n";
  }
  if (report.bad_lines.size() > kListed) {
    out += "  and " + std::to_string(report.bad_lines.size() - kListed) + " more\n";
  }
  return out;
}

}  // namespace

void CountDecision(const Decision& decision, AuditReport& report) {
  ++report.judged;
  ++report.verdicts[static_cast<size_t>(decision.verdict)];
  for (const Finding& finding : decision.findings) {
    RuleCounts& counts = report.rules[std::string(finding.rule)];
    if (finding.shadow) {
      ++counts.shadow;
      continue;
    }
    ++counts.findings[static_cast<size_t>(finding.verdict)];
    if (finding.error != nullptr) ++counts.errors;
  }
}

std::string AuditJson(const AuditReport& report) {
  std::vector<std::string> rules, bad_lines;
  for (const auto& [rule, counts] : report.rules) {
    rules.push_back(JsonObject()
                        .Text("rule", rule)
                        .Members(VerdictsJson(counts.findings))
                        .Number("errors", counts.errors)
                        .Number("shadow", counts.shadow)
                        .Close());
  }
  for (const BadLine& bad : report.bad_lines) {
    bad_lines.push_back(JsonObject()
                            .Text("file", bad.file)
                            .Number("line", bad.line)
                            .Text("error", bad.message)
                            .Close());
  }
  JsonObject object;
  object.Number("judged", report.judged)
      .Number("notJudged", report.bad_lines.size())
      .Number("stamped", report.stamped)
      .Raw("verdicts", VerdictsJson(report.verdicts))
      .Raw("rules", JsonArray(rules))
      .Raw("badLines", JsonArray(bad_lines));
  if (report.compared) object.Raw("against", AgainstJson(report));
  return object.Close();
}

std::string PrettyAudit(const AuditReport& report, bool colour) {
  std::string out = Paint(colour, Colour::Bold, Count(report.judged, "action") + " judged");
  if (!report.bad_lines.empty()) out += ", " + std::to_string(report.bad_lines.size()) + " not";
  if (report.stamped != 0) {
    out +=
        " (" + std::to_string(report.stamped) + " without a time of their own, judged as of now)";
  }
  out += "\n\n" + VerdictLines(report, colour) + RuleLines(report, colour);
  if (report.compared) out += AgainstLines(report, colour);
  return out + BadLines(report, colour);
}

}  // namespace remit
