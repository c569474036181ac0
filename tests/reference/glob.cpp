#include "tests/reference/glob.h"

#include <vector>

namespace remit::reference {
namespace {

using Segments = std::vector<std::string>;

Segments Split(std::string_view text) {
  Segments segments(1);
  for (char c : text) {
    if (c == '/') {
      segments.emplace_back();
    } else {
      segments.back() += c;
    }
  }
  return segments;
}

// The class that opens at pattern[0] == '['. nullopt: never closed, or a range that runs backwards.
struct ClassMatch {
  bool matches;
  size_t length;
};
std::optional<ClassMatch> MatchClass(std::string_view pattern, unsigned char c) {
  size_t i = 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool found = false;
  for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false) {
    const auto low = static_cast<unsigned char>(pattern[i++]);
    auto high = low;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      high = static_cast<unsigned char>(pattern[i + 1]);
      i += 2;
      if (high < low) return std::nullopt;
    }
    found = found || (low <= c && c <= high);
  }
  if (i >= pattern.size()) return std::nullopt;
  return ClassMatch{found != negated, i + 1};
}

bool Readable(std::string_view segment) {
  for (size_t i = 0; i < segment.size();) {
    if (segment[i] != '[') {
      ++i;
      continue;
    }
    const auto match = MatchClass(segment.substr(i), 0);
    if (!match) return false;
    i += match->length;
  }
  return true;
}

bool MatchSegment(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return MatchSegment(text, pattern.substr(1)) ||
           (!text.empty() && MatchSegment(text.substr(1), pattern));
  }
  if (text.empty()) return false;
  if (pattern[0] == '?') return MatchSegment(text.substr(1), pattern.substr(1));
  if (pattern[0] == '[') {
    const auto match = MatchClass(pattern, static_cast<unsigned char>(text[0]));
    return match && match->matches && MatchSegment(text.substr(1), pattern.substr(match->length));
  }
  return text[0] == pattern[0] && MatchSegment(text.substr(1), pattern.substr(1));
}

bool MatchPath(const Segments& path, size_t at, const Segments& pattern, size_t p) {
  if (p == pattern.size()) return at == path.size();
  if (pattern[p] == "**") {
    // At the end it stands for at least one: `auth/**` is not `auth`.
    if (p + 1 == pattern.size()) return at < path.size();
    for (size_t next = at; next <= path.size(); ++next) {
      if (MatchPath(path, next, pattern, p + 1)) return true;
    }
    return false;
  }
  return at < path.size() && MatchSegment(path[at], pattern[p]) &&
         MatchPath(path, at + 1, pattern, p + 1);
}

}  // namespace

std::string CleanPath(std::string_view path) {
  const bool absolute = path.starts_with('/');
  Segments kept;
  for (const std::string& segment : Split(path)) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty() && kept.back() != "..") {
      kept.pop_back();
    } else if (!absolute) {
      kept.push_back(segment);
    }
  }
  std::string out = absolute ? "/" : "";
  for (size_t i = 0; i < kept.size(); ++i) out += (i ? "/" : "") + kept[i];
  return out;
}

std::optional<bool> Glob(std::string_view path, std::string_view pattern) {
  if (pattern.empty()) return std::nullopt;
  Segments wanted = Split(pattern);
  for (const std::string& segment : wanted) {
    if (!Readable(segment)) return std::nullopt;
  }
  const std::string clean = CleanPath(path);
  if (clean == ".." || clean.starts_with("../")) return std::nullopt;
  if (pattern == "**") return !clean.starts_with('/');
  if (clean.empty()) return false;
  const bool absolute = clean.starts_with('/');
  if (absolute != pattern.starts_with('/')) return false;
  Segments segments = Split(absolute ? std::string_view(clean).substr(1) : clean);
  if (clean == "/") segments.clear();
  if (wanted.size() == 1) {  // no slash: the last segment, wherever it lies
    return !segments.empty() && MatchSegment(segments.back(), wanted[0]);
  }
  if (absolute) wanted.erase(wanted.begin());
  if (wanted.back().empty()) wanted.back() = "**";
  return MatchPath(segments, 0, wanted, 0);
}

}  // namespace remit::reference
