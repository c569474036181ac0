#include "dsl/compile/compile.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "dsl/check/check.h"
#include "dsl/compile/constants.h"
#include "dsl/compile/load_files.h"
#include "dsl/compile/lower_rules.h"
#include "dsl/compile/params.h"
#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "engine/program/verify.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

// What is shown and what imports start from: relative to the root where the file lies inside it.
// Files named on the command line may lie anywhere; what they import may not.
std::string ShownPath(const fs::path& root, const std::string& path) {
  std::error_code error;
  const fs::path full = fs::weakly_canonical(fs::absolute(path, error), error);
  const fs::path inside = full.lexically_relative(root);
  const bool is_inside = !inside.empty() && *inside.begin() != "..";
  return is_inside ? inside.generic_string() : full.generic_string();
}

// A path that is a link to a place outside the root is outside the root.
Result<std::string> ReadInsideRoot(const fs::path& root, const std::string& path,
                                   const SourceLimits& limits) {
  std::error_code error;
  const fs::path full = fs::weakly_canonical(root / path, error);
  const fs::path inside = full.lexically_relative(root);
  if (error || inside.empty() || *inside.begin() == "..") {
    return Fail(ErrorKind::Missing, "it lies outside the policy root");
  }
  return ReadSourceFile(full.string(), limits);
}

// What the verifier refuses of a program that we made is either larger than a limit or our bug.
void CheckProgram(Compilation& made, const ProgramLimits& limits) {
  const Result<void> verified = VerifyProgram(*made.program, limits);
  if (verified) return;
  const Span span = made.bundle->policies.empty() ? Span{} : made.bundle->policies[0].span;
  made.diagnostics.Emit(DiagnosticKind::TooLarge, span,
                        fmt::format("the compiled program is refused: {} ({})",
                                    verified.error().message, verified.error().where));
  made.program.reset();
}

}  // namespace

void LowerSealed(Compilation& made, const CompileOptions& options) {
  Program program;
  program.fuel = options.program_limits.fuel;
  lowering::Tables tables(program, made.sources);
  lowering::Target target{*made.bundle, program, tables, options.coverage};
  lowering::LowerBundle(target);
  lowering::SortStrings(program);
  made.program = std::move(program);
  made.covers = std::move(target.covers);
  CheckProgram(made, options.program_limits);
}

Compilation CompileWith(const FileReader& read, std::vector<std::string> paths,
                        const CompileOptions& options) {
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  Compilation made;
  const std::vector<ParsedFile> files =
      lowering::LoadFiles(paths, read, options.source_limits, made.sources, made.diagnostics);
  if (made.diagnostics.has_errors()) return made;
  made.bundle = std::make_unique<typed::Bundle>(CheckBundle(files, made.sources, made.diagnostics));
  if (made.diagnostics.has_errors()) return made;
  lowering::SealParams(*made.bundle, options.params, made.sources, made.diagnostics);
  if (made.diagnostics.has_errors()) return made;
  lowering::CheckConstants(*made.bundle, made.sources, made.diagnostics);
  if (made.diagnostics.has_errors()) return made;
  LowerSealed(made, options);
  return made;
}

Compilation CompilePolicies(const std::vector<std::string>& paths, const CompileOptions& options) {
  std::error_code error;
  const fs::path root = fs::weakly_canonical(fs::absolute(options.root, error), error);
  std::vector<std::string> shown;
  for (const std::string& path : paths) shown.push_back(ShownPath(root, path));
  const FileReader read = [&](const std::string& path) -> Result<std::string> {
    if (!path.empty() && path.front() == '/') return ReadSourceFile(path, options.source_limits);
    return ReadInsideRoot(root, path, options.source_limits);
  };
  return CompileWith(read, std::move(shown), options);
}

Compilation CompileTexts(const std::map<std::string, std::string>& texts,
                         const CompileOptions& options) {
  std::vector<std::string> paths;
  for (const auto& [path, text] : texts) paths.push_back(path);
  const FileReader read = [&](const std::string& path) -> Result<std::string> {
    auto found = texts.find(path);
    if (found == texts.end()) return Fail(ErrorKind::Missing, "no such file");
    if (found->second.size() > options.source_limits.bytes) {
      return Fail(ErrorKind::Limit,
                  fmt::format("larger than the limit of {} bytes", options.source_limits.bytes));
    }
    return found->second;
  };
  return CompileWith(read, std::move(paths), options);
}

}  // namespace remit
