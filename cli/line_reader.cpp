#include "cli/line_reader.h"

#include <filesystem>
#include <system_error>

namespace remit {
namespace {

int KeepOpen(std::FILE*) { return 0; }

}  // namespace

Result<LineReader> LineReader::Open(const std::string& path, size_t most) {
  if (path == "-") return LineReader(File(stdin, KeepOpen), most, 0);
  std::error_code fault;
  if (std::filesystem::is_directory(path, fault)) {
    return Fail(ErrorKind::Io, "is a folder, not a file of actions", path);
  }
  File file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return Fail(ErrorKind::Missing, "cannot be read", path);
  const auto size = std::filesystem::file_size(path, fault);
  return LineReader(std::move(file), most, fault ? 0 : static_cast<size_t>(size));
}

bool LineReader::Next(std::string& line) {
  line.clear();
  too_long_ = false;
  bool any = false;
  for (int c; (c = getc_unlocked(file_.get())) != EOF;) {
    ++bytes_;
    any = true;
    if (c == '\n') break;
    if (line.size() < most_) {
      line.push_back(static_cast<char>(c));
    } else {
      too_long_ = true;
    }
  }
  if (!any) return false;
  ++number_;
  if (too_long_) line.clear();
  if (line.ends_with('\r')) line.pop_back();
  return true;
}

}  // namespace remit
