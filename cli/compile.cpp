#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/diagnostics_json.h"
#include "cli/json_output.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "cli/write_whole.h"
#include "dsl/lint/lint.h"
#include "engine/program/cost.h"
#include "engine/program/disassemble.h"

namespace remit {
namespace {

std::string ProgramSummary(const Engine& engine) {
  const Program& program = engine.program();
  const size_t policies = program.policies.size();
  return (policies == 1 ? "1 policy" : std::to_string(policies) + " policies") + ", " +
         Count(program.rules.size(), "rule") + ", " + Count(program.code.size(), "instruction") +
         ", " + Count(engine.bytes().size(), "byte") + "\n" + DigestText(engine.digest()) + "\n";
}

struct RuleCost {
  std::string rule;
  uint64_t units = 0;
};

// Of every rule, the highest first; equal ones by name.
std::vector<RuleCost> RuleCosts(const Program& program) {
  const ProgramCosts costs = BoundCosts(program);
  std::vector<RuleCost> rows;
  for (uint32_t i = 0; i < costs.rules.size(); ++i) {
    rows.push_back({RuleTitle(program, i), costs.rules[i].units});
  }
  std::ranges::sort(rows, [](const RuleCost& a, const RuleCost& b) {
    return a.units != b.units ? a.units > b.units : a.rule < b.rule;
  });
  return rows;
}

std::string CostsText(const Program& program) {
  std::string text;
  for (const RuleCost& row : RuleCosts(program)) {
    std::string units = UnitsText(row.units);
    units.insert(0, 20 - std::min<size_t>(20, units.size()), ' ');
    text += units + "  " + row.rule + "\n";
  }
  return text;
}

std::string CostsJson(const Program& program) {
  std::string text;
  for (const RuleCost& row : RuleCosts(program)) {
    text += text.empty() ? "[" : ",";
    text += JsonObject().Text("rule", row.rule).Number("units", row.units).Close();
  }
  return text.empty() ? "[]" : text + "]";
}

std::string ProgramJson(const Engine& engine, const CompileArguments& arguments,
                        const std::string& diagnostics) {
  const Program& program = engine.program();
  JsonObject object;
  object.Text("digest", DigestText(engine.digest()))
      .Number("policies", program.policies.size())
      .Number("rules", program.rules.size())
      .Number("instructions", program.code.size())
      .Number("bytes", engine.bytes().size())
      .Raw("diagnostics", diagnostics);
  if (arguments.costs) object.Raw("costs", CostsJson(program));
  if (arguments.listing) object.Text("listing", Disassemble(program));
  return object.Close();
}

}  // namespace

ExitCode RunCompile(const CompileArguments& arguments) {
  auto selection = SelectPolicies(arguments.policies);
  if (!selection) return selection.error();
  auto compilation = CompileFiles(*selection, selection->files);
  if (!compilation) return compilation.error();
  const bool json = arguments.format == OutputFormat::Json;
  if (compilation->program) Lint(*compilation->bundle, compilation->diagnostics);
  const std::string diagnostics =
      json ? DiagnosticsJson(compilation->diagnostics, compilation->sources)
           : FormatDiagnostics(compilation->diagnostics, compilation->sources,
                               selection->options.source_limits);
  if (!json) PrintError(diagnostics);
  if (!compilation->program) {
    if (json) Print(JsonObject().Raw("diagnostics", diagnostics).Close() + "\n");
    return ExitCode::Rejected;
  }
  auto engine = LoadCompilation(*compilation, selection->options.program_limits);
  if (!engine) return engine.error();
  if (!arguments.output.empty()) {
    if (Result<void> done = WriteWhole(arguments.output, engine->bytes()); !done) {
      PrintError(done.error());
      return ExitCode::BadInput;
    }
  }
  if (json) {
    Print(ProgramJson(*engine, arguments, diagnostics) + "\n");
    return ExitCode::Done;
  }
  if (arguments.listing) Print(Disassemble(engine->program()));
  if (arguments.costs) Print(CostsText(engine->program()));
  if (!arguments.listing && !arguments.costs) Print(ProgramSummary(*engine));
  return ExitCode::Done;
}

}  // namespace remit
