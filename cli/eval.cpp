#include "cli/commands.h"
#include "cli/evaluate.h"
#include "cli/input.h"
#include "cli/output.h"
#include "engine/model/json_write.h"

namespace remit {
namespace {

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

// {"type", "value" where it has a JSON form, "cel"} or {"type", "error", "code", "where"}.
std::string EvaluatedJson(const Evaluated& evaluated) {
  if (!evaluated.compiled) return "{\"diagnostics\":" + evaluated.diagnostics_json + "}";
  std::string out = "{\"type\":" + Quoted(evaluated.type);
  if (evaluated.error) {
    out += ",\"error\":" + Quoted(evaluated.error->message) +
           ",\"code\":" + Quoted(evaluated.error_code) +
           ",\"where\":" + Quoted(evaluated.error->where);
  } else {
    out += ",\"cel\":" + Quoted(evaluated.value);
    if (!evaluated.json.empty()) out += ",\"value\":" + evaluated.json;
  }
  return out + ",\"fuel\":" + std::to_string(evaluated.fuel) + "}";
}

ExitCode StatusOf(const Evaluated& evaluated) {
  if (!evaluated.compiled) return ExitCode::Rejected;
  return evaluated.error ? ExitCode::Escalate : ExitCode::Done;
}

}  // namespace

ExitCode RunEval(const EvalArguments& arguments) {
  auto selection = SelectForExpressions(arguments.policies);
  if (!selection) return selection.error();
  Result<EvaluationInput> input = EvaluationInput();
  if (!arguments.input.empty()) {
    input = ReadEvaluationInput(arguments.input, DocumentLimits(selection->config));
  }
  if (!input) {
    PrintError(input.error());
    return ExitCode::BadInput;
  }
  const Evaluated evaluated = Evaluate(arguments.expression, *input, *selection);
  if (arguments.format == OutputFormat::Json) {
    Print(EvaluatedJson(evaluated) + "\n");
    return StatusOf(evaluated);
  }
  PrintError(evaluated.diagnostics);
  if (evaluated.error) PrintError(*evaluated.error);
  if (!evaluated.value.empty()) Print(evaluated.value + "\n");
  return StatusOf(evaluated);
}

}  // namespace remit
