#include "engine/vm/url_host.h"

#include <arpa/inet.h>
#include <idn2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/escape.h"

namespace remit {
namespace {

// A name of 253 octets has no more than this as UTF-8, but for what mapping removes from it.
constexpr size_t kMaxHostBytes = 1024;
constexpr size_t kMaxNameBytes = 253, kMaxLabelBytes = 63;  // RFC 1035, section 2.3.4

std::unexpected<Error> BadHost(std::string_view host, std::string_view why) {
  return Fail(ErrorKind::BadInput,
              "the host `" + EscapeText(host, 60) + "` of the URL " + std::string(why));
}

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

// "forbidden domain code point"
bool IsForbidden(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' ||
         std::string_view("#/:<>?@[\\]^|%").contains(c);
}

// Percent-decoded; nullopt for a `%` that begins no encoding.
std::optional<std::string> PercentDecode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = HexDigit(text[i + 1]), low = HexDigit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

std::vector<std::string_view> SplitAtDots(std::string_view text) {
  std::vector<std::string_view> parts;
  for (size_t end = 0; end != std::string_view::npos;) {
    end = text.find('.');
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

// A part of an IPv4 address: decimal, octal after 0, hexadecimal after 0x. What exceeds an address
// by far stays there.
std::optional<uint64_t> Ipv4Number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  uint64_t radix = 10;
  if (text.starts_with("0x")) {
    radix = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text[0] == '0') {
    radix = 8;
    text.remove_prefix(1);
  }
  uint64_t number = 0;
  for (const char c : text) {
    const int digit = HexDigit(c);
    if (digit < 0 || static_cast<uint64_t>(digit) >= radix) return std::nullopt;
    number = std::min(number * radix + static_cast<uint64_t>(digit), uint64_t{1} << 40);
  }
  return number;
}

// "ends in a number": then it is an IPv4 address or nothing.
bool EndsInNumber(std::string_view last) {
  return !last.empty() && (std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; }) ||
                           (last.starts_with("0x") && Ipv4Number(last)));
}

std::optional<std::string> Ipv4Address(const std::vector<std::string_view>& parts) {
  if (parts.size() > 4) return std::nullopt;
  uint64_t address = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::optional<uint64_t> number = Ipv4Number(parts[i]);
    const bool last = i + 1 == parts.size();
    const size_t octets = last ? 4 - i : 1;  // the last part fills what is left
    if (!number || *number >= uint64_t{1} << (8 * octets)) return std::nullopt;
    address |= *number << (last ? 0 : 8 * (3 - i));
  }
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    text += std::to_string((address >> shift) & 0xff) + (shift > 0 ? "." : "");
  }
  return text;
}

// The longest run of two or more zeros is left out, the first of equally long ones.
std::string WriteIpv6(const std::array<uint16_t, 8>& pieces) {
  size_t begin = 8, size = 1;
  for (size_t i = 0; i < 8; ++i) {
    size_t end = i;
    while (end < 8 && pieces[end] == 0) ++end;
    if (end - i > size) {
      begin = i;
      size = end - i;
    }
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "[";
  for (size_t i = 0; i < 8; ++i) {
    if (i == begin) {
      text += i == 0 ? "::" : ":";
      i += size - 1;
      continue;
    }
    int shift = 12;
    while (shift > 0 && pieces[i] >> shift == 0) shift -= 4;
    for (; shift >= 0; shift -= 4) text += kDigits[(pieces[i] >> shift) & 0xf];
    if (i < 7) text += ':';
  }
  return text + "]";
}

// Without its brackets. inet_pton takes what the standard's parser does: no zone, no port, a dotted
// tail only of decimals without leading zeros.
std::optional<std::string> Ipv6Address(const std::string& text) {
  std::array<unsigned char, 16> octets{};
  if (text.contains('\0') || inet_pton(AF_INET6, text.c_str(), octets.data()) != 1) {
    return std::nullopt;
  }
  std::array<uint16_t, 8> pieces{};
  for (size_t i = 0; i < 8; ++i) {
    pieces[i] = static_cast<uint16_t>(octets[2 * i] << 8 | octets[2 * i + 1]);
  }
  return WriteIpv6(pieces);
}

// libidn2 maps and checks by UTS 46 and by IDNA 2008, so names that only UTS 46 allows, such as
// those with emoji, are refused.
std::optional<std::string> DomainToAscii(const std::string& domain) {
  std::string lower = LowerAscii(domain);
  const bool has_alabel = lower.starts_with("xn--") || lower.contains(".xn--");
  if (IsAscii(lower) && !has_alabel) return lower;
  // Since Unicode 15.1 the large sharp s is mapped to the small one, before to "ss": whether one of
  // the two names is meant nobody can know.
  if (domain.contains('\0') || domain.contains("\u1e9e")) return std::nullopt;
  uint8_t* mapped = nullptr;
  if (idn2_lookup_u8(reinterpret_cast<const uint8_t*>(lower.c_str()), &mapped,
                     IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK) {
    return std::nullopt;
  }
  std::string ascii = LowerAscii(reinterpret_cast<const char*>(mapped));
  idn2_free(mapped);
  // What mapping brings about, an A-label too, must stand by itself.
  if (ascii == lower) return ascii;
  return DomainToAscii(ascii) == ascii ? std::optional(ascii) : std::nullopt;
}

}  // namespace

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> ReadUrlHost(std::string_view text) {
  if (text.empty()) return Fail(ErrorKind::BadInput, "the URL has no host");
  if (text.size() > kMaxHostBytes) return BadHost(text, "is longer than a name can be");
  if (text.starts_with('[')) {
    if (!text.ends_with(']')) return BadHost(text, "begins with a bracket that nothing closes");
    const auto address = Ipv6Address(std::string(text.substr(1, text.size() - 2)));
    if (!address) return BadHost(text, "is no IPv6 address");
    return *address;
  }
  const std::optional<std::string> decoded = PercentDecode(text);
  if (!decoded || ValidUtf8Prefix(*decoded) != decoded->size())
    return BadHost(text, "has an encoding that means nothing");
  std::optional<std::string> host = DomainToAscii(*decoded);
  if (!host) return BadHost(text, "is no domain name");
  if (std::ranges::any_of(*host, IsForbidden)) {
    return BadHost(text, "has a character that no host has");
  }
  if (host->ends_with('.')) host->pop_back();
  const std::vector<std::string_view> labels = SplitAtDots(*host);
  if (EndsInNumber(labels.back())) {
    const std::optional<std::string> address = Ipv4Address(labels);
    if (!address) return BadHost(text, "ends in a number and is no IPv4 address");
    return *address;
  }
  for (const std::string_view label : labels) {
    if (label.empty()) return BadHost(text, "has an empty label");
    if (label.size() > kMaxLabelBytes) return BadHost(text, "has a label of over 63 bytes");
  }
  if (host->size() > kMaxNameBytes) return BadHost(text, "is longer than a name can be");
  return *host;
}

}  // namespace remit
