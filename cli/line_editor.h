// Lines typed by a person: edited, remembered, completed where standard input is a terminal; read
// as they are where it is not.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace remit {

// The words, whole, that the text before the cursor could end in; each begins with what of it is
// typed already.
using Completer = std::function<std::vector<std::string>(std::string_view before)>;

class LineEditor {
 public:
  // `history`: the file that lines are remembered in, made with its folder (mode 0700, the file
  // 0600) and written after each line; empty: none is kept. One that cannot be read or written is
  // done without.
  LineEditor(std::string history, Completer completer);
  ~LineEditor();

  // The next line without its end; nullopt at the end of the input. Ctrl-C empties the line.
  std::optional<std::string> Read(const std::string& prompt);
  bool is_terminal() const { return terminal_ != nullptr; }

 private:
  struct Terminal;
  std::unique_ptr<Terminal> terminal_;
};

// $XDG_STATE_HOME/remit/history, else ~/.local/state/remit/history; empty where neither is known.
std::string HistoryFile();

// What all of `words` begin with.
std::string CommonPrefix(const std::vector<std::string>& words);
// How much of `word`, from its beginning, the text ends in.
size_t TypedAlready(std::string_view before, std::string_view word);

}  // namespace remit
