#include "cli/check_policies.h"

#include <filesystem>
#include <utility>

#include "cli/load.h"
#include "cli/log.h"
#include "cli/output.h"
#include "cli/side_files.h"
#include "cli/trust.h"
#include "engine/base/escape.h"
#include "engine/bundle/key_file.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

std::unexpected<ExitCode> Refuse(const Error& error) {
  PrintError(error);
  return std::unexpected(ExitCode::BadInput);
}

TreeSource SideOf(PolicySide side, const Range& range) {
  if (side == PolicySide::WorkTree) return {TreeSource::Kind::WorkTree, ""};
  return side == PolicySide::Base ? range.base : range.head;
}

// "the base 1a2b3c4d5e6f", "the head, the index", "the work tree".
std::string SideText(PolicySide side, const TreeSource& source) {
  if (source.kind == TreeSource::Kind::WorkTree) return SourceName(source);
  const std::string name = SourceName(source);
  const std::string word = side == PolicySide::Base ? "the base" : "the head";
  return word + (source.kind == TreeSource::Kind::Commit ? " " : ", ") + name;
}

// Where the policies are sought, for what is said about them.
struct Sought {
  const CheckArguments& arguments;
  const SideFiles& files;
  PolicySide side;
  std::string where;  // "the base 1a2b3c4d5e6f"
};

// A remit.yaml that one may have thought of: on disk and not committed, or in folders below.
std::string NearPolicy(const Sought& sought) {
  const SideFiles& files = sought.files;
  if (const Result<std::vector<std::string>> all = ListFiles(files.repository, files.source)) {
    std::string below;
    for (const std::string& path : *all) {
      if (path.ends_with("/remit.yaml") && below.size() < 200) {
        below += (below.empty() ? "`--config " : "`, `--config ") + EscapeText(path, 100);
      }
    }
    if (!below.empty()) return "there is one in a folder below: " + below + "`";
  }
  const Result<Config> on_disk = FindConfig(sought.arguments.policies.config);
  if (!on_disk || on_disk->path.empty()) return "";
  return "`" + EscapeText(on_disk->path, 200) +
         "` is on disk and not there: commit it and its policies first, or try it with "
         "`--policy-from worktree`";
}

std::unexpected<ExitCode> NoPolicy(const Sought& sought, const std::string& why) {
  PrintError("remit: error: " + sought.where + " " + why +
             ": there is nothing to judge the change by\n");
  if (const std::string near = NearPolicy(sought); !near.empty())
    PrintError("help: " + near + "\n");
  PrintError(sought.side == PolicySide::Base
                 ? "help: merge a policy first (`remit init` writes one), or judge the change by "
                   "what it brings itself: `--policy-from head`\n"
                 : "help: `remit init` writes a policy to begin with\n");
  return std::unexpected(ExitCode::Rejected);
}

Result<AgentMarks> AllMarks(const Result<std::string>& own, const std::string& name) {
  AgentMarks marks = BuiltinAgentMarks();
  if (!own) return Fail(own.error().kind, own.error().message, name);
  Result<AgentMarks> more = ParseAgentMarks(*own, name);
  if (!more) return more;
  marks.insert(marks.end(), more->begin(), more->end());
  return marks;
}

// What a compilation read, as it shows it: relative to the policy root, or with `/` at its
// beginning. The first source is the built-in types.
std::vector<std::string> SourcesOf(const Compilation& compilation) {
  std::vector<std::string> paths;
  for (FileId id = 1; id < compilation.files_end; ++id) {
    paths.push_back(compilation.sources.file(id).path);
  }
  return paths;
}

// A path on disk relative to the top of the repository; as it is where it lies outside.
std::string InsideTop(const Repository& repository, const fs::path& path) {
  std::error_code fault;
  const fs::path top = fs::weakly_canonical(repository.work_tree(), fault);
  const fs::path inside = fs::weakly_canonical(path, fault).lexically_relative(top);
  const bool outside = inside.empty() || *inside.begin() == "..";
  return outside ? path.generic_string() : inside.generic_string();
}

// What is on disk is found as every other command finds it.
std::expected<CheckPolicies, ExitCode> LoadFromDisk(const CheckArguments& arguments,
                                                    const Repository& repository,
                                                    CheckPolicies made) {
  auto selection = SelectPolicies(arguments.policies);
  if (!selection) return std::unexpected(selection.error());
  const auto compilation = CompileSelection(*selection, selection->files);
  if (!compilation) return std::unexpected(compilation.error());
  auto engine =
      LoadCompilation(*compilation, selection->trusted, selection->options.program_limits);
  if (!engine) return std::unexpected(engine.error());
  made.engine = *std::move(engine);
  made.config = selection->config;
  const fs::path root = made.config.root;
  for (const std::string& path : SourcesOf(*compilation)) {
    made.files.push_back(InsideTop(repository, root / path));
  }
  if (!made.config.path.empty()) made.files.push_back(InsideTop(repository, made.config.path));
  for (const std::string& path : TrustFiles(made.config)) {
    made.files.push_back(InsideTop(repository, root / path));
  }
  made.marks = BuiltinAgentMarks();
  if (made.config.agent_marks.empty()) return made;
  const std::string path = (root / made.config.agent_marks).string();
  Result<AgentMarks> marks = AllMarks(ReadSourceFile(path), path);
  if (!marks) return Refuse(marks.error());
  made.marks = *std::move(marks);
  made.files.push_back(InsideTop(repository, path));
  return made;
}

std::expected<void, ExitCode> CompileSide(const SideFiles& files, const CheckArguments& arguments,
                                          const std::vector<std::string>& policies,
                                          CheckPolicies& made) {
  const Config& config = made.config;
  CompileOptions options = OptionsOf(config);
  if (Result<void> done = AddParams(arguments.policies.params, options.params); !done) {
    return Refuse(done.error());
  }
  std::vector<std::string> shown;
  shown.reserve(policies.size());
  for (const std::string& path : policies) shown.push_back(FromSideRoot(config.root, path));
  const FileReader read = SideReader(files, config.root, options.source_limits.bytes);
  const auto trusted = TrustedKeys(config, SideReader(files, config.root, kKeyFileBytes));
  if (!trusted) return Refuse(trusted.error());
  const Compilation compilation = CompileWith(read, std::move(shown), options);
  if (!compilation.program) {
    PrintError(
        FormatDiagnostics(compilation.diagnostics, compilation.sources, options.source_limits));
    PrintError("remit: in " + made.source + "\n");
    return std::unexpected(ExitCode::Rejected);
  }
  auto engine = LoadCompilation(compilation, *trusted, options.program_limits);
  if (!engine) return std::unexpected(engine.error());
  made.engine = *std::move(engine);
  for (const std::string& path : SourcesOf(compilation)) {
    made.files.push_back(FromTop(config.root, path));
  }
  for (const std::string& path : TrustFiles(config)) {
    made.files.push_back(FromTop(config.root, path));
  }
  return {};
}

Result<std::vector<std::string>> SelectSideFiles(const SideFiles& files,
                                                 const CheckArguments& arguments,
                                                 const Config& config) {
  if (arguments.policies.files.empty()) return SidePolicyFiles(files, config);
  std::vector<std::string> policies;
  for (const std::string& file : arguments.policies.files) {
    Result<std::string> path = PathInside(files, file);
    if (!path) return std::unexpected(path.error());
    policies.push_back(*std::move(path));
  }
  return policies;
}

// The marks of Remit and of the project.
std::expected<void, ExitCode> ReadMarks(const SideFiles& files, CheckPolicies& made) {
  made.marks = BuiltinAgentMarks();
  const std::string& name = made.config.agent_marks;
  if (name.empty()) return {};
  const FileReader read = SideReader(files, made.config.root, kConfigBytes);
  Result<AgentMarks> marks = AllMarks(read(name), name);
  if (!marks) return Refuse(marks.error());
  made.marks = *std::move(marks);
  made.files.push_back(FromTop(made.config.root, name));
  return {};
}

}  // namespace

std::string FolderInside(const Repository& repository) {
  const std::string top = repository.work_tree();
  if (top.empty()) return "";
  std::error_code fault;
  const fs::path here = fs::weakly_canonical(fs::current_path(fault), fault);
  const fs::path inside = here.lexically_relative(fs::weakly_canonical(top, fault));
  if (inside.empty() || inside == "." || *inside.begin() == "..") return "";
  return inside.generic_string();
}

std::expected<CheckPolicies, ExitCode> LoadCheckPolicies(const CheckArguments& arguments,
                                                         const Repository& repository,
                                                         const Range& range) {
  const PolicySide side = arguments.policy_from;
  const TreeSource source = SideOf(side, range);
  CheckPolicies made;
  made.source = SideText(side, source);
  made.at = source.kind == TreeSource::Kind::Commit  ? source.commit
            : source.kind == TreeSource::Kind::Index ? "index"
                                                     : "worktree";
  if (source.kind == TreeSource::Kind::WorkTree)
    return LoadFromDisk(arguments, repository, std::move(made));

  const SideFiles files{repository, source, FolderInside(repository)};
  const Sought sought{arguments, files, side, made.source};
  if (source.kind == TreeSource::Kind::Commit && source.commit.empty()) {
    return NoPolicy({arguments, files, side, "the base"}, "has no commit yet");
  }
  Result<std::optional<Config>> config = FindSideConfig(files, arguments.policies.config);
  if (!config) {
    PrintError(config.error());
    PrintError("remit: in " + made.source + "\n");
    return std::unexpected(ExitCode::BadInput);
  }
  if (!*config && (arguments.policies.files.empty() || !arguments.policies.config.empty())) {
    return NoPolicy(sought, "has no remit.yaml");
  }
  if (*config) {
    made.config = **std::move(config);
    LogInfo("configuration: " + made.config.path + " of " + made.source);
  } else {
    made.config.root = files.folder;
  }
  const Result<std::vector<std::string>> policies = SelectSideFiles(files, arguments, made.config);
  if (!policies) {
    if (policies.error().kind != ErrorKind::Missing) return Refuse(policies.error());
    PrintError(policies.error());
    return NoPolicy(sought, "has no policy");
  }
  if (policies->empty()) return NoPolicy(sought, "names no policy in its remit.yaml");
  if (!made.config.path.empty()) made.files.push_back(made.config.path);
  if (auto done = CompileSide(files, arguments, *policies, made); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = ReadMarks(files, made); !done) return std::unexpected(done.error());
  return made;
}

}  // namespace remit
