// From the policy arguments of a command to something that decides.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/config.h"
#include "cli/exit_code.h"
#include "dsl/compile/compile.h"
#include "engine/bundle/bundle.h"
#include "engine/decide/engine.h"

namespace remit {

// The policies of a command: which files, and everything that compiling them needs.
struct PolicySelection {
  Config config;
  std::vector<std::string> files;  // empty where `bundle` was given
  std::string bundle;
  std::vector<PublicKey> trusted;  // the keys that the configuration names
  CompileOptions options;
};

// Each of these prints what is wrong to standard error and gives the status to end with.

// Reads the configuration and settles the files and params. Nothing selected is BadInput.
std::expected<PolicySelection, ExitCode> SelectPolicies(const PolicyArguments& arguments);

// Whether every file can be read. One that is not there or cannot be is BadInput; one that is too
// large is a policy, and the compiler rejects it.
std::expected<void, ExitCode> CheckFiles(const PolicySelection& selection,
                                         const std::vector<std::string>& files);

// Compiles `files` with the selection's options; what is wrong with the policies is left in the
// compilation's diagnostics. Files as CheckFiles has them.
std::expected<Compilation, ExitCode> CompileFiles(const PolicySelection& selection,
                                                  const std::vector<std::string>& files);

// The same, with errors of the policies printed and Rejected; warnings are left in the compilation.
std::expected<Compilation, ExitCode> CompileSelection(const PolicySelection& selection,
                                                      const std::vector<std::string>& files);

// The bundle of a compilation that has a program. The same files, params and keys give the same one
// whoever compiles them, so that all records of them name one digest.
Bundle SealCompilation(const Compilation& compilation, const std::vector<PublicKey>& trusted);

std::expected<Engine, ExitCode> LoadCompilation(const Compilation& compilation,
                                                const std::vector<PublicKey>& trusted,
                                                const ProgramLimits& limits);

// The selection's bundle, or its policy files compiled. Rejected: a bundle over a limit, or not
// signed by a key that the configuration names.
std::expected<Engine, ExitCode> LoadSelection(const PolicySelection& selection);

// What the configuration says of compiling: root, params, limits.
CompileOptions OptionsOf(const Config& config);

JsonLimits DocumentLimits(const Config& config);

// "NAME=VALUE" texts into `params`: VALUE as it is where it is JSON, else as a string. BadInput for
// a text without a name or a name given twice.
Result<void> AddParams(const std::vector<std::string>& texts,
                       std::map<std::string, std::string>& params);

}  // namespace remit
