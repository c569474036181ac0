// What functions cost that compare elements with elements: by all that the elements hold.
#pragma once

#include <cstdint>

#include "engine/model/value.h"

namespace remit {

// *D* of docs/vm.md. Values share what they hold, so a small one can be deeper than any memory:
// counting stops as soon as the result is over `most`, and then the result is some number over it.
uint64_t DeepSize(const Value& value, uint64_t most);

// Held at the largest number instead of wrapping.
uint64_t SaturatingAdd(uint64_t a, uint64_t b);
uint64_t SaturatingMultiply(uint64_t a, uint64_t b);

// DeepSize(value, most) * times, without looking at the value where `times` is 0.
uint64_t DeepSizeTimes(const Value& value, uint64_t times, uint64_t most);

}  // namespace remit
