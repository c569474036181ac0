// Policy files to a program: parse, check, seal the params, lower. The one way from text to
// something the engine can load.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dsl/check/typed.h"
#include "dsl/diagnostics/diagnostic.h"
#include "dsl/source/source.h"
#include "engine/base/digest.h"
#include "engine/base/limits.h"
#include "engine/program/program.h"

namespace remit {

// What files are called in a program: no name may tell on which machine, or in which folder of it,
// the program was made.
enum class FileNames : uint8_t {
  FromRoot,          // by their path from the policy root; where one lies outside it, as below
  FromCommonFolder,  // by their path from the deepest folder that holds them all
};

struct CompileOptions {
  std::string root = ".";  // the policy root: imports and file("…") stay inside it
  FileNames names = FileNames::FromRoot;
  // Params set by the project: NAME or POLICY.NAME to a constant in CEL's text (JSON is such). A
  // timestamp or duration may be given as its text.
  std::map<std::string, std::string> params;
  ProgramLimits program_limits;
  SizeLimits sizes;  // of facts, that the worst case is computed for
  SourceLimits source_limits;
  bool coverage = false;  // Cover instructions around conditions and their operands; as it stands
  bool optimise = true;   // constants computed, what stands in several places computed once
};

// What compiling leaves: `program` where there was no error, `refused` where that was its worst
// case (TooCostly), everything else in any case.
struct Compilation {
  SourceSet sources;
  FileId files_end = 1;  // of `sources`: those from 1 up to it are files; then texts of params
  Diagnostics diagnostics;
  std::unique_ptr<typed::Bundle> bundle;
  std::optional<Program> program;
  std::optional<Program> refused;  // to be looked at, not to be loaded
  std::vector<Span> covers;        // coverage builds: the condition of each Cover counter
};

// One bundle of all files in `paths`, whatever their order. Lints are not run here (dsl/lint).
Compilation CompilePolicies(const std::vector<std::string>& paths, const CompileOptions& options);

// Lowers `made.bundle` as it stands, params sealed, into `made.program`: what a test that sets
// params, or a mutant of a rule, is run with.
void LowerSealed(Compilation& made, const CompileOptions& options);

// As CompilePolicies, with every file from `read`: `paths` and imports are relative to its root. A
// file larger than the limit is for `read` to refuse.
Compilation CompileWith(const FileReader& read, std::vector<std::string> paths,
                        const CompileOptions& options);

// As CompilePolicies, from texts in memory, path to text; imports are looked up among them.
Compilation CompileTexts(const std::map<std::string, std::string>& texts,
                         const CompileOptions& options);

// Every file that a compilation read, but the built-in types, by name: what a bundle's manifest
// says that its program was made from.
std::vector<NamedDigest> SourceDigests(const Compilation& made);

}  // namespace remit
