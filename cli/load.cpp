#include "cli/load.h"

#include <set>
#include <utility>

#include "cli/log.h"
#include "cli/output.h"
#include "cli/trust.h"
#include "engine/base/escape.h"
#include "engine/bundle/load.h"
#include "engine/bundle/seal.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"

namespace remit {
namespace {

ExitCode Refuse(const Error& error) {
  PrintError(error);
  return ExitCode::BadInput;
}

// A bundle that is larger or may cost more than a limit, or that nobody who counts has signed, is
// rejected as its policies would be.
std::unexpected<ExitCode> RefuseBundle(const std::string& path, const Error& error,
                                       ExitCode damaged = ExitCode::BadInput) {
  Error placed = error;
  if (placed.where != path) {
    placed.where = path + (error.where.empty() ? "" : ": " + error.where);
  }
  PrintError(placed);
  return std::unexpected(error.kind == ErrorKind::Limit ? ExitCode::Rejected : damaged);
}

std::expected<Engine, ExitCode> LoadBundleFile(const std::string& path,
                                               const std::vector<PublicKey>& trusted,
                                               const ProgramLimits& limits) {
  Result<HeldBytes> file = HoldBundleFile(path, limits);
  if (!file) return RefuseBundle(path, file.error());
  Result<Bundle> bundle = DecodeBundle(*std::move(file), limits, ProgramDigest::LeftToLoad);
  if (!bundle) return RefuseBundle(path, bundle.error());
  if (!trusted.empty()) {
    const auto signers = CheckSigned(*bundle, trusted);
    if (!signers) return RefuseBundle(path, signers.error(), ExitCode::Rejected);
    LogInfo("signed by: " + signers->front());
  }
  Result<Engine> engine = LoadEngine(*std::move(bundle), limits);
  if (!engine) return RefuseBundle(path, engine.error());
  LogInfo("bundle: " + DigestText(engine->digest()));
  return *std::move(engine);
}

}  // namespace

CompileOptions OptionsOf(const Config& config) {
  CompileOptions options;
  options.root = config.root;
  options.names = config.path.empty() ? FileNames::FromCommonFolder : FileNames::FromRoot;
  options.params = config.params;
  options.program_limits.fuel = config.fuel;
  options.program_limits.cost = config.cost;
  options.sizes = {.elements = config.list_elements,
                   .text_bytes = config.text_bytes,
                   .values = config.fact_values,
                   .total_bytes = config.fact_bytes,
                   .hits = config.hits};
  options.source_limits.bytes = config.policy_bytes;
  return options;
}

JsonLimits DocumentLimits(const Config& config) {
  JsonLimits limits;
  limits.bytes = config.document_bytes;
  limits.depth = static_cast<uint32_t>(config.depth);
  return limits;
}

Result<void> AddParams(const std::vector<std::string>& texts,
                       std::map<std::string, std::string>& params) {
  std::set<std::string> seen;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Fail(ErrorKind::BadInput,
                  "`" + EscapeText(text, 80) + "` is not of the form NAME=VALUE", "--param");
    }
    const std::string name = text.substr(0, equals);
    if (!seen.insert(name).second) {
      return Fail(ErrorKind::BadInput, "`" + EscapeText(name, 80) + "` is given twice", "--param");
    }
    std::string value = text.substr(equals + 1);
    Arena arena;
    if (!ReadJson(arena, value)) {
      std::string string;
      AppendJsonString(string, value);
      value = std::move(string);
    }
    params[name] = std::move(value);
  }
  return {};
}

std::expected<PolicySelection, ExitCode> SelectPolicies(const PolicyArguments& arguments) {
  Result<Config> config = FindConfig(arguments.config);
  if (!config) return std::unexpected(Refuse(config.error()));
  PolicySelection selection;
  selection.config = *std::move(config);
  if (!selection.config.path.empty()) LogInfo("configuration: " + selection.config.path);
  selection.bundle = arguments.bundle;
  Result<std::vector<PublicKey>> trusted = TrustedKeys(selection.config);
  if (!trusted) return std::unexpected(Refuse(trusted.error()));
  selection.trusted = *std::move(trusted);
  selection.options = OptionsOf(selection.config);
  if (Result<void> done = AddParams(arguments.params, selection.options.params); !done) {
    return std::unexpected(Refuse(done.error()));
  }
  if (!selection.bundle.empty()) {
    if (arguments.params.empty()) return selection;
    return std::unexpected(
        Refuse({ErrorKind::BadInput, "a bundle's params are sealed", "--param"}));
  }
  selection.files = arguments.files;
  if (selection.files.empty()) {
    Result<std::vector<std::string>> files = PolicyFiles(selection.config);
    if (!files) return std::unexpected(Refuse(files.error()));
    selection.files = *std::move(files);
  }
  if (selection.files.empty()) {
    return std::unexpected(Refuse(
        {ErrorKind::Missing, "no policies: name files, or set `policies` in remit.yaml", ""}));
  }
  return selection;
}

std::expected<void, ExitCode> CheckFiles(const PolicySelection& selection,
                                         const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    LogInfo("policy: " + file);
    // The compiler's diagnostics have places in a text; a file without one is bad input.
    Result<std::string> text = ReadSourceFile(file, selection.options.source_limits);
    if (!text && text.error().kind != ErrorKind::Limit) {
      return std::unexpected(Refuse(text.error()));
    }
  }
  return {};
}

std::expected<Compilation, ExitCode> CompileFiles(const PolicySelection& selection,
                                                  const std::vector<std::string>& files) {
  if (auto there = CheckFiles(selection, files); !there) return std::unexpected(there.error());
  return CompilePolicies(files, selection.options);
}

std::expected<Compilation, ExitCode> CompileSelection(const PolicySelection& selection,
                                                      const std::vector<std::string>& files) {
  auto compilation = CompileFiles(selection, files);
  if (!compilation || compilation->program) return compilation;
  PrintError(FormatDiagnostics(compilation->diagnostics, compilation->sources,
                               selection.options.source_limits));
  return std::unexpected(ExitCode::Rejected);
}

Bundle SealCompilation(const Compilation& compilation, const std::vector<PublicKey>& trusted) {
  BundleOrigin origin{SourceDigests(compilation), {}};
  for (const PublicKey& key : trusted) origin.trusted.push_back(KeyId(key));
  return MakeBundle(*compilation.program, std::move(origin));
}

std::expected<Engine, ExitCode> LoadCompilation(const Compilation& compilation,
                                                const std::vector<PublicKey>& trusted,
                                                const ProgramLimits& limits) {
  Result<Engine> engine = LoadEngine(SealCompilation(compilation, trusted), limits);
  if (!engine) return std::unexpected(Refuse(engine.error()));
  LogInfo("bundle: " + DigestText(engine->digest()));
  return *std::move(engine);
}

std::expected<Engine, ExitCode> LoadSelection(const PolicySelection& selection) {
  const ProgramLimits& limits = selection.options.program_limits;
  if (!selection.bundle.empty()) {
    return LoadBundleFile(selection.bundle, selection.trusted, limits);
  }
  auto compilation = CompileSelection(selection, selection.files);
  if (!compilation) return std::unexpected(compilation.error());
  return LoadCompilation(*compilation, selection.trusted, limits);
}

}  // namespace remit
