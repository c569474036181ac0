// Shannon entropy of a text's bytes.
#pragma once

#include <string_view>

namespace remit {

// Bits per byte, rounded to 3 decimals (half away from zero); 0.0 of nothing. The sum runs over
// byte values in order, so the same bytes always give the same double.
double Entropy(std::string_view text);

}  // namespace remit
