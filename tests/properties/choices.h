// A sequence of numbers that a generator reads its decisions from: RapidCheck shrinks the numbers,
// and zero always means the simplest choice, so that whatever is generated shrinks with them.
// Compilers evaluate the operands of `+` in any order: pieces that draw are joined by a braced
// list, whose order is defined, so that every compiler generates the same cases.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace remit::properties {

class Choices {
 public:
  explicit Choices(std::vector<uint32_t> numbers) : numbers_(std::move(numbers)) {}

  // At least 0, below `count`; 0 once the numbers are used up.
  uint32_t Below(uint32_t count) {
    return next_ < numbers_.size() && count != 0 ? numbers_[next_++] % count : 0;
  }
  bool OneIn(uint32_t count) { return Below(count) == count - 1; }
  std::string Pick(std::initializer_list<std::string_view> texts) {
    return std::string(texts.begin()[Below(static_cast<uint32_t>(texts.size()))]);
  }

 private:
  std::vector<uint32_t> numbers_;
  size_t next_ = 0;
};

inline std::string Join(std::initializer_list<std::string> pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

}  // namespace remit::properties
