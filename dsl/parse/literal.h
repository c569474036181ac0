// The content of literals: CEL's strings, bytes and numbers.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/parse/token.h"

namespace remit {

struct LiteralMistake {
  uint32_t begin = 0;  // bytes from the start of the content
  uint32_t end = 0;
  std::string message;
};

enum class Escapes : uint8_t { None, String, Bytes };

// Resolves the escapes of what stands between the quotes. `places` counts from `offset`, the place
// of the content in the file. Bytes get no places.
std::expected<TokenValue, LiteralMistake> ResolveEscapes(std::string_view content, Escapes escapes,
                                                         uint32_t offset);

// Decimal or hexadecimal (`0x`) digits; nullopt if more than 64 bits.
std::optional<uint64_t> ReadWhole(std::string_view digits);

// A decimal floating literal, rounded to nearest; too small is 0, too large nullopt.
std::optional<double> ReadDouble(std::string_view text);

}  // namespace remit
