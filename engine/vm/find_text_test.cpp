#include "engine/vm/find_text.h"

#include <catch2/catch.hpp>
#include <string>

namespace remit {
namespace {

// What the standard library finds, by comparing at every place. Texts of two letters, so that they
// overlap themselves; wanted ones shorter and longer than where the way of searching changes.
TEST_CASE("texts are found where comparing at every place finds them") {
  std::string text;
  uint32_t state = 1;
  for (int i = 0; i < 400; ++i) {
    state = state * 1664525 + 1013904223;
    text += (state >> 24) % 8 == 0 ? 'b' : 'a';
  }
  text += std::string(100, 'a') + text.substr(10, 80) + std::string(40, 'b');
  for (const size_t size : std::initializer_list<size_t>{1, 2, 5, 31, 32, 33, 40, 64, 300}) {
    for (size_t at = 0; at + size <= text.size(); at += 7) {
      for (const std::string& wanted : {text.substr(at, size), text.substr(at, size - 1) + 'c',
                                        'c' + text.substr(at, size - 1), std::string(size, 'a')}) {
        for (const size_t bound : {size_t{0}, at, at + 1, text.size() / 2, text.size()}) {
          CHECK(FindText(text, wanted, bound) == text.find(wanted, bound));
          CHECK(FindLastText(text, wanted, bound) == text.rfind(wanted, bound));
        }
      }
    }
  }
}

TEST_CASE("an empty text is found where the search begins") {
  CHECK(FindText("", "") == 0);
  CHECK(FindText("abc", "", 3) == 3);
  CHECK(FindLastText("", "", 0) == 0);
  CHECK(FindLastText("abc", "", 2) == 2);
}

}  // namespace
}  // namespace remit
