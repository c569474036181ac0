#include "engine/vm/text_out.h"

#include <cstring>

namespace remit {

uint64_t TextOut::Fitting(uint64_t bytes) const {
  if (over()) return 0;
  const uint64_t under = limit_ - size_;
  return bytes > under ? under + 1 : bytes;
}

void TextOut::Put(std::string_view text) {
  const uint64_t bytes = Fitting(text.size());
  if (memory_ != nullptr && bytes > 0) std::memcpy(memory_ + size_, text.data(), bytes);
  size_ += bytes;
}

void TextOut::Fill(uint64_t count, char c) {
  const uint64_t bytes = Fitting(count);
  if (memory_ != nullptr && bytes > 0) std::memset(memory_ + size_, c, bytes);
  size_ += bytes;
}

}  // namespace remit
