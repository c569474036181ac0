#include "cli/check_policies.h"

#include <filesystem>
#include <utility>

#include "cli/load.h"
#include "cli/log.h"
#include "cli/output.h"
#include "cli/side_files.h"
#include "engine/base/escape.h"

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

// What is on disk is found as every other command finds it.
std::expected<CheckPolicies, ExitCode> LoadFromDisk(const CheckArguments& arguments,
                                                    CheckPolicies made) {
  auto selection = SelectPolicies(arguments.policies);
  if (!selection) return std::unexpected(selection.error());
  auto engine = LoadSelection(*selection);
  if (!engine) return std::unexpected(engine.error());
  made.engine = *std::move(engine);
  made.config = selection->config;
  if (made.config.agent_marks.empty()) {
    made.marks = BuiltinAgentMarks();
    return made;
  }
  const std::string path = (fs::path(made.config.root) / made.config.agent_marks).string();
  Result<AgentMarks> marks = AllMarks(ReadSourceFile(path), path);
  if (!marks) return Refuse(marks.error());
  made.marks = *std::move(marks);
  return made;
}

std::expected<Engine, ExitCode> CompileSide(const SideFiles& files, const CheckArguments& arguments,
                                            const Config& config,
                                            const std::vector<std::string>& policies) {
  CompileOptions options = OptionsOf(config);
  if (Result<void> done = AddParams(arguments.policies.params, options.params); !done) {
    return Refuse(done.error());
  }
  std::vector<std::string> shown;
  for (const std::string& path : policies) shown.push_back(FromSideRoot(config.root, path));
  const FileReader read = SideReader(files, config.root, options.source_limits.bytes);
  const Compilation compilation = CompileWith(read, std::move(shown), options);
  if (!compilation.program) {
    PrintError(
        FormatDiagnostics(compilation.diagnostics, compilation.sources, options.source_limits));
    return std::unexpected(ExitCode::Rejected);
  }
  return LoadCompilation(compilation, options.program_limits);
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

// `.remit/` holds what Remit writes: nothing of it has a say, whoever put it there.
bool IsUnderRemit(const std::string& path) {
  return path.starts_with(".remit/") || path.find("/.remit/") != path.npos;
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
  if (source.kind == TreeSource::Kind::WorkTree) return LoadFromDisk(arguments, std::move(made));

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
  for (const std::string& path : *policies) {
    if (!IsUnderRemit(path)) continue;
    return Refuse(
        {ErrorKind::BadInput, "nothing under `.remit/` is read as a policy", EscapeText(path)});
  }
  auto engine = CompileSide(files, arguments, made.config, *policies);
  if (!engine) {
    if (engine.error() == ExitCode::Rejected) PrintError("remit: in " + made.source + "\n");
    return std::unexpected(engine.error());
  }
  made.engine = *std::move(engine);
  if (made.config.agent_marks.empty()) {
    made.marks = BuiltinAgentMarks();
    return made;
  }
  const FileReader read = SideReader(files, made.config.root, kConfigBytes);
  Result<AgentMarks> marks = AllMarks(read(made.config.agent_marks), made.config.agent_marks);
  if (!marks) return Refuse(marks.error());
  made.marks = *std::move(marks);
  return made;
}

}  // namespace remit
