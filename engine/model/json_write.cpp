#include "engine/model/json_write.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "engine/base/base64.h"
#include "engine/base/check.h"
#include "engine/model/ip_text.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

constexpr int64_t kMaxExact = (int64_t{1} << 53) - 1;
// Far above what ReadJson takes by default; it keeps the recursion within any thread's stack.
constexpr uint32_t kMaxDepth = 1024;

using Written = std::expected<void, Error>;

// RFC 8785 section 3.2.3 orders names by UTF-16 code units. Bytes of UTF-8 give the order of code
// points; the two differ only where surrogate pairs (lead bytes F0 to F4) meet U+E000 to U+FFFF
// (lead bytes EE and EF), so it is enough to rank those two lead bytes last.
int Utf16Rank(char c) {
  const auto byte = static_cast<uint8_t>(c);
  return byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte;
}

bool Utf16Before(std::string_view a, std::string_view b) {
  const auto [in_a, in_b] = std::ranges::mismatch(a, b);
  if (in_a == a.end() || in_b == b.end()) return a.size() < b.size();
  return Utf16Rank(*in_a) < Utf16Rank(*in_b);
}

bool HasHighLead(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<uint8_t>(c) >= 0xEE; });
}

class Writer {
 public:
  Written Write(const Value& value, uint32_t depth) {
    switch (value.kind) {
      case ValueKind::Null:
        out += "null";
        return {};
      case ValueKind::Bool:
        out += value.boolean ? "true" : "false";
        return {};
      case ValueKind::Int:
        WriteInteger(std::to_string(value.integer),
                     value.integer >= -kMaxExact && value.integer <= kMaxExact);
        return {};
      case ValueKind::Uint:
        WriteInteger(std::to_string(value.unsigned_integer), value.unsigned_integer <= kMaxExact);
        return {};
      case ValueKind::Double:
        if (!std::isfinite(value.real)) {
          return Fail(ErrorKind::BadInput, "a double that is not finite has no JSON form");
        }
        out += FormatDouble(value.real);
        return {};
      case ValueKind::String:
        AppendJsonString(out, value.string());
        return {};
      case ValueKind::Bytes:
        AppendJsonString(out, EncodeBase64(value.string()));
        return {};
      case ValueKind::Timestamp:
        AppendJsonString(out, FormatTimestamp(value));
        return {};
      case ValueKind::Duration:
        AppendJsonString(out, FormatDuration(value));
        return {};
      case ValueKind::Ip:
        AppendJsonString(out, FormatIp(value));
        return {};
      case ValueKind::Cidr:
        AppendJsonString(out, FormatCidr(value));
        return {};
      case ValueKind::Semver:
        AppendJsonString(out, value.string());
        return {};
      case ValueKind::List:
        return WriteList(value, depth);
      case ValueKind::Map:
        return WriteMap(value, depth);
      case ValueKind::Error:
      case ValueKind::Type:
      case ValueKind::Optional:
        break;
    }
    return Fail(ErrorKind::BadInput, "a value of type `" + std::string(ValueKindName(value.kind)) +
                                         "` has no JSON form");
  }

  std::string out;

 private:
  void WriteInteger(const std::string& digits, bool exact) {
    if (exact) {
      out += digits;
    } else {
      AppendJsonString(out, digits);
    }
  }

  Written WriteList(const Value& list, uint32_t depth) {
    if (depth == kMaxDepth) return TooDeep();
    out += '[';
    for (const Value& item : list.list()) {
      if (&item != list.items) out += ',';
      if (Written written = Write(item, depth + 1); !written) return written;
    }
    out += ']';
    return {};
  }

  Written WriteMap(const Value& map, uint32_t depth) {
    if (depth == kMaxDepth) return TooDeep();
    bool reorder = false;
    for (const MapEntry& entry : map.map()) {
      if (entry.key.kind != ValueKind::String) {
        return Fail(ErrorKind::BadInput, "a map with a key of type `" +
                                             std::string(ValueKindName(entry.key.kind)) +
                                             "` has no JSON form");
      }
      reorder = reorder || HasHighLead(entry.key.string());
    }
    if (!reorder) return WriteMembers(map.map(), depth);
    std::vector<MapEntry> entries(map.map().begin(), map.map().end());
    std::ranges::sort(entries, Utf16Before, [](const MapEntry& e) { return e.key.string(); });
    return WriteMembers(entries, depth);
  }

  Written WriteMembers(std::span<const MapEntry> entries, uint32_t depth) {
    out += '{';
    for (const MapEntry& entry : entries) {
      if (&entry != entries.data()) out += ',';
      AppendJsonString(out, entry.key.string());
      out += ':';
      if (Written written = Write(entry.value, depth + 1); !written) return written;
    }
    out += '}';
    return {};
  }

  static Written TooDeep() {
    return Fail(ErrorKind::Limit, "nested deeper than " + std::to_string(kMaxDepth) + " levels");
  }
};

// "" for a character that stands for itself.
std::string_view JsonEscape(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\t':
      return "\\t";
    case '\n':
      return "\\n";
    case '\f':
      return "\\f";
    case '\r':
      return "\\r";
    default:
      return "";
  }
}

}  // namespace

Result<std::string> WriteCanonicalJson(const Value& value) {
  Writer writer;
  if (Written written = writer.Write(value, 0); !written) {
    return std::unexpected(std::move(written.error()));
  }
  return std::move(writer.out);
}

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  size_t copied = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (static_cast<uint8_t>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out += text.substr(copied, at - copied);
    copied = at + 1;
    const std::string_view escape = JsonEscape(c);
    if (!escape.empty()) {
      out += escape;
    } else {
      out += "\\u00";
      out += "0123456789abcdef"[c >> 4];
      out += "0123456789abcdef"[c & 15];
    }
  }
  out += text.substr(copied);
  out += '"';
}

// ECMA-262 section 6.1.6.1.20. std::to_chars gives the same digits but chooses between plain and
// exponent form by length, so its digits are laid out anew. The names are the specification's:
// `digits` s of length k, the value is 0.s * 10^n.
std::string FormatDouble(double value) {
  if (value == 0) return "0";
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                          std::chars_format::scientific);
  REMIT_CHECK(error == std::errc() && std::isfinite(value), "only finite doubles have a text");
  std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  std::string out;
  if (text.starts_with('-')) {
    out += '-';
    text.remove_prefix(1);
  }
  const size_t e = text.find('e');
  int exponent = 0;
  // from_chars takes no plus sign.
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, exponent);
  std::string digits(text.substr(0, e));
  if (digits.size() > 1) digits.erase(1, 1);  // the point
  const int k = static_cast<int>(digits.size());
  const int n = exponent + 1;
  const auto zeros = [](int count) { return std::string(static_cast<size_t>(count), '0'); };
  if (k <= n && n <= 21) return out + digits + zeros(n - k);
  if (0 < n && n <= 21) return out + digits.insert(static_cast<size_t>(n), ".");
  if (-6 < n && n <= 0) return out + "0." + zeros(-n) + digits;
  if (k > 1) digits.insert(1, ".");
  return out + digits + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
}

}  // namespace remit
