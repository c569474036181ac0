#include "cli/starter.h"

namespace remit {
namespace {

constexpr std::string_view kIgnored = ".remit/";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Which folders `.remit` a line is asked about.
enum class Where { Beside, Below };  // the one beside the .gitignore; those of all folders below

// Whether a line of a .gitignore is about these folders as a whole (gitignore(5)): with or without
// what limits it to folders or their contents. A slash before or within binds it to the folder of
// the .gitignore, unless `**/` frees it.
bool NamesRecords(std::string_view line, Where where) {
  bool bound = false;
  if (line.starts_with("**/")) {
    line.remove_prefix(3);
  } else {
    bound = line.starts_with("/") || line.ends_with("/**") || line.ends_with("/*");
    if (line.starts_with("/")) line.remove_prefix(1);
  }
  for (const std::string_view back : {"/**", "/*", "/"}) {
    if (line.ends_with(back)) {
      line.remove_suffix(back.size());
      break;
    }
  }
  return line == ".remit" && (where == Where::Beside || !bound);
}

// Of several lines the last counts, and `!` takes back what one before it ignored. nullopt: no line
// says either.
std::optional<bool> RecordsIgnored(std::string_view text, Where where) {
  std::optional<bool> ignored;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    while (line.ends_with(' ')) line.remove_suffix(1);
    const bool taken_back = line.starts_with('!');
    if (taken_back) line.remove_prefix(1);
    if (NamesRecords(line, where)) ignored = !taken_back;
  }
  return ignored;
}

}  // namespace

std::optional<bool> IgnoresRecordsBelow(std::string_view gitignore) {
  return RecordsIgnored(gitignore, Where::Below);
}

std::optional<std::string> IgnoringRecords(std::string_view gitignore, bool ignored_above) {
  if (RecordsIgnored(gitignore, Where::Beside).value_or(ignored_above)) return std::nullopt;
  std::string_view lines = gitignore;
  if (lines.starts_with(kByteOrderMark)) lines.remove_prefix(kByteOrderMark.size());
  const size_t last_end = lines.rfind('\n');
  const bool with_return = last_end != lines.npos && last_end > 0 && lines[last_end - 1] == '\r';
  const std::string_view line_end = with_return ? "\r\n" : "\n";
  std::string text(gitignore);
  if (!lines.empty() && !lines.ends_with('\n')) text += line_end;
  return text.append(kIgnored).append(line_end);
}

}  // namespace remit
