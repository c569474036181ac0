#include "cli/pretty.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/json_members.h"
#include "cli/output.h"
#include "engine/base/escape.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

constexpr size_t kShownCharacters = 200;  // of one value or reason
constexpr size_t kVerdictWidth = 8;       // "escalate"
constexpr const char* kIndent = "            ";

Colour ColourOf(std::string_view verdict) {
  if (verdict == "allow") return Colour::Green;
  return verdict == "notify" ? Colour::Yellow : Colour::Red;
}

std::string Show(std::string_view text) { return EscapeText(text, kShownCharacters); }

std::string Json(const Value& value) { return Show(WriteCanonicalJson(value).value_or("?")); }

std::string Joined(std::span<const Value> texts) {
  std::string out;
  for (const Value& text : texts) {
    if (text.kind == ValueKind::String) out += (out.empty() ? "" : ", ") + Show(text.string());
  }
  return out;
}

std::string Line(bool colour, std::string_view label, const std::string& text) {
  return kIndent + Paint(colour, Colour::Dim, label) + " " + text + "\n";
}

std::string PlaceText(const Value& finding) {
  const Value* place = FindMember(finding, "place");
  if (place == nullptr) return "";
  if (place->kind == ValueKind::String) return Show(place->string());
  if (place->kind != ValueKind::Map || TextMember(*place, "file").empty()) return "";
  return Show(TextMember(*place, "file")) + ":" + std::to_string(NumberMember(*place, "line", 0)) +
         ":" + std::to_string(NumberMember(*place, "column", 0));
}

// "prohibit, high, in shadow".
std::string KindLine(const Value& finding) {
  std::string text = Show(TextMember(finding, "kind"));
  if (std::string_view severity = TextMember(finding, "severity"); !severity.empty()) {
    text += ", " + Show(severity);
  }
  if (IsTrueMember(finding, "shadow")) text += ", in shadow: not counted";
  return text;
}

std::string PrettyFinding(const Value& finding, bool colour) {
  std::string out = "  " + PaintVerdict(TextMember(finding, "verdict"), colour) + "  " +
                    Paint(colour, Colour::Bold, Show(TextMember(finding, "rule"))) + "  " +
                    Paint(colour, Colour::Dim, "(" + KindLine(finding) + ")");
  if (std::string place = PlaceText(finding); !place.empty()) {
    out += "  " + Paint(colour, Colour::Dim, place);
  }
  out += "\n";
  if (std::string_view reason = TextMember(finding, "reason"); !reason.empty()) {
    out += kIndent + Show(reason) + "\n";
  }
  if (std::string error = FindingError(finding); !error.empty()) {
    out += Line(colour, "error", Paint(colour, Colour::Red, error));
  }
  for (const Value& evidence : ListMember(finding, "evidence")) {
    const Value* value = FindMember(evidence, "value");
    if (value == nullptr) continue;
    out += Line(colour, "saw", Show(TextMember(evidence, "name")) + " = " + Json(*value));
  }
  const bool prohibited = IsTrueMember(finding, "prohibited");
  const std::span<const Value> demands = ListMember(finding, "demands");
  if (std::string told = ToldOnly(finding); !told.empty()) out += Line(colour, "to", told);
  for (const Value& demand : demands) {
    out += Line(colour, "ask", PrettyDemand(demand, prohibited));
  }
  if (demands.size() > 1 && IsTrueMember(finding, "anyDemand")) {
    out += Line(colour, "ask", "one of these is enough");
  }
  for (const Value& ref : ListMember(finding, "refs")) {
    if (ref.kind == ValueKind::String) out += Line(colour, "see", Show(ref.string()));
  }
  return out;
}

}  // namespace

std::string PaintVerdict(std::string_view verdict, bool colour) {
  std::string padded = EscapeText(verdict, kVerdictWidth);
  padded.resize(std::max(padded.size(), kVerdictWidth), ' ');
  return Paint(colour, ColourOf(verdict), padded);
}

std::string PrettyDemand(const Value& demand, bool prohibited) {
  std::string text = Joined(ListMember(demand, "roles"));
  if (text.empty()) return "nobody can agree to this";
  const int64_t quorum = NumberMember(demand, "quorum", 1);
  if (quorum > 1) text += ", " + std::to_string(quorum) + " people";
  if (prohibited) text += ", a waiver";
  if (std::string_view within = TextMember(demand, "within"); !within.empty()) {
    const std::optional<Value> duration = ParseDuration(within);
    text += ", within " + (duration ? PrettyDuration(duration->integer) : Show(within));
  }
  if (const int64_t alternative = NumberMember(demand, "alternative", 0); alternative != 0) {
    text += ", alternative " + std::to_string(alternative);
  }
  return text;
}

std::string FindingError(const Value& finding) {
  const Value* error = FindMember(finding, "error");
  if (error == nullptr || error->kind != ValueKind::Map) return "";
  std::string text = Show(TextMember(*error, "message"));
  if (std::string_view code = TextMember(*error, "code"); !code.empty()) {
    text += " [" + Show(code) + "]";
  }
  return text;
}

std::string ToldOnly(const Value& said) {
  std::string out;
  for (const Value& recipient : ListMember(said, "recipients")) {
    bool asked = false;
    for (const Value& demand : ListMember(said, "demands")) {
      for (const Value& role : ListMember(demand, "roles")) {
        asked = asked || (role.kind == ValueKind::String && role.string() == recipient.string());
      }
    }
    if (!asked) out += (out.empty() ? "" : ", ") + Show(recipient.string());
  }
  return out;
}

std::string PrettyFindings(const Value& decision, bool colour) {
  std::string out;
  for (const Value& finding : ListMember(decision, "findings"))
    out += PrettyFinding(finding, colour);
  return out;
}

std::string PrettyAnswer(const Answer& answer, bool colour) {
  std::string out = PaintVerdict(VerdictName(answer.verdict), colour) + "  " +
                    Paint(colour, Colour::Bold, Show(answer.action)) + "\n";
  Arena arena;
  if (Result<Value> decision = ReadJson(arena, answer.decision)) {
    out += PrettyFindings(*decision, colour);
  }
  out += Paint(colour, Colour::Dim, "  decision " + Show(answer.decision_id)) + "\n";
  if (!answer.record.empty()) {
    out += Paint(colour, Colour::Dim, "  recorded " + EscapeText(answer.record)) + "\n";
  }
  return out + "\n";
}

std::string PrettyBadLine(const Error& error, size_t line, bool colour) {
  const std::string where = error.where.empty() ? "" : ", " + EscapeText(error.where);
  return Paint(colour, Colour::Red, "error   ") + "  line " + std::to_string(line) + where + ": " +
         error.message + "\n  no decision was made: treat it as escalate\n\n";
}

std::string PrettyDuration(int64_t nanoseconds) {
  constexpr int64_t kSecond = 1'000'000'000;
  if (nanoseconds <= 0 || nanoseconds % kSecond != 0) {
    return FormatDuration(MakeDuration(nanoseconds));
  }
  int64_t left = nanoseconds / kSecond;
  std::string out;
  for (const auto& [seconds, unit] :
       {std::pair<int64_t, char>{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}}) {
    if (left >= seconds) out += std::to_string(left / seconds) + unit;
    left %= seconds;
  }
  return out;
}

std::string Count(size_t number, std::string_view noun) {
  std::string digits = std::to_string(number);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits + " " + std::string(noun) + (number == 1 ? "" : "s");
}

}  // namespace remit
