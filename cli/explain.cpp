#include "engine/decide/explain.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/commands.h"
#include "cli/json_members.h"
#include "cli/json_output.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "cli/records.h"
#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "engine/decide/explain_index.h"
#include "engine/ledger/replay.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

// What a record tells and what deciding it again adds.
struct Explained {
  std::string action;  // its name; empty where the evidence is missing
  std::vector<Explanation> explanations;
  std::string difference;            // where the decision comes out otherwise now
  std::optional<Error> no_evidence;  // why it could not be made again
};

Result<void> DecideAgain(const NamedRecord& record, const Value& core, const TextRestorer& restore,
                         Explained& out) {
  Result<Replay> replay = ReplayRecord(record.text, record.store, restore);
  if (!replay) return std::unexpected(replay.error());
  const Result<Engine> engine = RecordedEngine(TextMember(core, "bundle"), record.store);
  if (!engine) return std::unexpected(engine.error());
  Result<std::string> input = RecordedInput(record.text, record.store, restore);
  if (!input) return std::unexpected(input.error());
  Arena arena;
  Result<Action> action = ReadAction(arena, *input);
  if (!action) return std::unexpected(action.error());
  out.action = action->name;
  out.difference = replay->difference;
  if (!replay->same) return {};
  const std::optional<Value> now = ParseTimestamp(TextMember(core, "now"));
  if (!now) return Fail(ErrorKind::BadInput, "the record has no time");
  Decider decider(*engine);
  const Decision& decision = decider.Decide(*action, *now);
  out.explanations = Explain(decider, decision, action->name);
  return {};
}

// "agent builder-7 (declared)": only what the record has.
std::string OriginLines(const Value& record, bool colour) {
  const Value* origins = FindMember(record, "origins");
  if (origins == nullptr || origins->kind != ValueKind::Map) return "";
  std::string out;
  for (const MapEntry& entry : origins->map()) {
    const Value& origin = entry.value;
    std::string_view value = TextMember(origin, "value");
    if (value.empty()) value = TextMember(origin, "digest");
    if (value.empty()) continue;
    out += Paint(colour, Colour::Dim, "  " + EscapeText(entry.key.string()) + " ") +
           EscapeText(value, 200) + " (" + EscapeText(TextMember(origin, "origin"), 40) + ")\n";
  }
  return out;
}

std::string SurroundingLines(const Value& record, const Value& core, bool colour) {
  auto line = [&](const char* label, std::string_view text) {
    return Paint(colour, Colour::Dim, std::string("  ") + label + " ") + EscapeText(text, 200) +
           "\n";
  };
  std::string now(TextMember(core, "now"));
  if (IsTrueMember(core, "nowStamped")) now += " (stamped: the action had no time)";
  return line("now", now) + line("bundle", TextMember(core, "bundle")) +
         line("input", TextMember(core, "input")) + OriginLines(record, colour) +
         line("decision", TextMember(record, "id")) +
         line("recorded", std::string(TextMember(record, "recordedAt")) + " by " +
                              std::string(TextMember(record, "engine")));
}

std::string PrettyExplained(const Value& record, const Value& core, const Explained& explained,
                            bool colour) {
  const std::string action =
      explained.action.empty() ? "an action that is no longer there" : EscapeText(explained.action);
  std::string out = PaintVerdict(TextMember(core, "verdict"), colour) + "  " +
                    Paint(colour, Colour::Bold, action) + "\n" + PrettyFindings(core, colour) +
                    "\n" + SurroundingLines(record, core, colour);
  if (!explained.difference.empty()) {
    out += "\n" + Paint(colour, Colour::Red, "decided again, it comes out otherwise: ") +
           EscapeText(explained.difference) + "\n";
  }
  if (!explained.explanations.empty()) {
    out += "\n" + Paint(colour, Colour::Bold, "why, and what would have changed it") + "\n";
  }
  for (const Explanation& explanation : explained.explanations) {
    out += "  " + EscapeText(explanation.rule) + ": " + explanation.text + "\n";
  }
  return out;
}

std::string_view ReplayText(const Explained& explained) {
  if (explained.no_evidence) return "missing";
  return explained.difference.empty() ? "same" : "different";
}

std::string ExplainedJson(const std::string& record, const Explained& explained) {
  std::vector<std::string> explanations;
  for (const Explanation& explanation : explained.explanations) {
    explanations.push_back(
        JsonObject().Text("rule", explanation.rule).Text("text", explanation.text).Close());
  }
  JsonObject object;
  object.Raw("record", record).Text("replay", ReplayText(explained));
  if (!explained.difference.empty()) object.Text("difference", explained.difference);
  return object.Raw("explanations", JsonArray(explanations)).Close();
}

std::string TextsJson(const std::vector<std::string>& texts) {
  std::vector<std::string> items;
  for (const std::string& text : texts) items.push_back(JsonText(text));
  return JsonArray(items);
}

std::string WayJson(const WayText& way) {
  JsonObject object;
  object.Text("rule", way.rule);
  if (way.grant != 0) object.Number("grant", way.grant);
  object.Bool("everyAction", way.every_action)
      .Raw("actions", TextsJson(way.actions))
      .Raw("tables", TextsJson(way.tables))
      .Bool("untabled", way.untabled)
      .Raw("tests", TextsJson(way.tests));
  if (!way.why_run.empty()) object.Text("whyRun", way.why_run);
  return object.Close();
}

ExitCode RunExplainIndex(const ExplainArguments& arguments) {
  const auto selection = SelectPolicies(arguments.policies);
  if (!selection) return selection.error();
  const auto engine = LoadSelection(*selection);
  if (!engine) return engine.error();
  const bool json = arguments.format == OutputFormat::Json;
  std::vector<std::string> lines;
  for (const WayText& way : ExplainIndex(engine->loaded(), engine->index())) {
    lines.push_back(json ? WayJson(way) : LineOf(way) + "\n");
  }
  if (json) {
    Print(JsonObject().Raw("index", JsonArray(lines)).Close() + "\n");
  } else {
    for (const std::string& line : lines) Print(line);
  }
  return ExitCode::Done;
}

}  // namespace

ExitCode RunExplain(const ExplainArguments& arguments) {
  if (arguments.index) return RunExplainIndex(arguments);
  Result<NamedRecord> record =
      FindNamedRecord(arguments.decision, arguments.records, arguments.policies.config);
  if (!record) {
    PrintError(record.error());
    return ExitCode::BadInput;
  }
  Arena arena;
  JsonLimits limits;
  limits.bytes = std::max(limits.bytes, record->text.size());
  Result<Value> json = ReadJson(arena, record->text, limits);
  const Value* core = json ? FindMember(*json, "core") : nullptr;
  REMIT_CHECK(core != nullptr, "a record that was found is a valid one");
  Explained explained;
  if (Result<void> done = DecideAgain(*record, *core, RestoreFrom(arguments.repository), explained);
      !done) {
    explained.no_evidence = done.error();
  }
  if (arguments.format == OutputFormat::Json) {
    Print(ExplainedJson(WriteCanonicalJson(*json).value_or("null"), explained) + "\n");
  } else {
    Print(PrettyExplained(*json, *core, explained, OutputHasColour()));
  }
  if (explained.no_evidence) {
    PrintError(*explained.no_evidence);
    return ExitCode::BadInput;
  }
  return explained.difference.empty() ? ExitCode::Done : ExitCode::Escalate;
}

}  // namespace remit
