// Lines typed by a person: edited, remembered, completed where standard input is a terminal; read
// as they are where it is not.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace remit {

// The words, whole, that the text before the cursor could end in; a word is a dotted path.
using Completer = std::function<std::vector<std::string>(std::string_view before)>;

// One of a program: the library under it keeps its state to itself.
class LineEditor {
 public:
  // `history`: the file that lines are remembered in, made with its folder (mode 0700); empty: none
  // is kept. One that cannot be read or written is done without.
  LineEditor(std::string history, Completer completer);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  // The next line without its end; nullopt at the end of the input.
  std::optional<std::string> Read(const std::string& prompt);
  bool is_terminal() const { return terminal_; }

 private:
  std::string history_;
  bool terminal_;
};

// $XDG_STATE_HOME/remit/history, else ~/.local/state/remit/history; empty where neither is known.
std::string HistoryFile();

}  // namespace remit
