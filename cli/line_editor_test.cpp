#include "cli/line_editor.h"

#include <catch2/catch.hpp>

namespace remit {
namespace {

TEST_CASE("what all words begin with") {
  using Words = std::vector<std::string>;
  CHECK(CommonPrefix({}) == "");
  CHECK(CommonPrefix(Words{"size("}) == "size(");
  CHECK(CommonPrefix(Words{"context.added", "context.address"}) == "context.add");
  CHECK(CommonPrefix(Words{"a", "b"}) == "");
  CHECK(CommonPrefix(Words{"ab", "a"}) == "a");
}

TEST_CASE("how much of a word is typed already") {
  CHECK(TypedAlready("1 + context.ad", "context.added") == 10);
  CHECK(TypedAlready("", "size(") == 0);
  CHECK(TypedAlready("size(", "size(") == 5);
  CHECK(TypedAlready("x, ", "size(") == 0);
}

}  // namespace
}  // namespace remit
