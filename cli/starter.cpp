#include "cli/starter.h"

namespace remit {
namespace {

constexpr std::string_view kIgnored = ".remit/";

// Whether a line of a .gitignore is about the whole folder `.remit` beside it (gitignore(5)): with
// or without what binds it to this folder, with or without what limits it to folders or their
// contents.
bool NamesRecords(std::string_view line) {
  for (const std::string_view front : {"**/", "/"}) {
    if (line.starts_with(front)) {
      line.remove_prefix(front.size());
      break;
    }
  }
  for (const std::string_view back : {"/**", "/*", "/"}) {
    if (line.ends_with(back)) {
      line.remove_suffix(back.size());
      break;
    }
  }
  return line == ".remit";
}

// Of several lines the last counts, and `!` takes back what one before it ignored.
bool IgnoresRecords(std::string_view text) {
  bool ignored = false;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    while (line.ends_with(' ')) line.remove_suffix(1);
    const bool taken_back = line.starts_with('!');
    if (taken_back) line.remove_prefix(1);
    if (NamesRecords(line)) ignored = !taken_back;
  }
  return ignored;
}

}  // namespace

std::optional<std::string> IgnoringRecords(std::string_view gitignore) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  std::string_view lines = gitignore;
  if (lines.starts_with(kByteOrderMark)) lines.remove_prefix(kByteOrderMark.size());
  if (IgnoresRecords(lines)) return std::nullopt;
  const size_t last_end = lines.rfind('\n');
  const bool with_return = last_end != lines.npos && last_end > 0 && lines[last_end - 1] == '\r';
  const std::string_view line_end = with_return ? "\r\n" : "\n";
  std::string text(gitignore);
  if (!lines.empty() && !lines.ends_with('\n')) text += line_end;
  return text.append(kIgnored).append(line_end);
}

}  // namespace remit
