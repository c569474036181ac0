// The static cost of what policies say, with small sizes and bounds counted by hand: the weight of
// a chunk is the nodes of its expression, a text of 320 bytes is ten units, a fact of anything 29
// values and 640 bytes, which are 49 units where it is compared whole.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "dsl/compile/compile.h"
#include "engine/program/cost.h"
#include "engine/program/verify.h"

namespace remit {
namespace {

CompileOptions SmallSizes() {
  CompileOptions options;
  options.sizes = {.elements = 10, .text_bytes = 320, .values = 30, .total_bytes = 640, .hits = 5};
  options.optimise = false;
  return options;
}

Compilation CompileText(const std::string& items, const CompileOptions& options) {
  return CompileTexts({{"p.remit", "policy p owner \"o\"\ndefault allow\n" + items}}, options);
}

// The bound of `let e = TEXT`, read by a trigger.
std::string BoundOf(const std::string& text) {
  const std::string declared =
      "facts s: string\nfacts n: int\nfacts l: list(int)\nfacts times: list(timestamp)\n"
      "define twice(x: any) = x == x\n"
      "define four(x: any) = twice(x) && twice(x)\n"
      "patterns two {\n  a \"aaaa\"\n  b \"bbbb\"\n}\n";
  const Compilation made = CompileText(
      declared + "let e = " + text + "\ntrigger r { when dyn(e) == 1 notify }\n", SmallSizes());
  if (!made.program) return FormatDiagnostics(made.diagnostics, made.sources);
  const Program& program = *made.program;
  for (size_t i = 0; i < program.lets.size(); ++i) {
    const StringId name = program.lets[i].name;
    if (name == kNone || program.strings[name] != "p.e") continue;
    return UnitsText(BoundCosts(program).lets[i].units);
  }
  return "no let";
}

struct Case {
  std::string text;
  std::string units;
};

TEST_CASE("bounds counted by hand") {
  const std::vector<Case> cases = {
      // The nodes: a path counts its root and every member.
      {"1", "1"},
      {"context.a", "2"},
      {"context.a + 1", std::to_string(4 + 10)},  // the bounds do not tell 1 from an empty list
      // Nothing is known of either: both are as large as can be.
      {"context.a == context.b", std::to_string(5 + 49)},
      // What is compared with a constant costs no more than the constant.
      {"context.a == 'short'", "4"},
      {"context.a == [1, 2, 3]", std::to_string(7 + 3)},
      // Two texts: 20 units; two lists: 20 elements.
      {"context.a + context.b", std::to_string(5 + 20)},
      // A declared string has no elements, and an int no size at all.
      {"s + s", std::to_string(7 + 20)},
      {"n == n", "7"},
      {"n in l", std::to_string(7 + 10)},
      {"times == times", std::to_string(7 + 20)},  // as a map of ten would be
      // Every element is looked at, and compared with 49 units of the list at most.
      {"context.a in context.b", std::to_string(5 + 10 + 49)},
      {"context.a in ['a', 'b']", std::to_string(6 + 10)},  // or the key of a map
      // Ten turns: each one and the nodes of its body; the parts of a list are no more than it is.
      {"context.a.all(x, x > 1)", std::to_string(6 + 10 * 4)},
      {"context.a.all(x, x == context.b)", std::to_string(7 + 10 * 5 + 49)},
      {"[1, 2, 3].all(x, x > 1)", std::to_string(8 + 3 * 4)},
      {"context.a.all(x, x.all(y, y > 1))", std::to_string(8 + 10 * 6 + 100 * 4)},
      // A list of ints has nothing in it.
      {"context.a.map(x, 1) == context.b", std::to_string(7 + 10 * 2 + 10)},
      {"context.a.filter(x, true) == context.b", std::to_string(7 + 10 * 2 + 49)},
      {"lists.range(4).map(i, i)", std::to_string(4 + 4 + 4 * 2)},
      {"lists.range(size(context.a))", std::to_string(4 + 10 + 320)},
      {"lists.range(size(context.a) - 300)", std::to_string(6 + 10 + 20)},
      // A text of 320 bytes has 321 parts and is ten units.
      {"context.a.split(',')", std::to_string(4 + 10 + 10 + 321)},
      {"context.a.matches('x+')", std::to_string(4 + 20)},
      {"context.a.matches(context.b)", std::to_string(5 + 1000 + 320 * 1000 + 20)},
      {"glob(context.a, '*.txt')", std::to_string(4 + 10 + 6)},
      {"context.a.distinct()", std::to_string(3 + 490)},
      {"context.a.sort()", std::to_string(3 + 49 * 4)},
      {"sets.contains(context.a, [1, 2])", std::to_string(6 + 2 * 49 + 2 * 10 + 12)},
      // A branch each, and both operands.
      {"context.a ? context.b == context.c : context.d == context.e",
       std::to_string(2 + 2 * 5 + 1 + 2 * 49)},
      {"context.a == context.b && context.c == context.d", std::to_string(11 + 2 * 49)},
      // An argument is evaluated once, however often it is read.
      {"cel.bind(x, context.a + context.b, x == x)", std::to_string(4 + 5 + 20 + 98)},
      {"twice(context.a)", std::to_string(4 + 2 + 49)},
      {"four(context.a)", std::to_string(10 + 2 + 2 * 1 + 2 * 49)},
      // A unit for eight bytes and each entry, sixteen for each of five hits at most.
      {"two.matches(s)", std::to_string(4 + 80 + 16)},
      {"two.scan(s).size()", std::to_string(5 + 80 + 5 * 16)},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    CHECK(BoundOf(each.text) == each.units);
  }
}

// `levels` comprehensions in each other over lists of which nothing is known.
std::string Nested(int levels) {
  std::string text = "x" + std::to_string(levels) + " == 1";
  for (int i = levels; i > 0; --i) {
    const std::string range = i == 1 ? "context.a" : "x" + std::to_string(i - 1);
    text = range + ".all(x" + std::to_string(i) + ", " + text + ")";
  }
  return text;
}

// A text that is `times` times joined to itself.
std::string Doubled(int times) {
  std::string text = "t" + std::to_string(times) + " == \"\"";
  for (int i = times; i > 0; --i) {
    const std::string before = i == 1 ? "context.s" : "t" + std::to_string(i - 1);
    text = "cel.bind(t" + std::to_string(i) + ", " + before + " + " + before + ", " + text + ")";
  }
  return text;
}

std::string Answer(const std::string& condition, const CompileOptions& options = {}) {
  const Compilation made = CompileText("trigger r { when " + condition + " notify }\n", options);
  if (made.program) return "compiles";
  std::string kinds;
  for (const Diagnostic& found : made.diagnostics.all()) {
    kinds += std::string(DiagnosticName(found.kind)) + ": " + found.message;
  }
  return kinds;
}

TEST_CASE("what multiplies is refused, and what is declared smaller is not") {
  CHECK(Answer(Nested(2)) == "compiles");
  CHECK(Answer(Nested(3)) == "compiles");
  CHECK(Answer(Nested(5)) ==
        "TooCostly: `p.r` may cost 4006008010012014 units of fuel, over the limit of "
        "100000000000000");
  CHECK(Answer(Nested(12)) ==
        "TooCostly: `p.r` may cost more than 18446744073709551614 units of fuel, over the limit of "
        "100000000000000");
  CHECK(Answer(Doubled(10)) == "compiles");
  CHECK(Answer(Doubled(40)).starts_with("TooCostly: `p.r` may cost "));
  CompileOptions declared;
  declared.sizes.elements = 20;
  CHECK(Answer(Nested(5), declared) == "compiles");
  CHECK(Answer(Nested(12), declared).starts_with("TooCostly: "));
  CompileOptions strict;
  strict.program_limits.cost = 100;
  CHECK(Answer(Nested(1), strict) ==
        "TooCostly: `p.r` may cost 4006 units of fuel, over the limit of 100");
}

TEST_CASE("the limit is named at the rule, with the place where most of it goes") {
  const Compilation made = CompileText("trigger r {\n  when " + Nested(5) + "\n  notify\n}\n", {});
  REQUIRE(made.diagnostics.all().size() == 1);
  const Diagnostic& found = made.diagnostics.all()[0];
  CHECK(made.sources.Locate(found.span).line == 3);
  CHECK(found.help ==
        "p.remit:4:59 runs up to 1000000000000000 times: nest fewer comprehensions, declare the "
        "types of what they read, or declare the sizes of lists and texts in remit.yaml "
        "(`limits.list_elements`, `limits.text_bytes`)");
}

TEST_CASE("a let that no rule reads is bounded too") {
  const Compilation made = CompileText("let e = " + Nested(5) + "\n", {});
  REQUIRE(made.diagnostics.all().size() == 1);
  CHECK(made.diagnostics.all()[0].message ==
        "`p.e` may cost 4006008010012014 units of fuel, over the limit of 100000000000000");
}

TEST_CASE("a loader refuses what the compiler refuses") {
  CompileOptions open;
  open.program_limits.cost = UINT64_MAX - 1;
  const Compilation made = CompileText("trigger r { when " + Nested(5) + " notify }\n", open);
  REQUIRE(made.program);
  const Result<void> refused = VerifyProgram(*made.program);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::Limit);
  CHECK(refused.error().where == "p.remit:3:9");
  CHECK(refused.error().message ==
        "rule 0 (`p.r`): it costs 4006008010012014 units at worst, over the limit of "
        "100000000000000 (p.remit:3:69 runs up to 1000000000000000 times: nest fewer "
        "comprehensions, declare the types of what they read, or declare the sizes of lists and "
        "texts in remit.yaml (`limits.list_elements`, `limits.text_bytes`))");
  CHECK(VerifyProgram(*made.program, open.program_limits));
}

TEST_CASE("a loader says which let it refuses, and where it is") {
  CompileOptions open;
  open.program_limits.cost = UINT64_MAX - 1;
  const Compilation made = CompileText("let e = " + Nested(5) + "\n", open);
  REQUIRE(made.program);
  const Result<void> refused = VerifyProgram(*made.program);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().where == "p.remit:3:9");
  CHECK(refused.error().message.starts_with("let 0 (`p.e`): it costs 4006008010012014 units"));
}

TEST_CASE("a program that is too costly is kept to be looked at") {
  const std::string rule = "trigger r { when " + Nested(5) + " notify }\n";
  const Compilation made = CompileText(rule, {});
  CHECK_FALSE(made.program);
  REQUIRE(made.refused);
  CHECK(BoundCosts(*made.refused).rules[0].units == 4006008010012014);
  CHECK_FALSE(CompileText("trigger r { when context.a == 1 notify }\n", {}).refused);
}

// cel.bind evaluates each value in a chunk, which evaluates the one before.
std::string Bound(int times) {
  std::string text = "t" + std::to_string(times) + " == 1";
  for (int i = times; i > 0; --i) {
    const std::string value = i == 1 ? "context.a - context.b" : fmt::format("t{0} - t{0}", i - 1);
    text = fmt::format("cel.bind(t{}, {}, {})", i, value, text);
  }
  return text;
}

TEST_CASE("what evaluates too deep is refused at its let or rule") {
  struct Case {
    std::string items;
    uint32_t line;
    std::string answer;
  };
  const std::string refused =
      "` evaluates lets, and arguments of defines and of `cel.bind`, through each other more than "
      "64 deep";
  const std::string fine = "trigger a { when context.a == 1 notify }\n";
  const std::vector<Case> cases = {
      {fine + "trigger r { when " + Bound(62) + " notify }\n", 0, ""},
      {fine + "trigger r { when " + Bound(70) + " notify }\n", 4, "`p.r" + refused},
      {fine + "let e = " + Bound(70) + "\ntrigger r { when e notify }\n", 4, "`p.e" + refused},
  };
  for (const Case& each : cases) {
    const Compilation made = CompileText(each.items, {});
    CHECK(made.program.has_value() == each.answer.empty());
    if (each.answer.empty()) continue;
    REQUIRE(made.diagnostics.all().size() == 1);
    CHECK(made.diagnostics.all()[0].kind == DiagnosticKind::TooLarge);
    CHECK(made.diagnostics.all()[0].message == each.answer);
    CHECK(made.sources.Locate(made.diagnostics.all()[0].span).line == each.line);
  }
}

std::vector<std::string> RuleBounds(const std::map<std::string, std::string>& texts) {
  const Compilation made = CompileTexts(texts, {});
  if (!made.program) return {FormatDiagnostics(made.diagnostics, made.sources)};
  const ProgramCosts costs = BoundCosts(*made.program);
  std::vector<std::string> rows;
  for (uint32_t i = 0; i < costs.rules.size(); ++i) {
    rows.push_back(RuleTitle(*made.program, i) + " " + UnitsText(costs.rules[i].units));
  }
  return rows;
}

// What both ask for is evaluated once for both, and bounded as if each stood alone.
TEST_CASE("the bound of a rule does not depend on the other policies of the bundle") {
  const auto policy = [](const std::string& name, const std::string& condition) {
    return "policy " + name + " owner \"o\"\ndefault allow\nlet known = context.l\n" +
           "trigger r { when " + condition + " notify }\n";
  };
  const std::vector<std::string> conditions = {
      "context.a.all(x, x == context.b)",
      "context.a + context.b == context.c + context.d",
      "context.c.exists(y, y in context.a.map(x, x + 1))",
      "context.c.exists(y, context.a.all(x, x.all(z, z == context.b)) && y == 1)",
      Nested(3),  // more than the fuel
      "context.c.exists(y, " + Nested(2) + " == y)",
      "context.s.matches('x+') || glob(context.s, '*.txt')",
      "known.map(x, x + 1) == known",
      Bound(5),
  };
  for (const std::string& condition : conditions) {
    INFO(condition);
    const std::string p = policy("p", condition);
    const std::string larger = "(" + condition + ") && context.k != 2";
    const std::vector<std::string> of_p = RuleBounds({{"p.remit", p}});
    const std::vector<std::string> of_q = RuleBounds({{"q.remit", policy("q", larger)}});
    REQUIRE(of_p.size() == 1);
    REQUIRE(of_q.size() == 1);
    CHECK(RuleBounds({{"p.remit", p}, {"q.remit", policy("q", larger)}}) ==
          std::vector<std::string>{of_p[0], of_q[0]});
  }
}

// Arguments that each read the one before twice: evaluated once, so bounded in no time.
TEST_CASE("bounding takes no longer than the code is long") {
  std::string text = "t30 > 0";
  for (int i = 30; i > 0; --i) {
    const std::string before = i == 1 ? "context.n" : "t" + std::to_string(i - 1);
    text = "cel.bind(t" + std::to_string(i) + ", " + before + " - " + before + ", " + text + ")";
  }
  const auto begin = std::chrono::steady_clock::now();
  CHECK(Answer(text) == "compiles");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

}  // namespace
}  // namespace remit
