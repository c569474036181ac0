// Names in quotes are those of the WHATWG URL standard. Of its schemes only the special ones are
// known, for which `\` is as good as `/`. Refused although the standard goes on: control characters
// and spaces around the text, other than two slashes before a host, a `\` that ends a host which
// other readers take for a name and password, a `%` in a path that begins no encoding.
#include "engine/vm/url.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/base/escape.h"
#include "engine/base/limits.h"
#include "engine/vm/function_rows.h"
#include "engine/vm/url_host.h"

namespace remit {
namespace {

struct Scheme {
  std::string_view name;
  int port;
};
constexpr Scheme kSchemes[] = {{"http", 80}, {"https", 443}, {"ws", 80},
                               {"wss", 443}, {"ftp", 21},    {"file", 0}};

constexpr std::string_view kSlashes = "/\\";
constexpr std::string_view kQuerySet = " \"<>'";     // "special-query percent-encode set"
constexpr std::string_view kPathSet = " \"<>?^`{}";  // "path percent-encode set"

std::unexpected<Error> Bad(std::string why) { return Fail(ErrorKind::BadInput, std::move(why)); }

bool IsAlpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The part before the first of `separators`, and what stands from there on.
std::string_view TakeUntil(std::string_view& text, std::string_view separators) {
  const std::string_view part = text.substr(0, text.find_first_of(separators));
  text.remove_prefix(part.size());
  return part;
}

// Bytes of `set`, and all but ASCII, percent-encoded. Encodings that are there stay.
std::string Encode(std::string_view text, std::string_view set) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && !set.contains(c)) {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 0xf]};
    }
  }
  return encoded;
}

// How many dots a segment is, each may be `%2e`: 1 and 2 mean something, others are 0.
int DotSegment(std::string_view segment) {
  int dots = 0;
  while (!segment.empty()) {
    const bool encoded =
        segment.starts_with("%2") && segment.size() > 2 && (segment[2] == 'e' || segment[2] == 'E');
    if (!encoded && segment[0] != '.') return 0;
    segment.remove_prefix(encoded ? 3 : 1);
    if (++dots > 2) return 0;
  }
  return dots;
}

bool HasBrokenEncoding(std::string_view text) {
  for (size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (text.size() - at < 3 || HexDigit(text[at + 1]) < 0 || HexDigit(text[at + 2]) < 0) {
      return true;
    }
  }
  return false;
}

// "Windows drive letter", before it is normalised: `C:` or `C|`.
bool IsDriveLetter(std::string_view segment) {
  return segment.size() == 2 && IsAlpha(segment[0]) && (segment[1] == ':' || segment[1] == '|');
}

// "path state". `text` is empty or begins with a slash.
std::string ReadPath(std::string_view text, bool file) {
  std::vector<std::string> segments;
  for (bool more = true; more;) {
    text.remove_prefix(text.empty() ? 0 : 1);
    const std::string_view segment = TakeUntil(text, kSlashes);
    more = !text.empty();
    const int dots = DotSegment(segment);
    if (dots == 0) {
      segments.push_back(Encode(segment, kPathSet));
      if (file && segments.size() == 1 && IsDriveLetter(segment)) segments[0][1] = ':';
      continue;
    }
    // "shorten": a file does not leave its drive.
    const bool drive = file && segments.size() == 1 && IsDriveLetter(segments[0]);
    if (dots == 2 && !segments.empty() && !drive) segments.pop_back();
    if (!more) segments.emplace_back();
  }
  std::string path;
  for (const std::string& segment : segments) path += "/" + segment;
  return path;
}

// "port state": digits after a colon, none at all is the scheme's port.
Result<int> ReadPort(std::string_view text, int otherwise) {
  if (text.empty()) return otherwise;
  int port = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return Bad("`" + EscapeText(text, 20) + "` is no port of a URL");
    port = std::min(port * 10 + (c - '0'), 65536);
  }
  if (port > 65535) return Bad("the port `" + EscapeText(text, 20) + "` is over 65535");
  return port;
}

// Host and port of the text between the slashes and the path.
Result<void> ReadAuthority(std::string_view text, UrlParts& url) {
  const size_t at = text.rfind('@');
  if (at != std::string_view::npos) text.remove_prefix(at + 1);
  size_t end = text.starts_with('[') ? text.find(']') : 0;
  end = text.find(':', end == std::string_view::npos ? 0 : end);
  Result<std::string> host = ReadUrlHost(text.substr(0, end));
  if (!host) return std::unexpected(host.error());
  url.host = std::move(*host);
  if (end == std::string_view::npos) return {};
  const Result<int> port = ReadPort(text.substr(end + 1), url.port);
  if (!port) return std::unexpected(port.error());
  url.port = *port;
  return {};
}

// A file's: no name, no port, and this machine is the empty host.
Result<void> ReadFileHost(std::string_view text, UrlParts& url) {
  if (text.empty()) return {};
  Result<std::string> host = ReadUrlHost(text);
  if (!host) return std::unexpected(host.error());
  if (*host != "localhost") url.host = std::move(*host);
  return {};
}

// What stands between the scheme and the path; `text` is then the path.
Result<void> TakeHost(std::string_view& text, UrlParts& url) {
  const size_t slashes = std::min(text.find_first_not_of(kSlashes), text.size());
  const bool file = url.scheme == "file";
  if (slashes < 2) return Bad("the URL is not absolute: no `//` after the scheme");
  if (!file && slashes > 2) return Bad("the URL has no host");
  text.remove_prefix(2);
  const std::string_view authority = TakeUntil(text, kSlashes);
  // `http://a\@b`: the standard connects to a, readers that know no such slash to b.
  if (text.starts_with('\\') && text.substr(0, text.find('/')).contains('@')) {
    return Bad("a `\\` before an `@` leaves open which host the URL has");
  }
  return file ? ReadFileHost(authority, url) : ReadAuthority(authority, url);
}

// The lower-cased scheme and its port; `text` then begins after the colon.
Result<void> TakeScheme(std::string_view& text, UrlParts& url) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !IsAlpha(text[0])) {
    return Bad("the URL is not absolute: it has no scheme");
  }
  for (const char c : text.substr(0, colon)) {
    url.scheme += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  const auto known = std::ranges::find(kSchemes, url.scheme, &Scheme::name);
  if (known == std::end(kSchemes)) {
    return Bad("`" + EscapeText(url.scheme, 20) + "` is no scheme that `url` knows");
  }
  url.port = known->port;
  text.remove_prefix(colon + 1);
  return {};
}

}  // namespace

Result<UrlParts> ReadUrl(std::string_view text) {
  constexpr size_t kMost = FunctionLimits{}.url_bytes;
  if (text.size() > kMost) {
    return Fail(ErrorKind::Limit,
                "the URL is longer than the limit of " + std::to_string(kMost) + " bytes");
  }
  const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; };
  if (std::ranges::any_of(text, is_control)) return Bad("the URL has a control character in it");
  if (text.starts_with(' ') || text.ends_with(' ')) {
    return Bad("the URL begins or ends with a space");
  }
  UrlParts url;
  Result<void> done = TakeScheme(text, url);
  if (!done) return std::unexpected(done.error());
  text = text.substr(0, text.find('#'));
  std::string_view before = TakeUntil(text, "?");
  if (!text.empty()) url.query = Encode(text.substr(1), kQuerySet);
  done = TakeHost(before, url);
  if (!done) return std::unexpected(done.error());
  if (HasBrokenEncoding(before)) return Bad("the path of the URL has a `%` that encodes nothing");
  url.path = ReadPath(before, url.scheme == "file");
  return url;
}

Value CallUrl(Eval& eval, Arguments arguments) {
  if (arguments.size() != 1 || arguments[0].kind != ValueKind::String) {
    return NoOverload(eval.arena, FunctionId::Url, arguments);
  }
  const std::string_view text = arguments[0].string();
  if (!eval.fuel.Charge(ByteFuel(text.size()))) return OutOfFuelError();
  const Result<UrlParts> url = ReadUrl(text);
  if (!url) return Failure(eval.arena, EvalErrorCode::InvalidArgument, {url.error().message});
  const auto copy = [&](std::string_view part) { return MakeString(eval.arena.Copy(part)); };
  const std::span<MapEntry> members = eval.arena.MakeArray<MapEntry>(5);
  members[0] = {MakeString("host"), copy(url->host)};
  members[1] = {MakeString("path"), copy(url->path)};
  members[2] = {MakeString("port"), MakeInt(url->port)};
  members[3] = {MakeString("query"), copy(url->query)};
  members[4] = {MakeString("scheme"), copy(url->scheme)};
  return MakeMap(eval.arena, members);
}

}  // namespace remit
