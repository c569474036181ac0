// The reference's own answer to what evidence hides: the engine agreeing with it would say nothing
// if it hid everything, or nothing.
#include "tests/reference/hidden.h"

#include <catch2/catch.hpp>
#include <string>

#include "dsl/compile/compile.h"

namespace remit::reference {
namespace {

TEST_CASE("the reference hides what a pattern set searches and nothing beside it") {
  struct Row {
    std::string rule;
    bool text, user;  // hidden
  };
  const Row rows[] = {
      {"trigger t { when context.text == context.user notify }", false, false},
      {"trigger t { when context.user == \"ann\" && keys.matches(context.text) notify }", true,
       false},
      {"trigger t { when keys.scan(context.text).size() > 0 notify }", true, false},
      {"trigger t { when keys.matches(context.text.first) notify }", true, false},
      {"trigger t { when keys.matches(context.?text.orValue(\"\")) notify }", true, false},
      {"let body = context.text trigger t { when keys.matches(body) notify }", true, false},
      {"define leaks(x: string) = keys.matches(x) trigger t { when leaks(context.text) notify }",
       true, false},
      {"define first(x: string, y: string) = keys.matches(x) trigger t { when "
       "first(context.text, context.user) notify }",
       true, false},
      {"trigger t { when context.text.exists(x, keys.matches(x)) notify }", true, false},
      {"trigger t { when context.user.exists(u, u != \"\") && keys.matches(context.text) notify }",
       true, false},
      {"trigger t { when keys.matches(context.user == \"a\" ? context.text : \"\") notify }", true,
       true},
      {"threshold t { measure keys.scan(context.text).size() notify above 0 }", true, false},
      {"prohibit t { match keys in context.text }", true, false},
      {"prohibit t { when context.user != \"\" match keys in context.text }", true, true},
  };
  for (const Row& row : rows) {
    INFO(row.rule);
    const Compilation made = CompileTexts(
        {{"p.remit",
          "policy p owner \"o\" default allow\npatterns keys { key \"k\" }\n" + row.rule}},
        {});
    REQUIRE(made.program);
    const Hidden hidden = FindHidden(*made.bundle);
    CHECK(hidden.Covers({"context", "text"}) == row.text);
    CHECK(hidden.Covers({"context", "user"}) == row.user);
  }
}

}  // namespace
}  // namespace remit::reference
