#include "tests/reference/url_host.h"

#include <arpa/inet.h>
#include <idn2.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "tests/reference/escape.h"
#include "tests/reference/network.h"

namespace remit::reference {
namespace {

std::vector<std::string_view> SplitAtDots(std::string_view text) {
  std::vector<std::string_view> labels;
  while (true) {
    const size_t dot = text.find('.');
    labels.push_back(text.substr(0, dot));
    if (dot == text.npos) return labels;
    text.remove_prefix(dot + 1);
  }
}

// Percent-encodings as their bytes.
std::optional<std::string> Decoded(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      bytes += text[i];
      continue;
    }
    const auto high = i + 2 < text.size() ? HexDigit(text[i + 1]) : std::nullopt;
    const auto low = i + 2 < text.size() ? HexDigit(text[i + 2]) : std::nullopt;
    if (!high || !low) return std::nullopt;
    bytes += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return bytes;
}

// The number of an IPv4 address's part: hexadecimal behind 0x, octal behind 0, else decimal.
// What is far too large is held at 2^40.
std::optional<uint64_t> Number(std::string_view part) {
  if (part.empty()) return std::nullopt;
  int base = 10;
  if (part.starts_with("0x")) {
    base = 16;
    part.remove_prefix(2);
  } else if (part.size() > 1 && part.front() == '0') {
    base = 8;
    part.remove_prefix(1);
  }
  uint64_t number = 0;
  for (char c : part) {
    const std::optional<int> digit = HexDigit(c);
    if (!digit || *digit >= base) return std::nullopt;
    number = std::min(number * static_cast<uint64_t>(base) + static_cast<uint64_t>(*digit),
                      uint64_t{1} << 40);
  }
  return number;
}

// "ends in a number checker"; `labels` without an empty one at the end.
bool EndsInNumber(const std::vector<std::string_view>& labels) {
  const std::string_view last = labels.back();
  if (last.empty()) return false;
  return last.find_first_not_of("0123456789") == last.npos || Number(last).has_value();
}

// "IPv4 parser" and "IPv4 serializer"
std::optional<std::string> Ipv4(const std::vector<std::string_view>& parts) {
  if (parts.size() > 4) return std::nullopt;
  uint64_t address = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::optional<uint64_t> number = Number(parts[i]);
    if (!number) return std::nullopt;
    const bool last = i + 1 == parts.size();
    const uint64_t octets = last ? 5 - parts.size() : 1;  // that this part stands for
    if (*number >= uint64_t{1} << (8 * octets)) return std::nullopt;
    address = (address << (8 * octets)) + *number;
  }
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    text += (text.empty() ? "" : ".") + std::to_string(address >> shift & 255);
  }
  return text;
}

std::optional<std::string> Ipv6(std::string_view text) {
  if (text.find('\0') != text.npos) return std::nullopt;
  std::string octets(16, '\0');
  if (inet_pton(AF_INET6, std::string(text).c_str(), octets.data()) != 1) return std::nullopt;
  return "[" + AddressText(octets) + "]";
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t length = FirstCharacter(text).length;
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// "domain to ASCII", not strict
std::optional<std::string> Ascii(const std::string& domain) {
  std::string small = domain;
  bool ascii = true;
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  }
  bool encoded = false;
  for (std::string_view label : SplitAtDots(small)) encoded = encoded || label.starts_with("xn--");
  if (ascii && !encoded) return small;
  if (domain.find("\u1e9e") != domain.npos) return std::nullopt;
  char* out = nullptr;
  const int result = idn2_to_ascii_8z(domain.c_str(), &out, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  if (result != IDN2_OK) return std::nullopt;
  const std::string name = out;
  idn2_free(out);
  return name;
}

}  // namespace

std::optional<int> HexDigit(char c) {
  constexpr std::string_view kSmall = "0123456789abcdef", kLarge = "0123456789ABCDEF";
  if (const size_t digit = kSmall.find(c); digit != kSmall.npos) return static_cast<int>(digit);
  if (const size_t digit = kLarge.find(c); digit != kLarge.npos) return static_cast<int>(digit);
  return std::nullopt;
}

std::optional<std::string> UrlHost(std::string_view text) {
  if (text.starts_with('[')) {
    if (!text.ends_with(']')) return std::nullopt;
    return Ipv6(text.substr(1, text.size() - 2));
  }
  const std::optional<std::string> decoded = Decoded(text);
  if (!decoded || !IsUtf8(*decoded) || decoded->find('\0') != decoded->npos) return std::nullopt;
  const std::optional<std::string> name = Ascii(*decoded);
  if (!name) return std::nullopt;
  for (char c : *name) {  // "forbidden domain code point"
    if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7f ||
        std::string_view("#/:<>?@[\\]^|%").find(c) != std::string_view::npos) {
      return std::nullopt;
    }
  }
  std::vector<std::string_view> labels = SplitAtDots(*name);
  if (labels.size() > 1 && labels.back().empty()) labels.pop_back();
  if (EndsInNumber(labels)) return Ipv4(labels);
  std::string host;
  for (std::string_view label : labels) {
    if (label.empty() || label.size() > 63) return std::nullopt;
    host += (host.empty() ? "" : ".") + std::string(label);
  }
  if (host.size() > 253) return std::nullopt;
  return host;
}

}  // namespace remit::reference
