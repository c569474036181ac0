// Numbers that are the same in every run and with every library: SplitMix64.
#pragma once

#include <cstdint>

namespace remit::bench {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  // A number of 0 … bound − 1; the bias of the remainder does not matter here.
  uint64_t Below(uint64_t bound) {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return (mixed ^ (mixed >> 31)) % bound;
  }

 private:
  uint64_t state_;
};

}  // namespace remit::bench
