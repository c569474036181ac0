#include "engine/model/json_number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace remit {
namespace {

constexpr int64_t kMaxExact = (int64_t{1} << 53) - 1;
constexpr int64_t kMaxExponent = 1'000'000'000'000;  // beyond any document's count of digits

// A number's value as decimal digits: 0.DIGITS * 10^point, no zeros at either end of DIGITS.
struct Decimal {
  std::string digits;
  int64_t point = 0;

  bool whole() const { return static_cast<int64_t>(digits.size()) <= point; }
};

// `text` is a number of JSON's grammar without its sign.
Decimal ReadDecimal(std::string_view text) {
  Decimal decimal;
  const size_t e = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, e);
  const size_t dot = mantissa.find('.');
  const std::string_view integral = mantissa.substr(0, dot);
  decimal.digits = integral;
  if (dot != std::string_view::npos) decimal.digits += mantissa.substr(dot + 1);
  decimal.point = static_cast<int64_t>(integral.size());
  if (e != std::string_view::npos) {
    std::string_view exponent = text.substr(e + 1);
    const bool minus = exponent.starts_with('-');
    if (minus || exponent.starts_with('+')) exponent.remove_prefix(1);
    int64_t value = 0;
    for (const char c : exponent) value = std::min(value * 10 + (c - '0'), kMaxExponent);
    decimal.point += minus ? -value : value;
  }
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  const size_t leading = std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size());
  decimal.digits.erase(0, leading);
  decimal.point -= static_cast<int64_t>(leading);
  if (decimal.digits.empty()) decimal.point = 0;
  return decimal;
}

// Whether a whole decimal beyond 2^53 is `real` to the last digit. Doubles of that size are whole,
// so zero digits of fraction print all of them.
bool IsExactly(const Decimal& decimal, double real) {
  std::array<char, 400> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                          std::fabs(real), std::chars_format::fixed, 0);
  if (error != std::errc()) return false;
  const std::string_view printed(buffer.data(), static_cast<size_t>(end - buffer.data()));
  return static_cast<int64_t>(printed.size()) == decimal.point &&
         printed.starts_with(decimal.digits) &&
         printed.find_first_not_of('0', decimal.digits.size()) == std::string_view::npos;
}

}  // namespace

std::expected<Value, std::string_view> ConvertJsonNumber(std::string_view text) {
  const bool minus = text.starts_with('-');
  const Decimal decimal = ReadDecimal(text.substr(minus ? 1 : 0));
  if (decimal.whole() && decimal.point <= 16) {
    int64_t integer = 0;
    for (int64_t i = 0; i < decimal.point; ++i) {
      const auto place = static_cast<size_t>(i);
      integer = integer * 10 + (place < decimal.digits.size() ? decimal.digits[place] - '0' : 0);
    }
    if (integer <= kMaxExact) {
      return MakeInt(minus ? -integer : integer);
    }
  }
  double real = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), real);
  if (error == std::errc::result_out_of_range && decimal.point <= 0) {
    real = minus ? -0.0 : 0.0;  // too small rather than too large
  } else if (error != std::errc() || !std::isfinite(real)) {
    return std::unexpected("a number is beyond what a double can hold");
  }
  if (decimal.whole() && !IsExactly(decimal, real)) {
    return std::unexpected("a whole number beyond 2^53-1 that no double holds exactly");
  }
  return MakeDouble(real);
}

}  // namespace remit
