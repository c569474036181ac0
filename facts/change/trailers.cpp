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
  Trailer trailer;  // Trailer only
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
  } else if (FindColon(text) != std::string_view::npos) {
    line.kind = LineKind::Address;
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
  constexpr size_t kNone = static_cast<size_t>(-1);
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
  bool any = false;       // holds a trailer that is one here too
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
        tally.any |= line.kind == LineKind::Trailer;
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

// Takes the trailers of a paragraph out of its lines. What is folded onto a line that is no trailer
// goes with it.
void TakeTrailers(Lines paragraph, std::vector<Trailer>& found) {
  Trailer* last = nullptr;
  for (Line& line : paragraph) {
    if (line.kind == LineKind::Folded) {
      if (last == nullptr) continue;
      if (!last->value.empty()) last->value += ' ';
      last->value += Trim(line.text);
    } else if (line.kind == LineKind::Trailer) {
      found.push_back(std::move(line.trailer));
      last = &found.back();
    } else {
      last = nullptr;
    }
  }
}

void ReadParagraph(Lines paragraph, bool is_last, std::vector<Trailer>& found) {
  const Tally tally = Count(paragraph);
  const bool pure = tally.others == 0;
  const bool mixed = is_last && tally.from_git && tally.trailers * 3 >= tally.others;
  if (tally.any && (pure || mixed)) TakeTrailers(paragraph, found);
}

bool SaysNothing(const Line& line) {
  return line.kind == LineKind::Blank || line.kind == LineKind::Comment;
}

// A part of the message between dividers. Comments alone are no paragraph, so that they may follow
// the last one.
void ReadPart(Lines part, bool has_title, std::vector<Trailer>& found) {
  part = WithoutEnd(part);
  while (!part.empty() && SaysNothing(part.back())) part = part.first(part.size() - 1);
  while (!part.empty()) {
    const auto blank = std::ranges::find(part, LineKind::Blank, &Line::kind);
    const auto size = static_cast<size_t>(blank - part.begin());
    if (!has_title) ReadParagraph(part.first(size), size == part.size(), found);
    has_title = false;
    part = part.subspan(std::min(size + 1, part.size()));
  }
}

}  // namespace

bool ReadTrailerLine(std::string_view line, Trailer& trailer) {
  const size_t colon = FindColon(line);
  if (colon == std::string_view::npos || line.substr(colon).starts_with("://")) return false;
  trailer.key = Trim(line.substr(0, colon));
  trailer.value = Trim(line.substr(colon + 1));
  return true;
}

std::vector<Trailer> ParseTrailers(std::string_view message) {
  std::vector<Line> lines = SplitLines(message);
  std::vector<Trailer> found;
  const auto divider =
      std::ranges::find_if(lines, [](const Line& line) { return IsDivider(line.text); });
  const auto first = static_cast<size_t>(divider - lines.begin());
  ReadPart(Lines(lines).first(first), true, found);
  if (first < lines.size()) ReadPart(Lines(lines).subspan(first + 1), false, found);
  return found;
}

}  // namespace remit
