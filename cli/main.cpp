// The program `remit`: arguments in, one command, its status out.
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <variant>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/log.h"
#include "cli/output.h"
#include "engine/base/escape.h"

namespace {

struct Runner {
  remit::ExitCode operator()(const remit::DecideArguments& a) const { return RunDecide(a); }
  remit::ExitCode operator()(const remit::CheckArguments& a) const { return RunCheck(a); }
  remit::ExitCode operator()(const remit::InitArguments& a) const { return RunInit(a); }
  remit::ExitCode operator()(const remit::AuditArguments& a) const { return RunAudit(a); }
  remit::ExitCode operator()(const remit::CompileArguments& a) const { return RunCompile(a); }
  remit::ExitCode operator()(const remit::LintArguments& a) const { return RunLint(a); }
  remit::ExitCode operator()(const remit::TestArguments& a) const { return RunTest(a); }
  remit::ExitCode operator()(const remit::ExplainArguments& a) const { return RunExplain(a); }
  remit::ExitCode operator()(const remit::ReplayArguments& a) const { return RunReplay(a); }
  remit::ExitCode operator()(const remit::EvalArguments& a) const { return RunEval(a); }
  remit::ExitCode operator()(const remit::ReplArguments& a) const { return RunRepl(a); }
  remit::ExitCode operator()(const remit::KeyArguments& a) const { return RunKey(a); }
  remit::ExitCode operator()(const remit::VerifyBundleArguments& a) const {
    return RunVerifyBundle(a);
  }
};

remit::ExitCode Run(int argc, char** argv) {
  auto arguments = remit::ParseArguments(argc, argv);
  if (!arguments) {
    const remit::ArgumentsAnswer& answer = arguments.error();
    answer.code == remit::ExitCode::Done ? remit::Print(answer.text)
                                         : remit::PrintError(answer.text);
    return answer.code;
  }
  remit::SetLogLevel(arguments->log_level);
  return std::visit(Runner(), arguments->command);
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that went away shows as a failed write, and a lost answer must not end as an allow.
  std::signal(SIGPIPE, SIG_IGN);
  remit::ExitCode code = remit::ExitCode::Internal;
  try {
    code = Run(argc, argv);
  } catch (const std::exception& error) {
    remit::PrintError("remit: internal error: " + remit::EscapeText(error.what()) + "\n");
  } catch (...) {
    remit::PrintError("remit: internal error: of an unknown kind\n");
  }
  if (!remit::FlushOutput()) {
    remit::PrintError("remit: error: the answer cannot be written to standard output\n");
    code = remit::ExitCode::Internal;
  }
  return static_cast<int>(code);
}
