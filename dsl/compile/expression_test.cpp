// One expression by itself: what it may name, how it is refused or not, what type it has.
#include "dsl/compile/expression.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "engine/model/action.h"
#include "engine/model/json_write.h"
#include "engine/vm/vm.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

const char* const kPolicy = R"(policy p owner "o" default allow
import "lib/numbers.remit" as numbers
param limit: int = 3
type Order { amount: int, note?: string }
facts order: Order
facts extra?: Order
define large(n: int) = n > limit
let big = large(order.amount)
score risk { add 0.5 when big }
patterns keys { a "secret" }
)";
const char* const kLibrary = "param base: int = 5\ndefine twice(n: int) = n + n\n";
const char* const kAction = R"({"subject": {"type": "agent", "id": "a"}, "action": {"name": "x"},
  "context": {"order": {"amount": 5}, "a.b": {"c": 1}, "a.b.c": 2, "time": "2026-01-05T12:00:00Z"}})";

// A folder with the policy and its library, gone at the end.
struct Folder {
  fs::path path = fs::temp_directory_path() / "remit_expression_test";
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path / "lib");
    std::ofstream(path / "p.remit") << kPolicy;
    std::ofstream(path / "lib/numbers.remit") << kLibrary;
  }
  ~Folder() { fs::remove_all(path); }

  CompiledExpression Compile(std::string_view text, const ExpressionScope& scope = {}) const {
    CompileOptions options;
    options.root = path.string();
    return CompileExpression(text, "expression", scope, {(path / "p.remit").string()}, options);
  }
};

// The value of `compiled` for the action, as JSON, or the name of its error.
std::string Evaluated(CompiledExpression& compiled) {
  REQUIRE(compiled.made.program.has_value());
  auto loaded = LoadedProgram::Load(std::move(*compiled.made.program));
  REQUIRE(loaded.has_value());
  Arena arena;
  const Result<Action> action = ReadAction(arena, kAction);
  REQUIRE(action.has_value());
  Vm vm(**loaded);
  vm.SetSlots(*action, *action->time);
  vm.BeginRule();
  const Value value = vm.ReadLet(compiled.let);
  return value.is_error() ? std::string(EvalErrorName(value.error->code))
                          : *WriteCanonicalJson(value);
}

std::vector<std::string> Refusals(const CompiledExpression& compiled) {
  std::vector<std::string> names;
  for (const Diagnostic& one : compiled.made.diagnostics.all()) {
    names.emplace_back(DiagnosticName(one.kind));
  }
  return names;
}

struct Row {
  const char* text;
  const char* type;
  const char* value;
};

TEST_CASE("an expression names what its policy declares, and the action") {
  const Folder folder;
  const Row rows[] = {
      {"limit", "int", "3"},
      {"limit + order.amount", "int", "8"},
      {"big", "bool", "true"},
      {"risk", "double", "0.5"},
      {"large(2)", "bool", "false"},
      {"[1, 4].filter(x, large(x))", "list(int)", "[4]"},
      {"numbers.base", "int", "5"},
      {"numbers.twice(limit)", "int", "6"},
      {"keys.matches('a secret')", "bool", "true"},
      {"keys.scan('none').size()", "int", "0"},
      {"has(order.note) ? order.note : 'none'", "string", "\"none\""},
      {"has(context.extra) && extra.amount > 1", "bool", "false"},
      {"context.order.amount", "dyn", "5"},
      {"subject.id", "dyn", "\"a\""},
      {"action.name", "dyn", "\"x\""},
      {"now.getHours()", "int", "12"},
      {"resource", "dyn", "absent"},
      {"big || resource.id == 'r'", "bool", "true"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CompiledExpression compiled = folder.Compile(row.text);
    INFO(FormatDiagnostics(compiled.made.diagnostics, compiled.made.sources));
    CHECK(compiled.type == row.type);
    CHECK(Evaluated(compiled) == row.value);
  }
}

TEST_CASE("variables of the environment hide what the policy declares") {
  const Folder folder;
  const Row rows[] = {
      {"a.b.c", "int", "2"},
      {"a.b.d", "dyn", "no-such-field"},
      {"limit", "string", "no-such-field"},
      {"[1].map(order, order)", "list(int)", "[1]"},
      {"large(9)", "bool", "true"},
  };
  ExpressionScope scope;
  scope.variables = {{"a.b", "map(string, dyn)"}, {"a.b.c", "int"}, {"limit", "string"}};
  for (const Row& row : rows) {
    INFO(row.text);
    CompiledExpression compiled = folder.Compile(row.text, scope);
    INFO(FormatDiagnostics(compiled.made.diagnostics, compiled.made.sources));
    CHECK(compiled.type == row.type);
    CHECK(Evaluated(compiled) == row.value);
  }
}

TEST_CASE("what does not check is refused, or errs when it is evaluated") {
  const Folder folder;
  struct Mistake {
    const char* text;
    const char* kind;
    const char* unchecked;  // what it gives where nothing is checked
  };
  const Mistake mistakes[] = {
      {"nothing", "UnknownName", "no-overload"},
      {"nothing.at.all == 1 || true", "UnknownName", "true"},
      {"nothing(1)", "UnknownFunction", "no-overload"},
      {"'a'.nothing() && false", "UnknownFunction", "false"},
      {"order.note", "PresenceUnknown", "no-such-field"},
      {"order.nothing", "UnknownField", "no-such-field"},
      {"limit + 'a'", "WrongType", "no-overload"},
      {"limit ? 1 : 2", "NotBool", "not-bool"},
      {"size(1, 2)", "WrongCount", "no-overload"},
      {"[1].all(1, true)", "BadMacro", "no-overload"},
      {"has(limit)", "BadMacro", "no-overload"},
      {"cel.bind(1, 2, 3)", "BadMacro", "no-overload"},
      {"numbers.nothing", "UnknownName", "no-overload"},
      {"keys", "UnknownName", "no-overload"},
  };
  ExpressionScope unchecked;
  unchecked.checked = false;
  for (const Mistake& mistake : mistakes) {
    INFO(mistake.text);
    CHECK(Refusals(folder.Compile(mistake.text)) == std::vector<std::string>{mistake.kind});
    CompiledExpression compiled = folder.Compile(mistake.text, unchecked);
    INFO(FormatDiagnostics(compiled.made.diagnostics, compiled.made.sources));
    CHECK(compiled.type == "dyn");
    CHECK(Evaluated(compiled) == mistake.unchecked);
  }
}

TEST_CASE("what cannot be read or is too large is refused, checked or not") {
  const std::string deep(400, '(');
  for (const bool checked : {true, false}) {
    ExpressionScope scope;
    scope.checked = checked;
    CHECK(Refusals(CompileExpression("1 +", "e", scope, {}, {})) ==
          std::vector<std::string>{"Syntax"});
    CHECK(Refusals(CompileExpression("'\\q'", "e", scope, {}, {})) ==
          std::vector<std::string>{"BadString"});
    CHECK(Refusals(CompileExpression(deep + "1", "e", scope, {}, {})) ==
          std::vector<std::string>{"TooDeep"});
    CHECK(Refusals(CompileExpression("1", "e", scope, {"/no/such/file.remit"}, {})) ==
          std::vector<std::string>{"ImportFailed"});
  }
}

TEST_CASE("a constant regex that is none errs where it is used") {
  const Row rows[] = {
      {"'a'.matches('(')", "bool", "invalid-argument"},
      {"'a'.matches('(') || true", "bool", "true"},
      {"regex.replace('a', '[', 'b')", "string", "invalid-argument"},
      {"regex.extract('a', '(').hasValue()", "bool", "invalid-argument"},
      {"'a'.matches('(' + ')')", "bool", "true"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CompiledExpression compiled = CompileExpression(row.text, "e", {}, {}, {});
    CHECK(compiled.type == row.type);
    CHECK(Evaluated(compiled) == row.value);
  }
}

}  // namespace
}  // namespace remit
