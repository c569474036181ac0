#include "engine/program/semantics.h"

#include <catch2/catch.hpp>

namespace remit {
namespace {

// Another id refuses every program that was compiled before: it changes knowingly.
TEST_CASE("the engine semantics id names the language and the built-in tables") {
  CHECK(EngineSemantics() == "2+tzdata-2025b+unicode-15.0.0");
}

}  // namespace
}  // namespace remit
