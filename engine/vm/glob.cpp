#include "engine/vm/glob.h"

#include <cstdint>
#include <cstring>
#include <optional>

#include "engine/base/escape.h"

namespace remit {
namespace {

// One `[…]`, without its brackets.
struct ByteClass {
  bool negated = false;
  std::string_view members;
  size_t size = 0;  // of the whole, brackets included
};

// The class that begins at the `[` of `pattern`; a `]` that comes first is a member. nullopt: it
// never ends, or a range runs backwards.
std::optional<ByteClass> ReadClass(std::string_view pattern) {
  ByteClass read;
  size_t first = 1;
  if (first < pattern.size() && (pattern[first] == '!' || pattern[first] == '^')) {
    read.negated = true;
    ++first;
  }
  const size_t end = pattern.find(']', first + 1);
  if (end == std::string_view::npos) return std::nullopt;
  read.members = pattern.substr(first, end - first);
  read.size = end + 1;
  for (size_t i = 0; i + 2 < read.members.size(); ++i) {
    if (read.members[i + 1] != '-') continue;
    if (static_cast<uint8_t>(read.members[i]) > static_cast<uint8_t>(read.members[i + 2])) {
      return std::nullopt;
    }
    i += 2;
  }
  return read;
}

bool Holds(const ByteClass& byte_class, char c) {
  const auto byte = static_cast<uint8_t>(c);
  const std::string_view members = byte_class.members;
  bool found = false;
  for (size_t i = 0; i < members.size() && !found; ++i) {
    const auto low = static_cast<uint8_t>(members[i]);
    if (i + 2 < members.size() && members[i + 1] == '-') {
      found = low <= byte && byte <= static_cast<uint8_t>(members[i + 2]);
      i += 2;
    } else {
      found = low == byte;
    }
  }
  return found != byte_class.negated;
}

// Matches one segment. A `*` takes as little as it can and more when what follows fails; only the
// last `*` need be tried again, so the cost is the product of the sizes at most.
bool SegmentMatches(std::string_view segment, std::string_view pattern) {
  constexpr size_t kNowhere = std::string_view::npos;
  size_t s = 0, p = 0, star = kNowhere, star_s = 0;
  while (s < segment.size()) {
    bool matched = false;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_s = s;
      continue;
    }
    if (p < pattern.size() && pattern[p] == '[') {
      const std::optional<ByteClass> byte_class = ReadClass(pattern.substr(p));
      if (!byte_class) return false;
      matched = Holds(*byte_class, segment[s]);
      if (matched) p += byte_class->size;
    } else if (p < pattern.size()) {
      matched = pattern[p] == '?' || pattern[p] == segment[s];
      if (matched) ++p;
    }
    if (matched) {
      ++s;
    } else if (star != kNowhere) {
      p = star + 1;
      s = ++star_s;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

// The segment at the start of `rest`, which moves behind it and its `/`.
std::string_view TakeSegment(std::string_view& rest, bool& more) {
  const size_t end = rest.find('/');
  const std::string_view segment = rest.substr(0, end);
  more = end != std::string_view::npos;
  rest = more ? rest.substr(end + 1) : std::string_view();
  return segment;
}

// What is left of a path or a pattern.
struct Segments {
  std::string_view rest;
  bool more = false;  // rest holds at least one segment

  std::string_view Take() { return TakeSegment(rest, more); }
};

// Segments as SegmentMatches treats bytes: `**` is the star, and at the end, as an empty segment
// after a trailing `/` does, it takes at least one.
bool SegmentsMatch(Segments path, Segments pattern) {
  bool star = false;
  Segments star_path, star_pattern;
  while (path.more) {
    Segments after = pattern;
    const std::string_view wanted = pattern.more ? after.Take() : std::string_view();
    const bool last = pattern.more && !after.more;
    if (last && (wanted.empty() || wanted == "**")) return true;  // a segment is left for it
    if (pattern.more && wanted == "**") {
      star = true;
      star_path = path;
      star_pattern = pattern = after;
      continue;
    }
    Segments next = path;
    if (pattern.more && SegmentMatches(next.Take(), wanted)) {
      path = next;
      pattern = after;
    } else if (star) {
      star_path.Take();
      path = star_path;
      pattern = star_pattern;
    } else {
      return false;
    }
  }
  return !pattern.more;
}

}  // namespace

Result<std::string_view> CleanPath(Arena& arena, std::string_view path) {
  char* const memory = static_cast<char*>(arena.Allocate(path.size() + 1));
  const bool absolute = path.starts_with('/');
  const size_t root = absolute ? 1 : 0;
  if (absolute) memory[0] = '/';
  size_t size = root;
  Segments segments{path.substr(root), true};
  while (segments.more) {
    const std::string_view segment = segments.Take();
    if (segment.empty() || segment == ".") continue;
    if (segment == "..") {
      if (size == root) {
        if (absolute) continue;  // above the root is the root
        return Fail(ErrorKind::BadInput,
                    "the path `" + EscapeText(path, 60) + "` leads out of where it starts");
      }
      while (size > root && memory[size - 1] != '/') --size;
      if (size > root) --size;
      continue;
    }
    if (size > root) memory[size++] = '/';
    std::memcpy(memory + size, segment.data(), segment.size());
    size += segment.size();
  }
  return std::string_view(memory, size);
}

Result<void> CheckGlob(std::string_view pattern) {
  if (pattern.empty()) return Fail(ErrorKind::BadInput, "an empty glob");
  Segments segments{pattern, true};
  while (segments.more) {
    const std::string_view segment = segments.Take();
    for (size_t i = 0; i < segment.size(); ++i) {
      if (segment[i] != '[') continue;
      const std::optional<ByteClass> byte_class = ReadClass(segment.substr(i));
      if (!byte_class) {
        return Fail(ErrorKind::BadInput,
                    "the glob `" + EscapeText(pattern, 60) + "` has a `[` that is no class");
      }
      i += byte_class->size - 1;
    }
  }
  return {};
}

bool GlobMatches(std::string_view path, std::string_view pattern) {
  if (pattern.empty()) return false;
  if (path.empty()) return pattern == "**";
  const bool absolute = pattern.starts_with('/');
  if (absolute != path.starts_with('/')) return false;
  if (pattern == "**") return true;
  if (pattern.find('/') == std::string_view::npos) {
    return SegmentMatches(path.substr(path.rfind('/') + 1), pattern);
  }
  const size_t root = absolute ? 1 : 0;
  path.remove_prefix(root);
  pattern.remove_prefix(root);
  return SegmentsMatch({path, !path.empty()}, {pattern, true});
}

}  // namespace remit
