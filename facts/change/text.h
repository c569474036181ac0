// What is text, judged by content alone, and its lines. Private to facts/change.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace remit {

// Whether git and its readers take these bytes for binary: a NUL among the first 8,000, unless a
// UTF-16 byte order mark says why there is one.
bool IsBinary(std::string_view bytes);

// The text of bytes that are not binary, as UTF-8: UTF-16 (a byte order mark, and a NUL among the
// first 8,000 bytes, without which it has neither spaces nor line ends) is decoded and its mark
// dropped, anything else kept; what is no UTF-8 (or an unpaired surrogate) becomes U+FFFD, one for
// each maximal subpart (Unicode 15, section 3.9, U+FFFD Substitution). A UTF-8 byte order mark
// stays. Lines keep their ends.
std::string DecodeText(std::string_view bytes);

// Of UTF-16 in which some unit is two printable ASCII characters: the bytes without mark and NULs,
// as a shell that knows nothing of UTF-16 would read them; what is no UTF-8 becomes U+FFFD. nullopt
// for anything else. Searchers get both readings, for neither alone shows what may hide in the
// other.
std::optional<std::string> OtherReading(std::string_view bytes);

// Bytes as a name that can be shown and compared: each byte that is no UTF-8 becomes `\x{ff}`, and
// a
// `\x{` that stands there already `\x{5c}x{`, so that no two names become one.
std::string DecodeName(std::string_view bytes);

// Where each line of a text begins, and the text's size at the end: line i (from 0) is
// [starts[i], starts[i + 1]). A text without a final line feed has its last line all the same; an
// empty text has no line: {0}.
std::vector<size_t> LineStarts(std::string_view text);

// A run of lines replaced by another, both from 0 and of the texts' lines.
struct Hunk {
  size_t old_begin = 0, old_lines = 0;
  size_t new_begin = 0, new_lines = 0;
  bool operator==(const Hunk&) const = default;
};

// What git's diff (Myers, indent heuristic, no context) finds between two texts, in order. A side
// without lines has the index where they go. nullopt where libgit2 refuses (about 1 GiB).
std::optional<std::vector<Hunk>> DiffTexts(std::string_view old_text, std::string_view new_text);

}  // namespace remit
