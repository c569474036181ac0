#include "cli/line_editor.h"

#include <histedit.h>
#include <langinfo.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace remit {
namespace {

constexpr int kHistoryLines = 1000;
constexpr size_t kShownWords = 60;

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

// Characters are read as the locale says, and policies are UTF-8.
void UseUtf8() {
  std::setlocale(LC_CTYPE, "");
  if (std::string_view(nl_langinfo(CODESET)) != "UTF-8") std::setlocale(LC_CTYPE, "C.UTF-8");
}

void MakeFolderOf(const std::string& file) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  if (std::filesystem::create_directories(folder, error) && !error) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  }
}

void ShowWords(const std::vector<std::string>& words) {
  std::string text = "\n";
  for (size_t i = 0; i < std::min(words.size(), kShownWords); ++i) text += words[i] + "  ";
  if (words.size() > kShownWords) text += "…";
  std::fputs((text + "\n").c_str(), stdout);
}

}  // namespace

struct LineEditor::Terminal {
  EditLine* line = nullptr;
  ::History* history = nullptr;
  std::string history_file{};
  std::string prompt{};
  Completer completer{};

  void Save() {
    if (history_file.empty()) return;
    const mode_t mask = umask(0077);  // lines may quote what is nobody else's to read
    HistEvent event;
    ::history(history, &event, H_SAVE, history_file.c_str());
    umask(mask);
  }

  static Terminal& Of(EditLine* line) {
    void* terminal = nullptr;
    el_get(line, EL_CLIENTDATA, &terminal);
    return *static_cast<Terminal*>(terminal);
  }

  static char* Prompt(EditLine* line) { return Of(line).prompt.data(); }

  // Goes on as far as all words agree; where they do not, shows them.
  static unsigned char Complete(EditLine* line, int) {
    const LineInfo* info = el_line(line);
    const std::string_view before(info->buffer, static_cast<size_t>(info->cursor - info->buffer));
    const std::vector<std::string> words = Of(line).completer(before);
    if (words.empty()) return CC_ERROR;
    const std::string common = CommonPrefix(words);
    const std::string rest = common.substr(TypedAlready(before, common));
    if (!rest.empty()) return el_insertstr(line, rest.c_str()) == 0 ? CC_REFRESH : CC_ERROR;
    if (words.size() == 1) return CC_ERROR;
    ShowWords(words);
    return CC_REDISPLAY;
  }
};

std::string HistoryFile() {
  const std::string state = Variable("XDG_STATE_HOME");
  if (!state.empty()) return state + "/remit/history";
  const std::string home = Variable("HOME");
  return home.empty() ? home : home + "/.local/state/remit/history";
}

std::string CommonPrefix(const std::vector<std::string>& words) {
  std::string common = words.empty() ? std::string() : words[0];
  for (const std::string& word : words) {
    common.resize(static_cast<size_t>(std::ranges::mismatch(common, word).in1 - common.begin()));
  }
  return common;
}

size_t TypedAlready(std::string_view before, std::string_view word) {
  size_t typed = std::min(before.size(), word.size());
  while (!before.ends_with(word.substr(0, typed))) --typed;
  return typed;
}

LineEditor::LineEditor(std::string history, Completer completer) {
  if (isatty(STDIN_FILENO) != 1) return;
  UseUtf8();
  terminal_ = std::make_unique<Terminal>();
  Terminal& terminal = *terminal_;
  terminal.history_file = std::move(history);
  terminal.completer = std::move(completer);
  terminal.line = el_init("remit", stdin, stdout, stderr);
  terminal.history = history_init();
  HistEvent event;
  ::history(terminal.history, &event, H_SETSIZE, kHistoryLines);
  ::history(terminal.history, &event, H_SETUNIQUE, 1);
  el_set(terminal.line, EL_CLIENTDATA, terminal_.get());
  el_set(terminal.line, EL_EDITOR, "emacs");
  el_set(terminal.line, EL_PROMPT, Terminal::Prompt);
  el_set(terminal.line, EL_HIST, ::history, terminal.history);
  el_set(terminal.line, EL_SIGNAL, 1);
  el_set(terminal.line, EL_ADDFN, "remit-complete", "completes a word", Terminal::Complete);
  el_set(terminal.line, EL_BIND, "^I", "remit-complete", nullptr);
  // While a line is edited Ctrl-C is a key like others, and takes the line back.
  el_set(terminal.line, EL_SETTY, "-d", "-isig", nullptr);
  el_set(terminal.line, EL_BIND, "^C", "em-kill-line", nullptr);
  if (terminal.history_file.empty()) return;
  MakeFolderOf(terminal.history_file);
  ::history(terminal.history, &event, H_LOAD, terminal.history_file.c_str());
}

LineEditor::~LineEditor() {
  if (terminal_ == nullptr) return;
  el_end(terminal_->line);
  history_end(terminal_->history);
}

std::optional<std::string> LineEditor::Read(const std::string& prompt) {
  if (terminal_ == nullptr) {
    std::string line;
    if (!std::getline(std::cin, line)) return std::nullopt;
    return line;
  }
  terminal_->prompt = prompt;
  int count = 0;
  const char* const read = el_gets(terminal_->line, &count);
  if (read == nullptr || count <= 0) return std::nullopt;
  std::string line(read, static_cast<size_t>(count));
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  if (!line.empty()) {
    HistEvent event;
    ::history(terminal_->history, &event, H_ENTER, line.c_str());
    terminal_->Save();
  }
  return line;
}

}  // namespace remit
