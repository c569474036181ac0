#include "engine/program/cold_parts.h"

#include <catch2/catch.hpp>

#include "engine/base/held_bytes.h"
#include "engine/program/encode.h"
#include "tests/support/program_builder.h"

namespace remit {
namespace {

// One rule that runs two chunks, a let with a chunk for a reason, and a conjunct's own chunk.
Program Explained() {
  return ProgramBuilder::Build([](ProgramBuilder& b) {
    b.Strings({"x", "y"});
    b.AddPolicy("p", {"o"}).has_default = true;
    Rule& rule = b.AddRule(RuleKind::Trigger, "r");
    rule.effect = b.Do(Verdict::Notify, {"team"});
    rule.applies = b.Compare("context.env", Opcode::Equal, b.String("prod"));
    b.program.rule_notes.back().conjuncts =
        b.Conjuncts({{b.Read("context.env"), b.Note("context.env")}});
  });
}

TEST_CASE("cold are constants, the chunks that only explanations run, and all after the code") {
  const std::string encoded = EncodeProgram(Explained());
  const HeldBytes held = HeldBytes::Copy(encoded);
  const std::string_view bytes = held.view();
  const Result<Program> program = DecodeProgram(bytes);
  REQUIRE(program.has_value());
  const auto at = [&](const void* place) {
    return static_cast<size_t>(static_cast<const char*>(place) - bytes.data());
  };
  const auto range = [&](std::string_view part) {
    return std::pair(at(part.data()), at(part.data() + part.size()));
  };
  const size_t last = program->chunks.size() - 1;  // the conjunct's
  const auto parts = ColdParts(*program, bytes);
  CHECK(range(parts[0]) == std::pair(at(program->constants.begin()), at(program->constants.end())));
  CHECK(range(parts[1]) ==
        std::pair(at(program->constant_items.begin()), at(program->constant_items.end())));
  CHECK(range(parts[2]) ==
        std::pair(at(program->chunks.begin() + last), at(program->chunks.end())));
  CHECK(range(parts[3]) ==
        std::pair(at(program->code.begin() + program->chunks[last].begin), bytes.size()));
}

TEST_CASE("a program that borrows nothing has no cold parts") {
  const Program program = Explained();
  const std::string encoded = EncodeProgram(program);
  CHECK(ColdParts(program, encoded) == std::array<std::string_view, 4>{});
}

}  // namespace
}  // namespace remit
