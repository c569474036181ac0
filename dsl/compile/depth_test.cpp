// Nesting at the limit is compiled, one level more is refused, and neither needs more than the
// 8 MiB of stack that a program is given: every form that nests, through parser, checker, lowering.
#include <pthread.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "dsl/compile/compile.h"
#include "dsl/format/format.h"
#include "dsl/parse/parse.h"

namespace remit {
namespace {

constexpr size_t kStack = size_t{8} << 20;

// Runs `body` on a stack of the size that programs have by default.
template <typename Body>
void OnStack(Body body) {
  pthread_attr_t attributes;
  REQUIRE(pthread_attr_init(&attributes) == 0);
  REQUIRE(pthread_attr_setstacksize(&attributes, kStack) == 0);
  pthread_t thread;
  REQUIRE(pthread_create(
              &thread, &attributes,
              [](void* argument) -> void* {
                (*static_cast<Body*>(argument))();
                return nullptr;
              },
              &body) == 0);
  REQUIRE(pthread_join(thread, nullptr) == 0);
  pthread_attr_destroy(&attributes);
}

// `open` so many times, `core`, `close` as often. The core counts as `own` levels, each time as
// `each`.
struct Form {
  std::string name, open, core, close;
  uint32_t own = 1;
  uint32_t each = 1;

  // The most times that the limit allows.
  uint32_t most() const { return (SourceLimits{}.depth - own) / each; }
};

const std::vector<Form> kForms = {
    {"parentheses", "(", "context.a", ")", 1},
    {"not", "!", "context.a", "", 2},
    {"minus", "-", "context.a", "", 2},
    {"lists", "[", "context.a", "]", 2},
    {"maps", "{1: ", "context.a", "}", 2},
    {"conditionals", "context.a ? true : ", "context.a", "", 2},
    {"conditions", "(context.a ? true : ", "context.a", ")", 2, 2},
    {"calls", "dyn(", "context.a", ")", 2},
    {"indexes", "context.a[", "context.a", "]", 2},
    {"suffixes", "", "context", ".a", 1},
    {"index suffixes", "", "context", "[0]", 1},
    {"sums", "", "context.a", " + context.a", 2},
    {"right sums", "context.a + (", "context.a", ")", 2},
    {"and in or", "context.b && (context.c || ", "context.a", ")", 2, 2},
    {"macros", "[1].exists(x, ", "context.a", ")", 2},
    {"optionals", "optional.of(", "context.a", ")", 2},
};

std::string Nested(const Form& form, uint32_t levels) {
  std::string text;
  for (uint32_t i = 0; i < levels; ++i) text += form.open;
  text += form.core;
  for (uint32_t i = 0; i < levels; ++i) text += form.close;
  return text;
}

bool Parses(const std::string& text) {
  SourceSet sources;
  Diagnostics diagnostics;
  const ast::File file = ParseFile(sources, sources.Add("p.remit", text), diagnostics);
  if (!diagnostics.has_errors()) {
    const std::string formatted = FormatFile(file);
    const ast::File again = ParseFile(sources, sources.Add("q.remit", formatted), diagnostics);
    CHECK_FALSE(diagnostics.has_errors());
    CHECK(DumpFile(again) == DumpFile(file));
    return true;
  }
  CHECK(diagnostics.all().size() == 1);
  CHECK(diagnostics.all().front().kind == DiagnosticKind::TooDeep);
  return false;
}

// A policy that reads `expression` as a condition and another within a reason.
std::string PolicyOf(const std::string& expression) {
  return "policy p owner \"o\" default allow\nlet nested = " + expression +
         "\ntrigger t on \"a\" {\n  when nested == true\n  notify\n  reason \"r {nested}\"\n}\n";
}
std::string ReasonOf(const std::string& expression) {
  return "policy p owner \"o\" default allow\ntrigger t on \"a\" {\n  when true\n  notify\n" +
         ("  reason \"r { " + expression + "}\"\n}\n");
}

TEST_CASE("nesting at the limit parses, one level more is refused") {
  for (const Form& form : kForms) {
    OnStack([&] {
      INFO(form.name);
      CHECK(Parses(PolicyOf(Nested(form, form.most()))));
      CHECK(Parses(ReasonOf(Nested(form, form.most()))));
      CHECK_FALSE(Parses(PolicyOf(Nested(form, form.most() + 1))));
      CHECK_FALSE(Parses(ReasonOf(Nested(form, form.most() + 1))));
      CHECK_FALSE(Parses(PolicyOf(Nested(form, 5'000))));
    });
  }
}

TEST_CASE("what parses at the limit is checked and lowered within the stack") {
  for (const Form& form : kForms) {
    OnStack([&] {
      INFO(form.name);
      // Whether a form has a type at every depth is the checker's to say. That it says so is the
      // test: a stack that runs over ends the program.
      for (const std::string& text :
           {PolicyOf(Nested(form, form.most())), ReasonOf(Nested(form, form.most()))}) {
        const Compilation made = CompileTexts({{"p.remit", text}}, {});
        CHECK(made.program.has_value() == !made.diagnostics.has_errors());
      }
    });
  }
}

}  // namespace
}  // namespace remit
