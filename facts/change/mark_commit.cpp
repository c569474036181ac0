// What a commit says about who made it. Marks prove an agent; no mark proves nothing.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

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
  return !address.empty() && std::ranges::any_of(marks, [address](const AgentMark& mark) {
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
  std::string key;      // in lower case
  Trailer trailer;      // as written
  std::string address;  // of a trailer that names an author; may be empty
};

// What a message offers: its trailers, and every line of their form, since a squash merge can
// leave them in the middle of a paragraph.
struct Message {
  std::string text;  // with no blanks around its lines
  std::vector<Candidate> candidates;
  std::set<std::string> seen;  // candidates as lines
};

using Keys = std::set<std::string_view>;

// The keys of trailers that some mark is about.
Keys KeysOf(const AgentMarks& marks) {
  Keys keys(kAuthorTrailers.begin(), kAuthorTrailers.end());
  for (const AgentMark& mark : marks) {
    if (mark.kind == MarkKind::Trailer) keys.insert(mark.key);
  }
  return keys;
}

std::string LineOf(const Trailer& trailer) { return trailer.key + ": " + trailer.value; }

void AddCandidate(Trailer trailer, const Keys& keys, Message& message) {
  std::string key = LowerAscii(trailer.key);
  if (!keys.contains(key) || !message.seen.insert(LineOf(trailer)).second) return;
  const bool names_author = std::ranges::find(kAuthorTrailers, key) != kAuthorTrailers.end();
  std::string address(names_author ? Address(trailer.value) : std::string_view());
  message.candidates.push_back({std::move(key), std::move(trailer), std::move(address)});
}

Message ReadMessage(std::string_view text, const std::vector<Trailer>& trailers,
                    const AgentMarks& marks) {
  Message message;
  const Keys keys = KeysOf(marks);
  for (const Trailer& trailer : trailers) AddCandidate(trailer, keys, message);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && IsBlank(line.front())) line.remove_prefix(1);
    while (!line.empty() && IsBlank(line.back())) line.remove_suffix(1);
    message.text += line;
    message.text += '\n';
    if (Trailer trailer; ReadTrailerLine(line, trailer)) {
      AddCandidate(std::move(trailer), keys, message);
    }
  }
  return message;
}

bool Finds(const AgentMark& mark, const Candidate& candidate) {
  if (mark.kind == MarkKind::Identity) {
    return !candidate.address.empty() && Finds(mark, candidate.address);
  }
  return candidate.key == mark.key && Finds(mark, candidate.trailer.value);
}

// The first line that a Line mark is found in. All lines are searched at once: such a pattern
// matches no line feed.
std::optional<std::string_view> FindLine(const AgentMark& mark, std::string_view text) {
  re2::StringPiece found;
  if (!mark.pattern->Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED, &found,
                           1)) {
    return std::nullopt;
  }
  const auto at = static_cast<size_t>(found.data() - text.data());
  const size_t before = text.substr(0, at).rfind('\n');
  const size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

// A trailer with a plain bot's address names no agent.
bool NamesAgent(const Candidate& candidate, const AgentMark& mark, const AgentMarks& marks) {
  return (mark.kind == MarkKind::Identity || mark.kind == MarkKind::Trailer) &&
         Finds(mark, candidate) && !IsBot(candidate.address, marks);
}

std::map<std::string, std::vector<std::string>> AgentTrailers(const Message& message,
                                                              const AgentMarks& marks) {
  std::map<std::string, std::vector<std::string>> named;
  for (const Candidate& it : message.candidates) {
    const bool names = std::ranges::any_of(
        marks, [&](const AgentMark& mark) { return NamesAgent(it, mark, marks); });
    if (names) named[it.key].push_back(it.trailer.value);
  }
  return named;
}

// Whether the message bears this mark, and where; empty: it does not.
std::string FindInMessage(const AgentMark& mark, const Message& message, const AgentMarks& marks) {
  if (mark.kind == MarkKind::Line) {
    if (const auto line = FindLine(mark, message.text)) return "line " + Quote(*line);
    return {};
  }
  const auto found = std::ranges::find_if(message.candidates, [&](const Candidate& candidate) {
    return NamesAgent(candidate, mark, marks);
  });
  return found == message.candidates.end() ? std::string()
                                           : "trailer " + Quote(LineOf(found->trailer));
}

std::string Mark(ChangeCommit& commit, const AgentMark& mark, std::string evidence) {
  commit.authorship = Authorship::Marked;
  commit.agent = mark.agent;
  return evidence;
}

bool IsAttested(const ChangeCommit& commit, const std::vector<Trailer>& trailers,
                const AgentMarks& marks) {
  const std::string author = LowerAscii(commit.author);
  if (author.empty() || IsBot(commit.author, marks)) return false;
  return std::ranges::any_of(trailers, [&](const Trailer& trailer) {
    const std::string key = LowerAscii(trailer.key);
    return LowerAscii(Address(trailer.value)) == author &&
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
  commit.from_bot = IsBot(commit.author, marks);
  const AgentMark* author = FindIdentity(commit.author, marks);
  commit.by_agent = author != nullptr;
  const Message message = ReadMessage(commit.message, trailers, marks);
  commit.agent_trailers = AgentTrailers(message, marks);
  if (const AgentMark* mark = author) {
    return Mark(commit, *mark, "author " + Quote(commit.author_name + " <" + commit.author + ">"));
  }
  if (const AgentMark* mark = FindIdentity(commit.committer, marks)) {
    return Mark(commit, *mark,
                "committer " + Quote(commit.committer_name + " <" + commit.committer + ">"));
  }
  for (const AgentMark& mark : marks) {
    std::string evidence = FindInMessage(mark, message, marks);
    if (!evidence.empty()) return Mark(commit, mark, std::move(evidence));
  }
  if (IsAttested(commit, trailers, marks)) commit.authorship = Authorship::Attested;
  return std::nullopt;
}

}  // namespace remit
