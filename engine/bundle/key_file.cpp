#include "engine/bundle/key_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "engine/bundle/descriptor.h"

namespace remit {
namespace {

std::unexpected<Error> SystemFailure(const char* what, const std::string& path) {
  return Fail(ErrorKind::Io, std::string(what) + ": " + std::strerror(errno), path);
}

Result<std::string> ReadText(const Descriptor& file, const std::string& path) {
  std::string text(kKeyFileBytes + 1, '\0');
  const ssize_t got = ReadInto(file, text.data(), text.size());
  if (got < 0) return SystemFailure("cannot be read", path);
  text.resize(static_cast<size_t>(got));
  if (text.size() <= kKeyFileBytes) return text;
  return Fail(ErrorKind::BadInput,
              "larger than " + std::to_string(kKeyFileBytes) + " bytes: this is no key", path);
}

// What is asked of a private key's file is asked of the very file that is then read.
Result<void> CheckPrivate(const Descriptor& file, const std::string& path) {
  struct stat status;
  if (fstat(file.number, &status) != 0) return SystemFailure("cannot be read", path);
  if (!S_ISREG(status.st_mode)) return Fail(ErrorKind::BadInput, "it is not a file", path);
  if (status.st_uid != geteuid()) {
    return Fail(ErrorKind::BadInput,
                "the private key belongs to somebody else; help: sign as its owner", path);
  }
  if ((status.st_mode & 07777) != 0600) {
    char mode[8];
    std::snprintf(mode, sizeof mode, "%04o", static_cast<unsigned>(status.st_mode & 07777));
    return Fail(ErrorKind::BadInput,
                "the private key's mode is " + std::string(mode) +
                    " and must be 0600; help: `chmod 600` it, and make a new key if others could "
                    "have read it",
                path);
  }
  return {};
}

std::unexpected<Error> CannotOpen(const std::string& path) {
  if (errno == ENOENT) return Fail(ErrorKind::Missing, "there is no such file", path);
  if (errno == ELOOP) {
    return Fail(ErrorKind::BadInput,
                "it is a symbolic link; help: name the file of the private key itself", path);
  }
  return SystemFailure("cannot be read", path);
}

template <typename T>
Result<T> AtPath(Result<T> result, const std::string& path) {
  if (!result) return Fail(result.error().kind, result.error().message, path);
  return result;
}

}  // namespace

Result<void> WriteSigningKey(const std::string& path, const SigningKey& key) {
  const Descriptor file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.number < 0) {
    if (errno == EEXIST) {
      return Fail(ErrorKind::Io, "it is there already; a key is never written over", path);
    }
    return SystemFailure("cannot be written", path);
  }
  std::string pem = SigningKeyPem(key);
  const bool done =
      fchmod(file.number, 0600) == 0 && WriteAll(file, pem) && fsync(file.number) == 0;
  const int error = errno;
  Wipe(pem);
  if (done) return {};
  unlink(path.c_str());
  errno = error;
  return SystemFailure("cannot be written", path);
}

Result<SigningKey> ReadSigningKey(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (file.number < 0) return CannotOpen(path);
  if (auto own = CheckPrivate(file, path); !own) return std::unexpected(own.error());
  Result<std::string> text = ReadText(file, path);
  if (!text) return std::unexpected(text.error());
  Result<SigningKey> key = ParseSigningKey(*text);
  Wipe(*text);
  return AtPath(std::move(key), path);
}

Result<PublicKey> ReadPublicKey(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number < 0) return CannotOpen(path);
  Result<std::string> text = ReadText(file, path);
  if (!text) return std::unexpected(text.error());
  const bool is_private = text->contains("PRIVATE KEY-----");
  Result<PublicKey> key =
      is_private ? Result<PublicKey>(std::unexpect, Error{}) : ParsePublicKey(*text);
  Wipe(*text);
  if (!is_private) return AtPath(std::move(key), path);
  const Result<SigningKey> own = ReadSigningKey(path);
  if (!own) return std::unexpected(own.error());
  return PublicPart(*own);
}

}  // namespace remit
