// Where the configuration and the files it names are.
#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "cli/config.h"
#include "dsl/source/source.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfigName = "remit.yaml";

// The nearest remit.yaml from the working folder upward, as a path from there; empty: none.
std::string LookUpward() {
  std::error_code fault;
  fs::path folder = fs::current_path(fault);
  std::string prefix;
  while (!fault) {
    if (fs::is_regular_file(folder / kConfigName, fault)) return prefix + kConfigName;
    if (folder == folder.root_path() || folder.empty()) break;
    folder = folder.parent_path();
    prefix += "../";
    fault.clear();
  }
  return "";
}

std::string FromRoot(const Config& config, const std::string& path) {
  if (fs::path(path).is_absolute()) return path;
  return (fs::path(config.root) / path).lexically_normal().string();
}

// The files that match, sorted.
std::vector<std::string> MatchGlob(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> files;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  ::globfree(&found);
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

bool IsGlob(std::string_view path) { return path.find_first_of("*?[") != path.npos; }

Result<Config> FindConfig(const std::string& path) {
  const std::string file = path.empty() ? LookUpward() : path;
  if (file.empty()) return Config();
  SourceLimits limits;
  limits.bytes = kConfigBytes;
  Result<std::string> text = ReadSourceFile(file, limits);
  if (!text) return std::unexpected(text.error());
  Result<Config> config = ParseConfig(*text, file);
  if (!config) return config;
  config->root = fs::path(file).parent_path().string();
  if (config->root.empty()) config->root = ".";
  config->records_folder = FromRoot(*config, config->records_folder);
  return config;
}

Result<std::vector<std::string>> PolicyFiles(const Config& config) {
  std::vector<std::string> files;
  for (const std::string& entry : config.policies) {
    const std::string path = FromRoot(config, entry);
    if (!IsGlob(entry)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> matched = MatchGlob(path);
    if (matched.empty()) {
      return Fail(ErrorKind::Missing, "no file matches `" + EscapeText(entry, 200) + "`",
                  config.path);
    }
    files.insert(files.end(), matched.begin(), matched.end());
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

}  // namespace remit
