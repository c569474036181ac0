// Opening a repository, and saying what to do about one that cannot be opened.
#include "facts/change/repository.h"

#include <git2/sys/repository.h>

#include <cstdlib>
#include <filesystem>

#include "engine/base/escape.h"
#include "facts/change/git.h"
#include "facts/change/open_error.h"

namespace remit {
namespace {

const char* Environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

// What git's hooks and `git --work-tree` say by the environment. libgit2's own reading of it
// (GIT_REPOSITORY_OPEN_FROM_ENV) refuses GIT_WORK_TREE.
Result<void> ApplyEnvironment(git_repository* repository) {
  const char* work_tree = Environment("GIT_WORK_TREE");
  const char* known = git_repository_workdir(repository);
  std::error_code none;
  // libgit2 leaks memory where it is told what it knows.
  if (work_tree != nullptr &&
      (known == nullptr || !std::filesystem::equivalent(work_tree, known, none))) {
    const int code = git_repository_set_workdir(repository, work_tree, 0);
    if (code < 0) return std::unexpected(GitError(code, "GIT_WORK_TREE"));
  }
  if (const char* file = Environment("GIT_INDEX_FILE")) {
    git_index* opened = nullptr;
    int code = git_index_open(&opened, file);
    const Git<git_index> index(opened);
    if (code == 0) code = git_repository_set_index(repository, index.get());
    if (code < 0) return std::unexpected(GitError(code, "GIT_INDEX_FILE"));
  }
  std::string folders;
  for (const char* name : {"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"}) {
    if (const char* value = Environment(name)) folders.append(value).append(":");
  }
  git_odb* opened = nullptr;
  if (folders.empty() || git_repository_odb(&opened, repository) < 0) return {};
  const Git<git_odb> objects(opened);
  for (size_t begin = 0; begin < folders.size();) {
    const size_t end = folders.find(':', begin);
    const std::string folder = folders.substr(begin, end - begin);
    if (!folder.empty()) git_odb_add_disk_alternate(objects.get(), folder.c_str());
    begin = end + 1;
  }
  return {};
}

// Whether git was told to trust every folder: `safe.directory = *`, which images for CI set and
// libgit2 1.5 does not know. Only the user's and the system's settings count.
bool TrustsEveryFolder() {
  git_config* config = nullptr;
  if (git_config_open_default(&config) < 0) return false;
  bool trusts = false;
  const auto take = [](const git_config_entry* entry, void* result) {
    const std::string_view value = entry->value != nullptr ? entry->value : "";
    if (value == "*") *static_cast<bool*>(result) = true;
    if (value.empty()) *static_cast<bool*>(result) = false;  // what was said before is void
    return 0;
  };
  git_config_get_multivar_foreach(config, "safe.directory", nullptr, take, &trusts);
  git_config_free(config);
  return trusts;
}

// git_repository_open_ext, except that another user's repository is always GIT_EOWNER (libgit2 1.5
// says GIT_ENOTFOUND where there is no file of settings) and that `safe.directory = *` counts.
int OpenWith(git_repository** opened, const std::string& place, unsigned flags) {
  const char* ceilings = Environment("GIT_CEILING_DIRECTORIES");
  int code = git_repository_open_ext(opened, place.c_str(), flags, ceilings);
  if (code == GIT_ENOTFOUND) {
    git_buf found = {};
    if (git_repository_discover(&found, place.c_str(), 0, ceilings) == 0) code = GIT_EOWNER;
    git_buf_dispose(&found);
    git_error_clear();
  }
  if (code != GIT_EOWNER || !TrustsEveryFolder()) return code;
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  code = git_repository_open_ext(opened, place.c_str(), flags, ceilings);
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
  return code;
}

// What OpenError is to name: the folder that libgit2 asked the owner of, where it says so.
std::string OwnedFolder(const std::string& place, const std::string& said) {
  constexpr std::string_view kBefore = "repository path '";
  const size_t end = said.rfind('\'');
  if (said.starts_with(kBefore)) return said.substr(kBefore.size(), end - kBefore.size());
  git_buf found = {};
  std::string folder = place;
  if (git_repository_discover(&found, place.c_str(), 0, nullptr) == 0) folder = found.ptr;
  git_buf_dispose(&found);
  if (folder.ends_with("/.git/")) folder.resize(folder.size() - 5);
  return folder;
}

}  // namespace

Error OpenError(int code, const std::string& folder, const std::string& said) {
  const std::string place = "`" + EscapeText(folder, 300) + "`";
  if (code == GIT_EOWNER) {
    std::string owned = OwnedFolder(folder, said);
    if (owned.ends_with('/')) owned.pop_back();
    return {ErrorKind::BadInput,
            "the repository at `" + EscapeText(owned, 300) +
                "` belongs to another user: if you trust it, `git config --global --add "
                "safe.directory '" +
                EscapeText(owned, 300) + "'`",
            ""};
  }
  if (said.contains("unsupported extension name extensions.objectformat")) {
    return {ErrorKind::BadInput,
            "the repository around " + place +
                " has SHA-256 object names, which remit cannot read: judge a clone with SHA-1 "
                "names (`git clone` of a server that keeps SHA-1, or `git init "
                "--object-format=sha1` and import)",
            ""};
  }
  constexpr std::string_view kExtension = "unsupported extension name ";
  if (const size_t at = said.find(kExtension); at != std::string::npos) {
    return {ErrorKind::BadInput,
            "the repository around " + place + " uses the extension `" +
                EscapeText(said.substr(at + kExtension.size()), 100) +
                "`, which remit cannot read: judge a clone without it",
            ""};
  }
  if (code == GIT_ENOTFOUND) {
    return {ErrorKind::Missing,
            "no git repository at " + place + " nor in a folder above it: run it inside one", ""};
  }
  return {ErrorKind::BadInput,
          "the repository around " + place + " cannot be opened: " + EscapeText(said, 500), ""};
}

void CloseRepository::operator()(git_repository* repository) const {
  git_repository_free(repository);
}

Result<Repository> Repository::Open(const std::string& folder) {
  StartGit();
  const bool by_environment = folder == ".";
  const char* git_dir = by_environment ? Environment("GIT_DIR") : nullptr;
  const unsigned flags =
      git_dir != nullptr ? GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT : 0u;
  git_repository* opened = nullptr;
  const std::string place = git_dir != nullptr ? git_dir : folder;
  const int code = OpenWith(&opened, place, flags);
  if (code < 0) {
    const git_error* last = git_error_last();
    Error error = OpenError(code, place, last != nullptr ? last->message : "");
    git_error_clear();
    return std::unexpected(std::move(error));
  }
  Repository repository;
  repository.repository_.reset(opened);
  if (by_environment) {
    const auto applied = ApplyEnvironment(opened);
    if (!applied) return std::unexpected(applied.error());
  }
  return repository;
}

bool Repository::is_shallow() const { return git_repository_is_shallow(get()) == 1; }

std::string Repository::work_tree() const {
  const char* folder = git_repository_workdir(get());
  return folder != nullptr ? folder : "";
}

std::string SourceName(const TreeSource& source) {
  switch (source.kind) {
    case TreeSource::Kind::Commit:
      return source.commit.substr(0, 12);
    case TreeSource::Kind::Index:
      return "the index";
    case TreeSource::Kind::WorkTree:
      return "the work tree";
  }
  return "";
}

}  // namespace remit
