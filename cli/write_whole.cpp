#include "cli/write_whole.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

namespace remit {
namespace {

namespace fs = std::filesystem;

// `mode` is fopen's; with `x` the file must not be there yet.
bool WriteFile(const std::string& path, const char* mode, std::string_view bytes) {
  std::FILE* file = std::fopen(path.c_str(), mode);
  if (file == nullptr) return false;
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && written;
}

}  // namespace

Result<void> WriteWhole(const std::string& path, std::string_view bytes) {
  std::error_code fault;
  const fs::file_status there = fs::status(path, fault);
  if (fs::exists(there) && !fs::is_regular_file(there)) {
    if (!fs::is_directory(there) && WriteFile(path, "wb", bytes)) return {};
    return Fail(ErrorKind::Io, "cannot be written", path);
  }
  const fs::path target = fs::exists(there) ? fs::canonical(path, fault) : fs::path(path);
  const std::string aside = target.string() + "." + std::to_string(getpid()) + ".part";
  bool done = !target.empty() && WriteFile(aside, "wbx", bytes);
  if (done && fs::exists(there)) {
    fs::permissions(aside, there.permissions(), fault);
    done = !fault;
  }
  if (done) fs::rename(aside, target, fault);
  if (done && !fault) return {};
  if (!target.empty()) fs::remove(aside, fault);
  return Fail(ErrorKind::Io, "cannot be written", path);
}

}  // namespace remit
