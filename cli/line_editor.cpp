#include "cli/line_editor.h"

#include <editline/readline.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>

namespace remit {
namespace {

constexpr int kHistoryLines = 1000;

// What the library's callbacks, which carry no state of the caller's, ask.
Completer g_completer;
std::vector<std::string> g_words;

char* CopyForLibrary(const std::string& text) { return strdup(text.c_str()); }

char* NextWord(const char*, int state) {
  const auto index = static_cast<size_t>(state);
  return index < g_words.size() ? CopyForLibrary(g_words[index]) : nullptr;
}

char** Candidates(const char* text, int, int end) {
  rl_attempted_completion_over = 1;  // never the names of files
  const std::string_view before =
      std::string_view(rl_line_buffer).substr(0, static_cast<size_t>(end));
  g_words = g_completer(before);
  if (g_words.empty()) return nullptr;
  rl_completion_append_character = '\0';
  return rl_completion_matches(text, NextWord);
}

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

}  // namespace

std::string HistoryFile() {
  const std::string state = Variable("XDG_STATE_HOME");
  if (!state.empty()) return state + "/remit/history";
  const std::string home = Variable("HOME");
  return home.empty() ? home : home + "/.local/state/remit/history";
}

LineEditor::LineEditor(std::string history, Completer completer)
    : history_(std::move(history)), terminal_(isatty(STDIN_FILENO) == 1) {
  if (!terminal_) return;
  g_completer = std::move(completer);
  rl_readline_name = const_cast<char*>("remit");
  rl_attempted_completion_function = Candidates;
  // A word is a dotted path, so that what is completed is what the completer completes.
  rl_basic_word_break_characters = const_cast<char*>(" \t\n\"'()[]{}+-*/%!=<>&|?:,");
  rl_initialize();
  using_history();
  stifle_history(kHistoryLines);
  if (history_.empty()) return;
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(history_).parent_path();
  if (std::filesystem::create_directories(folder, error) && !error) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  }
  read_history(history_.c_str());
}

LineEditor::~LineEditor() {
  if (!terminal_ || history_.empty()) return;
  const mode_t mask = umask(0077);  // lines may quote what is nobody else's to read
  write_history(history_.c_str());
  umask(mask);
}

std::optional<std::string> LineEditor::Read(const std::string& prompt) {
  if (!terminal_) {
    std::string line;
    if (!std::getline(std::cin, line)) return std::nullopt;
    return line;
  }
  const std::unique_ptr<char, void (*)(void*)> line(readline(prompt.c_str()), std::free);
  if (line == nullptr) return std::nullopt;
  if (*line != '\0') add_history(line.get());
  return std::string(line.get());
}

}  // namespace remit
