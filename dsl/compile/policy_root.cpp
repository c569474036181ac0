#include "dsl/compile/policy_root.h"

#include <filesystem>

namespace remit::lowering {
namespace {

namespace fs = std::filesystem;

fs::path RootOf(const CompileOptions& options) {
  std::error_code error;
  return fs::weakly_canonical(fs::absolute(options.root, error), error);
}

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

}  // namespace

std::vector<std::string> ShownPaths(const std::vector<std::string>& paths,
                                    const CompileOptions& options) {
  const fs::path root = RootOf(options);
  std::vector<std::string> shown;
  for (const std::string& path : paths) shown.push_back(ShownPath(root, path));
  return shown;
}

std::string DiskRoot(const CompileOptions& options) { return RootOf(options).generic_string(); }

std::string FullPath(const std::string& root, const std::string& path) {
  const std::string full = path.starts_with('/') ? path : "/" + root + "/" + path;
  const std::string normal = fs::path(full).lexically_normal().generic_string();
  return normal.starts_with("//") ? normal.substr(1) : normal;
}

void NameSources(const std::string& root, FileNames names, SourceSet& sources) {
  bool from_root = names == FileNames::FromRoot;
  std::vector<std::string> full;
  for (FileId id = 1; id < sources.size(); ++id) {
    const std::string& path = sources.file(id).path;
    from_root = from_root && !path.starts_with('/');
    full.push_back(FullPath(root, path));
  }
  if (from_root || full.empty()) return;
  std::string common = full.front().substr(0, full.front().rfind('/') + 1);
  for (const std::string& path : full) {
    while (!path.starts_with(common)) common.erase(common.rfind('/', common.size() - 2) + 1);
  }
  for (FileId id = 1; id < sources.size(); ++id) {
    sources.Rename(id, full[id - 1].substr(common.size()));
  }
}

FileReader RootReader(const CompileOptions& options) {
  return [&options, root = RootOf(options)](const std::string& path) -> Result<std::string> {
    if (!path.empty() && path.front() == '/') return ReadSourceFile(path, options.source_limits);
    return ReadInsideRoot(root, path, options.source_limits);
  };
}

}  // namespace remit::lowering
