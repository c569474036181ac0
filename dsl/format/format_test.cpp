#include "dsl/format/format.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "dsl/parse/parse.h"
#include "tests/support/golden.h"

namespace remit {
namespace {

struct Parsed {
  std::string diagnostics;
  std::string dump;
  std::string formatted;
};

Parsed Parse(const std::string& path, const std::string& text) {
  SourceSet sources;
  Diagnostics diagnostics;
  const ast::File file = ParseFile(sources, sources.Add(path, text), diagnostics);
  return {FormatDiagnostics(diagnostics, sources), DumpFile(file), FormatFile(file)};
}

// Each .remit under tests/testdata/parse: what is said of it and the tree that is left, in .dump.
// Those without a mistake format to text of the same tree, and formatting that changes nothing.
TEST_CASE("policy files parse to their golden trees and format to the same") {
  const std::filesystem::path folder =
      std::filesystem::path(REMIT_SOURCE_DIR) / "tests/testdata/parse";
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".remit") names.insert(entry.path().stem().string());
  }
  CHECK(names.size() >= 4);
  for (const std::string& name : names) {
    INFO(name);
    const Parsed parsed = Parse(name + ".remit", ReadGolden(folder / (name + ".remit")));
    CheckGolden("parse/" + name + ".dump", parsed.diagnostics + parsed.dump);
    if (!parsed.diagnostics.empty()) continue;
    const Parsed again = Parse("formatted", parsed.formatted);
    CHECK(again.diagnostics == "");
    CHECK(again.dump == parsed.dump);
    CHECK(again.formatted == parsed.formatted);
  }
}

// --- generated expressions ---

struct Growth {
  const std::vector<uint32_t>& choices;
  size_t next = 0;
  uint32_t Below(uint32_t n) { return next < choices.size() ? choices[next++] % n : 0; }
};

const char* const kTexts[] = {"a", "b_1", "x", "policy"};
const char* const kStrings[] = {"", "{}", "a\"b\\c\n", "\xc3\xa9 }"};

// A tree that the parser could give, no deeper than `depth`.
ast::ExprId Grow(ast::File& file, Growth& growth, int depth) {
  using ast::ExprKind;
  constexpr ExprKind kLeaves[] = {ExprKind::Name, ExprKind::Int,    ExprKind::Uint,
                                  ExprKind::Bool, ExprKind::String, ExprKind::Bytes,
                                  ExprKind::Null, ExprKind::Double};
  constexpr ExprKind kNodes[] = {ExprKind::Select,      ExprKind::Index, ExprKind::Call,
                                 ExprKind::Method,      ExprKind::Unary, ExprKind::Binary,
                                 ExprKind::Conditional, ExprKind::List,  ExprKind::Map};
  ast::Expr expr;
  size_t args = 0;
  if (depth == 0 || growth.Below(4) == 0) {
    expr.kind = kLeaves[growth.Below(8)];
    expr.text = expr.kind == ExprKind::Name ? kTexts[growth.Below(4)] : "";
    if (expr.kind == ExprKind::String || expr.kind == ExprKind::Bytes) {
      expr.text = kStrings[growth.Below(4)];
    }
    if (expr.kind == ExprKind::Name) expr.leading_dot = growth.Below(4) == 1;
    if (expr.kind == ExprKind::Bool) expr.integer = growth.Below(2);
    if (expr.kind == ExprKind::Uint) expr.integer = growth.Below(100);
    if (expr.kind == ExprKind::Int) expr.integer = growth.Below(4) == 1 ? INT64_MIN : 7;
    if (expr.kind == ExprKind::Double) expr.real = growth.Below(1000) * 1e17 + 0.1;
  } else {
    expr.kind = kNodes[growth.Below(9)];
    switch (expr.kind) {
      case ExprKind::Select:
        args = 1;
        expr.optional = growth.Below(2) == 1;
        break;
      case ExprKind::Index:
        args = 2;
        expr.optional = growth.Below(2) == 1;
        break;
      case ExprKind::Call:
        args = growth.Below(3);
        break;
      case ExprKind::Method:
        args = 1 + growth.Below(3);
        break;
      case ExprKind::Unary:
        args = 1;
        expr.op = growth.Below(2) == 1 ? ast::Op::Not : ast::Op::Negate;
        break;
      case ExprKind::Binary:
        expr.op = static_cast<ast::Op>(2 + growth.Below(14));
        args = expr.op == ast::Op::And || expr.op == ast::Op::Or ? 2 + growth.Below(2) : 2;
        break;
      case ExprKind::Conditional:
        args = 3;
        break;
      default:
        args = growth.Below(3) * (expr.kind == ExprKind::Map ? 2 : 1);
        break;
    }
    if (args != 0 && (expr.kind == ExprKind::Select || expr.kind == ExprKind::Method)) {
      expr.text = kTexts[growth.Below(4)];
      if (expr.kind == ExprKind::Select && growth.Below(4) == 1) {
        expr.quoted = true;
        expr.text = "a-b/c";
      }
    }
    if (expr.kind == ExprKind::Call) expr.text = kTexts[growth.Below(4)];
    const size_t step = expr.kind == ExprKind::Map ? 2 : 1;
    for (size_t i = 0; i < args; ++i) {
      expr.args.push_back(Grow(file, growth, depth - 1));
      const bool element = expr.kind == ExprKind::List || expr.kind == ExprKind::Map;
      if (element && i % step == 0) expr.optionals.push_back(growth.Below(3) == 1);
    }
  }
  file.exprs.push_back(std::move(expr));
  return static_cast<ast::ExprId>(file.exprs.size() - 1);
}

TEST_CASE("what is formatted parses to the same tree") {
  CHECK(rc::check("parse after format is the identity", [](const std::vector<uint32_t>& choices) {
    Growth growth{choices};
    ast::File file;
    file.items.push_back({"one\n\ntwo", {}, ast::Let{{"x", {}}, Grow(file, growth, 5)}});
    ast::Rule rule;
    rule.kind = RuleKind::Trigger;
    rule.name.text = "t";
    rule.when = Grow(file, growth, 4);
    rule.reason = ast::Template{{"{a", "}\"", ""}, {}, {}};
    rule.reason->exprs = {Grow(file, growth, 3), Grow(file, growth, 3)};
    rule.effect.emplace();
    rule.effect->verdict = Verdict::Escalate;
    rule.effect->to = {Grow(file, growth, 2)};
    rule.effect->within = ast::Literal{"1h30m", false, {}};
    file.items.push_back({"", {}, std::move(rule)});
    const Parsed again = Parse("formatted", FormatFile(file));
    RC_ASSERT(again.diagnostics == "");
    RC_ASSERT(again.dump == DumpFile(file));
  }));
}

}  // namespace
}  // namespace remit
