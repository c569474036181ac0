#include "engine/vm/entropy.h"

#include <array>
#include <cmath>
#include <cstdint>

namespace remit {

double Entropy(std::string_view text) {
  if (text.empty()) return 0.0;
  std::array<uint32_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<uint8_t>(c)];
  double bits = 0.0;
  for (const uint32_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  const double rounded = std::round(bits * 1000.0) / 1000.0;
  return rounded == 0.0 ? 0.0 : rounded;  // never -0.0
}

}  // namespace remit
