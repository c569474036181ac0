#include "engine/base/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace remit {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kNone = 0xFF;

constexpr std::array<uint8_t, 256> MakeSextets() {
  std::array<uint8_t, 256> sextets{};
  sextets.fill(kNone);
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    sextets[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint8_t>(i);
  }
  return sextets;
}
constexpr std::array<uint8_t, 256> kSextets = MakeSextets();

// `text` without whole padding; what is left of any other is no base64.
std::string_view WithoutPadding(std::string_view text) {
  if (text.size() % 4 == 0 && text.ends_with('=')) {
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
  }
  return text;
}

}  // namespace

size_t EncodedBase64Size(size_t bytes) { return (bytes + 2) / 3 * 4; }

void EncodeBase64(std::string_view bytes, char* to) {
  for (size_t at = 0; at < bytes.size(); at += 3) {
    const size_t count = std::min<size_t>(3, bytes.size() - at);
    uint32_t group = 0;
    for (size_t i = 0; i < 3; ++i) {
      group = group << 8 | (i < count ? static_cast<uint8_t>(bytes[at + i]) : 0u);
    }
    for (size_t i = 0; i < 4; ++i) {
      *to++ = i <= count ? kAlphabet[group >> (18 - 6 * i) & 63] : '=';
    }
  }
}

std::string EncodeBase64(std::string_view bytes) {
  std::string out(EncodedBase64Size(bytes.size()), '\0');
  EncodeBase64(bytes, out.data());
  return out;
}

std::optional<size_t> DecodedBase64Size(std::string_view text) {
  text = WithoutPadding(text);
  const auto is_letter = [](char c) { return kSextets[static_cast<uint8_t>(c)] != kNone; };
  if (text.size() % 4 == 1 || !std::ranges::all_of(text, is_letter)) return std::nullopt;
  return text.size() / 4 * 3 + text.size() % 4 * 3 / 4;
}

void DecodeBase64(std::string_view text, char* to) {
  uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : WithoutPadding(text)) {
    group = group << 6 | kSextets[static_cast<uint8_t>(c)];
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      *to++ = static_cast<char>(group >> bits & 0xFF);
    }
  }
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  const std::optional<size_t> size = DecodedBase64Size(text);
  if (!size) return std::nullopt;
  std::string out(*size, '\0');
  DecodeBase64(text, out.data());
  return out;
}

}  // namespace remit
