#include "engine/vm/exact_sum.h"

#include <bit>
#include <cmath>

namespace remit {
namespace {
constexpr int kBias = 1074;
constexpr uint64_t kLow = 0xffffffff;
}  // namespace

void ExactSum::AddScaled(uint64_t mantissa, int shift, bool negative) {
  const int digit = shift / 32;
  const int bits = shift % 32;
  const uint64_t low = (mantissa & kLow) << bits;
  const uint64_t high = (mantissa >> 32) << bits;
  const uint64_t middle = (low >> 32) + (high & kLow);
  const int64_t parts[3] = {static_cast<int64_t>(low & kLow), static_cast<int64_t>(middle),
                            static_cast<int64_t>(high >> 32)};
  for (int i = 0; i < 3; ++i) {
    int64_t& sum = digits_[static_cast<size_t>(digit + i)];
    sum += negative ? -parts[i] : parts[i];
  }
}

void ExactSum::Add(double finite) {
  if (finite == 0.0) return;
  int exponent = 0;
  const double fraction = std::frexp(std::fabs(finite), &exponent);  // fraction in [0.5, 1)
  uint64_t mantissa = static_cast<uint64_t>(std::ldexp(fraction, 53));
  int shift = exponent - 53 + kBias;
  if (shift < 0) {  // subnormal: the bits shifted out are zeros
    mantissa >>= -shift;
    shift = 0;
  }
  AddScaled(mantissa, shift, std::signbit(finite));
}

void ExactSum::Add(int64_t whole) {
  const uint64_t magnitude =
      whole < 0 ? uint64_t{0} - static_cast<uint64_t>(whole) : static_cast<uint64_t>(whole);
  AddScaled(magnitude, kBias, whole < 0);
}

void ExactSum::Add(uint64_t whole) { AddScaled(whole, kBias, false); }

double ExactSum::Round() const {
  std::array<int64_t, kDigits> digits = digits_;
  const auto carry = [&digits] {
    for (size_t i = 0; i + 1 < digits.size(); ++i) {
      digits[i + 1] += digits[i] >> 32;  // arithmetic: rounds down, so digits become 0 … 2^32-1
      digits[i] &= static_cast<int64_t>(kLow);
    }
  };
  carry();
  const bool negative = digits.back() < 0;
  if (negative) {
    for (int64_t& digit : digits) digit = -digit;
    carry();
  }
  size_t top = digits.size();
  while (top > 0 && digits[top - 1] == 0) --top;
  if (top == 0) return 0.0;
  // The upper 64 bits below the highest one that is set, and whether any bit lies below them.
  const auto digit = [&digits](size_t i) { return static_cast<uint64_t>(digits[i]); };
  const int width = 64 - std::countl_zero(digit(top - 1));
  const int highest = static_cast<int>(top - 1) * 32 + width - 1;
  if (highest < 53) {  // so small that a double has all its bits
    const uint64_t whole = digit(0) | (digit(1) << 32);
    const double value = std::ldexp(static_cast<double>(whole), -kBias);
    return negative ? -value : value;
  }
  uint64_t mantissa = 0;
  bool rest = false;
  for (int bit = highest; bit > highest - 54; --bit) {
    mantissa = (mantissa << 1) | ((digit(static_cast<size_t>(bit / 32)) >> (bit % 32)) & 1);
  }
  for (int bit = highest - 54; bit >= 0 && !rest; --bit) {
    rest = ((digit(static_cast<size_t>(bit / 32)) >> (bit % 32)) & 1) != 0;
  }
  const bool half = (mantissa & 1) != 0;
  mantissa >>= 1;
  if (half && (rest || (mantissa & 1) != 0)) ++mantissa;
  const double value = std::ldexp(static_cast<double>(mantissa), highest - 52 - kBias);
  return negative ? -value : value;
}

}  // namespace remit
