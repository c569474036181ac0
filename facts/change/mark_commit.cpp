// What a commit says about who made it. Marks prove an agent; no mark proves nothing.
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "engine/base/escape.h"
#include "facts/change/agent_marks.h"

namespace remit {
namespace {

// Characters of quoted text, escaped, so that evidence with its words and the id stays under 200.
constexpr size_t kQuoted = 165;

// Trailers whose address says who wrote the commit. Others ("Reviewed-by") say who did something
// else.
constexpr std::array<std::string_view, 5> kAuthorTrailers = {
    "co-authored-by", "co-developed-by", "signed-off-by", "assisted-by", "generated-by"};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string Lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) { return Lower(c); });
  return lower;
}

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool Finds(const AgentMark& mark, std::string_view text) {
  return re2::RE2::PartialMatch({text.data(), text.size()}, *mark.pattern);
}

// The address of "NAME <ADDRESS>"; of an address alone itself; empty where there is none.
std::string_view Address(std::string_view value) {
  const size_t open = value.rfind('<');
  if (open == std::string_view::npos) {
    return value.find_first_of(" \t") == std::string_view::npos && value.contains('@')
               ? value
               : std::string_view();
  }
  const size_t close = value.find('>', open);
  return close == std::string_view::npos ? std::string_view()
                                         : value.substr(open + 1, close - open - 1);
}

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string Quote(std::string_view text) {
  size_t characters = kQuoted;
  std::string quoted = EscapeText(text, characters);
  while (CountCharacters(quoted) > kQuoted + 1) {  // escapes made it longer
    characters = characters * 3 / 4;
    quoted = EscapeText(text, characters);
  }
  return "`" + quoted + "`";
}

bool IsBot(std::string_view address, const AgentMarks& marks) {
  return std::ranges::any_of(marks, [address](const AgentMark& mark) {
    return mark.kind == MarkKind::Bot && Finds(mark, address);
  });
}

const AgentMark* FindIdentity(std::string_view address, const AgentMarks& marks) {
  if (address.empty() || IsBot(address, marks)) return nullptr;
  const auto found = std::ranges::find_if(marks, [address](const AgentMark& mark) {
    return mark.kind == MarkKind::Identity && Finds(mark, address);
  });
  return found == marks.end() ? nullptr : &*found;
}

// A line of the message that a Trailer or Identity mark may be about.
struct Candidate {
  std::string key;  // in lower case
  Trailer trailer;  // as written
  bool names_author = false;
};

// What a message offers: its trailers, and every line of their form, since a squash merge can
// leave them in the middle of a paragraph.
struct Message {
  std::vector<std::string_view> lines;
  std::vector<Candidate> candidates;
};

bool IsKeyOfMark(std::string_view key, const AgentMarks& marks) {
  return std::ranges::any_of(marks, [key](const AgentMark& mark) {
    return mark.kind == MarkKind::Trailer && mark.key == key;
  });
}

// A trailer that names a plain bot is no candidate.
void AddCandidate(Trailer trailer, const AgentMarks& marks, Message& message) {
  std::string key = Lower(trailer.key);
  const bool names_author = std::ranges::find(kAuthorTrailers, key) != kAuthorTrailers.end();
  if (!names_author && !IsKeyOfMark(key, marks)) return;
  if (const std::string_view address = Address(trailer.value);
      !address.empty() && IsBot(address, marks))
    return;
  message.candidates.push_back({std::move(key), std::move(trailer), names_author});
}

Message ReadMessage(std::string_view text, const std::vector<Trailer>& trailers,
                    const AgentMarks& marks) {
  Message message;
  for (const Trailer& trailer : trailers) AddCandidate(trailer, marks, message);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && IsBlank(line.front())) line.remove_prefix(1);
    while (!line.empty() && IsBlank(line.back())) line.remove_suffix(1);
    if (line.empty()) continue;
    message.lines.push_back(line);
    if (Trailer trailer; ReadTrailerLine(line, trailer)) {
      AddCandidate(std::move(trailer), marks, message);
    }
  }
  return message;
}

// Whether the message bears this mark, and where; empty: it does not.
std::string FindInMessage(const AgentMark& mark, const Message& message) {
  if (mark.kind == MarkKind::Line) {
    for (std::string_view line : message.lines) {
      if (Finds(mark, line)) return "line " + Quote(line);
    }
  } else if (mark.kind == MarkKind::Identity || mark.kind == MarkKind::Trailer) {
    for (const Candidate& it : message.candidates) {
      const bool found = mark.kind == MarkKind::Identity
                             ? it.names_author && Finds(mark, Address(it.trailer.value))
                             : it.key == mark.key && Finds(mark, it.trailer.value);
      if (found) return "trailer " + Quote(it.trailer.key + ": " + it.trailer.value);
    }
  }
  return {};
}

std::string Mark(ChangeCommit& commit, const AgentMark& mark, std::string evidence) {
  commit.authorship = Authorship::Marked;
  commit.agent = mark.agent;
  return evidence;
}

bool IsAttested(const ChangeCommit& commit, const std::vector<Trailer>& trailers,
                const AgentMarks& marks) {
  const std::string author = Lower(commit.author);
  if (author.empty() || IsBot(commit.author, marks)) return false;
  return std::ranges::any_of(trailers, [&](const Trailer& trailer) {
    const std::string key = Lower(trailer.key);
    return Lower(Address(trailer.value)) == author &&
           std::ranges::any_of(marks, [&key](const AgentMark& mark) {
             return mark.kind == MarkKind::Attest && mark.key == key;
           });
  });
}

}  // namespace

std::optional<std::string> MarkCommit(ChangeCommit& commit, const std::vector<Trailer>& trailers,
                                      const AgentMarks& marks) {
  commit.authorship = Authorship::Unmarked;
  commit.agent.clear();
  if (const AgentMark* mark = FindIdentity(commit.author, marks)) {
    return Mark(commit, *mark, "author " + Quote(commit.author_name + " <" + commit.author + ">"));
  }
  if (const AgentMark* mark = FindIdentity(commit.committer, marks)) {
    return Mark(commit, *mark,
                "committer " + Quote(commit.committer_name + " <" + commit.committer + ">"));
  }
  const Message message = ReadMessage(commit.message, trailers, marks);
  for (const AgentMark& mark : marks) {
    std::string evidence = FindInMessage(mark, message);
    if (!evidence.empty()) return Mark(commit, mark, std::move(evidence));
  }
  if (IsAttested(commit, trailers, marks)) commit.authorship = Authorship::Attested;
  return std::nullopt;
}

}  // namespace remit
