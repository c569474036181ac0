// What is inferred of expressions by themselves, as CEL writes types.
#include "dsl/check/typing.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "dsl/check/check.h"
#include "dsl/parse/parse.h"

namespace remit {
namespace {

// The type of `text`, or the names of what is said against it.
std::string TypeOfExpression(std::string_view text, const ExpressionScope& scope = {}) {
  SourceSet sources;
  Diagnostics diagnostics;
  const SourceLimits limits;
  std::vector<ParsedFile> files(2);
  const FileId builtin = sources.Add("builtin", std::string(BuiltinTypesText()));
  files[0].tree = ParseFile(sources, builtin, diagnostics, limits);
  const FileId own = sources.Add("expression", std::string(text));
  const ast::ExprId root = ParseExpression(sources, own, files[1].tree, diagnostics, limits);
  REQUIRE_FALSE(diagnostics.has_errors());
  const typed::Bundle bundle = CheckExpression(files, root, scope, sources, diagnostics);
  if (!diagnostics.has_errors()) {
    return bundle.types.CelName(bundle.node(bundle.lets.back().value).type);
  }
  std::string said;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    said += (said.empty() ? "" : " ") + std::string(DiagnosticName(diagnostic.kind));
  }
  return said;
}

struct Row {
  std::string_view text, type;
};

void CheckRows(const std::vector<Row>& rows, const ExpressionScope& scope = {}) {
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(TypeOfExpression(row.text, scope) == row.type);
  }
}

TEST_CASE("literals of lists and maps are of the most general of their elements' types") {
  CheckRows({
      {"[]", "list(dyn)"},
      {"{}", "map(dyn, dyn)"},
      {"[1, 2]", "list(int)"},
      {"[1, 2u]", "list(dyn)"},
      {"[1, dyn(2)]", "list(dyn)"},
      {"[[1], ['a']]", "list(dyn)"},
      {"[[1], []]", "list(list(int))"},
      {"[[], [1]]", "list(list(int))"},
      {"[[], [[]], [[[]]]]", "list(list(list(list(dyn))))"},
      {"[[[[[]]]], [], [[[]]]]", "list(list(list(list(list(dyn)))))"},
      {"[{}, {'a': {}}]", "list(map(string, map(dyn, dyn)))"},
      {"{'a': 1, 'b': 'c'}", "map(string, dyn)"},
      {"{1: 2, 'a': 3}", "map(dyn, int)"},
      {"[?optional.of(1), 2]", "list(int)"},
      {"{?'a': optional.none()}", "map(string, dyn)"},
  });
}

TEST_CASE("null is a value of times, durations and what is opaque, and of nothing else") {
  CheckRows({
      {"[timestamp(0), null]", "list(timestamp)"},
      {"[null, duration('1s')]", "list(duration)"},
      {"[optional.of(1), null]", "list(optional_type(int))"},
      {"[ip('::1'), null]", "list(net.IP)"},
      {"[1, null]", "list(dyn)"},
      {"['a', null]", "list(dyn)"},
      {"[null, null]", "list(null_type)"},
  });
}

TEST_CASE("optionals, branches and operators") {
  CheckRows({
      {"[optional.none(), optional.of(1)]", "list(optional_type(int))"},
      {"[optional.of(1), optional.of(dyn(1))]", "list(optional_type(dyn))"},
      {"[optional.of(dyn(1)), optional.of(1)]", "list(optional_type(dyn))"},
      {"true ? optional.of(dyn(1)) : optional.of(1)", "optional_type(dyn)"},
      {"optional.none()", "optional_type(dyn)"},
      {"optional.none().orValue(1)", "int"},
      {"optional.none().or(optional.of('a'))", "optional_type(string)"},
      {"optional.of(1).orValue('a')", "dyn"},
      {"dyn(1).orValue(1)", "dyn"},
      {"optional.of({'a': [1]}).a[0]", "optional_type(int)"},
      {"{'a': 1}.?a", "optional_type(int)"},
      {"true ? 1 : 'a'", "dyn"},
      {"true ? [] : [1]", "list(int)"},
      {"[] + [1]", "list(int)"},
      {"[1] + ['a']", "list(dyn)"},
      {"dyn(1) + 1", "int"},
      {"dyn(1) + duration('1s')", "dyn"},
      {"dyn('a') + 'b'", "string"},
      {"dyn(1) - timestamp(0)", "duration"},
      {"-dyn(1)", "dyn"},
      {"1 == 'a'", "bool"},
      {"1 + 'a'", "WrongType"},
      {"dyn(1) * 'a'", "WrongType"},
      {"optional.of(1).or(2)", "WrongType"},
  });
}

TEST_CASE("calls give what their overloads say of the arguments") {
  CheckRows({
      {"size([])", "int"},
      {"'a,b'.split(',')", "list(string)"},
      {"[1, 2].first()", "optional_type(int)"},
      {"[].first()", "optional_type(dyn)"},
      {"dyn([1]).first().orValue(1)", "dyn"},
      {"[optional.of(1)].unwrapOpt()", "list(int)"},
      {"'abc'.reverse()", "string"},
      {"['abc'].reverse()", "list(string)"},
      {"dyn('abc').reverse()", "dyn"},
      {"math.greatest([1, 2])", "int"},
      {"math.greatest([1, 2.0])", "dyn"},
      {"lists.range(3).map(x, {x: string(x)})", "list(map(int, string))"},
      {"[].map(x, x)[0]", "dyn"},
      {"type(1)", "type"},
      {"url('http://a/').host", "string"},
      {"regex.extract('a', 'b')", "optional_type(string)"},
      {"size(1)", "WrongType"},
      {"[1].join()", "WrongType"},
      {"size()", "WrongCount"},
  });
}

TEST_CASE("functions of an environment, with type parameters and opaque types") {
  using Function = ExpressionScope::Function;
  const ExpressionScope scope{
      .variables = {{"pair", "tuple(int, string, bool)"}, {"when", "google.protobuf.Timestamp"}},
      .functions = {
          Function{.name = "tuple", .parameters = {"T", "U", "V"}, .result = "tuple(T, U, V)"},
          Function{.name = "same", .parameters = {"tuple(T, T, T)"}, .result = "list(T)"},
          Function{
              .name = "swap", .parameters = {"map(K, V)"}, .result = "map(V, K)", .member = true},
          Function{.name = "pick", .parameters = {"string"}, .result = "string"},
          Function{.name = "pick", .parameters = {"int"}, .result = "int"},
      }};
  CheckRows(
      {
          {"pair", "tuple(int, string, bool)"},
          {"when", "timestamp"},
          {"tuple(1, 2u, 3.0)", "tuple(int, uint, double)"},
          {"[tuple(1, 2, 3), tuple(dyn(1), dyn(2), dyn(3))][0]", "tuple(dyn, dyn, dyn)"},
          {"[tuple(1, 2, 3), null][0]", "tuple(int, int, int)"},
          {"same(tuple(1, 2, 3))", "list(int)"},
          {"same(tuple(dyn(1), 2u, 3.0))", "list(dyn)"},
          {"same(tuple([], [1], []))", "list(list(int))"},
          {"{'a': 1}.swap()", "map(int, string)"},
          {"pick('a')", "string"},
          {"pick(1)", "int"},
          {"pick(dyn(1))", "dyn"},
          {"pick(1.0)", "WrongType"},
          {"same(tuple(1, 'a', 3))", "WrongType"},
          {"same(1, 2)", "WrongCount"},
      },
      scope);
}

TEST_CASE("a variable that nothing is known of is dyn, and undone where types do not agree") {
  using checking::Join;
  using checking::Unify;
  TypeTable types;
  const TypeId integer = types.Scalar(TypeKind::Int), text = types.Scalar(TypeKind::String);
  const TypeId variable = types.Fresh();
  CHECK(types.kind(variable) == TypeKind::Dyn);
  CHECK_FALSE(Unify(types, types.Map(variable, text), types.Map(integer, integer)));
  CHECK_FALSE(types.IsBound(variable));
  CHECK(Unify(types, types.List(variable), types.List(integer)));
  CHECK(types.Settled(types.List(variable)) == types.List(integer));
  CHECK(Join(types, integer, text) == kDyn);
  const TypeId own = types.Fresh();
  CHECK_FALSE(Unify(types, own, types.List(own)));
}

}  // namespace
}  // namespace remit
