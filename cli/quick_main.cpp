// The program `remit` as it is installed: it decides, and starts in a millisecond. Linked into one
// file, it loads no library; what needs git, an editor of lines or much else is done by
// `remit-all`, which takes this process over.
#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <type_traits>
#include <variant>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/run_program.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

// Beside this program, as it is built, or where it is installed.
ExitCode RunAll(char** argv) {
  std::error_code fault;
  const fs::path folder = fs::read_symlink("/proc/self/exe", fault).parent_path();
  const fs::path places[] = {folder / "remit-all", folder / REMIT_LIBEXEC / "remit-all"};
  if (!fault) {
    for (const fs::path& place : places) execv(place.c_str(), argv);
  }
  PrintError(
      "remit: error: this command needs the program remit-all, which is neither beside remit "
      "nor in " REMIT_LIBEXEC " from there\n");
  return ExitCode::Internal;
}

ExitCode RunQuick(const Arguments& arguments, char** argv) {
  return std::visit(
      [&]<typename Command>(const Command& command) {
        if constexpr (std::is_same_v<Command, DecideArguments>) {
          return RunDecide(command);
        } else {
          return RunAll(argv);
        }
      },
      arguments.command);
}

}  // namespace
}  // namespace remit

int main(int argc, char** argv) { return remit::RunProgram(argc, argv, remit::RunQuick); }
