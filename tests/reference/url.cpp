#include "tests/reference/url.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/reference/operators.h"
#include "tests/reference/url_host.h"

namespace remit::reference {
namespace {

constexpr size_t kLongest = 64 * 1024;

struct Scheme {
  std::string_view name;
  int port;
};
constexpr Scheme kSchemes[] = {{"http", 80}, {"https", 443}, {"ws", 80},
                               {"wss", 443}, {"ftp", 21},    {"file", 0}};

struct Url {
  std::string scheme, host, path, query;
  int port = 0;
};

std::string Small(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return small;
}

// What `text` has before the first of `ends`; it keeps the rest.
std::string_view Take(std::string_view& text, std::string_view ends) {
  const std::string_view part = text.substr(0, text.find_first_of(ends));
  text.remove_prefix(part.size());
  return part;
}

bool IsSlash(char c) { return c == '/' || c == '\\'; }

// Bytes beyond ASCII and what `set` holds, percent-encoded; what is encoded stays.
std::string Encoded(std::string_view text, std::string_view set) {
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7f || set.find(c) != set.npos) {
      constexpr std::string_view kDigits = "0123456789ABCDEF";
      out += '%';
      out += kDigits[byte / 16];
      out += kDigits[byte % 16];
    } else {
      out += c;
    }
  }
  return out;
}

bool IsPath(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') continue;
    if (i + 2 >= text.size() || !HexDigit(text[i + 1]) || !HexDigit(text[i + 2])) return false;
  }
  return true;
}

// How many dots a segment is that is nothing but one or two dots, encoded or not; else 0.
int DotsIn(std::string_view segment) {
  int dots = 0;
  while (!segment.empty()) {
    const bool encoded = Small(segment.substr(0, 3)) == "%2e";
    if (!encoded && segment.front() != '.') return 0;
    segment.remove_prefix(encoded ? 3 : 1);
    if (++dots > 2) return 0;
  }
  return dots;
}

bool IsDriveLetter(std::string_view text) {
  return text.size() == 2 &&
         ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z')) &&
         (text[1] == ':' || text[1] == '|');
}

// "path state": empty, or from a slash on.
std::string Path(std::string_view text, bool file) {
  std::vector<std::string> segments;
  do {
    if (!text.empty()) text.remove_prefix(1);
    std::string segment(Take(text, "/\\"));
    const bool last = text.empty();
    const int dots = DotsIn(segment);
    if (dots == 2) {
      const bool drive = file && segments.size() == 1 && IsDriveLetter(segments[0]);
      if (!segments.empty() && !drive) segments.pop_back();
    }
    if (dots != 0) {
      if (last) segments.emplace_back();
      continue;
    }
    if (file && segments.empty() && IsDriveLetter(segment)) segment[1] = ':';
    segments.push_back(Encoded(segment, " \"#<>?^`{}"));
  } while (!text.empty());
  std::string path;
  for (const std::string& segment : segments) path += "/" + segment;
  return path;
}

// Host and port of "host:port", each at its place in `url`.
bool ReadHost(std::string_view text, Url& url) {
  const bool brackets = text.starts_with('[');
  const size_t end = brackets ? text.find(']') : 0;
  const size_t colon = end == text.npos ? text.npos : text.find(':', end);
  const std::optional<std::string> host = UrlHost(text.substr(0, colon));
  if (!host) return false;
  url.host = *host;
  if (colon == text.npos || colon + 1 == text.size()) return true;
  const std::string_view digits = text.substr(colon + 1);
  int port = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return false;
    port = port * 10 + (c - '0');
    if (port > 65535) return false;
  }
  url.port = port;
  return true;
}

std::optional<Url> Read(std::string_view text) {
  if (text.size() > kLongest || text.empty()) return std::nullopt;
  for (char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
  }
  if (text.front() == ' ' || text.back() == ' ') return std::nullopt;
  Url url;
  url.scheme = Small(Take(text, ":"));
  const auto* scheme = std::find_if(std::begin(kSchemes), std::end(kSchemes),
                                    [&](const Scheme& row) { return row.name == url.scheme; });
  if (scheme == std::end(kSchemes) || text.empty()) return std::nullopt;
  url.port = scheme->port;
  const bool file = url.scheme == "file";
  text.remove_prefix(1);
  if (text.size() < 2 || !IsSlash(text[0]) || !IsSlash(text[1])) return std::nullopt;
  text.remove_prefix(2);

  // What others read as the authority, up to the first `/`, and where a browser ends it before.
  const std::string_view wide = text.substr(0, text.find_first_of("/?#"));
  const size_t at_of_others = wide.rfind('@');
  std::string_view authority = Take(text, "/\\?#");
  if (at_of_others != wide.npos && at_of_others >= authority.size()) return std::nullopt;
  if (file && IsDriveLetter(authority)) return std::nullopt;
  if (file) {
    if (!authority.empty()) {
      const std::optional<std::string> host = UrlHost(authority);
      if (!host) return std::nullopt;
      url.host = *host == "localhost" ? "" : *host;
    }
  } else {
    authority.remove_prefix(authority.rfind('@') + 1);
    if (!ReadHost(authority, url)) return std::nullopt;
  }
  std::string_view path = Take(text, "?#");
  if (!IsPath(path)) return std::nullopt;
  url.path = Path(path, file);
  if (text.starts_with('?')) {
    text.remove_prefix(1);
    url.query = Encoded(Take(text, "#"), " \"#<>'");
  }
  return url;
}

}  // namespace

Value CallUrl(Arena& arena, std::span<const Value> args) {
  if (args.size() != 1 || args[0].kind != ValueKind::String) {
    return Wrong(arena, EvalErrorCode::NoOverload);
  }
  const std::optional<Url> url = Read(args[0].string());
  if (!url) return Wrong(arena, EvalErrorCode::InvalidArgument);
  const auto text = [&](std::string_view part) { return MakeString(arena.Copy(part)); };
  std::span<MapEntry> members = arena.MakeArray<MapEntry>(5);
  members[0] = {MakeString("scheme"), text(url->scheme)};
  members[1] = {MakeString("host"), text(url->host)};
  members[2] = {MakeString("port"), MakeInt(url->port)};
  members[3] = {MakeString("path"), text(url->path)};
  members[4] = {MakeString("query"), text(url->query)};
  return MakeMap(arena, members);
}

}  // namespace remit::reference
