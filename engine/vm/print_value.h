// The one printer of values as CEL's `%s` shows them.
#pragma once

#include "engine/model/value.h"
#include "engine/vm/text_out.h"

namespace remit {

// What becomes of bytes that are no UTF-8 among the bytes of a value.
enum class BadUtf8 : uint8_t {
  Kept,      // whoever prints escapes them
  Replaced,  // each by U+FFFD
};

// Strings and bytes as they are, lists "[1, a]", maps "{k: v}" in the order of the printed keys,
// doubles by the shortest digits that read back the same, never with an exponent. Keys that print
// the same (1 and '1') keep the order of the map.
void PrintValue(TextOut& out, const Value& value, BadUtf8 bad);

// "NaN", "-Infinity", "-0", "0.00000015"
void PrintDouble(TextOut& out, double value);

}  // namespace remit
