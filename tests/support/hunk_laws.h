// What must hold of the hunks between any two texts. Header only, for the tests of facts/change and
// the fuzz target `diff`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/change/text.h"

namespace remit {

inline std::string_view Lines(std::string_view text, const std::vector<size_t>& starts,
                              size_t begin, size_t count) {
  return text.substr(starts[begin], starts[begin + count] - starts[begin]);
}

// The first law that does not hold; empty: all do.
inline std::string BrokenHunkLaw(std::string_view old_text, std::string_view new_text,
                                 const std::vector<Hunk>& hunks) {
  const std::vector<size_t> old_starts = LineStarts(old_text), new_starts = LineStarts(new_text);
  std::string applied;
  size_t old_at = 0, new_at = 0;
  for (const Hunk& hunk : hunks) {
    if (hunk.old_lines == 0 && hunk.new_lines == 0) return "a hunk changes something";
    if (hunk.old_begin < old_at || hunk.new_begin < new_at) return "hunks ascend";
    if (&hunk != hunks.data() && hunk.old_begin == old_at) return "hunks do not touch";
    if (hunk.old_begin + hunk.old_lines >= old_starts.size() ||
        hunk.new_begin + hunk.new_lines >= new_starts.size()) {
      return "hunks lie within the texts";
    }
    const std::string_view same = Lines(old_text, old_starts, old_at, hunk.old_begin - old_at);
    if (same != Lines(new_text, new_starts, new_at, hunk.new_begin - new_at)) {
      return "what lies between hunks is the same in both";
    }
    applied += same;
    applied += Lines(new_text, new_starts, hunk.new_begin, hunk.new_lines);
    old_at = hunk.old_begin + hunk.old_lines;
    new_at = hunk.new_begin + hunk.new_lines;
  }
  applied += old_text.substr(old_starts[old_at]);
  if (applied != new_text) return "the old text with its hunks replaced is the new one";
  return {};
}

}  // namespace remit
