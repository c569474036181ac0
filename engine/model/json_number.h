// What a JSON number means, decided on its digits: rounding to a double first would lose whether it
// is whole and whether it is exact.
#pragma once

#include <expected>
#include <string_view>

#include "engine/model/value.h"

namespace remit {

// `text` follows JSON's grammar of numbers. Whole and within +-(2^53-1): an Int; another whole
// number: the Double that is exactly it; any other: the nearest Double. The error says why there is
// none.
std::expected<Value, std::string_view> ConvertJsonNumber(std::string_view text);

}  // namespace remit
