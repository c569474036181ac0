// Laws that hold for every policy and action: the VM means what the reference evaluator means, and
// order means nothing.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <optional>

#include "engine/program/encode.h"
#include "tests/properties/agreement.h"
#include "tests/properties/generate.h"

namespace remit::properties {
namespace {

// Enough numbers for whatever the generators ask, all equally likely, at every size.
std::vector<uint32_t> Numbers(int count) {
  return *rc::gen::resize(rc::kNominalSize,
                          rc::gen::container<std::vector<uint32_t>>(
                              static_cast<size_t>(count), rc::gen::inRange<uint32_t>(0, 1 << 16)));
}

// How many generated texts compiled: a property over none would say nothing.
struct Tally {
  unsigned tried = 0, compiled = 0;
  std::optional<Subject> Compile(const std::map<std::string, std::string>& texts) {
    std::string why;
    ++tried;
    std::optional<Subject> subject = Subject::Compile(texts, why);
    if (subject) ++compiled;
    return subject;
  }
  bool Enough() const { return compiled * 2 >= tried; }
};

std::map<std::string, std::string> TwoPolicies(const PolicyText& a, const PolicyText& b,
                                               bool reversed) {
  // The files change places too.
  if (reversed) return {{"1.remit", b.Text(true)}, {"2.remit", a.Text(true)}};
  return {{"1.remit", a.Text(false)}, {"2.remit", b.Text(false)}};
}

}  // namespace

TEST_CASE("the VM and the reference evaluator agree on expressions") {
  Tally tally;
  REQUIRE(rc::check("VM = reference on expressions", [&tally] {
    Choices choices(Numbers(60));
    const auto wanted = static_cast<Wanted>(choices.Below(10));
    const std::string expression = MakeExpression(choices, wanted, 4);
    const std::string action = MakeActionJson(Choices(Numbers(90)), false);
    const auto subject = tally.Compile(ExpressionPolicy(expression));
    if (!subject) return;
    RC_LOG() << expression << "\n" << action << "\n";
    RC_ASSERT(subject->EngineLet("p.e", action) == subject->ReferenceLet("p.e", action));
  }));
  CAPTURE(tally.tried, tally.compiled);
  CHECK(tally.Enough());
}

TEST_CASE("the engine and the reference evaluator agree on decisions") {
  Tally tally;
  REQUIRE(rc::check("decision = reference decision", [&tally] {
    Choices choices(Numbers(250));
    const PolicyText a = MakePolicy(choices, "alpha"), b = MakePolicy(choices, "beta");
    const auto subject = tally.Compile(TwoPolicies(a, b, false));
    if (!subject) return;
    for (int i = 0; i < 4; ++i) {
      const std::string action = MakeActionJson(Choices(Numbers(90)), false);
      RC_LOG() << a.Text(false) << b.Text(false) << action << "\n";
      RC_ASSERT(subject->EngineDecision(action) == subject->ReferenceDecision(action));
    }
  }));
  CAPTURE(tally.tried, tally.compiled);
  CHECK(tally.Enough());
}

TEST_CASE("the order of rules, files and members changes nothing") {
  Tally tally;
  REQUIRE(rc::check("order means nothing", [&tally] {
    Choices choices(Numbers(250));
    const PolicyText a = MakePolicy(choices, "alpha"), b = MakePolicy(choices, "beta");
    const auto subject = tally.Compile(TwoPolicies(a, b, false));
    if (!subject) return;
    std::string why;
    const auto turned = Subject::Compile(TwoPolicies(a, b, true), why);
    RC_LOG() << a.Text(false) << b.Text(false) << why << "\n";
    RC_ASSERT(turned.has_value());
    const Choices action(Numbers(90));
    RC_ASSERT(subject->EngineDecision(MakeActionJson(action, false)) ==
              turned->EngineDecision(MakeActionJson(action, true)));
  }));
  CAPTURE(tally.tried, tally.compiled);
  CHECK(tally.Enough());
}

TEST_CASE("a compiled program survives its encoding") {
  Tally tally;
  REQUIRE(rc::check("decode(encode(p)) == p", [&tally] {
    Choices choices(Numbers(250));
    const PolicyText a = MakePolicy(choices, "alpha"), b = MakePolicy(choices, "beta");
    const auto subject = tally.Compile(TwoPolicies(a, b, false));
    if (!subject) return;
    const std::string bytes = EncodeProgram(subject->engine().program());
    const Result<Program> decoded = DecodeProgram(bytes);
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(*decoded == subject->engine().program());
    RC_ASSERT(EncodeProgram(*decoded) == bytes);
  }));
  CAPTURE(tally.tried, tally.compiled);
  CHECK(tally.Enough());
}

}  // namespace remit::properties
