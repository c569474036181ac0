// Where in a JSON text something begins: the first half of reading it without building it. The
// second half, json_cursor.h, goes from place to place.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace simdjson::internal {
class dom_parser_implementation;
}

namespace remit {

// Keeps the memory of the last text; one for each thread.
class JsonScanner {
 public:
  JsonScanner();
  ~JsonScanner();
  JsonScanner(JsonScanner&&) noexcept;

  // False where the text is no UTF-8, a string is not closed or holds a control character, nothing
  // is there but space, or the text is longer than 4 GB less what vectors need.
  bool Scan(std::string_view text);

  // Of the last text that Scan accepted: the offsets of `{ } [ ] : ,` and of the first character of
  // every string, number and word, ascending. Between a place and the next there is that token and
  // space, nothing else: what follows a string without a separator has a place of its own.
  std::span<const uint32_t> places() const { return places_; }
  // Whether there is a backslash anywhere.
  bool has_backslash() const { return has_backslash_; }

 private:
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage1_;
  std::span<const uint32_t> places_;
  bool has_backslash_ = false;
};

}  // namespace remit
