// Which expressions compute the same.
#include "dsl/compile/classes.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "dsl/compile/compile.h"

namespace remit::lowering {
namespace {

using typed::Node;
using typed::NodeId;
using typed::NodeKind;

constexpr const char* kExpressions[] = {
    "context.a + 1",
    "context.a + 1u",
    "context.a + 1.0",
    "context.a + '1'",
    "context.a + b'1'",
    "context.a + true",
    "context.a + [1]",
    "context.a + [1u]",
    "context.a + {'a': 1}",
    "context.a + {'b': 1}",
    "context.a - 1",
    "context.b + 1",
    "resource.a + 1",
    "context.?a.orValue(1)",
    "has(context.a)",
    "context['a'] + 1",
    "size(context.a)",
    "string(context.a)",
    "[context.a, 1]",
    "[?context.a, 1]",
    "context.a.all(x, x == 1)",
    "context.a.exists(x, x == 1)",
    "context.a.all(x, 1 == x)",
    "context.a.all(x, y, y == 1)",
    "context.a.all(x, y, x == 1)",
    "context.a.all(x, x.all(y, y == 1))",
    "context.a.all(x, x.all(y, x == 1))",
    "cel.bind(x, context.a, x + x)",
    "cel.bind(x, context.b, x + x)",
    "3",
    "'a'",
    "b'a'",
    "duration('1s')",
    "null",
};

// Each expression as a let of one bundle, the whole list as often as said; variables of every
// second time have other names.
Compilation Lets(size_t times) {
  std::string text = "policy p owner \"o\" default allow\n";
  size_t count = 0;
  for (size_t i = 0; i < times; ++i) {
    for (const char* expression : kExpressions) {
      text += "let l" + std::to_string(1000 + count++) + " = " + expression + "\n";
    }
  }
  Compilation made = CompileTexts({{"p.remit", text}}, {});
  INFO(FormatDiagnostics(made.diagnostics, made.sources));
  REQUIRE(made.bundle != nullptr);
  REQUIRE(made.bundle->lets.size() == count);
  return made;
}

TEST_CASE("equal expressions have one class, any others have two") {
  const Compilation made = Lets(2);
  Classes classes(*made.bundle);
  const size_t count = std::size(kExpressions);
  std::vector<ClassId> of;
  for (const typed::Let& let : made.bundle->lets) of.push_back(classes.Of(let.value, Scope()));
  for (size_t i = 0; i < count; ++i) {
    for (size_t k = 0; k < count; ++k) {
      INFO(kExpressions[i] << " and " << kExpressions[k]);
      CHECK((of[i] == of[count + k]) == (i == k));
    }
  }
}

// A comprehension over the context whose body is its variable, which has that number.
NodeId AddAll(typed::Bundle& bundle, uint32_t variable) {
  const auto add = [&](Node node) {
    bundle.nodes.push_back(std::move(node));
    return static_cast<NodeId>(bundle.nodes.size() - 1);
  };
  const NodeId range = add({.kind = NodeKind::Root, .root = SlotRoot::Context});
  const NodeId local = add({.kind = NodeKind::Local, .index = variable});
  return add({.kind = NodeKind::All, .index = variable, .args = {range, local}});
}

TEST_CASE("what variables are called, or numbered, tells no classes apart") {
  typed::Bundle bundle;
  const NodeId first = AddAll(bundle, 0), second = AddAll(bundle, 7);
  Classes classes(bundle);
  CHECK(classes.Of(first, Scope()) == classes.Of(second, Scope()));
}

TEST_CASE("what is needed twice and worth a let is shared") {
  const Compilation made = Lets(1);
  Classes classes(*made.bundle);
  std::vector<std::string> shared;
  for (size_t i = 0; i < std::size(kExpressions); ++i) {
    const ClassId id = classes.Of(made.bundle->lets[i].value, Scope());
    classes.Use(id);
    CHECK_FALSE(classes.IsShared(id));
    classes.Use(id);
    if (classes.IsShared(id)) shared.emplace_back(kExpressions[i]);
  }
  CHECK(shared ==
        std::vector<std::string>{"string(context.a)", "context.a.all(x, x == 1)",
                                 "context.a.exists(x, x == 1)", "context.a.all(x, 1 == x)",
                                 "context.a.all(x, y, y == 1)", "context.a.all(x, y, x == 1)",
                                 "context.a.all(x, x.all(y, y == 1))",
                                 "context.a.all(x, x.all(y, x == 1))", "duration('1s')"});
}

}  // namespace
}  // namespace remit::lowering
