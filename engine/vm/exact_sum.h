// A sum of numbers that is exact until it is rounded once, so that no order shows.
#pragma once

#include <array>
#include <cstdint>

namespace remit {

// Every finite double is a whole number of 2^-1074; the sum is kept as such, in 32-bit digits with
// room for carries. At most 2^30 terms.
class ExactSum {
 public:
  void Add(double finite);
  void Add(int64_t whole);
  void Add(uint64_t whole);
  // The nearest double, ties to even; an infinity where it is out of a double's range. 0.0 of
  // nothing.
  double Round() const;

 private:
  static constexpr int kDigits = 68;  // 2^-1074 to 2^1024, and 46 bits more
  void AddScaled(uint64_t mantissa, int shift, bool negative);  // mantissa * 2^(shift - 1074)

  std::array<int64_t, kDigits> digits_{};
};

}  // namespace remit
