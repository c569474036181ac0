// What of a condition, as policies write it, the rule index can test: the compiler's code and
// engine/decide/guards.cpp, which reads it, must mean the same.
#include "engine/decide/guards.h"

#include <catch2/catch.hpp>
#include <string>

#include "dsl/compile/compile.h"
#include "engine/decide/engine.h"
#include "engine/decide/explain_index.h"
#include "engine/program/encode.h"

namespace remit {
namespace {

// The lines of `remit explain --index` for a policy with these items.
std::string Lines(const std::string& items, const CompileOptions& options = {}) {
  const Compilation made = CompileTexts(
      {{"p.remit", "policy p owner \"o\" default allow\nfacts on: bool\n" + items}}, options);
  INFO(items << FormatDiagnostics(made.diagnostics, made.sources));
  REQUIRE(made.program.has_value());
  const Result<Engine> engine = Engine::Load(EncodeProgram(*made.program));
  REQUIRE(engine.has_value());
  std::string lines;
  for (const WayText& way : ExplainIndex(engine->loaded(), engine->index())) {
    lines += LineOf(way) + "\n";
  }
  return lines;
}

constexpr const char* kAlwaysRun = "always run: no conjunct that could be tested comes first";

TEST_CASE("the conjuncts of a condition that are tested before it is run") {
  struct Row {
    const char* clauses;  // of a trigger
    std::string tested;
  };
  const auto tested = [](const std::string& text) { return text + " (tested first)"; };
  const Row rows[] = {
      {"when context.n > 100.0", tested("context.n > 100")},
      {"when context.n >= 1 && context.n < 5 && context.n <= 4",
       tested("context.n >= 1 && context.n < 5 && context.n <= 4")},
      {"when context.s == \"a\" && context.s != \"b\"",
       tested("context.s == \"a\" && context.s != \"b\"")},
      {"when context.s in [\"a\", \"b\"] && context.n in [1, 2.5]",
       tested("context.s in [\"a\", \"b\"] && context.n in [1, 2.5]")},
      {"when context.s.startsWith(\"a\")", tested("context.s.startsWith(\"a\")")},
      {"when on && !on", tested("context.on && !context.on")},
      {"when context.b && !context.c", tested("context.b && !context.c")},
      {"when test && flag", tested("context.s == \"a\" && context.b")},
      {"when !(context.s == \"a\") && !(context.n < 1) && !flag",
       tested("context.s != \"a\" && context.n >= 1 && !context.b")},
      {"when context.s == \"a\" && (context.b && (context.n > 1 && context.c))",
       tested("context.s == \"a\" && context.b && context.n > 1 && context.c")},
      // A disjunction is passed over.
      {"when (context.b || context.n > 1) && context.s == \"a\"", tested("context.s == \"a\"")},
      {"when (context.b && context.n > 1) && context.s == \"a\"",
       tested("context.b && context.n > 1 && context.s == \"a\"")},
      {"when context.b || context.n > 1", kAlwaysRun},
      // What two facts, a call or a regex cost, the facts decide: nothing after them is tested. A
      // regex itself is, where its matches have a literal.
      {"when context.b && context.s == context.t && context.n > 1", tested("context.b")},
      {"when context.s == context.t && context.n > 1", kAlwaysRun},
      {"when size(context.l) > 1 && context.n > 1", kAlwaysRun},
      {"when context.s.matches(\"a+$\") && context.n > 1", kAlwaysRun},
      {"when context.n > 1 && context.s.matches(\"a+$\")", tested("context.n > 1")},
      {"when context.s.matches(\"^abc+d\") && context.n > 1",
       tested("context.s.matches(\"^abc+d\")")},
      {"when context.s.matches(\"^\\\\.ssh/\")", tested("context.s.matches(\"^\\.ssh/\")")},
      {"when !context.s.matches(\"^abc\")", kAlwaysRun},
      {"when sum && context.n > 1", kAlwaysRun},
      // `unless` is the last conjunct, negated.
      {"when context.n > 1 unless on", tested("context.n > 1 && !context.on")},
      {"when context.n > 1 && context.b unless context.s == \"a\"",
       tested("context.n > 1 && context.b && context.s != \"a\"")},
      {"when context.n > 1 unless context.b && context.c", tested("context.n > 1")},
      // What a define stands for is a chunk of its own.
      {"when same(context.s) && context.n > 1", kAlwaysRun},
  };
  for (const Row& row : rows) {
    INFO(row.clauses);
    CHECK(Lines("let test = context.s == \"a\"\nlet flag = context.b\n"
                "let sum = context.n + 1 > 2\ndefine same(x: string) = x == \"ab\"\n"
                "trigger t {\n  " +
                std::string(row.clauses) + "\n  notify }\n") ==
          "p.t: every action; " + row.tested + "\n");
  }
}

TEST_CASE("a coverage build runs every condition") {
  CompileOptions options;
  options.coverage = true;
  CHECK(Lines("trigger t { when context.n > 1 && context.b notify }", options) ==
        std::string("p.t: every action; ") + kAlwaysRun + "\n");
}

TEST_CASE("rules are found by the names that patterns and conditions spell out") {
  struct Row {
    const char* rule;
    std::string line;
  };
  const Row rows[] = {
      {"trigger t on \"a.b\" { when context.b notify }",
       "p.t: action a.b; context.b (tested first)"},
      {"trigger t { when action.name == \"a.b\" notify }",
       "p.t: action a.b; always run: no other conjunct that could be tested comes first"},
      {"trigger t { when action.name in [\"a\", \"b\", \"a\", \"no name\"] && context.b notify }",
       "p.t: actions a, b; context.b (tested first)"},
      {"trigger t on \"a.*\" { when action.name in [\"a.b\", \"b\"] && context.b notify }",
       "p.t: action a.b; context.b (tested first)"},
      {"trigger t on \"a.*\", \"b\" { when context.b notify }",
       "p.t: actions a.*, b; context.b (tested first)"},
      {"trigger t on \"a\" { when action.name == \"b\" notify }",
       "p.t: no action: its patterns and conditions have no name in common"},
      {"threshold t { measure context.n notify above 1 }",
       "p.t: every action; always run: it has no condition"},
      {"prohibit t on \"a\" { when context.b }", "p.t: action a; context.b (tested first)"},
      {"authority t on \"a.*\" {\n  for context.b\n  may \"a.b.*\", \"c\" when context.n > 1\n"
       "  may \"*\"\n}",
       "p.t, grant 1: actions a.b.* within a.*, c within a.*; context.b && context.n > 1 (tested "
       "first)\np.t, grant 2: actions a.*; context.b (tested first)"},
  };
  for (const Row& row : rows) {
    INFO(row.rule);
    CHECK(Lines(row.rule) == row.line + "\n");
  }
}

}  // namespace
}  // namespace remit
