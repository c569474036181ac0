#include <cstdio>
#include <filesystem>
#include <system_error>

#include "cli/commands.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "dsl/lint/lint.h"
#include "engine/program/disassemble.h"

namespace remit {
namespace {

// Written aside and renamed, so that a program is there whole or not at all.
Result<void> WriteWhole(const std::string& path, const std::string& bytes) {
  const std::string aside = path + ".part";
  std::FILE* file = std::fopen(aside.c_str(), "wb");
  if (file == nullptr) return Fail(ErrorKind::Io, "cannot be written", path);
  bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  written = std::fclose(file) == 0 && written;
  std::error_code fault;
  if (written) std::filesystem::rename(aside, path, fault);
  if (written && !fault) return {};
  std::filesystem::remove(aside, fault);
  return Fail(ErrorKind::Io, "cannot be written", path);
}

}  // namespace

ExitCode RunCompile(const CompileArguments& arguments) {
  auto selection = SelectPolicies(arguments.policies);
  if (!selection) return selection.error();
  auto compilation = CompileSelection(*selection, selection->files);
  if (!compilation) return compilation.error();
  Lint(*compilation->bundle, compilation->diagnostics);
  PrintError(FormatDiagnostics(compilation->diagnostics, compilation->sources,
                               selection->options.source_limits));
  auto engine = LoadCompilation(*compilation, selection->options.program_limits);
  if (!engine) return engine.error();
  const Program& program = engine->program();
  if (!arguments.output.empty()) {
    if (Result<void> done = WriteWhole(arguments.output, engine->bytes()); !done) {
      PrintError(done.error());
      return ExitCode::BadInput;
    }
  }
  if (arguments.listing) {
    Print(Disassemble(program));
    return ExitCode::Done;
  }
  const size_t policies = program.policies.size();
  Print((policies == 1 ? "1 policy" : std::to_string(policies) + " policies") + ", " +
        Count(program.rules.size(), "rule") + ", " + Count(program.code.size(), "instruction") +
        ", " + Count(engine->bytes().size(), "byte") + "\n" + DigestText(engine->digest()) + "\n");
  return ExitCode::Done;
}

}  // namespace remit
