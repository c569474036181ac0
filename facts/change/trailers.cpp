// The rule for the last paragraph is that of git-interpret-trailers(1): it is one of trailers if
// all its lines are, or if one of them is git's own ("Signed-off-by: ", "(cherry picked from commit
// ") and trailers make up a quarter. Where the manual is silent (blanks, comments, folding), git
// itself was asked; trailers_test.cpp asks it again.
#include "facts/change/trailers.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace remit {
namespace {

enum class LineKind : uint8_t { Blank, Comment, Folded, Trailer, Address, PickedFrom, Other };

struct Line {
  std::string_view text;  // without its line feed
  LineKind kind = LineKind::Other;
  Trailer trailer;     // Trailer and Address only
  bool taken = false;  // stands in a paragraph of trailers
  bool last = false;   // and that is the last one: git's own
};

using Lines = std::span<Line>;

// git's isspace and isalnum: ASCII alone, and neither vertical tab nor form feed is space.
bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool IsKeyCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

// The place of the colon behind a key; npos: there is no key.
size_t FindColon(std::string_view line) {
  size_t at = 0;
  while (at < line.size() && IsKeyCharacter(line[at])) ++at;
  if (at == 0) return std::string_view::npos;
  while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
  return at < line.size() && line[at] == ':' ? at : std::string_view::npos;
}

Trailer Split(std::string_view line, size_t colon) {
  return {std::string(Trim(line.substr(0, colon))), std::string(Trim(line.substr(colon + 1)))};
}

Line ReadLine(std::string_view text) {
  Line line{.text = text, .kind = LineKind::Other, .trailer = {}};
  if (Trim(text).empty()) {
    line.kind = LineKind::Blank;
  } else if (text.front() == '#') {
    line.kind = LineKind::Comment;
  } else if (IsSpace(text.front())) {
    line.kind = LineKind::Folded;
  } else if (text.starts_with("(cherry picked from commit ")) {
    line.kind = LineKind::PickedFrom;
  } else if (ReadTrailerLine(text, line.trailer)) {
    line.kind = LineKind::Trailer;
  } else if (const size_t colon = FindColon(text); colon != std::string_view::npos) {
    line.kind = LineKind::Address;
    line.trailer = Split(text, colon);
  }
  return line;
}

std::vector<Line> SplitLines(std::string_view message) {
  std::vector<Line> lines;
  while (!message.empty()) {
    const size_t end = message.find('\n');
    lines.push_back(ReadLine(message.substr(0, end)));
    message.remove_prefix(end == std::string_view::npos ? message.size() : end + 1);
  }
  return lines;
}

// What a patch or a discarded end begins with: `---` alone or with more behind a blank, and the
// line below which `git commit --verbose` shows the diff.
bool IsDivider(std::string_view line) {
  return line == "---" || (line.starts_with("---") && IsSpace(line[3])) ||
         line == "# ------------------------ >8 ------------------------";
}

// Without the comments, empty lines and "Conflicts:" lists of old merges that end a message.
Lines WithoutEnd(Lines lines) {
  constexpr auto kNone = static_cast<size_t>(-1);
  size_t end = kNone;
  bool conflicts = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string_view text = lines[i].text;
    if (text == "Conflicts:") {
      conflicts = true;
    } else if (text.empty() || text.front() == '#') {
      // May belong to the end, and leaves a list of conflicts open.
    } else if (!conflicts || text.front() != '\t') {
      end = kNone;
      conflicts = false;
      continue;
    }
    if (end == kNone) end = i;
  }
  return end == kNone ? lines : lines.first(end);
}

struct Tally {
  size_t trailers = 0, others = 0;
  bool from_git = false;  // holds a line that git itself writes
};

// Lines that begin with a blank belong to the trailer that they follow, else they are other text.
Tally Count(Lines paragraph) {
  Tally tally;
  bool folds = false;
  for (const Line& line : paragraph) {
    switch (line.kind) {
      case LineKind::PickedFrom:
      case LineKind::Trailer:
      case LineKind::Address:
        ++tally.trailers;
        tally.from_git |=
            line.kind == LineKind::PickedFrom || line.text.starts_with("Signed-off-by: ");
        folds = true;
        break;
      case LineKind::Folded:
        if (!folds) ++tally.others;
        break;
      case LineKind::Blank:
      case LineKind::Comment:
        folds = false;
        break;
      case LineKind::Other:
        ++tally.others;
        folds = false;
        break;
    }
  }
  return tally;
}

void ReadParagraph(Lines paragraph, bool is_last) {
  const Tally tally = Count(paragraph);
  const bool pure = tally.trailers > 0 && tally.others == 0;
  const bool mixed = is_last && tally.from_git && tally.trailers * 3 >= tally.others;
  if (!pure && !mixed) return;
  for (Line& line : paragraph) {
    line.taken = true;
    line.last |= is_last;
  }
}

bool SaysNothing(const Line& line) {
  return line.kind == LineKind::Blank || line.kind == LineKind::Comment;
}

// Takes the paragraphs of trailers. Comments alone are no paragraph, so that they may follow the
// last one.
void ReadMessage(Lines lines) {
  lines = WithoutEnd(lines);
  while (!lines.empty() && SaysNothing(lines.back())) lines = lines.first(lines.size() - 1);
  bool is_title = true;
  while (!lines.empty()) {
    const auto blank = std::ranges::find(lines, LineKind::Blank, &Line::kind);
    const auto size = static_cast<size_t>(blank - lines.begin());
    if (!is_title) ReadParagraph(lines.first(size), size == lines.size());
    is_title = false;
    lines = lines.subspan(std::min(size + 1, lines.size()));
  }
}

// A web address is a trailer to git, so it is one where git looks; in the middle of a message it is
// none. What is folded onto a line that is no trailer goes with it.
std::vector<Trailer> TakeTrailers(Lines lines) {
  std::vector<Trailer> found;
  bool folds = false;
  for (Line& line : lines) {
    if (line.taken && line.kind == LineKind::Folded && folds) {
      std::string& value = found.back().value;
      if (!value.empty()) value += ' ';
      value += Trim(line.text);
    } else {
      folds = line.taken &&
              (line.kind == LineKind::Trailer || (line.kind == LineKind::Address && line.last));
      if (folds) found.push_back(std::move(line.trailer));
    }
  }
  return found;
}

}  // namespace

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool ReadTrailerLine(std::string_view line, Trailer& trailer) {
  const size_t colon = FindColon(line);
  if (colon == std::string_view::npos || line.substr(colon).starts_with("://")) return false;
  trailer = Split(line, colon);
  return true;
}

std::vector<Trailer> ParseTrailers(std::string_view message) {
  std::vector<Line> lines = SplitLines(message);
  ReadMessage(lines);
  const auto divider = std::ranges::find_if(lines, IsDivider, &Line::text);
  ReadMessage(Lines(lines.begin(), divider));
  return TakeTrailers(lines);
}

}  // namespace remit
