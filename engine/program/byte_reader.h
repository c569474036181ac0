// Layout's reader. It stops at the first thing that is not as the format says: what is read after
// that is zeros and empty vectors, and `error` holds the reason with its byte.
//
// No memory is taken before it is known that the bytes left can fill it: an element takes at least
// as many bytes as its default (whose vectors are empty), so a count is held against what is left.
#pragma once

#include <bit>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/base/error.h"
#include "engine/program/byte_writer.h"
#include "engine/program/layout.h"

namespace remit {

template <typename T>
size_t SmallestEncoding() {
  static const size_t size = [] {
    ByteWriter writer;
    Layout(writer, T{});
    return writer.size();
  }();
  return size;
}

class ByteReader {
 public:
  template <typename T>
  using Ref = T&;

  explicit ByteReader(std::string_view bytes) : bytes_(bytes), end_(bytes.size()) {}

  template <typename T>
  void Number(T& value) {
    value = 0;
    if (!Need(sizeof(T))) return;
    std::make_unsigned_t<T> bits = 0;
    for (size_t i = 0; i < sizeof(T); ++i) {
      const auto byte = static_cast<uint8_t>(bytes_[at_ + i]);
      bits = static_cast<std::make_unsigned_t<T>>(bits | (uint64_t{byte} << (8 * i)));
    }
    at_ += sizeof(T);
    value = static_cast<T>(bits);
  }

  // An enum: one byte, at most `last`.
  template <typename T>
  void Choice(T& value, T last) {
    value = T{};
    uint8_t byte = 0;
    Number(byte);
    if (byte > static_cast<uint8_t>(last)) {
      at_ -= 1;
      Stop("byte " + std::to_string(byte) + " names nothing here: at most " +
           std::to_string(static_cast<uint8_t>(last)) + " does");
      return;
    }
    value = static_cast<T>(byte);
  }

  void Flag(bool& value) {
    uint8_t byte = 0;
    Number(byte);
    if (byte > 1) {
      at_ -= 1;
      Stop("byte " + std::to_string(byte) + " is neither false nor true");
    }
    value = byte == 1;
  }

  void Real(double& value) {
    uint64_t bits = 0;
    Number(bits);
    value = std::bit_cast<double>(bits);
  }

  void Text(std::string& text) {
    uint32_t length = 0;
    Number(length);
    if (!Need(length)) return;
    text.assign(bytes_.substr(at_, length));
    at_ += length;
  }

  template <typename T>
  void Each(std::vector<T>& items) {
    uint32_t count = 0;
    Number(count);
    if (count > (end_ - at_) / SmallestEncoding<T>()) {
      at_ -= sizeof(count);
      Stop("a count of " + std::to_string(count) + " does not fit into the " +
           std::to_string(end_ - at_ - sizeof(count)) + " bytes that are left");
    }
    if (error_) return;
    items.reserve(count);
    for (uint32_t i = 0; i < count && !error_; ++i) Layout(*this, items.emplace_back());
  }

  template <typename Part>
  void Section(std::string_view name, Part part) {
    section_ = name;
    uint32_t length = 0;
    Number(length);
    if (!Need(length)) return;
    const size_t whole = end_;
    end_ = at_ + length;
    part();
    if (!error_ && at_ != end_) {
      Stop(std::to_string(end_ - at_) + " bytes are left over");
    }
    end_ = whole;
  }

  void Expect(std::string_view bytes, std::string_view why) {
    if (!Need(bytes.size())) return;
    if (bytes_.substr(at_, bytes.size()) != bytes) return Stop(std::string(why));
    at_ += bytes.size();
  }

  void Stop(std::string why) {
    if (error_) return;
    if (!section_.empty()) why += ", in the section `" + std::string(section_) + "`";
    error_ = Error{ErrorKind::BadProgram, std::move(why), "byte " + std::to_string(at_)};
  }

  void ExpectEnd() {
    section_ = {};
    if (at_ != end_) Stop(std::to_string(end_ - at_) + " bytes follow the program");
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  bool Need(size_t count) {
    if (error_) return false;
    if (count <= end_ - at_) return true;
    Stop("the bytes end too early: " + std::to_string(count) + " wanted, " +
         std::to_string(end_ - at_) + " left");
    return false;
  }

  std::string_view bytes_;
  size_t at_ = 0;
  size_t end_;  // of the section that is being read
  std::string_view section_;
  std::optional<Error> error_;
};

}  // namespace remit
