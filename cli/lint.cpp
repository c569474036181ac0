#include "dsl/lint/lint.h"

#include "cli/commands.h"
#include "cli/diagnostics_json.h"
#include "cli/json_output.h"
#include "cli/load.h"
#include "cli/output.h"

namespace remit {

ExitCode RunLint(const LintArguments& arguments) {
  auto selection = SelectPolicies(arguments.policies);
  if (!selection) return selection.error();
  auto compilation = CompileFiles(*selection, selection->files);
  if (!compilation) return compilation.error();
  const bool rejected = !compilation->program.has_value();
  if (!rejected) Lint(*compilation->bundle, compilation->diagnostics);
  const Diagnostics& found = compilation->diagnostics;
  if (arguments.format == OutputFormat::Json) {
    Print(JsonObject().Raw("diagnostics", DiagnosticsJson(found, compilation->sources)).Close() +
          "\n");
  } else {
    const std::string text =
        FormatDiagnostics(found, compilation->sources, selection->options.source_limits);
    rejected ? PrintError(text) : Print(text);
  }
  if (rejected) return ExitCode::Rejected;
  return found.all().empty() ? ExitCode::Done : ExitCode::Escalate;
}

}  // namespace remit
