// The program with every command: `remit-all`, or `remit` itself where no quick one is built.
#include <variant>

#include "cli/commands.h"
#include "cli/run_program.h"

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

}  // namespace

int main(int argc, char** argv) {
  return remit::RunProgram(argc, argv, [](const remit::Arguments& arguments, char**) {
    return std::visit(Runner(), arguments.command);
  });
}
