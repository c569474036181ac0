#include "engine/bundle/load.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <future>
#include <system_error>
#include <utility>

#include "engine/base/escape.h"
#include "engine/bundle/descriptor.h"

namespace remit {
namespace {

std::unexpected<Error> CannotRead(const std::string& path) {
  return Fail(ErrorKind::Io, std::string("cannot be read: ") + std::strerror(errno), path);
}

// A file that others change while it is mapped takes the process down (SIGBUS) or, worse, puts
// other instructions where verified ones were. Where the mode lets nobody write, only its owner or
// root can do that, by intent; a copy over it, the common mistake, is refused by the system.
bool NobodyWrites(const struct stat& status) {
  return (status.st_mode & 0222) == 0 && (status.st_uid == geteuid() || status.st_uid == 0);
}

void Unmap(char* data, size_t size) { munmap(data, size); }

// The pages of the mapping go, the file stays: who reads them again has them from there. Nobody
// writes to either, so they are what was verified.
void ForgetPages(char* data, size_t size) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t begin = (reinterpret_cast<uintptr_t>(data) + page - 1) / page * page;
  const uintptr_t end = (reinterpret_cast<uintptr_t>(data) + size) / page * page;
  if (begin < end) (void)madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

Result<HeldBytes> ReadAll(const Descriptor& file, size_t size, const std::string& path) {
  HeldBytes held = HeldBytes::Allocate(size);
  const ssize_t got = ReadInto(file, held.data(), size);
  if (got < 0) return CannotRead(path);
  if (static_cast<size_t>(got) == size) return held;
  return Fail(ErrorKind::Io, "it became shorter while it was read", path);
}

// On a thread of its own; when it is asked for, where the system has none to give, or where the
// bytes are so few that they are hashed before a thread could begin.
std::future<Digest> HashMeanwhile(std::string_view bytes) {
  constexpr size_t kLarge = 256 * 1024;
  if (bytes.size() < kLarge) return std::async(std::launch::deferred, Sha256, bytes);
  try {
    return std::async(std::launch::async, Sha256, bytes);
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, Sha256, bytes);
  }
}

}  // namespace

Result<HeldBytes> HoldBundleFile(const std::string& path, const ProgramLimits& limits) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number < 0) {
    if (errno == ENOENT) return Fail(ErrorKind::Missing, "there is no such file", path);
    return CannotRead(path);
  }
  struct stat status;
  if (fstat(file.number, &status) != 0) return CannotRead(path);
  if (!S_ISREG(status.st_mode)) return Fail(ErrorKind::Io, "it is not a file", path);
  const auto size = static_cast<size_t>(status.st_size);
  // Program, and as much again for what is said of it.
  if (size / 2 > limits.bytes) {
    return Fail(ErrorKind::Limit, "larger than " + std::to_string(2 * limits.bytes) + " bytes",
                path);
  }
  if (size == 0 || !NobodyWrites(status)) return ReadAll(file, size, path);
  void* mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
  if (mapped == MAP_FAILED) return ReadAll(file, size, path);
  return HeldBytes(static_cast<char*>(mapped), size, Unmap, ForgetPages);
}

Result<std::vector<std::string>> CheckSigned(const Bundle& bundle,
                                             std::span<const PublicKey> keys) {
  const auto& signatures = bundle.envelope.signatures;
  if (signatures.empty()) return Fail(ErrorKind::BadProgram, "the bundle is not signed");
  std::vector<std::string> signers = Signers(bundle.envelope, keys);
  for (const PublicKey& key : keys) {
    const std::string id = KeyId(key);
    const bool holds = std::ranges::find(signers, id) != signers.end();
    const bool named =
        std::ranges::find(signatures, id, &EnvelopeSignature::key_id) != signatures.end();
    if (named && !holds) {
      return Fail(ErrorKind::BadProgram, "the signature by the key " + id + " does not hold");
    }
    if (holds && !named) {
      return Fail(ErrorKind::BadProgram, "the signature by the key " + id + " names another key");
    }
  }
  if (!signers.empty()) return signers;
  std::string message = "none of the keys that are trusted signed the bundle";
  if (const std::string& said = signatures.front().key_id; !said.empty()) {
    message += "; it says it was " + EscapeText(said, 80);
  }
  return Fail(ErrorKind::BadProgram, std::move(message));
}

Result<Engine> LoadEngine(Bundle bundle, const ProgramLimits& limits) {
  SealedProgram sealed{std::move(bundle.held), bundle.program, std::move(bundle.envelope.payload)};
  std::future<Digest> digest;  // ends before the bytes that it reads do
  if (!bundle.program_checked) digest = HashMeanwhile(bundle.program);
  Result<Engine> engine = Engine::Load(std::move(sealed), limits);
  if (digest.valid() && digest.get() != bundle.manifest.program_digest) return OtherDigest();
  if (!engine) {
    Error error = engine.error();
    error.where = error.where.empty() ? "program" : "program: " + error.where;
    return std::unexpected(std::move(error));
  }
  if (auto agrees = CheckAgrees(bundle.manifest, engine->program()); !agrees) {
    return std::unexpected(agrees.error());
  }
  return engine;
}

}  // namespace remit
