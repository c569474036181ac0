#include "facts/change/work_tree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/base/escape.h"
#include "facts/change/git.h"

namespace remit {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
};

// Where the folders of a path lead without following a link: git keeps nothing beyond one, and a
// link could lead out of the work tree.
struct Place {
  Descriptor folder;
  std::string name;
};

Place FindPlace(const Repository& repository, const std::string& path) {
  Place place{Descriptor(open(repository.work_tree().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
              path};
  for (size_t begin = 0, end; (end = path.find('/', begin)) != std::string::npos; begin = end + 1) {
    const std::string name = path.substr(begin, end - begin);
    const bool leaves = name.empty() || name == "." || name == "..";
    const int above = place.folder.get();
    place.folder =
        Descriptor(leaves || above < 0 ? -1
                                       : openat(above, name.c_str(),
                                                O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    place.name = path.substr(end + 1);
    if (place.folder.get() < 0) break;
  }
  if (place.name.empty() || place.name == "." || place.name == "..") {
    place.folder = Descriptor(-1);
  }
  return place;
}

std::optional<struct stat> Status(const Place& place) {
  struct stat status;
  if (place.folder.get() < 0 ||
      fstatat(place.folder.get(), place.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return std::nullopt;
  }
  return status;
}

std::unexpected<Error> Unreadable(const std::string& path) {
  return Fail(ErrorKind::Io,
              "`" + EscapeText(path, 300) + "` cannot be read: " + std::strerror(errno));
}

Result<std::string> ReadLink(const Place& place, const std::string& path, size_t size) {
  std::string target(size + 1, '\0');
  const ssize_t got =
      readlinkat(place.folder.get(), place.name.c_str(), target.data(), target.size());
  if (got < 0) return Unreadable(path);
  target.resize(static_cast<size_t>(got));
  return target;
}

Result<std::string> ReadDisk(const Place& place, const std::string& path, size_t limit) {
  const Descriptor file(openat(place.folder.get(), place.name.c_str(),
                               O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status;
  if (file.get() < 0 || fstat(file.get(), &status) != 0) return Unreadable(path);
  std::string bytes;
  auto size = static_cast<size_t>(status.st_size);
  while (true) {
    bytes.resize(size + 1);  // one more than expected: a file may grow while it is read
    ssize_t got = 0;
    size_t end = 0;
    while (end < bytes.size() && (got = pread(file.get(), bytes.data() + end, bytes.size() - end,
                                              static_cast<off_t>(end))) > 0) {
      end += static_cast<size_t>(got);
    }
    if (got < 0) return Unreadable(path);
    if (end <= size) {
      bytes.resize(end);
      return bytes;
    }
    if (end > limit) {
      return Fail(ErrorKind::Limit, "`" + EscapeText(path, 300) + "` is larger than " +
                                        std::to_string(limit) + " bytes");
    }
    size = size * 2 + 4096;
  }
}

// Line ends and `ident`, as attributes and settings say; libgit2 knows no other filters.
Result<std::string> Filtered(const Repository& repository, const std::string& path,
                             std::string bytes) {
  git_filter_list* loaded = nullptr;
  int code = git_filter_list_load(&loaded, repository.get(), nullptr, path.c_str(),
                                  GIT_FILTER_TO_ODB, GIT_FILTER_ALLOW_UNSAFE);
  const Git<git_filter_list> filters(loaded);
  if (code == 0 && filters == nullptr) return bytes;
  git_buf out = {};
  const Git<git_buf> owner(&out);
  if (code == 0) {
    code = git_filter_list_apply_to_buffer(&out, filters.get(), bytes.data(), bytes.size());
  }
  if (code < 0) return std::unexpected(GitError(code, "`" + EscapeText(path, 300) + "`"));
  return std::string(out.ptr, out.size);
}

}  // namespace

std::optional<WorkTreeEntry> FindInWorkTree(const Repository& repository, const std::string& path) {
  const auto status = Status(FindPlace(repository, path));
  if (!status) return std::nullopt;
  const auto bytes = static_cast<uint64_t>(status->st_size);
  if (S_ISLNK(status->st_mode)) return WorkTreeEntry{GIT_FILEMODE_LINK, bytes};
  if (S_ISDIR(status->st_mode)) return WorkTreeEntry{GIT_FILEMODE_TREE, 0};
  if (!S_ISREG(status->st_mode)) return std::nullopt;
  const bool executable = (status->st_mode & S_IXUSR) != 0;
  return WorkTreeEntry{executable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB, bytes};
}

Result<std::string> ReadInWorkTree(const Repository& repository, const std::string& path,
                                   size_t limit) {
  const Place place = FindPlace(repository, path);
  const auto status = Status(place);
  if (!status || !(S_ISREG(status->st_mode) || S_ISLNK(status->st_mode))) {
    return Fail(ErrorKind::Missing, "`" + EscapeText(path, 300) + "` is no file of the work tree");
  }
  const auto size = static_cast<size_t>(status->st_size);
  if (size > limit) {
    return Fail(ErrorKind::Limit, "`" + EscapeText(path, 300) + "` has " + std::to_string(size) +
                                      " bytes, more than " + std::to_string(limit));
  }
  if (S_ISLNK(status->st_mode)) return ReadLink(place, path, size);
  auto bytes = ReadDisk(place, path, limit);
  if (!bytes) return bytes;
  return Filtered(repository, path, *std::move(bytes));
}

std::string BlobId(const std::string& bytes) {
  git_oid id = {};
  git_odb_hash(&id, bytes.data(), bytes.size(), GIT_OBJECT_BLOB);
  return HexId(id);
}

}  // namespace remit
