// Bytes that do not move while somebody refers to them: on the heap, or a file's mapping.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace remit {

// Owns `size()` bytes that begin at a multiple of 64 and stay there however often it is moved.
class HeldBytes {
 public:
  static constexpr size_t kAlignment = 64;
  using Release = void (*)(char* data, size_t size);

  HeldBytes() = default;
  // Takes over bytes that `release` gives back; `data` is a multiple of 64. `forget`: frees the
  // memory of a part of them, which stays as readable as before; nullptr where it is all there is.
  HeldBytes(char* data, size_t size, Release release, Release forget = nullptr)
      : data_(data), size_(size), release_(release), forget_(forget) {}
  HeldBytes(HeldBytes&& other) noexcept { *this = std::move(other); }
  HeldBytes& operator=(HeldBytes&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(release_, other.release_);
    std::swap(forget_, other.forget_);
    return *this;
  }
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;
  ~HeldBytes() {
    if (data_ != nullptr) release_(data_, size_);
  }

  // Bytes of the heap, to be filled by the caller.
  static HeldBytes Allocate(size_t size) {
    if (size == 0) return {};
    constexpr std::align_val_t kAlign{kAlignment};
    return {static_cast<char*>(::operator new(size, kAlign)), size,
            [](char* data, size_t) { ::operator delete(data, kAlign); }};
  }
  static HeldBytes Copy(std::string_view bytes) {
    HeldBytes held = Allocate(bytes.size());
    if (!bytes.empty()) std::memcpy(held.data_, bytes.data(), bytes.size());
    return held;
  }

  // Frees the memory of a part until it is read again, where something else than memory holds it.
  // Parts of the pages at its ends stay.
  void Forget(size_t first, size_t size) {
    if (forget_ != nullptr) forget_(data_ + first, size);
  }

  char* data() { return data_; }
  size_t size() const { return size_; }
  std::string_view view() const { return {data_, size_}; }

 private:
  char* data_ = nullptr;
  size_t size_ = 0;
  Release release_ = nullptr;
  Release forget_ = nullptr;
};

}  // namespace remit
