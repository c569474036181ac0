#include "cli/run_program.h"

#include <csignal>
#include <exception>

#include "cli/log.h"
#include "cli/output.h"
#include "engine/base/crypto_start.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

ExitCode Run(int argc, char** argv, RunCommand run) {
  auto arguments = ParseArguments(argc, argv);
  if (!arguments) {
    const ArgumentsAnswer& answer = arguments.error();
    answer.code == ExitCode::Done ? Print(answer.text) : PrintError(answer.text);
    return answer.code;
  }
  SetLogLevel(arguments->log_level);
  return run(*arguments, argv);
}

}  // namespace

int RunProgram(int argc, char** argv, RunCommand run) {
  // A reader that went away shows as a failed write, and a lost answer must not end as an allow.
  std::signal(SIGPIPE, SIG_IGN);
  StartCryptoPlain();
  ExitCode code = ExitCode::Internal;
  try {
    code = Run(argc, argv, run);
  } catch (const std::exception& error) {
    PrintError("remit: internal error: " + EscapeText(error.what()) + "\n");
  } catch (...) {
    PrintError("remit: internal error: of an unknown kind\n");
  }
  if (!FlushOutput()) {
    PrintError("remit: error: the answer cannot be written to standard output\n");
    code = ExitCode::Internal;
  }
  return static_cast<int>(code);
}

}  // namespace remit
