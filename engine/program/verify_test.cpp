#include "engine/program/verify.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_programs.h"

namespace remit {
namespace {

TEST_CASE("programs built by hand are accepted") {
  for (const Program& program : {TinyProgram(), SampleProgram()}) {
    const Result<void> verified = VerifyProgram(program);
    CHECK((verified ? "accepted" : verified.error().message) == "accepted");
  }
}

}  // namespace
}  // namespace remit
