#include "engine/base/escape.h"

#include <cstdint>
#include <cstring>

#include "engine/base/utf8.h"

namespace remit {
namespace {

struct Range {
  char32_t first, last;
};

// What a terminal obeys or a reader cannot see, ascending.
constexpr Range kHidden[] = {
    {0x0000, 0x001F},    // controls
    {0x007F, 0x009F},    // DEL and the C1 controls
    {0x061C, 0x061C},    // Arabic letter mark (bidi)
    {0x180E, 0x180E},    // Mongolian vowel separator
    {0x200B, 0x200F},    // zero-width space and joiners, LRM, RLM
    {0x2028, 0x202E},    // line and paragraph separators, bidi embeddings and overrides
    {0x2060, 0x206F},    // word joiner, invisible operators, bidi isolates, deprecated formats
    {0xFEFF, 0xFEFF},    // zero-width no-break space
    {0xFFF9, 0xFFFB},    // interlinear annotation
    {0xE0000, 0xE007F},  // tags: a whole hidden alphabet
};

bool IsHidden(char32_t c) {
  for (const Range& range : kHidden) {
    if (c <= range.last) return c >= range.first;
  }
  return false;
}

void AppendBraced(std::string& out, char kind, uint32_t value) {
  out += '\\';
  out += kind;
  out += '{';
  unsigned shift = 28;
  while (shift > (kind == 'x' ? 4u : 0u) && value >> shift == 0) shift -= 4;
  for (;; shift -= 4) {
    out += "0123456789abcdef"[value >> shift & 15];
    if (shift == 0) break;
  }
  out += '}';
}

}  // namespace

std::string EscapeText(std::string_view text, size_t max_characters) {
  std::string out;
  out.reserve(text.size());
  size_t characters = 0;
  for (size_t at = 0; at < text.size(); ++characters) {
    if (max_characters != 0 && characters == max_characters) {
      out += "…";
      break;
    }
    const CodePoint c = DecodeUtf8(text, at);
    if (c.size == 0) {
      AppendBraced(out, 'x', static_cast<uint8_t>(text[at]));
      ++at;
      continue;
    }
    if (c.value == '\n') {
      out += "\\n";
    } else if (c.value == '\t') {
      out += "\\t";
    } else if (IsHidden(c.value)) {
      AppendBraced(out, 'u', c.value);
    } else {
      out += text.substr(at, c.size);
    }
    at += c.size;
  }
  return out;
}

size_t ValidUtf8Prefix(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    uint64_t eight = 0;
    if (text.size() - at >= sizeof(eight)) {
      std::memcpy(&eight, text.data() + at, sizeof(eight));
      if ((eight & 0x8080808080808080u) == 0) {
        at += sizeof(eight);
        continue;
      }
    }
    const CodePoint c = DecodeUtf8(text, at);
    if (c.size == 0) return at;
    at += c.size;
  }
  return at;
}

}  // namespace remit
