// Laws that hold for every policy and action: the engine decides what the reference evaluator does,
// and order means nothing.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

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
  bool Enough() const { return compiled * 5 >= tried * 4; }

  // Which of the words occur in some answer.
  void Note(const std::string& answer) {
    for (auto& [word, count] : seen) count += answer.find(word) != std::string::npos ? 1 : 0;
  }
  std::vector<std::string> NeverSeen() const {
    std::vector<std::string> never;
    for (const auto& [word, count] : seen) {
      if (count == 0) never.push_back(word);
    }
    return never;
  }
  std::map<std::string, unsigned> seen;
};

struct Policies {
  PolicyText a, b;
  std::map<std::string, std::string> Texts(bool reversed) const {
    // The files change places too.
    if (reversed) return {{"1.remit", b.Text(true)}, {"2.remit", a.Text(true)}};
    return {{"1.remit", a.Text(false)}, {"2.remit", b.Text(false)}};
  }
  std::string Shown() const { return a.Text(false) + b.Text(false); }
};

// One of them says who may do what, as a bundle must.
Policies MakePolicies() {
  Choices choices(Numbers(250));
  Policies made;
  made.a = MakePolicy(choices, "alpha", false);
  made.b = MakePolicy(choices, "beta", !made.a.declares);
  return made;
}

std::string AnAction() { return MakeActionJson(Choices(Numbers(90)), false); }

}  // namespace

TEST_CASE("the engine and the reference evaluator agree on decisions") {
  Tally tally;
  for (const char* word : {"remit.uncovered", "default", " any", "shadow", "prohibited", "error",
                           "match = ", "risk[0] = ", "{error}", "error = ", "granted with notice",
                           "granted by", "granted with approval", "text = ", "{'size':"}) {
    tally.seen[word] = 0;
  }
  REQUIRE(rc::check("decision = reference decision", [&tally] {
    const Policies policies = MakePolicies();
    const auto subject = tally.Compile(policies.Texts(false));
    if (!subject) return;
    for (int i = 0; i < 4; ++i) {
      const std::string action = AnAction();
      RC_LOG() << policies.Shown() << action << "\n";
      const std::string expected = subject->ReferenceDecision(action);
      tally.Note(expected);
      RC_ASSERT(Differences(subject->EngineDecision(action), expected) == "");
    }
  }));
  CAPTURE(tally.tried, tally.compiled);
  CHECK(tally.Enough());
  CHECK(tally.NeverSeen() == std::vector<std::string>{});
}

TEST_CASE("the engine and the reference evaluator run out of fuel in the same rules") {
  Tally tally;
  tally.seen["error out-of-fuel"] = 0;
  REQUIRE(rc::check("decision = reference decision, on little fuel", [&tally] {
    uint64_t fuel = *rc::gen::inRange<uint64_t>(20, 200);
    const Policies policies = MakePolicies();
    // A program whose rules need more than they may use is refused.
    std::string why;
    std::optional<Subject> subject;
    for (int i = 0; i < 4 && !subject; ++i) {
      fuel *= 2;
      subject = Subject::Compile(policies.Texts(false), why, {.fuel = fuel, .optimise = false});
    }
    if (!subject) return;
    for (int i = 0; i < 4; ++i) {
      const std::string action = AnAction();
      RC_LOG() << "fuel " << fuel << "\n" << policies.Shown() << action << "\n";
      const std::string expected = subject->ReferenceDecision(action);
      tally.Note(expected);
      RC_ASSERT(Differences(subject->EngineDecision(action), expected) == "");
    }
  }));
  CHECK(tally.NeverSeen() == std::vector<std::string>{});
}

TEST_CASE("the order of rules, files and members changes nothing") {
  Tally tally;
  REQUIRE(rc::check("order means nothing", [&tally] {
    const Policies policies = MakePolicies();
    const auto subject = tally.Compile(policies.Texts(false));
    if (!subject) return;
    std::string why;
    const auto turned = Subject::Compile(policies.Texts(true), why);
    RC_LOG() << policies.Shown() << why << "\n";
    RC_ASSERT(turned.has_value());
    const Choices action(Numbers(90));
    RC_ASSERT(Differences(subject->EngineDecision(MakeActionJson(action, false)),
                          turned->EngineDecision(MakeActionJson(action, true))) == "");
  }));
  CAPTURE(tally.tried, tally.compiled);
  CHECK(tally.Enough());
}

TEST_CASE("a compiled program survives its encoding") {
  Tally tally;
  REQUIRE(rc::check("decode(encode(p)) == p", [&tally] {
    const auto subject = tally.Compile(MakePolicies().Texts(false));
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
