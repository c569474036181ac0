// Law: reading an action's text into slots in one pass gives what reading it as a tree gives.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/properties/generate.h"
#include "tests/support/slot_agreement.h"

namespace remit::properties {
namespace {

constexpr int kTexts = 200;  // of one case

TEST_CASE("an action's text in one pass = as a tree, slot by slot") {
  const auto loaded = SlotProgram();
  SlotReader reader(*loaded);
  size_t read = 0;
  size_t refused = 0;
  const bool held = rc::check("one pass = tree", [&] {
    const auto seed = *rc::gen::arbitrary<std::vector<uint32_t>>();
    uint32_t state = 1;
    for (int i = 0; i < kTexts; ++i) {
      // RapidCheck's numbers first, then as many as a text needs.
      std::vector<uint32_t> numbers = seed;
      for (const uint32_t number : seed) state = state * 31 + number;
      for (int more = 0; more < 400; ++more) {
        state = state * 1664525 + 1013904223;
        numbers.push_back(state >> 8);
      }
      Choices choices(std::move(numbers));
      const std::string text = MakeActionText(choices);
      const SlotReading reading = reader.Read(text);
      if (reading.difference) RC_LOG() << text << '\n';
      RC_ASSERT(reading.difference.value_or("") == "");
      // What an entity is that is null is rare, and nothing else is left to the tree.
      RC_ASSERT(!reading.unusual || text.find("null") != std::string::npos);
      ++(reading.refused ? refused : read);
    }
  });
  CHECK(held);
  // Both happen often enough to mean something.
  CHECK(read * 10 > refused);
  CHECK(refused * 10 > read);
}

}  // namespace
}  // namespace remit::properties
