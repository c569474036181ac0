// What the programs of the command line do around a command: read the arguments, keep faults from
// passing for answers, end with the right status. Two programs are made of it: docs/cli.md.
#pragma once

#include "cli/arguments.h"
#include "cli/exit_code.h"

namespace remit {

// Runs a command that was asked for; `argv` is what the program was called with.
using RunCommand = ExitCode (*)(const Arguments& arguments, char** argv);

// The whole of `main`: the status of the process.
int RunProgram(int argc, char** argv, RunCommand run);

}  // namespace remit
