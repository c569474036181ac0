// What an operator or a function may use up, and how it says that it cannot go on.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/model/value.h"

namespace remit {

// The units left to a rule or a let; docs/vm.md says what costs how much. Once it is out it stays
// out, so that a rule that ran out cannot go on with a cheaper expression.
struct Fuel {
  uint64_t left = 0;
  bool out = false;

  // False, and out from then on, if fewer than `units` are left. Charge before allocating.
  bool Charge(uint64_t units) {
    if (out || units > left) {
      left = 0;
      out = true;
      return false;
    }
    left -= units;
    return true;
  }
};

struct Eval {
  Arena& arena;
  Fuel& fuel;
};

// What touching `bytes` bytes of a string costs.
constexpr uint64_t ByteFuel(uint64_t bytes) { return bytes / 32; }

// The OutOfFuel error; it lives forever.
Value OutOfFuelError();

// An error whose message is `parts` in a row.
Value Failure(Arena& arena, EvalErrorCode code, std::initializer_list<std::string_view> parts);

// "no overload of `+` for int and string"
Value NoOverload(Arena& arena, std::string_view name, const Value& a);
Value NoOverload(Arena& arena, std::string_view name, const Value& a, const Value& b);

// `parts` in a row, in the arena.
std::string_view JoinText(Arena& arena, std::initializer_list<std::string_view> parts);

}  // namespace remit
