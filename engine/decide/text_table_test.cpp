#include "engine/decide/text_table.h"

#include <catch2/catch.hpp>
#include <string>

namespace remit {
namespace {

// Texts of one size that differ in one byte at every place, and others a byte longer and shorter.
std::vector<std::string> Texts(size_t count) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) {
    std::string text(i % 41, 'a');
    if (!text.empty()) text[i / 41 % text.size()] = static_cast<char>('b' + i / 41 % 20);
    texts.push_back(text + "." + std::to_string(i));
  }
  return texts;
}

TEST_CASE("a table finds each of its texts by its place and no other text") {
  for (const size_t count : {0u, 1u, 2u, 3u, 4u, 5u, 31u, 32u, 33u, 5000u}) {
    const std::vector<std::string> texts = Texts(count);
    const TextTable table(std::vector<std::string_view>(texts.begin(), texts.end()));
    INFO(count << " texts");
    size_t found = 0, strangers = 0;
    for (uint32_t i = 0; i < count; ++i) {
      const std::string copy = texts[i];
      found += table.Find(copy) == i && table.text(i) == copy ? 1 : 0;
      strangers += table.Find(copy + "x") == kNone ? 1 : 0;
      strangers += table.Find(copy.substr(1)) == kNone ? 1 : 0;
    }
    CHECK(found == count);
    CHECK(strangers == 2 * count);
    CHECK(table.Find("") == kNone);
    CHECK(table.Find(std::string("\0", 1)) == kNone);
  }
}

TEST_CASE("the empty text and texts with zero bytes are texts like others") {
  const std::string zero("\0", 1), zeros("\0\0", 2);
  for (const bool many : {false, true}) {
    std::vector<std::string_view> texts = {"", zero, zeros};
    if (many) texts.insert(texts.end(), {"a", "b", "c", "d"});
    const TextTable table(texts);
    for (uint32_t i = 0; i < texts.size(); ++i) CHECK(table.Find(texts[i]) == i);
  }
}

TEST_CASE("a table of nothing finds nothing") {
  CHECK(TextTable().Find("") == kNone);
  CHECK(TextTable().Find("a") == kNone);
}

}  // namespace
}  // namespace remit
