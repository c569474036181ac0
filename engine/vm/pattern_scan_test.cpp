#include "engine/vm/pattern_scan.h"

#include <catch2/catch.hpp>

#include "engine/vm/test_values.h"

namespace remit {
namespace {

using namespace test;

struct EntrySpec {
  std::string id, regex;
  std::vector<std::string> keywords = {}, paths = {};
  double entropy = 0.0;
};

CompiledPatternSet Compile(const std::vector<EntrySpec>& entries,
                           const std::vector<std::string>& allow = {}) {
  Program program;
  PatternSet set;
  const auto text = [&program](const std::string& value) {
    program.strings.push_back(value);
    return static_cast<StringId>(program.strings.size() - 1);
  };
  const auto texts = [&](const std::vector<std::string>& values) {
    std::vector<StringId> ids;
    for (const std::string& value : values) ids.push_back(text(value));
    return program.ids.Add(ids);
  };
  std::vector<PatternEntry> made;
  for (const EntrySpec& spec : entries) {
    PatternEntry entry;
    entry.id = text(spec.id);
    entry.regex = text(spec.regex);
    entry.entropy = spec.entropy;
    entry.keywords = texts(spec.keywords);
    entry.paths = texts(spec.paths);
    made.push_back(entry);
  }
  set.entries = program.pattern_entries.Add(made);
  set.allow = texts(allow);
  Result<CompiledPatternSet> compiled = CompiledPatternSet::Compile(program, set);
  REQUIRE(compiled.has_value());
  return std::move(*compiled);
}

// "id path:line@start text" for each hit.
std::vector<std::string> Hits(const CompiledPatternSet& set, const Value& input) {
  const Value hits = set.Scan(TestArena(), input);
  const Value any = set.MatchesAny(TestArena(), input);
  if (hits.is_error()) {
    CHECK(Show(any) == Show(hits));
    return {Show(hits)};
  }
  CHECK(Show(any) == Show(B(hits.size > 0)));
  std::vector<std::string> shown;
  for (const Value& hit : hits.list()) {
    CHECK(hit.size == 5);
    const auto member = [&hit](std::string_view name) {
      return FormatValue(*FindMember(hit, name), 1000);
    };
    shown.push_back(member("id") + " " + member("path") + ":" + member("line") + "@" +
                    member("start") + " " + member("text"));
  }
  return shown;
}

Value Entry(std::string_view path, int64_t line, std::string_view text) {
  return M({{S("path"), S(path)}, {S("line"), I(line)}, {S("text"), S(text)}});
}

TEST_CASE("hits of a pattern set") {
  using Strings = std::vector<std::string>;
  struct Row {
    std::vector<EntrySpec> entries;
    Strings allow;
    Value input;
    Strings hits;
  };
  const std::vector<Row> rows = {
      // Leftmost-first and disjoint, over the whole text.
      {{{"a", "aa"}}, {}, S("aaaaa"), {"a :1@0 …", "a :1@2 …"}},
      {{{"a", "a|ab"}}, {}, S("ab"), {"a :1@0 …"}},
      {{{"a", "a*"}}, {}, S("baab"), {"a :1@1 …"}},
      {{{"a", "x*"}}, {}, S("\xc3\xa4"), {}},
      {{{"a", "^b"}}, {}, S("ab\nb"), {}},
      {{{"a", "(?m)^b"}}, {}, S("ab\nb"), {"a :2@3 …"}},
      {{{"a", "\\bb"}}, {}, S("ab b"), {"a :1@3 …"}},
      // In order of place, then id.
      {{{"b", "x"}, {"a", "x"}, {"c", "w"}}, {}, S("wx"), {"c :1@0 …", "a :1@1 …", "b :1@1 …"}},
      {{{"a", "x"}},
       {},
       L({Entry("z", 5, "x"), Entry("b", 1, "-x\n\nx")}),
       {"a z:5@0 …", "a b:1@1 …", "a b:3@4 …"}},
      // Redacted: at most four characters and a quarter.
      {{{"a", "k+"}}, {}, S("kkk"), {"a :1@0 …"}},
      {{{"a", "k+"}}, {}, S("kkkk"), {"a :1@0 k…"}},
      {{{"a", "k+"}}, {}, S(std::string(40, 'k')), {"a :1@0 kkkk…"}},
      {{{"a", "ä+"}}, {}, S("ääääääää"), {"a :1@0 ää…"}},
      // Keywords, whatever their case.
      {{{"a", "x", {"AKIA", "zz"}}}, {}, S("x akia"), {"a :1@0 …"}},
      {{{"a", "x", {"AKIA"}}}, {}, S("x aki"), {}},
      // Entropy of group 1, else of the hit.
      {{{"a", "k=(\\w+)", {}, {}, 2.0}}, {}, S("k=abcd k=aaaa"), {"a :1@0 k…"}},
      {{{"a", "\\w+", {}, {}, 2.0}}, {}, S("abcd aaaa"), {"a :1@0 a…"}},
      {{{"a", "(q)?abcd", {}, {}, 2.0}}, {}, S("abcd"), {"a :1@0 a…"}},
      // `in`: only under these paths; a text without one is under all.
      {{{"a", "x", {}, {"**/*.env", "etc/"}}},
       {},
       L({Entry("a/.env", 1, "x"), Entry("./etc/y", 1, "x"), Entry("a/b", 1, "x"),
          M({{S("text"), S("x")}})}),
       {"a a/.env:1@0 …", "a ./etc/y:1@0 …", "a :1@0 …"}},
      {{{"a", "x", {}, {"*.env"}}}, {}, S("x"), {"a :1@0 …"}},
      {{{"a", "x", {}, {"*.env"}}}, {}, L({Entry("../y", 1, "")}), {"error invalid-argument"}},
      {{{"a", "x"}}, {}, L({Entry("../y", 1, "x")}), {"a ../y:1@0 …"}},
      // `allow` searches the hit, never its line.
      {{{"a", "[A-Z]+"}}, {"EXAMPLE$"}, S("KEYEXAMPLE KEY EXAMPLE"), {"a :1@11 …"}},
      {{{"a", "[A-Z]+"}}, {"^K", "example"}, S("AK example"), {"a :1@0 …"}},
      // What is no text.
      {{{"a", "x"}}, {}, I(1), {"error no-overload"}},
      {{{"a", "x"}}, {}, L({S("x")}), {"error wrong-type"}},
      {{{"a", "x"}}, {}, L({M({{S("path"), S("p")}})}), {"error wrong-type"}},
      {{{"a", "x"}}, {}, L({M({{S("text"), S("x")}, {S("line"), S("1")}})}), {"error wrong-type"}},
      {{{"a", "x"}}, {}, L({}), {}},
      {{}, {}, S("x"), {}},
  };
  for (const Row& row : rows) {
    INFO(Show(row.input));
    CHECK(Hits(Compile(row.entries, row.allow), row.input) == row.hits);
  }
}

TEST_CASE("a scan charges bytes, entries and hits") {
  const CompiledPatternSet set = Compile({{"a", "x"}, {"b", "y"}});
  const Value input = L({Entry("p", 1, std::string(79, '-') + "x"), Entry("p", 1, "x")});
  const auto left = [&](auto scan, uint64_t fuel) {
    Fuel budget{.left = fuel};
    Eval eval{TestArena(), budget};
    const Value value = scan(eval);
    return value.is_error() ? Show(value) : std::to_string(budget.left);
  };
  const auto all = [&](Eval& eval) { return set.Scan(eval, input); };
  const auto any = [&](Eval& eval) { return set.MatchesAny(eval, input); };
  // 2 entries of the list, 81 bytes / 8 for each of 2 patterns, 16 a hit.
  CHECK(left(all, 2 + 20 + 32) == "0");
  CHECK(left(all, 2 + 20 + 31) == "error out-of-fuel");
  CHECK(left(any, 2 + 20 + 16) == "0");
  CHECK(left(any, 2 + 20 + 15) == "error out-of-fuel");
  CHECK(left(any, 21) == "error out-of-fuel");
  CHECK(left(any, 1) == "error out-of-fuel");
}

TEST_CASE("what RE2 refuses is an error that names it") {
  const Result<CompiledRegex> bad = CompiledRegex::Compile("a(");
  REQUIRE_FALSE(bad.has_value());
  CHECK(bad.error().kind == ErrorKind::BadProgram);
  CHECK(bad.error().message == "bad regex `a(`: missing ): a(");
  CHECK_FALSE(CompiledRegex::Compile("((a{100}){100}){100}").has_value());
  Program program;
  program.strings = {"x", "["};
  PatternSet set;
  set.entries = program.pattern_entries.Add({{.id = 0, .regex = 1}});
  CHECK_FALSE(CompiledPatternSet::Compile(program, set).has_value());
  program.pattern_entries[0].regex = 0;
  program.pattern_entries[0].paths = program.ids.Add({1});
  CHECK_FALSE(CompiledPatternSet::Compile(program, set).has_value());
  set.entries = {};
  set.allow = program.ids.Add({1});
  CHECK_FALSE(CompiledPatternSet::Compile(program, set).has_value());
}

}  // namespace
}  // namespace remit
