#include <optional>
#include <utility>

#include "cli/audit_report.h"
#include "cli/commands.h"
#include "cli/input.h"
#include "cli/line_reader.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/stamp.h"

namespace remit {
namespace {

// Decides on every line with the policies on trial and, where asked for, with the others.
class Auditor {
 public:
  Auditor(const Engine& engine, const Engine* other, const JsonLimits& limits)
      : engine_(engine),
        other_engine_(other),
        decider_(engine),
        limits_(limits),
        now_(StampNow().time) {
    if (other != nullptr) other_.emplace(*other);
    report_.compared = other != nullptr;
  }

  Result<void> Judge(const std::string& path) {
    Result<LineReader> reader = LineReader::Open(path, limits_.bytes);
    if (!reader) return std::unexpected(reader.error());
    Progress progress("audit", reader->size());
    std::string line;
    while (reader->Next(line)) {
      if (reader->too_long()) {
        Refuse(path, reader->number(),
               "larger than the limit of " + std::to_string(limits_.bytes) + " bytes");
      } else if (!IsBlank(line)) {
        JudgeLine(path, reader->number(), line);
      }
      progress.Advance(reader->bytes());
    }
    if (reader->failed()) return Fail(ErrorKind::Io, "cannot be read to its end", path);
    return {};
  }

  const AuditReport& report() const { return report_; }

 private:
  void Refuse(const std::string& path, size_t line, std::string message) {
    report_.bad_lines.push_back({path, line, std::move(message)});
  }

  void JudgeLine(const std::string& path, size_t number, const std::string& line) {
    arena_.Reset();
    Result<Action> action = ReadAction(arena_, line, limits_);
    if (!action) {
      const Error& error = action.error();
      Refuse(path, number, error.message + (error.where.empty() ? "" : " (" + error.where + ")"));
      return;
    }
    if (!action->time) ++report_.stamped;
    const Value now = action->time.value_or(now_);
    const Decision& decision = decider_.Decide(*action, now);
    CountDecision(decision, report_);
    if (!other_) return;
    ChangedAction change;
    const DecidedBy from{decision, engine_.program()};
    const DecidedBy to{other_->Decide(*action, now), other_engine_->program()};
    if (!CompareDecisions(from, to, change)) return;
    change.file = path;
    change.line = number;
    change.action = action->name;
    report_.changed.push_back(std::move(change));
  }

  const Engine& engine_;
  const Engine* other_engine_;  // null: nothing is compared
  Decider decider_;
  std::optional<Decider> other_;
  JsonLimits limits_;
  Value now_;  // of the run: for actions without a time
  Arena arena_;
  AuditReport report_;
};

}  // namespace

ExitCode RunAudit(const AuditArguments& arguments) {
  auto selection = SelectPolicies(arguments.policies);
  if (!selection) return selection.error();
  auto engine = LoadSelection(*selection);
  if (!engine) return engine.error();
  std::optional<Engine> other;
  if (!arguments.against.empty()) {
    auto compilation = CompileSelection(*selection, arguments.against);
    if (!compilation) return compilation.error();
    auto loaded =
        LoadCompilation(*compilation, selection->trusted, selection->options.program_limits);
    if (!loaded) return loaded.error();
    other = *std::move(loaded);
  }
  Auditor auditor(*engine, other ? &*other : nullptr, DocumentLimits(selection->config));
  for (const std::string& file : arguments.files) {
    if (Result<void> done = auditor.Judge(file); !done) {
      PrintError(done.error());
      return ExitCode::BadInput;
    }
  }
  const AuditReport& report = auditor.report();
  if (arguments.format == OutputFormat::Json) {
    Print(AuditJson(report) + "\n");
  } else {
    Print(PrettyAudit(report, OutputHasColour()));
  }
  const bool complete = report.bad_lines.empty() && report.judged != 0;
  return complete ? ExitCode::Done : ExitCode::BadInput;
}

}  // namespace remit
