#include "dsl/lint/lint.h"

#include "cli/commands.h"
#include "cli/load.h"
#include "cli/output.h"

namespace remit {

ExitCode RunLint(const LintArguments& arguments) {
  auto selection = SelectPolicies(arguments.policies);
  if (!selection) return selection.error();
  auto compilation = CompileSelection(*selection, selection->files);
  if (!compilation) return compilation.error();
  Lint(*compilation->bundle, compilation->diagnostics);
  Print(FormatDiagnostics(compilation->diagnostics, compilation->sources,
                          selection->options.source_limits));
  return compilation->diagnostics.all().empty() ? ExitCode::Done : ExitCode::Escalate;
}

}  // namespace remit
