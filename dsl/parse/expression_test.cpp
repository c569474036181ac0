#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "dsl/format/format.h"
#include "dsl/parse/parse.h"

namespace remit {
namespace {

// The tree of `text` as DumpFile shows an expression, or the kinds and columns of its mistakes.
std::string Tree(const std::string& text) {
  SourceSet sources;
  Diagnostics diagnostics;
  ast::File file;
  const ast::ExprId id = ParseExpression(sources, sources.Add("e", text), file, diagnostics);
  std::string out;
  for (const Diagnostic& d : diagnostics.all()) {
    out += std::string(DiagnosticName(d.kind)) + "@" + std::to_string(d.span.begin) + " ";
  }
  if (id == ast::kNoExpr) return out;
  file.items.push_back({"", {}, ast::Let{{"x", {}}, id}});
  const std::string dump = DumpFile(file);
  const size_t begin = dump.find("value ") + 6;
  return out + dump.substr(begin, dump.size() - begin - 1);
}

std::string Times(size_t count, const std::string& text) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST_CASE("literals are CEL's: lexis of section 1") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"0x1F", "31"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"-0x8000000000000000", "-9223372036854775808"},
      {"9223372036854775808", "BadNumber@0 "},
      {"18446744073709551615u", "18446744073709551615u"},
      {"18446744073709551616u", "BadNumber@0 "},
      {"0xFFu", "255u"},
      {".5", "0.5"},
      {"1e3", "1000.0"},
      {"2.5E-1", "0.25"},
      {"1e-400", "0.0"},
      {"1e999", "BadNumber@0 "},
      {"1.", "Syntax@2 "},
      {"1.foo", "(select foo 1)"},
      {R"('a"b')", R"("a\"b")"},
      {R"("\x41\101\u0041\U00000041")", R"("AAAA")"},
      {R"("\xff")", "\"\u00ff\""},
      {R"(b"\xff\377")", R"(b"\xff\xff")"},
      {"b'\u00ff'", R"(b"\xc3\xbf")"},
      {R"(b"\u0041")", "BadString@2 "},
      {R"("\a\b\f\v\?\`")", R"("\u0007\u0008\u000c\u000b?`")"},
      {R"(r"\n")", R"("\\n")"},
      {R"(bR'\x')", R"(b"\\x")"},
      {R"(rb'x')", "Syntax@2 "},
      {R"("\q")", "BadString@1 "},
      {R"("\400")", "BadString@1 "},
      {R"("\ud800")", "BadString@1 "},
      {R"("\U00110000")", "BadString@1 "},
      {R"("\U00088888")", "\"\U00088888\""},
      {"'''a\n'b'''", R"("a\n'b")"},
      {"\"a\nb\"", "BadString@0 BadString@3 Syntax@3 "},
      {"\"\"\"a", "BadString@0 "},
      {"null", "null"},
      {"a.`b-c/d e`", "(select `b-c/d e` a)"},
      {"a.package", "(select package a)"},
      {"a.package()", "(method package a)"},
      {"package", "Syntax@0 "},
      {"a.in", "Syntax@2 "},
      {"a # b", "BadToken@2 "},
      {"1 // one", "1"},
      {"1h30m", "Syntax@0 "},
      {"", "Syntax@0 "},
  };
  for (const auto& [text, tree] : rows) {
    INFO(text);
    CHECK(Tree(text) == tree);
  }
}

TEST_CASE("operators bind as CEL's: section 2") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"a || b && c || d", "(|| a (&& b c) d)"},
      {"(a && b) && c", "(&& (&& a b) c)"},
      {"a ? b : c ? d : e", "(if a b (if c d e))"},
      {"a ? b ? c : d : e", "Syntax@6 "},
      {"a == b < c in d", "(in (< (== a b) c) d)"},
      {"a - b - c * d % e", "(- (- a b) (% (* c d) e))"},
      {"-a.b", "(- (select b a))"},
      {"--a", "(- (- a))"},
      {"!!a", "(! (! a))"},
      {"!-a", "Syntax@1 "},
      {"- -9223372036854775808", "(- -9223372036854775808)"},
      {"a - 1", "(- a 1)"},
      {".a.b(.c(1), 2)", "(method b .a (call. c 1) 2)"},
      {"a.?b[?c][d]", "(index (index? (select? b a) c) d)"},
      {"[?a, b,]", "(list ?a b)"},
      {"{?a: b, 'c': d,}", "(map ?a b \"c\" d)"},
      {"f(a,)", "Syntax@4 "},
      {"[a,,]", "Syntax@3 "},
      {"a b", "Syntax@2 "},
      {"a{b: c}", "Syntax@1 "},
      {"a &&", "Syntax@4 "},
      {"(a", "Syntax@2 "},
  };
  for (const auto& [text, tree] : rows) {
    INFO(text);
    CHECK(Tree(text) == tree);
  }
}

TEST_CASE("the least sizes that CEL demands parse") {
  const std::vector<std::string> rows = {
      "a" + Times(31, " || a"),
      "a" + Times(31, " && a"),
      "f(a" + Times(31, ", a") + ")",
      "[a" + Times(31, ", a") + "]",
      "{1: a" + Times(31, ", 1: a") + "}",
      Times(24, "a ? b : ") + "c",
      "a" + Times(24, " + a"),
      "a" + Times(24, " < a"),
      Times(12, "f(") + "a" + Times(12, ")"),
      "a" + Times(12, ".b"),
      "a" + Times(12, "[b]"),
      Times(12, "[") + Times(12, "]"),
      Times(32, "(") + "a" + Times(32, ")"),
      Times(32, "!") + "a",
      Times(32, "-") + "a",
  };
  for (const std::string& text : rows) {
    INFO(text);
    CHECK(Tree(text).find('@') == std::string::npos);
  }
}

TEST_CASE("nesting over the limit is a mistake, whatever nests") {
  const std::vector<std::string> rows = {
      Times(10'000, "(") + "a" + Times(10'000, ")"),
      Times(10'000, "!") + "a",
      Times(10'000, "-") + "a",
      Times(10'000, "a?b:") + "c",
      "a" + Times(100'000, " + a"),
      "a" + Times(10'000, " < a"),
      "a" + Times(10'000, ".b"),
      "a" + Times(10'000, "[0]"),
      Times(10'000, "["),
      Times(10'000, "{1:"),
      Times(10'000, "f("),
  };
  for (const std::string& text : rows) {
    INFO(text.substr(0, 20));
    CHECK(Tree(text).starts_with("TooDeep@"));
  }
  CHECK(Tree("a" + Times(100'000, " && a")).starts_with("(&& a a"));
}

TEST_CASE("formatting writes the least parentheses") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"((a)) + (b * c)", "a + b * c"},
      {"(a + b) * c - (d - e)", "(a + b) * c - (d - e)"},
      {"(a && b) && (c || d)", "(a && b) && (c || d)"},
      {"(a ? b : c) ? (d ? e : f) : (g ? h : i)", "(a ? b : c) ? (d ? e : f) : g ? h : i"},
      {"!(-a)", "!(-a)"},
      {"-(-a)", "--a"},
      {"(a + b).c(d)[e]", "(a + b).c(d)[e]"},
      {"'\\x07' + b'\\n'", R"("\u0007" + b"\x0a")"},
  };
  for (const auto& [text, formatted] : rows) {
    SourceSet sources;
    Diagnostics diagnostics;
    ast::File file;
    const ast::ExprId id = ParseExpression(sources, sources.Add("e", text), file, diagnostics);
    REQUIRE(id != ast::kNoExpr);
    CHECK(FormatExpr(file, id) == formatted);
  }
}

}  // namespace
}  // namespace remit
