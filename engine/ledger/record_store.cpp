#include "engine/ledger/record_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>

#include "engine/base/escape.h"
#include "engine/bundle/descriptor.h"

namespace remit {
namespace {

constexpr std::string_view kDigestPrefix = "sha256:";
constexpr size_t kHexDigits = 64;
constexpr size_t kShortestName = 8;
constexpr std::string_view kRecordSuffix = ".json";

std::unexpected<Error> SystemFailure(std::string_view what, const std::string& path, int error) {
  return Fail(ErrorKind::Io, std::string(what) + ": " + std::strerror(error), path);
}

// The names in a folder are durable only when the folder itself is written.
Result<void> SyncFolder(const std::string& folder) {
  const Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number < 0 || fsync(opened.number) != 0) {
    return SystemFailure("cannot write the folder", folder, errno);
  }
  return {};
}

enum class IfThere { Replace, Refuse };

// Written aside and synced, then given its name: nobody sees a part of it, and after a crash it is
// there whole or not at all.
Result<void> PutFile(const std::string& folder, const std::string& path, std::string_view bytes,
                     IfThere if_there) {
  std::string aside = folder + "/.writing-XXXXXX";
  const Descriptor file(mkostemp(aside.data(), O_CLOEXEC));  // mode 0600
  if (file.number < 0) return SystemFailure("cannot write in the folder", folder, errno);
  bool done = WriteAll(file, bytes) && fsync(file.number) == 0;
  if (done) {
    done = if_there == IfThere::Replace ? rename(aside.c_str(), path.c_str()) == 0
                                        : link(aside.c_str(), path.c_str()) == 0;
  }
  const int error = errno;
  if (!done || if_there == IfThere::Refuse) unlink(aside.c_str());
  if (!done) return SystemFailure("cannot write the file", path, error);
  return SyncFolder(folder);
}

Result<std::string> ReadFile(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0) {
    if (errno == ENOENT) return Fail(ErrorKind::Missing, "there is no such file", path);
    return SystemFailure("cannot read the file", path, errno);
  }
  std::string bytes;
  char block[65536];
  for (;;) {
    const ssize_t size = read(file.number, block, sizeof block);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return SystemFailure("cannot read the file", path, errno);
    if (size == 0) return bytes;
    bytes.append(block, static_cast<size_t>(size));
  }
}

// Mode 0700: what agents did is nobody else's to read.
Result<void> MakeFolder(const std::string& folder) {
  const size_t parent_end = folder.find_last_of('/');
  if (parent_end != std::string::npos && parent_end > 0) {
    struct stat status;
    const std::string parent = folder.substr(0, parent_end);
    if (stat(parent.c_str(), &status) != 0) {
      if (auto made = MakeFolder(parent); !made) return made;
    }
  }
  if (mkdir(folder.c_str(), 0700) == 0) return {};
  const int error = errno;
  struct stat status;
  if (error == EEXIST && stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
  return SystemFailure("cannot make the folder", folder, error == EEXIST ? ENOTDIR : error);
}

// What a decision id or the beginning of one is made of: nothing that leads out of the folder.
bool IsIdText(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
  });
}

void WithoutEndSlashes(std::string& folder) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
}

std::unexpected<Error> ReadOnly(const std::string& folder) {
  return Fail(ErrorKind::Io, "the records are open for reading only", folder);
}

bool IsHex(std::string_view text) { return IsIdText(text) && !text.contains('-'); }

}  // namespace

Result<RecordStore> RecordStore::OpenToRead(std::string folder) {
  WithoutEndSlashes(folder);
  struct stat status;
  if (stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    return Fail(ErrorKind::Missing, "there is no such folder of records", folder);
  }
  RecordStore store;
  store.folder_ = std::move(folder);
  return store;
}

Result<RecordStore> RecordStore::Open(std::string folder) {
  WithoutEndSlashes(folder);
  if (folder.empty()) return Fail(ErrorKind::Io, "the folder has no name");
  for (const std::string& made : {folder, folder + "/sha256"}) {
    if (auto done = MakeFolder(made); !done) return std::unexpected(std::move(done.error()));
    if (access(made.c_str(), R_OK | W_OK | X_OK) != 0) {
      return SystemFailure("cannot write in the folder", made, errno);
    }
  }
  RecordStore store;
  store.folder_ = std::move(folder);
  store.writable_ = true;
  return store;
}

Result<void> RecordStore::PutObject(const Digest& digest, std::string_view bytes) {
  if (!writable_) return ReadOnly(folder_);
  if (Sha256(bytes) != digest) {
    return Fail(ErrorKind::BadInput, "the bytes are not those of the digest", DigestText(digest));
  }
  const std::string folder = folder_ + "/sha256";
  const std::string path = folder + "/" + DigestText(digest).substr(kDigestPrefix.size());
  if (const auto there = ReadFile(path); there && *there == bytes) return {};
  return PutFile(folder, path, bytes, IfThere::Replace);
}

Result<void> RecordStore::PutRecord(std::string_view decision_id, std::string_view record) {
  if (!writable_) return ReadOnly(folder_);
  if (!IsIdText(decision_id)) {
    return Fail(ErrorKind::BadInput, "`" + EscapeText(decision_id, 80) + "` is no decision id");
  }
  return PutFile(folder_, RecordPath(decision_id), record, IfThere::Refuse);
}

Result<std::string> RecordStore::GetObject(std::string_view digest_text) const {
  const bool prefixed = digest_text.starts_with(kDigestPrefix);
  const std::string_view hex = prefixed ? digest_text.substr(kDigestPrefix.size()) : digest_text;
  if (!prefixed || hex.size() != kHexDigits || !IsHex(hex)) {
    return Fail(ErrorKind::BadInput, "`" + EscapeText(digest_text, 80) + "` is no digest");
  }
  const std::string path = folder_ + "/sha256/" + std::string(hex);
  Result<std::string> bytes = ReadFile(path);
  if (bytes && DigestText(Sha256(*bytes)) != digest_text) {
    return Fail(ErrorKind::Missing, "the file is damaged: its digest is not its name", path);
  }
  return bytes;
}

std::string RecordStore::RecordPath(std::string_view decision_id) const {
  return folder_ + "/" + std::string(decision_id) + std::string(kRecordSuffix);
}

Result<std::string> RecordStore::FindRecord(std::string_view name) const {
  if (!IsIdText(name)) return ReadFile(std::string(name));
  if (name.size() < kShortestName) {
    return Fail(ErrorKind::BadInput, "an id is named by 8 characters or more", std::string(name));
  }
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(folder_.c_str()), closedir);
  if (folder == nullptr) return SystemFailure("cannot read the folder", folder_, errno);
  std::string found;
  size_t count = 0;
  while (const dirent* entry = readdir(folder.get())) {
    const std::string_view file = entry->d_name;
    if (!file.starts_with(name) || !file.ends_with(kRecordSuffix)) continue;
    found = file;
    ++count;
  }
  if (count == 0) return Fail(ErrorKind::Missing, "there is no such record", std::string(name));
  if (count > 1) {
    return Fail(ErrorKind::BadInput, "more than one record begins so", std::string(name));
  }
  return ReadFile(folder_ + "/" + found);
}

}  // namespace remit
