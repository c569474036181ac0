#include "dsl/source/source.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace remit {

namespace {

// A column is counted from the nearest of these marks: a line of megabytes costs no more than
// others.
constexpr size_t kStride = 256;

bool BeginsCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

uint32_t CodePointsBetween(const SourceFile& source, size_t begin, size_t end) {
  uint32_t count = 0;
  for (size_t i = begin; i < end; ++i) count += BeginsCodePoint(source.text[i]) ? 1 : 0;
  return count;
}

uint32_t CodePointsBefore(const SourceFile& source, size_t offset) {
  const size_t mark = offset / kStride;
  return source.code_points[mark] + CodePointsBetween(source, mark * kStride, offset);
}

}  // namespace

FileId SourceSet::Add(std::string path, std::string text) {
  SourceFile file{path, path, std::move(text), {0}, {}};
  uint32_t code_points = 0;
  for (size_t i = 0; i <= file.text.size(); ++i) {
    if (i % kStride == 0) file.code_points.push_back(code_points);
    if (i == file.text.size()) break;
    if (BeginsCodePoint(file.text[i])) ++code_points;
    if (file.text[i] == '\n') file.line_starts.push_back(static_cast<uint32_t>(i + 1));
  }
  files_.push_back(std::move(file));
  return static_cast<FileId>(files_.size() - 1);
}

LineColumn SourceSet::Locate(const Span& span) const {
  const SourceFile& source = files_[span.file];
  const size_t begin = std::min<size_t>(span.begin, source.text.size());
  const auto after = std::upper_bound(source.line_starts.begin(), source.line_starts.end(), begin);
  LineColumn place;
  place.line = static_cast<uint32_t>(after - source.line_starts.begin());
  const size_t line = *(after - 1);
  place.column += begin - line <= kStride
                      ? CodePointsBetween(source, line, begin)
                      : CodePointsBefore(source, begin) - CodePointsBefore(source, line);
  return place;
}

std::string_view SourceSet::Line(FileId id, uint32_t line) const {
  const SourceFile& source = files_[id];
  if (line == 0 || line > source.line_starts.size()) return {};
  const size_t begin = source.line_starts[line - 1];
  const size_t end =
      line < source.line_starts.size() ? source.line_starts[line] : source.text.size();
  std::string_view text = std::string_view(source.text).substr(begin, end - begin);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::string_view SourceSet::Text(const Span& span) const {
  const std::string_view text = files_[span.file].text;
  const size_t begin = std::min<size_t>(span.begin, text.size());
  const size_t end = std::min<size_t>(span.end, text.size());
  return text.substr(begin, end > begin ? end - begin : 0);
}

Result<std::string> ReadSourceFile(const std::string& path, const SourceLimits& limits) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    return Fail(ErrorKind::Missing, "there is no such file", path);
  }
  if (!std::filesystem::is_regular_file(status)) {
    return Fail(ErrorKind::Io, "is not a file", path);
  }
  const auto size = std::filesystem::file_size(path, error);
  if (error) return Fail(ErrorKind::Io, error.message(), path);
  if (size > limits.bytes) {
    return Fail(ErrorKind::Limit,
                "the file is larger than " + std::to_string(limits.bytes) + " bytes", path);
  }
  std::string text(static_cast<size_t>(size), '\0');
  std::ifstream in(path, std::ios::binary);
  // A file that shrank since its size was asked is read as far as it goes; one that grew, no
  // further than the size that was checked.
  if (!in || (!in.read(text.data(), static_cast<std::streamsize>(text.size())) && !in.eof())) {
    return Fail(ErrorKind::Io, "cannot be read", path);
  }
  text.resize(static_cast<size_t>(in.gcount()));
  return text;
}

}  // namespace remit
