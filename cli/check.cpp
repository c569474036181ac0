// `remit check`: a git range in, a verdict on merging it out.
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "cli/check_output.h"
#include "cli/check_policies.h"
#include "cli/commands.h"
#include "cli/input.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/record_decision.h"
#include "cli/review.h"
#include "cli/stamp.h"
#include "cli/tracked_remit.h"
#include "cli/write_whole.h"
#include "engine/base/escape.h"
#include "engine/model/json_read.h"
#include "facts/change/change_action.h"
#include "facts/change/read_change.h"
#include "facts/change/repository_state.h"

namespace remit {
namespace {

RangeRequest RequestOf(const CheckArguments& arguments) {
  RangeRequest request;
  request.base = arguments.base;
  if (!arguments.head.empty()) request.head = arguments.head;
  if (arguments.staged) request.head_kind = TreeSource::Kind::Index;
  if (arguments.work_tree) request.head_kind = TreeSource::Kind::WorkTree;
  return request;
}

// Files of the change that the policies were read from.
void MarkGate(const CheckPolicies& policies, ChangeFacts& change) {
  const std::set<std::string_view> read(policies.files.begin(), policies.files.end());
  for (ChangedFile& file : change.files) {
    file.gate = read.contains(file.path) || read.contains(file.old_path);
  }
}

Result<std::optional<Value>> ReadFacts(Arena& arena, const std::string& path,
                                       const JsonLimits& limits) {
  if (path.empty()) return std::nullopt;
  Result<std::string> text = ReadInput(path);
  if (!text) return std::unexpected(text.error());
  const Result<Value> facts = ReadJson(arena, arena.Copy(*text), limits);
  if (!facts)
    return Fail(facts.error().kind, facts.error().message, path + ", " + facts.error().where);
  return *facts;
}

// The change as an action, with what git knows and what was given.
Result<ChangeAction> MakeAction(const CheckArguments& arguments, const Repository& repository,
                                const ChangeFacts& change, const JsonLimits& limits,
                                const Stamp& stamp) {
  Arena arena;
  const Result<std::optional<Value>> facts = ReadFacts(arena, arguments.facts, limits);
  if (!facts) return std::unexpected(facts.error());
  ChangeRequest request;
  if (*facts) request.facts = &**facts;
  request.now = stamp.time;
  request.author = ConfiguredAuthor(repository);
  Result<ChangeAction> made = MakeChangeAction(change, request, limits);
  if (!made && made.error().where.empty())
    return Fail(made.error().kind, made.error().message, arguments.facts);
  return made;
}

// Where records go: as remit.yaml says, whose folder is relative to the policy root in the work
// tree; as a path from the working folder.
std::string RecordsFolder(const CheckArguments& arguments, const CheckPolicies& policies,
                          const Repository& repository) {
  if (!arguments.records.empty()) return arguments.records;
  const Config& config = policies.config;
  const std::filesystem::path folder = config.records_folder;
  if (folder.is_absolute() || arguments.policy_from == PolicySide::WorkTree) return folder;
  const std::filesystem::path inside = config.root / folder;
  if (repository.work_tree().empty()) return inside.string();
  std::error_code fault;
  const std::filesystem::path here = std::filesystem::current_path(fault);
  return (repository.work_tree() / inside).lexically_relative(here).string();
}

struct Checked {
  const ChangeFacts& change;
  const ChangeAction& made;
  const CheckPolicies& policies;
  const Stamp& stamp;
};

Result<void> DecideChange(const CheckArguments& arguments, const Repository& repository,
                          const Checked& checked, const JsonLimits& limits, CheckAnswer& answer) {
  const Engine& engine = checked.policies.engine;
  Arena arena;
  const Result<Action> action = ReadAction(arena, checked.made.json, limits);
  if (!action) return std::unexpected(action.error());
  Decider decider(engine);
  const Value now = checked.stamp.time;
  const Decision& decision = decider.Decide(*action, now);
  Result<std::string> id = NewDecisionId(checked.stamp);
  if (!id) return std::unexpected(id.error());
  answer.answer = {*std::move(id), std::string(action->name), decision.verdict,
                   DecisionJson(decision, engine.program()), ""};
  answer.review = MakeReview(engine, *action, now, decision);
  if (!arguments.record) return {};
  Result<RecordStore> store =
      OpenStoreFor(engine, RecordsFolder(arguments, checked.policies, repository));
  if (!store) return std::unexpected(store.error());
  const ChangeFacts& change = checked.change;
  const DecisionInput input{engine, *action, checked.made.json, now, false};
  Result<std::string> path =
      RecordDecision(*store, {input, decision, answer.answer.decision_id, checked.stamp,
                              RecordedChange{change.base, change.head, checked.policies.at, ""},
                              checked.made.referring_json});
  if (!path) return std::unexpected(path.error());
  answer.answer.record = *std::move(path);
  return {};
}

void Describe(const Repository& repository, const Range& range, const Checked& checked,
              CheckAnswer& answer) {
  answer.base = range.merge_base.empty() ? "nothing"
                                         : SourceName({TreeSource::Kind::Commit, range.merge_base});
  answer.head = SourceName(range.head);
  answer.policy = checked.policies.source;
  answer.files = checked.change.files.size();
  answer.commits = checked.change.commits.size();
  for (const ChangedFile& file : checked.change.files) {
    answer.added += static_cast<int64_t>(file.added);
    answer.removed += static_cast<int64_t>(file.removed);
    answer.counted = answer.counted && !file.unread;
  }
  answer.notes = checked.made.notes;
  if (range.head.kind == TreeSource::Kind::Commit && range.merge_base == range.head.commit) {
    answer.notes.emplace_back("the head is in the base already: there was nothing to judge");
  }
  if (const std::string what = Unfinished(repository); !what.empty()) {
    answer.notes.push_back(what + " is not finished here: `HEAD` may not be what you mean");
  }
  if (!range.other_bases.empty()) {
    answer.notes.push_back("there are " + std::to_string(range.other_bases.size() + 1) +
                           " merge bases: what differs from any of them was judged");
  }
}

ExitCode Refuse(const Error& error) {
  PrintError(error);
  return ExitCode::BadInput;
}

}  // namespace

ExitCode RunCheck(const CheckArguments& arguments) {
  const Result<Repository> repository = Repository::Open(".");
  if (!repository) return Refuse(repository.error());
  const Result<Range> range = FindRange(*repository, RequestOf(arguments));
  if (!range) return Refuse(range.error());
  if (Result<void> clean = RefuseTrackedRemit(*repository, *range); !clean) {
    return Refuse(clean.error());
  }
  const auto policies = LoadCheckPolicies(arguments, *repository, *range);
  if (!policies) return policies.error();
  ChangeLimits limits;
  limits.text_bytes = policies->config.change_text;
  Result<ChangeFacts> change = ReadChange(*repository, *range, limits, policies->marks);
  if (!change) return Refuse(change.error());
  MarkGate(*policies, *change);
  if (Result<void> clean = RefuseChangedRemit(*change); !clean) return Refuse(clean.error());

  const Stamp stamp = StampNow();
  const JsonLimits document = DocumentLimits(policies->config);
  const Result<ChangeAction> made = MakeAction(arguments, *repository, *change, document, stamp);
  if (!made) return Refuse(made.error());
  const Checked checked{*change, *made, *policies, stamp};
  CheckAnswer answer;
  Describe(*repository, *range, checked, answer);
  if (Result<void> done = DecideChange(arguments, *repository, checked, document, answer); !done) {
    return Refuse(done.error());
  }
  if (!arguments.action_out.empty()) {
    if (Result<void> done = WriteWhole(arguments.action_out, made->json + "\n"); !done) {
      return Refuse(done.error());
    }
  }
  Print(arguments.format == OutputFormat::Json ? CheckJson(answer) + "\n"
                                               : PrettyCheck(answer, OutputHasColour()));
  return answer.answer.verdict == Verdict::Escalate ? ExitCode::Escalate : ExitCode::Done;
}

}  // namespace remit
