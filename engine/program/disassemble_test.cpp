#include "engine/program/disassemble.h"

#include <catch2/catch.hpp>

#include "tests/support/golden.h"
#include "tests/support/sample_programs.h"

namespace remit {
namespace {

// The shortest whole listing: the first to read when the layout changes.
TEST_CASE("a listing of one rule") { CheckGolden("listing/tiny.txt", Disassemble(TinyProgram())); }

// Every kind of rule, table, constant and operand; names that hold line ends and bidi controls.
TEST_CASE("a listing of something of everything") {
  CheckGolden("listing/sample.txt", Disassemble(SampleProgram()));
}

}  // namespace
}  // namespace remit
