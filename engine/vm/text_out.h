// Text that is measured before it is made: the same code first counts what it would write, then
// writes it to memory of that size. So what a result costs is charged before memory is taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace remit {

// Takes at most `limit` + 1 bytes and drops the rest: one byte over tells that there was more.
class TextOut {
 public:
  explicit TextOut(uint64_t limit) : limit_(limit) {}  // counts only
  // Writes to `memory`, which holds what a counting one with the same limit had.
  TextOut(char* memory, uint64_t limit) : memory_(memory), limit_(limit) {}

  void Put(std::string_view text);
  void Put(char c) { Put(std::string_view(&c, 1)); }
  void Fill(uint64_t count, char c);

  uint64_t size() const { return size_; }
  uint64_t limit() const { return limit_; }
  bool over() const { return size_ > limit_; }
  bool counts_only() const { return memory_ == nullptr; }

 private:
  uint64_t Fitting(uint64_t bytes) const;

  char* memory_ = nullptr;
  uint64_t limit_;
  uint64_t size_ = 0;
};

}  // namespace remit
