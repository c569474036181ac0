// Places in a string, counted as CEL counts them: by code points, from 0. Strings are UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace remit {

// Whether a byte goes on with the code point of the byte before it.
constexpr bool IsContinuation(char c) { return (static_cast<uint8_t>(c) & 0xc0) == 0x80; }

// The byte after the code point that begins at byte `at`, which must be less than text.size().
size_t NextCodePoint(std::string_view text, size_t at);

// Code points of `text`.
size_t CountCodePoints(std::string_view text);

// The byte where code point `place` begins; text.size() for the place after the last one. nullopt
// for places beyond that or below 0.
std::optional<size_t> ByteOfCodePoint(std::string_view text, int64_t place);

}  // namespace remit
