#include "facts/change/text.h"

#include <algorithm>
#include <cstdint>

#include "engine/base/escape.h"
#include "engine/base/utf8.h"

namespace remit {
namespace {

constexpr size_t kJudgedBytes = 8000;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

constexpr std::string_view kEscape = "\\x{";

enum class ByteOrder : uint8_t { None, Little, Big };

ByteOrder Utf16Mark(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return ByteOrder::Little;
  if (bytes.starts_with("\xFE\xFF")) return ByteOrder::Big;
  return ByteOrder::None;
}

bool HasEarlyNul(std::string_view bytes) {
  return bytes.substr(0, kJudgedBytes).find('\0') != std::string_view::npos;
}

std::string DecodeUtf16(std::string_view bytes, ByteOrder order) {
  const auto unit = [&](size_t at) -> char32_t {
    const char32_t first = static_cast<uint8_t>(bytes[at]);
    const char32_t second = static_cast<uint8_t>(bytes[at + 1]);
    return order == ByteOrder::Little ? second << 8 | first : first << 8 | second;
  };
  std::string out;
  out.reserve(bytes.size());
  size_t at = 2;
  while (bytes.size() - at >= 2) {
    const char32_t lead = unit(at);
    at += 2;
    if (lead < 0xD800 || lead > 0xDFFF) {
      AppendUtf8(out, lead);
      continue;
    }
    const char32_t trail = lead < 0xDC00 && bytes.size() - at >= 2 ? unit(at) : 0;
    if (trail < 0xDC00 || trail > 0xDFFF) {
      out += kReplacement;
      continue;
    }
    at += 2;
    AppendUtf8(out, 0x10000 + ((lead - 0xD800) << 10 | (trail - 0xDC00)));
  }
  if (at < bytes.size()) out += kReplacement;
  return out;
}

// The bytes at `at`, which begin no code point, that one U+FFFD stands for: the longest beginning
// of a well-formed sequence (Unicode 15, table 3-7), or one byte.
size_t MaximalSubpart(std::string_view bytes, size_t at) {
  const auto lead = static_cast<uint8_t>(bytes[at]);
  if (lead < 0xC2 || lead > 0xF4) return 1;
  const size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  uint8_t low = 0x80, high = 0xBF;  // of the second byte
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  size_t length = 1;
  while (length < size && at + length < bytes.size()) {
    const auto byte = static_cast<uint8_t>(bytes[at + length]);
    if (byte < low || byte > high) break;
    low = 0x80;
    high = 0xBF;
    ++length;
  }
  return length;
}

std::string ReplaceInvalid(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (true) {
    const size_t valid = ValidUtf8Prefix(bytes);
    out += bytes.substr(0, valid);
    if (valid == bytes.size()) return out;
    out += kReplacement;
    bytes.remove_prefix(valid + MaximalSubpart(bytes, valid));
  }
}

}  // namespace

bool IsBinary(std::string_view bytes) {
  return HasEarlyNul(bytes) && Utf16Mark(bytes) == ByteOrder::None;
}

std::string DecodeText(std::string_view bytes) {
  // Without the NUL a mark in front of a plain script would hide all of it from whoever searches.
  const ByteOrder order = Utf16Mark(bytes);
  if (order != ByteOrder::None && HasEarlyNul(bytes)) return DecodeUtf16(bytes, order);
  return ReplaceInvalid(bytes);
}

std::optional<std::string> OtherReading(std::string_view bytes) {
  if (Utf16Mark(bytes) == ByteOrder::None || !HasEarlyNul(bytes)) return std::nullopt;
  const auto is_ascii = [&](size_t at) { return bytes[at] >= ' ' && bytes[at] <= '~'; };
  bool doubtful = false;
  for (size_t at = 2; at + 1 < bytes.size() && !doubtful; at += 2) {
    doubtful = is_ascii(at) && is_ascii(at + 1);
  }
  if (!doubtful) return std::nullopt;
  std::string kept(bytes.substr(2));
  std::erase(kept, '\0');
  return ReplaceInvalid(kept);
}

std::string DecodeName(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size());
  while (true) {
    const size_t valid = ValidUtf8Prefix(bytes);
    for (std::string_view text = bytes.substr(0, valid); !text.empty();) {
      const size_t end = std::min(text.find(kEscape), text.size());
      out += text.substr(0, end);
      text.remove_prefix(end);
      if (text.empty()) break;
      out += "\\x{5c}x{";
      text.remove_prefix(kEscape.size());
    }
    if (valid == bytes.size()) return out;
    const auto byte = static_cast<uint8_t>(bytes[valid]);
    out += "\\x{";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
    out += '}';
    bytes.remove_prefix(valid + 1);
  }
}

std::vector<size_t> LineStarts(std::string_view text) {
  std::vector<size_t> starts;
  starts.reserve(static_cast<size_t>(std::ranges::count(text, '\n')) + 2);
  starts.push_back(0);
  for (size_t end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n', end + 1)) {
    starts.push_back(end + 1);
  }
  if (starts.back() != text.size()) starts.push_back(text.size());
  return starts;
}

}  // namespace remit
