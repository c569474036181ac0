// The lines that differ, by libgit2's xdiff. No path goes in, so that nobody's attributes have a
// say; text is forced, so that a NUL makes nothing binary.
#include <git2.h>

#include "facts/change/text.h"

namespace remit {
namespace {

// Of a side without lines git names the line before the gap, from 1: the gap's index from 0.
size_t Begin(int start, int lines) { return static_cast<size_t>(lines > 0 ? start - 1 : start); }

int AddHunk(const git_diff_delta*, const git_diff_hunk* hunk, void* payload) {
  static_cast<std::vector<Hunk>*>(payload)->push_back(
      {Begin(hunk->old_start, hunk->old_lines), static_cast<size_t>(hunk->old_lines),
       Begin(hunk->new_start, hunk->new_lines), static_cast<size_t>(hunk->new_lines)});
  return 0;
}

}  // namespace

std::optional<std::vector<Hunk>> DiffTexts(std::string_view old_text, std::string_view new_text) {
  static const int initialized = git_libgit2_init();
  git_diff_options options;
  if (initialized < 0 || git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION) != 0) {
    return std::nullopt;
  }
  options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
  options.context_lines = 0;
  options.interhunk_lines = 0;
  options.max_size = -1;
  // A side without bytes is a side all the same: a null pointer would say that it does not exist.
  if (old_text.data() == nullptr) old_text = "";
  if (new_text.data() == nullptr) new_text = "";
  std::vector<Hunk> hunks;
  if (git_diff_buffers(old_text.data(), old_text.size(), nullptr, new_text.data(), new_text.size(),
                       nullptr, &options, nullptr, nullptr, AddHunk, nullptr, &hunks) != 0) {
    return std::nullopt;
  }
  return hunks;
}

}  // namespace remit
