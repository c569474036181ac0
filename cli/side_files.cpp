#include "cli/side_files.h"

#include <fnmatch.h>

#include <algorithm>
#include <filesystem>

#include "engine/base/escape.h"
#include "facts/change/repository_state.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

std::string Joined(const std::string& folder, const std::string& path) {
  const std::string joined = (fs::path(folder) / path).lexically_normal().generic_string();
  return joined == "." ? "" : joined;
}

bool LeadsOutside(const std::string& path) {
  return path.starts_with("/") || path == ".." || path.starts_with("../");
}

Result<std::string> ReadSide(const SideFiles& files, const std::string& path, size_t limit) {
  if (("/" + path).contains("/.remit/")) {
    return Fail(ErrorKind::BadInput, "nothing under `.remit/` is read", EscapeText(path));
  }
  return ReadFile(files.repository, files.source, path, limit);
}

// What is there and cannot be read is an error, not an absence.
Result<std::optional<std::string>> ReadIfThere(const SideFiles& files, const std::string& path,
                                               size_t limit) {
  Result<std::string> text = ReadSide(files, path, limit);
  if (text) return std::optional(*std::move(text));
  if (text.error().kind != ErrorKind::Missing) return std::unexpected(text.error());
  if (files.source.kind == TreeSource::Kind::Commit) {
    const Result<bool> there = TracksFolder(files.repository, files.source, path);
    if (!there) return std::unexpected(there.error());
    if (*there) return std::unexpected(text.error());
  }
  return std::nullopt;
}

Result<Config> ParseAt(const std::string& text, const std::string& path) {
  Result<Config> config = ParseConfig(text, path);
  if (config) config->root = fs::path(path).parent_path().generic_string();
  return config;
}

}  // namespace

Result<std::string> PathInside(const SideFiles& files, const std::string& path) {
  std::string inside = path;
  if (fs::path(path).is_absolute()) {
    std::error_code fault;
    const fs::path top = files.repository.work_tree();
    inside = fs::weakly_canonical(path, fault).lexically_relative(top).generic_string();
  } else {
    inside = Joined(files.folder, path);
  }
  if (inside.empty() || LeadsOutside(inside)) {
    return Fail(
        ErrorKind::BadInput,
        "it lies outside the repository, and policies are read from " + SourceName(files.source),
        EscapeText(path));
  }
  return inside;
}

Result<std::optional<Config>> FindSideConfig(const SideFiles& files, const std::string& path) {
  if (!path.empty()) {
    const Result<std::string> inside = PathInside(files, path);
    if (!inside) return std::unexpected(inside.error());
    const auto text = ReadIfThere(files, *inside, kConfigBytes);
    if (!text) return std::unexpected(text.error());
    if (!*text) return std::nullopt;
    return ParseAt(**text, *inside);
  }
  for (fs::path folder = files.folder;; folder = folder.parent_path()) {
    const std::string candidate = (folder / "remit.yaml").generic_string();
    const auto text = ReadIfThere(files, candidate, kConfigBytes);
    if (!text) return std::unexpected(text.error());
    if (*text) return ParseAt(**text, candidate);
    if (folder.empty()) return std::nullopt;
  }
}

Result<std::vector<std::string>> SidePolicyFiles(const SideFiles& files, const Config& config) {
  std::vector<std::string> found;
  std::optional<std::vector<std::string>> listed;
  for (const std::string& entry : config.policies) {
    const std::string path = Joined(config.root, entry);
    if (LeadsOutside(path)) {
      return Fail(ErrorKind::BadInput,
                  "the policy `" + EscapeText(entry, 200) + "` lies outside the repository",
                  config.path);
    }
    if (!IsGlob(entry)) {
      found.push_back(path);
      continue;
    }
    if (!listed) {
      Result<std::vector<std::string>> all = ListFiles(files.repository, files.source);
      if (!all) return std::unexpected(all.error());
      listed = *std::move(all);
    }
    const size_t before = found.size();
    std::ranges::copy_if(*listed, std::back_inserter(found), [&](const std::string& file) {
      return fnmatch(path.c_str(), file.c_str(), FNM_PATHNAME | FNM_PERIOD) == 0;
    });
    if (found.size() == before) {
      return Fail(ErrorKind::Missing, "no file matches `" + EscapeText(entry, 200) + "`",
                  config.path);
    }
  }
  std::ranges::sort(found);
  const auto rest = std::ranges::unique(found);
  found.erase(rest.begin(), rest.end());
  return found;
}

FileReader SideReader(const SideFiles& files, const std::string& root, size_t limit) {
  return [&files, root, limit](const std::string& path) {
    return ReadSide(files, FromTop(root, path), limit);
  };
}

std::string FromSideRoot(const std::string& root, const std::string& path) {
  if (root.empty()) return path;
  if (path.starts_with(root + "/")) return path.substr(root.size() + 1);
  return "/" + path;
}

std::string FromTop(const std::string& root, const std::string& path) {
  return path.starts_with('/') ? path.substr(1) : Joined(root, path);
}

}  // namespace remit
