// Laws of expressions, over every function, macro and operator: the VM gives what the reference
// evaluator gives, and charges what it charges. A case of a law is a batch of expressions, each
// made from numbers of its own.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/program/function_table.h"
#include "tests/properties/agreement.h"
#include "tests/properties/generate.h"

namespace remit::properties {
namespace {

using typed::NodeKind;

constexpr int kBatch = 35;           // expressions of one case; of one about fuel, a third of it
constexpr uint64_t kFuel = 300'000;  // what few of them need, and none can take long with
constexpr const char* kOutOfFuel = "error out-of-fuel";

// Numbers for one expression, and others for the action.
struct Draw {
  std::vector<uint32_t> expression, action;
};

std::vector<uint32_t> DrawNumbers(size_t count) {
  return *rc::gen::noShrink(rc::gen::resize(
      rc::kNominalSize,
      rc::gen::container<std::vector<uint32_t>>(count, rc::gen::inRange<uint32_t>(0, 1 << 16))));
}

// The expression, compiled.
struct Question {
  std::string expression, action, let;
  std::optional<Subject> subject;
};

Question Ask(const Draw& draw, Fitting fitting, bool optimise) {
  Question question;
  Choices choices(draw.expression);
  question.expression = MakeWhole(choices, fitting, 4);
  question.action = MakeActionJson(Choices(draw.action), false);
  std::string why;
  const SubjectOptions options{.fuel = kFuel, .optimise = optimise};
  if (fitting == Fitting::Unchecked) {
    ExpressionScope scope;
    scope.checked = false;
    question.let = "expression";
    question.subject = Subject::CompileAlone(question.expression, scope, why, options);
  } else {
    question.let = "p.e";
    question.subject = Subject::Compile(ExpressionPolicy(question.expression), why, options);
  }
  return question;
}

// What is wrong with an expression; empty where nothing is.
using Law = std::function<std::string(const Question&)>;

// The smallest numbers for which the law is still broken, as far as cutting and zeroing them goes.
std::string Smallest(Draw draw, const Law& law, const std::function<Question(const Draw&)>& ask) {
  const auto broken = [&](const Draw& tried) {
    const Question question = ask(tried);
    return question.subject && !law(question).empty();
  };
  for (std::vector<uint32_t> Draw::* part : {&Draw::expression, &Draw::action}) {
    Draw tried = draw;
    for (size_t step = (draw.*part).size(); step > 0; step /= 2) {
      while ((draw.*part).size() >= step) {
        tried = draw;
        (tried.*part).resize((draw.*part).size() - step);
        if (!broken(tried)) break;
        draw = tried;
      }
    }
    for (size_t i = 0; i < (draw.*part).size(); ++i) {
      tried = draw;
      (tried.*part)[i] = 0;
      if (broken(tried)) draw = tried;
    }
  }
  const Question question = ask(draw);
  return question.expression + "\n" + question.action + "\n" + law(question);
}

struct Tally {
  unsigned tried = 0, compiled = 0, values = 0, out_of_fuel = 0;
  Parts parts{};  // of expressions that had a value
};

void Note(Tally& tally, const Question& question, const std::string& answer) {
  if (answer == kOutOfFuel) ++tally.out_of_fuel;
  if (answer.starts_with("error")) return;
  ++tally.values;
  question.subject->NoteParts(question.let, tally.parts);
}

// `optimise`: the engine runs what optimising leaves, and the batch is a whole one.
void CheckLaw(const std::string& name, Fitting fitting, bool optimise, const Law& law,
              Tally& tally) {
  const int batch = optimise ? kBatch : kBatch / 3;
  const auto ask = [&](const Draw& draw) { return Ask(draw, fitting, optimise); };
  REQUIRE(rc::check(name, [&] {
    for (int i = 0; i < batch; ++i) {
      const Draw draw{DrawNumbers(120), DrawNumbers(90)};
      const Question question = ask(draw);
      ++tally.tried;
      if (!question.subject) continue;
      ++tally.compiled;
      Note(tally, question, question.subject->ReferenceLet(question.let, question.action));
      if (!law(question).empty()) RC_FAIL(Smallest(draw, law, ask));
    }
  }));
}

// The engine's answer is the reference's. Which of the two has fuel enough differs: what is
// computed beforehand costs nothing.
std::string SameAnswer(const Question& question) {
  const std::string engine = question.subject->EngineLet(question.let, question.action);
  const std::string reference = question.subject->ReferenceLet(question.let, question.action);
  if (engine == kOutOfFuel || reference == kOutOfFuel) return "";
  return Differences(engine, reference);
}

// Exactly what it costs is enough, and one unit less is not.
std::string SameCost(const Question& question) {
  const Subject& subject = *question.subject;
  const std::string& let = question.let;
  const std::string whole = subject.ReferenceLet(let, question.action);
  const uint64_t cost = subject.ReferenceCost(let, question.action);
  if (whole == kOutOfFuel || cost == 0) return "";
  std::string found = Differences(subject.EngineLetWithin(let, question.action, cost), whole);
  if (subject.EngineLetWithin(let, question.action, cost - 1) != kOutOfFuel) {
    found += "the engine needs less than " + std::to_string(cost) + "\n";
  }
  if (subject.ReferenceLetWithin(let, question.action, cost - 1) != kOutOfFuel) {
    found += "the reference needs less than " + std::to_string(cost) + "\n";
  }
  return found;
}

std::vector<std::string> MissingFunctions(const Parts& parts) {
  std::vector<std::string> missing;
  for (unsigned i = 0; i < kFunctionCount; ++i) {
    const auto function = static_cast<FunctionId>(i);
    if (!parts.functions.contains(function)) missing.emplace_back(RowOf(function).name);
  }
  return missing;
}

// By their numbers; those that only declarations of a policy give are none of an expression alone.
std::vector<int> MissingNodes(const Parts& parts, bool alone) {
  using enum NodeKind;
  std::vector<int> missing;
  for (int i = 0; i <= static_cast<int>(Cap); ++i) {
    const auto kind = static_cast<NodeKind>(i);
    const bool declared = kind == Param || kind == Let || kind == ReadAs || kind == Scan ||
                          kind == MatchesAny || kind == Sum || kind == Cap;
    if (!parts.nodes.contains(kind) && !(alone && declared)) missing.push_back(i);
  }
  return missing;
}

// A law says something where most expressions compile, many have values, and among these is
// everything there is.
void CheckSaid(const Tally& tally, bool alone) {
  CAPTURE(tally.tried, tally.compiled, tally.values, tally.out_of_fuel);
  CHECK(tally.compiled * 10 >= tally.tried * 9);
  CHECK(tally.values * 3 >= tally.compiled);
  CHECK(tally.out_of_fuel * 20 <= tally.compiled);
  CHECK(MissingFunctions(tally.parts) == std::vector<std::string>{});
  CHECK(MissingNodes(tally.parts, alone) == std::vector<int>{});
}

TEST_CASE("VM = reference: expressions of the right types") {
  Tally tally;
  CheckLaw("typed: the same value or error", Fitting::Typed, true, SameAnswer, tally);
  CheckSaid(tally, false);
}

TEST_CASE("VM = reference: expressions of any types, known when they are evaluated") {
  Tally tally;
  CheckLaw("dynamic: the same value or error", Fitting::Dynamic, true, SameAnswer, tally);
  CheckSaid(tally, false);
}

TEST_CASE("VM = reference: expressions that nobody checked") {
  Tally tally;
  CheckLaw("unchecked: the same value or error", Fitting::Unchecked, true, SameAnswer, tally);
  CheckSaid(tally, true);
}

TEST_CASE("VM = reference: what once was told apart") {
  const char* const expressions[] = {
      "double('1e400')",
      "double('0x1p3')",
      "double('nan(1)')",
      "(context.b ? [{7u: 1}] : [{8u: 2}]).first().value()",
      "[order.?raw.orValue(b'z')][0] + b'y'",
      "dyn(context.m) && limit == 7 && bool('x' + context.s)",
      "limit == 7 && dyn(context.m) && bool('x' + context.s)",
      "dyn(context.m) || limit == 8 || bool('x' + context.s)",
      "dyn(context.m) && context.b && limit == 7 && bool('x' + context.s)",
  };
  const std::string action = MakeActionJson(Choices({}), false);
  for (const std::string expression : expressions) {
    INFO(expression);
    std::string why;
    const auto subject = Subject::Compile(ExpressionPolicy(expression), why);
    INFO(why);
    REQUIRE(subject.has_value());
    CHECK(subject->EngineLet("p.e", action) == subject->ReferenceLet("p.e", action));
  }
}

TEST_CASE("evidence hides what is searched, however it is come by") {
  const char* const conditions[] = {
      "context.hunks.exists(i, h, secrets.matches(h.text)) && context.s == context.s",
      "[context.s].exists(i, x, secrets.matches(x)) || context.s != ''",
      "{'a': context.s}.exists(k, x, secrets.matches(x)) || context.s != ''",
      "[1].transformMapEntry(i, x, {'a': context.s}).exists(k, secrets.matches(k)) || context.b",
      "secrets.matches(limit == 7 ? 'a' : context.s) || context.s == ''",
      "(limit == 8 && secrets.matches(context.s)) || context.s == ''",
      "[context.s].exists(x, secrets.matches(limit == 7 ? 'a' : x)) || context.s == ''",
  };
  const std::string action = MakeActionJson(Choices({}), false);
  for (const std::string condition : conditions) {
    INFO(condition);
    PolicyText policy{.header = "policy p owner \"o\" default allow", .items = VocabularyItems()};
    policy.items.push_back("trigger t {\n  when " + condition + "\n  notify\n}\n");
    std::string why;
    const auto subject = Subject::Compile({{"p.remit", policy.Text(false)}}, why);
    INFO(why);
    REQUIRE(subject.has_value());
    CHECK(subject->EngineDecision(action) == subject->ReferenceDecision(action));
  }
}

TEST_CASE("what an expression costs is enough for it, and one unit less is not") {
  Tally tally;
  for (const Fitting fitting : {Fitting::Typed, Fitting::Dynamic, Fitting::Unchecked}) {
    CheckLaw("fuel of the VM = fuel of the reference", fitting, false, SameCost, tally);
  }
  CheckSaid(tally, false);
}

}  // namespace
}  // namespace remit::properties
