#include "dsl/compile/compile.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dsl/check/check.h"
#include "dsl/compile/constants.h"
#include "dsl/compile/costs.h"
#include "dsl/compile/load_files.h"
#include "dsl/compile/lower_rules.h"
#include "dsl/compile/optimise.h"
#include "dsl/compile/params.h"
#include "dsl/compile/policy_root.h"
#include "engine/base/check.h"
#include "engine/base/escape.h"

namespace remit {

void LowerSealed(Compilation& made, const CompileOptions& options) {
  Program program;
  program.fuel = options.program_limits.fuel;
  program.sizes = options.sizes;
  lowering::Tables tables(program, made.sources);
  typed::Bundle& bundle = *made.bundle;
  lowering::Target written{bundle, bundle.lets, program, tables, options.coverage};
  // Coverage counts what the policy says, not what is left of it.
  if (options.optimise && !options.coverage) {
    const size_t nodes = bundle.nodes.size();
    const lowering::Optimised optimised = lowering::Optimise(bundle, made.sources);
    lowering::Target target{bundle, optimised.lets, program, tables};
    target.nodes = optimised.nodes;
    written.moved = optimised.moved;
    lowering::LowerBundle(target, written);
    bundle.nodes.resize(nodes);  // as it was checked: lowered as often as it is tested
  } else {
    lowering::LowerBundle(written, written);
  }
  lowering::SortStrings(program);
  PackLists(program);
  made.program = std::move(program);
  made.covers = std::move(written.covers);
  lowering::CheckProgram(made, options.program_limits);
}

namespace {

// The checked bundle of the files; nullptr where some were not read or parsed. The trees are gone
// when it is lowered: what that takes is their memory.
std::unique_ptr<typed::Bundle> Check(const FileReader& read, const std::string& root,
                                     const std::vector<std::string>& paths,
                                     const CompileOptions& options, Compilation& made) {
  const std::vector<ParsedFile> files =
      lowering::LoadFiles(paths, read, options.source_limits, made.sources, made.diagnostics);
  made.files_end = static_cast<FileId>(made.sources.size());
  if (made.diagnostics.has_errors()) return nullptr;
  lowering::NameSources(root, options.names, made.sources);
  return std::make_unique<typed::Bundle>(CheckBundle(files, made.sources, made.diagnostics));
}

// `root` is where relative paths begin: of the disk, or of what `read` knows.
Compilation Compile(const FileReader& read, const std::string& root, std::vector<std::string> paths,
                    const CompileOptions& options) {
  // By where they lie, so that what the root is does not show in the order.
  std::ranges::sort(paths, {}, [&](const auto& path) { return lowering::FullPath(root, path); });
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  Compilation made;
  made.bundle = Check(read, root, paths, options, made);
  if (made.diagnostics.has_errors()) return made;
  lowering::SealParams(*made.bundle, options.params, made.sources, made.diagnostics);
  if (made.diagnostics.has_errors()) return made;
  lowering::CheckConstants(*made.bundle, made.sources, made.diagnostics);
  if (made.diagnostics.has_errors()) return made;
  LowerSealed(made, options);
  return made;
}

}  // namespace

Compilation CompileWith(const FileReader& read, std::vector<std::string> paths,
                        const CompileOptions& options) {
  return Compile(read, options.root, std::move(paths), options);
}

Compilation CompilePolicies(const std::vector<std::string>& paths, const CompileOptions& options) {
  return Compile(lowering::RootReader(options), lowering::DiskRoot(options),
                 lowering::ShownPaths(paths, options), options);
}

std::vector<NamedDigest> SourceDigests(const Compilation& made) {
  std::vector<NamedDigest> digests;
  for (FileId id = 1; id < made.files_end; ++id) {
    const SourceFile& file = made.sources.file(id);
    digests.push_back({file.name, Sha256(file.text)});
  }
  std::ranges::sort(digests, {}, &NamedDigest::name);
  return digests;
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
