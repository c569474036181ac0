// Path globs (language section 3 and 13): bytes, case counts.
//
//   a pattern without `/`   matches the last segment, at any depth
//   any other               matches the whole path from its start
//   *  ?  [abc] [a-z] [!a]  within a segment
//   **                      any number of whole segments; at the end at least one
//   trailing /              everything below
//
// A pattern with a leading `/` matches absolute paths only, any other relative ones only. The empty
// path matches only `**`. `!` at the start, `\` and dots are ordinary.
#pragma once

#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/error.h"

namespace remit {

// Without empty and `.` segments, `..` resolved, no `/` at the end (but "/" itself). What still
// begins with a `..` segment is BadInput.
Result<std::string_view> CleanPath(Arena& arena, std::string_view path);

// BadInput: an empty pattern, a `[` without its `]`, a range that runs backwards.
Result<void> CheckGlob(std::string_view pattern);

// Whether a cleaned path matches a pattern that CheckGlob accepts (one that it does not: false).
bool GlobMatches(std::string_view cleaned_path, std::string_view pattern);

}  // namespace remit
