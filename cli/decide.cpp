#include <optional>
#include <span>
#include <utility>

#include "cli/commands.h"
#include "cli/input.h"
#include "cli/json_output.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "cli/record_decision.h"
#include "cli/stamp.h"

namespace remit {
namespace {

// One run's deciding: where records go, and how answers look.
struct Desk {
  const DecideArguments& arguments;
  const Engine& engine;
  JsonLimits limits;
  std::optional<RecordStore> store;
  bool colour = false;
};

// Decides on one document. The error is the document's; `fault` is set where nothing further may
// be answered.
Result<Answer> DecideOne(Desk& desk, Decider& decider, Arena& arena, std::string_view text,
                         bool& fault) {
  arena.Reset();
  Result<Action> action = ReadAction(arena, text, desk.limits);
  if (!action) return std::unexpected(action.error());
  const Stamp stamp = StampNow();
  const Value now = action->time.value_or(stamp.time);
  const Decision& decision = decider.Decide(*action, now);
  fault = true;
  Result<std::string> id = NewDecisionId(stamp);
  if (!id) return std::unexpected(id.error());
  Answer answer;
  answer.decision_id = *std::move(id);
  answer.action = action->name;
  answer.verdict = decision.verdict;
  answer.decision = DecisionJson(decision, desk.engine.program());
  if (desk.store) {
    const DecisionInput input{desk.engine, *action, text, now, !action->time.has_value()};
    Result<std::string> path =
        RecordDecision(*desk.store, {input, decision, answer.decision_id, stamp});
    if (!path) return std::unexpected(path.error());
    answer.record = *std::move(path);
  }
  fault = false;
  return answer;
}

void PrintAnswer(const Desk& desk, const Answer& answer) {
  if (desk.arguments.format == OutputFormat::Json) {
    Print(AnswerJson(answer) + "\n");
  } else {
    Print(PrettyAnswer(answer, desk.colour));
  }
}

void PrintBadLine(const Desk& desk, const Error& error, size_t line) {
  if (desk.arguments.format == OutputFormat::Json) {
    Print(ErrorJson(error, line) + "\n");
  } else {
    Print(PrettyBadLine(error, line, desk.colour));
  }
}

Result<void> OpenStore(Desk& desk, const Config& config) {
  if (!desk.arguments.record) return {};
  const std::string& folder =
      desk.arguments.records.empty() ? config.records_folder : desk.arguments.records;
  Result<RecordStore> store = OpenStoreFor(desk.engine, folder);
  if (!store) return std::unexpected(store.error());
  desk.store = *std::move(store);
  return {};
}

// Once a record could not be kept there are no more verdicts; each document still gets its answer.
ExitCode AnswerNoMore(const Desk& desk, const Error& fault, std::span<const InputDocument> left) {
  PrintError(fault);
  for (const InputDocument& document : left) PrintBadLine(desk, fault, document.line);
  return ExitCode::BadInput;
}

ExitCode AnswerAll(Desk& desk, std::span<const InputDocument> documents) {
  Decider decider(desk.engine);
  Arena arena;
  ExitCode worst = ExitCode::Done;
  for (size_t i = 0; i < documents.size(); ++i) {
    bool fault = false;
    Result<Answer> answer = DecideOne(desk, decider, arena, documents[i].text, fault);
    if (fault) return AnswerNoMore(desk, answer.error(), documents.subspan(i));
    if (!answer) {
      PrintBadLine(desk, answer.error(), documents[i].line);
      worst = Worst(worst, ExitCode::BadInput);
      continue;
    }
    PrintAnswer(desk, *answer);
    if (answer->verdict == Verdict::Escalate) worst = Worst(worst, ExitCode::Escalate);
  }
  return worst;
}

}  // namespace

ExitCode RunDecide(const DecideArguments& arguments) {
  auto selection = SelectPolicies(arguments.policies);
  if (!selection) return selection.error();
  auto engine = LoadSelection(*selection);
  if (!engine) return engine.error();
  Result<std::string> input = ReadInput(arguments.action);
  if (!input) {
    PrintError(input.error());
    return ExitCode::BadInput;
  }
  Desk desk{arguments, *engine, DocumentLimits(selection->config), std::nullopt, OutputHasColour()};
  const std::vector<InputDocument> documents = SplitDocuments(*input, desk.limits);
  if (documents.empty()) {
    PrintError(Error{ErrorKind::BadInput, "the input is empty: no action", ""});
    return ExitCode::BadInput;
  }
  if (Result<void> opened = OpenStore(desk, selection->config); !opened) {
    return AnswerNoMore(desk, opened.error(), documents);
  }
  return AnswerAll(desk, documents);
}

}  // namespace remit
