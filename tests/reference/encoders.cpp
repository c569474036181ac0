#include "tests/reference/encoders.h"

#include <optional>
#include <string>
#include <string_view>

#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Bits as text, a '0' or '1' each, so that they are cut anew by the eye.
void AppendBits(std::string& bits, size_t number, int count) {
  for (int i = count - 1; i >= 0; --i) bits += (number >> i & 1) != 0 ? '1' : '0';
}

size_t NumberOf(std::string_view bits) {
  size_t number = 0;
  for (char bit : bits) number = number * 2 + (bit == '1' ? 1 : 0);
  return number;
}

std::string Encoded(std::string_view bytes) {
  std::string bits;
  for (char c : bytes) AppendBits(bits, static_cast<unsigned char>(c), 8);
  while (bits.size() % 6 != 0) bits += '0';
  std::string text;
  for (size_t i = 0; i < bits.size(); i += 6) {
    text += kAlphabet[NumberOf(std::string_view(bits).substr(i, 6))];
  }
  while (text.size() % 4 != 0) text += '=';
  return text;
}

// Padding is there as a whole or not at all; bits of the last digit that make no byte do not count.
std::optional<std::string> Decoded(std::string_view text) {
  size_t padding = 0;
  while (text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  if (text.size() % 4 == 1) return std::nullopt;
  if (padding != 0 && (padding > 2 || (text.size() + padding) % 4 != 0)) return std::nullopt;
  std::string bits;
  for (char c : text) {
    const size_t digit = kAlphabet.find(c);
    if (digit == kAlphabet.npos) return std::nullopt;
    AppendBits(bits, digit, 6);
  }
  std::string bytes;
  for (size_t i = 0; i + 8 <= bits.size(); i += 8) {
    bytes += static_cast<char>(NumberOf(std::string_view(bits).substr(i, 8)));
  }
  return bytes;
}

}  // namespace

Value CallEncoder(Arena& arena, FunctionId function, std::span<const Value> args) {
  const bool encode = function == FunctionId::Base64Encode;
  if (args.size() != 1 || args[0].kind != (encode ? ValueKind::Bytes : ValueKind::String)) {
    return Wrong(arena, EvalErrorCode::NoOverload);
  }
  if (encode) return MakeString(arena.Copy(Encoded(args[0].string())));
  const std::optional<std::string> bytes = Decoded(args[0].string());
  if (!bytes) return Wrong(arena, EvalErrorCode::InvalidArgument);
  return MakeBytes(arena.Copy(*bytes));
}

}  // namespace remit::reference
