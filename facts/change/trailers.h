// Commit messages: trailers wherever they stand. Private to facts/change.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace remit {

struct Trailer {
  std::string key;    // as written
  std::string value;  // folded lines joined by one space, ends trimmed
  bool operator==(const Trailer&) const = default;
};

// The trailers of a message, in order: those of its last paragraph, as `git interpret-trailers
// --parse` finds them (separator `:`, comment lines and a patch after `---` are none of them), and
// before them those of every other paragraph that holds nothing but trailers: a squash merge leaves
// them in the middle. The first line is no trailer.
std::vector<Trailer> ParseTrailers(std::string_view message);

}  // namespace remit
