// A change taken apart by file, so that the same action can be decided with part of it only.
// Private to the reviewer's view.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/model/action.h"

namespace remit {

// The members of `context.change` whose elements each belong to one file, by its path.
enum class PathList : uint8_t { Files, AddedText, RemovedText, Findings, Owners };
inline constexpr size_t kPathLists = 5;

// An element about lines of a file: a hunk's text, or what a scanner found there.
struct ChangePiece {
  PathList list = PathList::AddedText;
  uint32_t index = 0;     // in its list
  std::string_view path;  // on the side where the lines stand
  int64_t first = 1, last = 1;
};

// One file: its elements of `files` and `owners`, and its pieces in the order of the lists.
struct FilePart {
  std::string_view path;
  std::string_view old_path;  // of a renamed file
  int64_t added = 0, removed = 0;
  uint32_t index = 0;  // in `files`
  std::vector<uint32_t> owners{};
  std::vector<ChangePiece> pieces{};
};

// Begin, Keep what shall be there, then `action`: the action with that part of the change, which
// lives until the next Begin. What belongs to none of the change's files is always kept: other
// members, findings elsewhere. `added` and `removed` are those of the files kept.
class ChangeParts {
 public:
  // `action` must live as long. One without `context.change.files` has no files.
  explicit ChangeParts(const Action& action);

  const std::vector<FilePart>& files() const { return files_; }

  void Begin();
  void Keep(const FilePart& file);  // without its pieces
  void Keep(const ChangePiece& piece);
  void KeepWhole(const FilePart& file);
  const Action& action();

 private:
  struct List {
    Value all;                     // as given; Null: not there
    std::vector<uint32_t> always;  // elements of no file
    std::vector<uint32_t> kept;
  };

  List& ListOf(PathList list) { return lists_[static_cast<size_t>(list)]; }
  void TakeFiles();
  void TakeElements(PathList list);
  Value KeptOf(const List& list);

  Action action_;
  Value context_, change_;
  std::array<List, kPathLists> lists_;
  std::vector<FilePart> files_;
  int64_t added_ = 0, removed_ = 0;
  Arena arena_;
};

}  // namespace remit
