// Memory for one decision: bump allocation, nothing freed on its own, blocks kept for the next
// decision. Only trivially destructible things live here.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace remit {

class Arena {
 public:
  explicit Arena(size_t first_block = 16 * 1024) : next_size_(first_block) {}
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  // Uninitialised memory, aligned for any value type up to 16 bytes; valid until Reset.
  void* Allocate(size_t bytes) {
    bytes = (bytes + 15) & ~size_t{15};
    if (bytes > static_cast<size_t>(end_ - next_)) Grow(bytes);
    void* memory = next_;
    next_ += bytes;
    used_ += bytes;
    return memory;
  }

  // `count` value-initialised elements.
  template <typename T>
  std::span<T> MakeArray(size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 16);
    T* first = static_cast<T*>(Allocate(count * sizeof(T)));
    for (size_t i = 0; i < count; ++i) new (first + i) T();
    return {first, count};
  }

  template <typename T>
  T* Make(T value) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 16);
    return new (Allocate(sizeof(T))) T(value);
  }

  std::string_view Copy(std::string_view text) {
    if (text.empty()) return {};
    char* memory = static_cast<char*>(Allocate(text.size()));
    std::memcpy(memory, text.data(), text.size());
    return {memory, text.size()};
  }

  // Everything allocated so far is gone; the blocks stay and are used again.
  void Reset();

  size_t used() const { return used_; }  // bytes handed out since the last Reset

 private:
  struct Block {
    std::unique_ptr<std::byte[]> memory;
    size_t size;
  };

  void Grow(size_t bytes);

  std::vector<Block> blocks_;
  size_t block_ = 0;  // blocks_[0 .. block_) are in use
  size_t next_size_;
  size_t used_ = 0;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
};

}  // namespace remit
