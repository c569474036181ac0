#include "cli/input.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include "engine/base/arena.h"
#include "engine/model/json_read.h"

namespace remit {
namespace {

std::vector<InputDocument> SplitLines(std::string_view text) {
  std::vector<InputDocument> lines;
  size_t number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == text.npos ? std::string_view() : text.substr(end + 1);
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!IsBlank(line)) lines.push_back({line, number});
  }
  return lines;
}

bool IsDocument(std::string_view text, const JsonLimits& limits) {
  Arena arena;
  return ReadJson(arena, text, limits).has_value();
}

}  // namespace

bool IsBlank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == line.npos; }

Result<std::string> ReadInput(const std::string& path) {
  const bool standard = path == "-";
  const std::string shown = standard ? "standard input" : path;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(nullptr, std::fclose);
  if (!standard) {
    opened.reset(std::fopen(path.c_str(), "rb"));
    if (!opened) return Fail(ErrorKind::Missing, "cannot be read", shown);
  }
  std::FILE* file = standard ? stdin : opened.get();
  std::string text;
  char block[1 << 16];
  while (size_t got = std::fread(block, 1, sizeof block, file)) {
    text.append(block, got);
    if (text.size() > kInputBytes) {
      return Fail(ErrorKind::Limit, "larger than " + std::to_string(kInputBytes) + " bytes", shown);
    }
  }
  if (std::ferror(file) != 0) return Fail(ErrorKind::Io, "cannot be read", shown);
  return text;
}

std::vector<InputDocument> SplitDocuments(std::string_view text, const JsonLimits& limits) {
  std::vector<InputDocument> lines = SplitLines(text);
  if (lines.size() < 2) return lines;
  if (IsDocument(lines.front().text, limits)) return lines;
  const InputDocument whole{text, lines.front().line};
  if (IsDocument(text, limits)) return {whole};
  const bool has_document_line =
      std::any_of(lines.begin() + 1, lines.end(), [&](const InputDocument& line) {
        return line.text.starts_with('{') && IsDocument(line.text, limits);
      });
  return has_document_line ? lines : std::vector<InputDocument>{whole};
}

}  // namespace remit
