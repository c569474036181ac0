// Texts and lists that functions give back, of no more units than there are left: what would be
// larger is the error OutOfFuel, and takes no memory.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/model/value.h"

namespace remit::reference {

inline constexpr uint64_t kAnyAmount = std::numeric_limits<uint64_t>::max();

// A text costs a unit for each 32 bytes, the remainder dropped.
class TextOutput {
 public:
  explicit TextOutput(uint64_t most_units)
      : most_(most_units > kAnyAmount / 64 ? kAnyAmount : most_units * 32 + 31) {}

  void Add(std::string_view text);
  void GiveUp() { over_ = true; }
  bool over() const { return over_; }
  uint64_t room() const { return most_ - text_.size(); }
  Value Made(Arena& arena, ValueKind kind = ValueKind::String) const;

 private:
  uint64_t most_;
  std::string text_;
  bool over_ = false;
};

// A list costs a unit for each element.
Value MadeList(Arena& arena, const std::vector<Value>& items, uint64_t most_units);

}  // namespace remit::reference
