#include "engine/base/arena.h"

#include <algorithm>

namespace remit {

void Arena::Reset() {
  block_ = 0;
  used_ = 0;
  next_ = end_ = nullptr;
}

// Takes the next kept block that is large enough, else a new one; blocks double so that a large
// decision needs few of them.
void Arena::Grow(size_t bytes) {
  while (block_ < blocks_.size() && blocks_[block_].size < bytes) ++block_;
  if (block_ == blocks_.size()) {
    const size_t size = std::max(bytes, next_size_);
    blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
    next_size_ = std::min<size_t>(next_size_ * 2, 16u << 20);
  }
  next_ = blocks_[block_].memory.get();
  end_ = next_ + blocks_[block_].size;
  ++block_;
}

}  // namespace remit
