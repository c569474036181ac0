// Commit messages: trailers wherever they stand. Private to facts/change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace remit {

struct Trailer {
  std::string key;    // as written
  std::string value;  // folded lines joined by one space, ends trimmed
  bool operator==(const Trailer&) const = default;
};

// With A-Z as a-z: how keys, and mail addresses, are compared.
std::string LowerAscii(std::string_view text);

// A line of the form `Key: value` (git's: letters, digits and `-`, then blanks, then `:`). A web
// address ("https://…") has that form for git and is none by itself. False: it has not.
bool ReadTrailerLine(std::string_view line, Trailer& trailer);

// The trailers of a message, in order: those of its last paragraph, as `git interpret-trailers
// --parse` finds them (separator `:`, nothing configured, comment lines left out), and those of
// every other paragraph that holds nothing but trailers: a squash merge leaves them in the middle.
// A web address in the last paragraph is a trailer `https`, as to git; elsewhere it is none.
//
// Where a line `---` divides the message, what follows may be a patch or, in the body of a pull
// request, just more text. Git reads it either way (`--no-divider`), and here both readings are
// taken. The first paragraph is the title and holds no trailer.
std::vector<Trailer> ParseTrailers(std::string_view message);

}  // namespace remit
