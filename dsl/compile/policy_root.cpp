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

FileReader RootReader(const CompileOptions& options) {
  return [&options, root = RootOf(options)](const std::string& path) -> Result<std::string> {
    if (!path.empty() && path.front() == '/') return ReadSourceFile(path, options.source_limits);
    return ReadInsideRoot(root, path, options.source_limits);
  };
}

}  // namespace remit::lowering
