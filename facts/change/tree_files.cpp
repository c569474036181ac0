// Names and bytes of files in a commit, the index or the work tree.
#include <algorithm>

#include "engine/base/escape.h"
#include "facts/change/git.h"
#include "facts/change/repository.h"
#include "facts/change/work_tree.h"

namespace remit {
namespace {

std::string Quoted(const std::string& path) { return "`" + EscapeText(path, 300) + "`"; }

int AddPath(const char* folder, const git_tree_entry* entry, void* payload) {
  if (git_tree_entry_type(entry) != GIT_OBJECT_TREE) {
    static_cast<std::vector<std::string>*>(payload)->push_back(std::string(folder) +
                                                               git_tree_entry_name(entry));
  }
  return 0;
}

Result<std::vector<std::string>> ListTree(const Repository& repository, const std::string& commit) {
  std::vector<std::string> paths;
  if (commit.empty()) return paths;
  const auto tree = FindTree(repository.get(), commit);
  if (!tree) return std::unexpected(tree.error());
  const int code = git_tree_walk(tree->get(), GIT_TREEWALK_PRE, AddPath, &paths);
  if (code == GIT_ENOTFOUND) {
    const std::string name = commit.substr(0, 12);
    return std::unexpected(MissingObject(repository.get(), "a folder of commit `" + name + "`",
                                         "git ls-tree -r " + name));
  }
  if (code < 0) return std::unexpected(GitError(code, "the files of the commit"));
  return paths;
}

std::unexpected<Error> NoFile(const TreeSource& source, const std::string& path) {
  return Fail(ErrorKind::Missing, "no file " + Quoted(path) + " in " + SourceName(source));
}

bool IsFile(uint32_t mode) {
  return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

// The blob of a path, as hex.
Result<std::string> FindInCommit(const Repository& repository, const TreeSource& source,
                                 const std::string& path) {
  if (source.commit.empty()) return NoFile(source, path);
  const auto tree = FindTree(repository.get(), source.commit);
  if (!tree) return std::unexpected(tree.error());
  git_tree_entry* found = nullptr;
  const int code = git_tree_entry_bypath(&found, tree->get(), path.c_str());
  const Git<git_tree_entry> entry(found);
  const git_error* last = git_error_last();
  if (code == GIT_ENOTFOUND && last != nullptr && last->klass == GIT_ERROR_ODB) {
    return std::unexpected(MissingObject(repository.get(), "a folder of " + Quoted(path),
                                         "git ls-tree -r " + source.commit.substr(0, 12)));
  }
  git_error_clear();
  if (code < 0 || !IsFile(git_tree_entry_filemode(entry.get()))) return NoFile(source, path);
  return HexId(*git_tree_entry_id(entry.get()));
}

Result<std::string> FindInIndex(const Repository& repository, const TreeSource& source,
                                const std::string& path) {
  const auto index = OpenIndex(repository.get());
  if (!index) return std::unexpected(index.error());
  const git_index_entry* entry = git_index_get_bypath(index->get(), path.c_str(), 0);
  git_error_clear();
  if (entry == nullptr || !IsFile(entry->mode)) return NoFile(source, path);
  return HexId(entry->id);
}

}  // namespace

Result<std::vector<std::string>> ListFiles(const Repository& repository, const TreeSource& source) {
  std::vector<std::string> paths;
  if (source.kind == TreeSource::Kind::Commit) {
    auto listed = ListTree(repository, source.commit);
    if (!listed) return listed;
    paths = *std::move(listed);
  } else {
    const auto index = OpenIndex(repository.get());
    if (!index) return std::unexpected(index.error());
    for (size_t i = 0; i < git_index_entrycount(index->get()); ++i) {
      paths.emplace_back(git_index_get_byindex(index->get(), i)->path);
    }
  }
  std::ranges::sort(paths);
  const auto twice = std::ranges::unique(paths);  // of a conflict the index has several stages
  paths.erase(twice.begin(), twice.end());
  return paths;
}

Result<std::string> ReadFile(const Repository& repository, const TreeSource& source,
                             const std::string& path, size_t limit) {
  if (source.kind == TreeSource::Kind::WorkTree) {
    const auto entry = FindInWorkTree(repository, path);
    if (!entry || !IsFile(entry->mode)) return NoFile(source, path);
    return ReadInWorkTree(repository, path, limit);
  }
  const auto blob = source.kind == TreeSource::Kind::Commit ? FindInCommit(repository, source, path)
                                                            : FindInIndex(repository, source, path);
  if (!blob) return std::unexpected(blob.error());
  auto bytes = ReadBlob(repository, *blob, limit);
  if (!bytes) bytes.error().message = Quoted(path) + ": " + bytes.error().message;
  return bytes;
}

Result<std::string> ReadBlob(const Repository& repository, const std::string& blob, size_t limit) {
  const auto id = ParseId(blob);
  if (!id) return std::unexpected(id.error());
  git_odb* opened = nullptr;
  int code = git_repository_odb(&opened, repository.get());
  if (code < 0) return std::unexpected(GitError(code, "the objects"));
  const Git<git_odb> objects(opened);
  size_t size = 0;
  git_object_t type = GIT_OBJECT_BLOB;
  const std::string what = "object `" + blob + "`";
  code = git_odb_read_header(&size, &type, objects.get(), &*id);
  if (code == 0 && type != GIT_OBJECT_BLOB) {
    return Fail(ErrorKind::Missing, what + " is no file");
  }
  if (code == 0 && size > limit) {
    return Fail(ErrorKind::Limit, what + " has " + std::to_string(size) + " bytes, more than " +
                                      std::to_string(limit));
  }
  git_odb_object* read = nullptr;
  if (code == 0) code = git_odb_read(&read, objects.get(), &*id);
  if (code == GIT_ENOTFOUND) {
    return std::unexpected(MissingObject(repository.get(), what, "git cat-file -e " + blob));
  }
  if (code < 0) return std::unexpected(GitError(code, what));
  std::string bytes(static_cast<const char*>(git_odb_object_data(read)), git_odb_object_size(read));
  git_odb_object_free(read);
  return bytes;
}

}  // namespace remit
