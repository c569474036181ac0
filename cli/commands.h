// One function a subcommand: does it, prints, and gives the status to end with.
#pragma once

#include "cli/arguments.h"
#include "cli/exit_code.h"

namespace remit {

ExitCode RunDecide(const DecideArguments& arguments);
ExitCode RunCheck(const CheckArguments& arguments);
ExitCode RunInit(const InitArguments& arguments);
ExitCode RunAudit(const AuditArguments& arguments);
ExitCode RunCompile(const CompileArguments& arguments);
ExitCode RunLint(const LintArguments& arguments);
ExitCode RunTest(const TestArguments& arguments);
ExitCode RunExplain(const ExplainArguments& arguments);
ExitCode RunReplay(const ReplayArguments& arguments);
ExitCode RunEval(const EvalArguments& arguments);
ExitCode RunRepl(const ReplArguments& arguments);
ExitCode RunKey(const KeyArguments& arguments);
ExitCode RunVerifyBundle(const VerifyBundleArguments& arguments);

}  // namespace remit
