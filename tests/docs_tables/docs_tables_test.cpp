// docs/opcodes.md, functions.md, diagnostics.md and fact-types.md, made from their tables.
#include <catch2/catch.hpp>

#include "dsl/check/check.h"
#include "engine/program/function_table.h"
#include "engine/program/opcode_table.h"
#include "tests/support/golden.h"

namespace remit {
namespace {

constexpr std::string_view kMade =
    "\n\nMade from `FILE`: change the table, then run the tests with `REMIT_UPDATE_GOLDEN=1`.\n\n";

std::string Title(std::string_view title, std::string_view file) {
  std::string text = "# " + std::string(title) + std::string(kMade);
  return text.replace(text.find("FILE"), 4, file);
}

// Text within a table's cell: a bar would end the cell.
std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c;
  }
  return cell;
}

std::string OperandCell(OperandKind kind) {
  return kind == OperandKind::None ? std::string() : std::string(OperandKindName(kind));
}

std::string OpcodePage() {
  std::string page = Title("Instructions", "engine/program/opcodes.def");
  page +=
      "An instruction has operands `a` (16 bits) and `b` (32 bits); an empty cell is 0. `N` pops "
      "as many\nvalues as `a` says; a `+1` is one value more where it jumps. An operand that is an "
      "error makes the\nresult that error, but where the meaning says otherwise. [vm.md](vm.md) "
      "says what instructions share.\n\n"
      "| | instruction | a | b | pops | pushes | meaning |\n"
      "| ---: | --- | --- | --- | ---: | ---: | --- |\n";
  for (size_t i = 0; i < OpcodeRows().size(); ++i) {
    const OpcodeRow& row = OpcodeRows()[i];
    const std::string pops = row.pops == kVariadic ? "N" : std::to_string(row.pops);
    const bool more = PushesOnJump(static_cast<Opcode>(i));
    page += "| " + std::to_string(i) + " | `" + std::string(row.name) + "` | " +
            OperandCell(row.a) + " | " + OperandCell(row.b) + " | " + pops + " | " +
            std::to_string(row.pushes) + (more ? " +1" : "") + " | " + Cell(row.meaning) + " |\n";
  }
  return page;
}

// "string.matches(string) -> bool".
std::string Signature(const OverloadRow& overload) {
  std::string text;
  if (!overload.receiver.empty()) text = std::string(overload.receiver) + ".";
  text += RowOf(overload.function).name;
  text += "(" + std::string(overload.parameters) + ") -> " + std::string(overload.result);
  return text;
}

std::string FunctionPage() {
  std::string page = Title("Functions", "engine/program/functions.def");
  page +=
      "CEL's standard functions and Remit's own, each with its overloads. Operators, macros and "
      "what the\ncompiler turns into instructions of its own are not functions here.\n\n"
      "| | function | overloads | meaning |\n"
      "| ---: | --- | --- | --- |\n";
  for (unsigned id = 0; id < kFunctionCount; ++id) {
    const auto function = static_cast<FunctionId>(id);
    std::string overloads;
    for (const OverloadRow& overload : OverloadsOf(function)) {
      if (!overloads.empty()) overloads += "<br>";
      overloads += "`" + Signature(overload) + "`";
    }
    page += "| " + std::to_string(id) + " | `" + std::string(RowOf(function).name) + "` | " +
            Cell(overloads) + " | " + Cell(RowOf(function).meaning) + " |\n";
  }
  return page;
}

struct DiagnosticRow {
  std::string_view name, level, meaning, why, fix, example;
};

constexpr DiagnosticRow kDiagnostics[] = {
#define REMIT_DIAGNOSTIC(name, level, meaning, why, fix, example) \
  {#name, #level, meaning, why, fix, example},
#include "dsl/diagnostics/diagnostics.def"
#undef REMIT_DIAGNOSTIC
};

std::string LevelText(const DiagnosticRow& row) {
  return row.level == "Error" ? "error" : "warning";
}

// GitHub's anchor of a heading that is one word.
std::string Anchor(std::string_view name) {
  std::string anchor;
  for (const char c : name) anchor += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return anchor;
}

std::string DiagnosticSection(const DiagnosticRow& row) {
  std::string section = "\n## " + std::string(row.name) + "\n\n" + LevelText(row) + ": " +
                        std::string(row.meaning) + ".\n\n" + std::string(row.why) + "\n";
  if (!row.example.empty()) section += "\n```remit\n" + std::string(row.example) + "\n```\n";
  return section + "\n" + std::string(row.fix) + "\n";
}

std::string DiagnosticPage() {
  std::string page = Title("Diagnostics", "dsl/diagnostics/diagnostics.def");
  page +=
      "What the compiler and the linter say of policy text. The name stands in brackets at the end "
      "of each\nmessage and does not change between versions; the words before it may. An error "
      "keeps the policy\nfrom being compiled, a warning does not. Each example gives just this "
      "one; "
      "where it has no header,\nthink of `policy example owner \"ann\" default escalate` before "
      "it, "
      "and of `// file:` as the\nbeginning of a further file.\n\n"
      "| name | level | meaning |\n"
      "| --- | --- | --- |\n";
  for (const DiagnosticRow& row : kDiagnostics) {
    page += "| [`" + std::string(row.name) + "`](#" + Anchor(row.name) + ") | " + LevelText(row) +
            " | " + Cell(row.meaning) + " |\n";
  }
  for (const DiagnosticRow& row : kDiagnostics) page += DiagnosticSection(row);
  return page;
}

// The types as the compiler reads them: its own text of them.
std::string FactTypesPage() {
  std::string page = Title("Built-in fact types", "dsl/check/builtin_types.cpp");
  page +=
      "Every policy and library knows these types. `facts change: Change` is the change that a "
      "pre-merge check\nputs into `context.change`; `facts call: ToolCall from action` reads the "
      "action itself as a tool call.\nA field with `?` is optional: its presence has to be "
      "established before it is read.\n\n```remit";
  return page + std::string(BuiltinTypesText()) + "```\n";
}

TEST_CASE("the page of instructions is made from their table") {
  CheckGoldenAt("docs/opcodes.md", OpcodePage());
}

TEST_CASE("the page of functions is made from their table") {
  CheckGoldenAt("docs/functions.md", FunctionPage());
}

TEST_CASE("the page of diagnostics is made from their table") {
  CheckGoldenAt("docs/diagnostics.md", DiagnosticPage());
}

TEST_CASE("the page of fact types is the compiler's own text") {
  CheckGoldenAt("docs/fact-types.md", FactTypesPage());
}

}  // namespace
}  // namespace remit
