#include "engine/model/ip_text.h"

#include <array>
#include <charconv>
#include <cstdint>

namespace remit {
namespace {

constexpr size_t kGroups = 8;
using Groups = std::array<uint16_t, kGroups>;

// All of `text` as a number without sign; a leading zero only as the number 0.
std::optional<unsigned> ReadDecimal(std::string_view text, unsigned most) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text.front() == '0')) {
    return std::nullopt;
  }
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > most) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::string> ReadIpv4(std::string_view text) {
  std::string octets;
  for (size_t i = 0; i < 4; ++i) {
    const size_t end = i < 3 ? text.find('.') : text.size();
    if (end == std::string_view::npos) return std::nullopt;
    const std::optional<unsigned> octet = ReadDecimal(text.substr(0, end), 255);
    if (!octet) return std::nullopt;
    octets += static_cast<char>(*octet);
    text.remove_prefix(i < 3 ? end + 1 : end);
  }
  return octets;
}

std::optional<uint16_t> ReadGroup(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  uint16_t group = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), group, 16);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return group;
}

// Groups with a colon between each two, into `groups`; how many, nullopt if they are not that or
// more than kGroups. An empty text has none.
std::optional<size_t> ReadGroups(std::string_view text, Groups& groups) {
  if (text.empty()) return 0;
  for (size_t count = 0; count < kGroups; ++count) {
    const size_t colon = text.find(':');
    const std::optional<uint16_t> group = ReadGroup(text.substr(0, colon));
    if (!group) return std::nullopt;
    groups[count] = *group;
    if (colon == std::string_view::npos) return count + 1;
    text.remove_prefix(colon + 1);
  }
  return std::nullopt;
}

std::optional<std::string> ReadIpv6(std::string_view text) {
  const size_t gap = text.find("::");
  Groups groups{};
  const std::optional<size_t> before = ReadGroups(text.substr(0, gap), groups);
  if (!before) return std::nullopt;
  if (gap == std::string_view::npos) {
    if (*before != kGroups) return std::nullopt;
  } else {
    Groups tail{};
    const std::optional<size_t> after = ReadGroups(text.substr(gap + 2), tail);
    // "::" stands for one group at least.
    if (!after || *before + *after >= kGroups) return std::nullopt;
    for (size_t i = 0; i < *after; ++i) groups[kGroups - *after + i] = tail[i];
  }
  std::string octets;
  for (const uint16_t group : groups) {
    octets += static_cast<char>(group >> 8);
    octets += static_cast<char>(group & 0xff);
  }
  return octets;
}

constexpr size_t kMappedOctets = 12;  // before the IPv4 address that IPv6 maps

bool IsMapped(std::string_view octets) {
  return octets.size() == 16 &&
         octets.starts_with(std::string_view("\0\0\0\0\0\0\0\0\0\0\xff\xff", kMappedOctets));
}

std::optional<std::string> ReadOctets(std::string_view text) {
  return text.find(':') == std::string_view::npos ? ReadIpv4(text) : ReadIpv6(text);
}

std::string FormatIpv4(std::string_view octets) {
  std::string text;
  for (const char octet : octets) {
    if (!text.empty()) text += '.';
    text += std::to_string(static_cast<unsigned char>(octet));
  }
  return text;
}

// Where the longest row of two zero groups or more begins and ends, the first of equal ones; both
// kGroups if there is none (RFC 5952, 4.2).
std::pair<size_t, size_t> LongestGap(const Groups& groups) {
  std::pair<size_t, size_t> longest = {kGroups, kGroups};
  size_t size = 1;
  for (size_t first = 0; first < kGroups; ++first) {
    size_t end = first;
    while (end < kGroups && groups[end] == 0) ++end;
    if (end - first > size) {
      size = end - first;
      longest = {first, end};
    }
  }
  return longest;
}

std::string FormatIpv6(std::string_view octets) {
  Groups groups{};
  for (size_t i = 0; i < kGroups; ++i) {
    groups[i] = static_cast<uint16_t>(static_cast<unsigned char>(octets[2 * i]) << 8 |
                                      static_cast<unsigned char>(octets[2 * i + 1]));
  }
  const auto [gap, gap_end] = LongestGap(groups);
  std::string text;
  for (size_t i = 0; i < kGroups; ++i) {
    if (i == gap) {
      text += "::";
      i = gap_end - 1;
      continue;
    }
    if (!text.empty() && !text.ends_with(':')) text += ':';
    std::array<char, 4> digits{};
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), groups[i], 16);
    text.append(digits.data(), end);
  }
  return text;
}

std::string FormatOctets(std::string_view octets) {
  return octets.size() == 4 ? FormatIpv4(octets) : FormatIpv6(octets);
}

}  // namespace

std::optional<std::string> ReadIp(std::string_view text) {
  std::optional<std::string> octets = ReadOctets(text);
  if (octets && IsMapped(*octets)) octets->erase(0, kMappedOctets);
  return octets;
}

std::optional<std::string> ReadCidr(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  std::optional<std::string> octets = ReadOctets(text.substr(0, slash));
  if (!octets) return std::nullopt;
  const auto bits = static_cast<unsigned>(octets->size() * 8);
  const std::optional<unsigned> prefix = ReadDecimal(text.substr(slash + 1), bits);
  if (!prefix) return std::nullopt;
  unsigned size = *prefix;
  if (IsMapped(*octets)) {
    // The range of an IPv4 address; one that reaches beyond what is mapped is of neither family.
    if (size < kMappedOctets * 8) return std::nullopt;
    size -= static_cast<unsigned>(kMappedOctets * 8);
    octets->erase(0, kMappedOctets);
  }
  *octets += static_cast<char>(size);
  return octets;
}

std::string FormatIp(const Value& ip) { return FormatOctets(ip.string()); }

std::string FormatCidr(const Value& cidr) {
  const std::string_view octets = cidr.string();
  const auto prefix = static_cast<unsigned char>(octets.back());
  return FormatOctets(octets.substr(0, octets.size() - 1)) + "/" + std::to_string(prefix);
}

}  // namespace remit
