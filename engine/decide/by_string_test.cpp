#include "engine/decide/by_string.h"

#include <catch2/catch.hpp>

namespace remit {
namespace {

TEST_CASE("numbers stand under their strings in the order in which they were added") {
  ByString gathered(5);
  gathered.Add(4, 9);
  gathered.Add(1, 7);
  gathered.Add(4, 2);
  gathered.Add(1, 7);
  gathered.Add(0, 1);
  gathered.Sort();
  const auto of = [&](StringId string) {
    const std::span<const uint32_t> numbers = gathered.Of(string);
    return std::vector<uint32_t>(numbers.begin(), numbers.end());
  };
  using Numbers = std::vector<uint32_t>;
  CHECK(of(0) == Numbers{1});
  CHECK(of(1) == Numbers{7, 7});
  CHECK(of(2) == Numbers{});
  CHECK(of(3) == Numbers{});
  CHECK(of(4) == Numbers{9, 2});
}

}  // namespace
}  // namespace remit
