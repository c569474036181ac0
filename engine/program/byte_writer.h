// Layout's writer: little-endian integers of their own width, lengths of 32 bits.
#pragma once

#include <bit>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/base/check.h"
#include "engine/program/layout.h"

namespace remit {

class ByteWriter {
 public:
  template <typename T>
  using Ref = const T&;

  template <typename T>
  void Number(T value) {
    auto bits = static_cast<std::make_unsigned_t<T>>(value);
    for (size_t i = 0; i < sizeof(T); ++i) {
      bytes_ += static_cast<char>(static_cast<uint8_t>(bits >> (8 * i)));
    }
  }

  template <typename T>
  void Choice(T value, T) {
    static_assert(sizeof(T) == 1);
    Number(static_cast<uint8_t>(value));
  }

  void Flag(bool value) { Number<uint8_t>(value ? 1 : 0); }
  void Real(double value) { Number(std::bit_cast<uint64_t>(value)); }

  void Text(const std::string& text) {
    Length(text.size());
    bytes_ += text;
  }

  template <typename T>
  void Each(const std::vector<T>& items) {
    Length(items.size());
    for (const T& item : items) Layout(*this, item);
  }

  template <typename Part>
  void Section(std::string_view, Part part) {
    const size_t length_at = bytes_.size();
    Number<uint32_t>(0);
    part();
    const size_t length = bytes_.size() - length_at - sizeof(uint32_t);
    REMIT_CHECK(length <= UINT32_MAX, "a program's section is longer than its format can say");
    for (size_t i = 0; i < sizeof(uint32_t); ++i) {
      bytes_[length_at + i] = static_cast<char>(static_cast<uint8_t>(length >> (8 * i)));
    }
  }

  void Raw(std::string_view bytes) { bytes_ += bytes; }
  std::string Take() { return std::move(bytes_); }
  size_t size() const { return bytes_.size(); }

 private:
  void Length(size_t length) {
    REMIT_CHECK(length <= UINT32_MAX, "a program's part is longer than its format can say");
    Number(static_cast<uint32_t>(length));
  }

  std::string bytes_;
};

}  // namespace remit
