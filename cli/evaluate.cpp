#include "cli/evaluate.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/cel_text.h"
#include "cli/diagnostics_json.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/stamp.h"
#include "engine/base/escape.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"
#include "engine/program/verify.h"
#include "engine/vm/deep_size.h"
#include "engine/vm/vm.h"

namespace remit {
namespace {

constexpr std::array<std::string_view, 4> kRequestMembers = {"subject", "action", "resource",
                                                             "context"};
constexpr std::string_view kShown = "<expression>";

// A request needs an action's name; one that is only looked at may leave it out.
Value WithAction(Arena& arena, const Value& document) {
  std::vector<MapEntry> entries(document.map().begin(), document.map().end());
  const std::span<MapEntry> name = arena.MakeArray<MapEntry>(1);
  name[0] = {MakeString("name"), MakeString("none")};
  if (FindMember(document, "action") == nullptr) {
    entries.push_back({MakeString("action"), MakeMap(arena, name)});
  }
  const std::span<MapEntry> stored = arena.MakeArray<MapEntry>(entries.size());
  std::ranges::copy(entries, stored.begin());
  return MakeMap(arena, stored);
}

Value AsContext(Arena& arena, const Value& members) {
  const std::span<MapEntry> entries = arena.MakeArray<MapEntry>(1);
  entries[0] = {MakeString("context"), members};
  return MakeMap(arena, entries);
}

std::string JsonOf(const Value& value) {
  const Result<std::string> json = WriteCanonicalJson(value);
  return json ? *json : std::string();
}

void Run(const Program& program, uint32_t let, const EvaluationInput& input,
         const ProgramLimits& limits, Evaluated& out) {
  auto loaded = LoadedProgram::Load(program);
  if (!loaded) {
    out.error = loaded.error();
    return;
  }
  Vm vm(**loaded);
  vm.Begin();
  vm.SetSlots(input.action(), input.now());
  const Value value = vm.ReadLet(let);
  out.fuel = limits.fuel - vm.fuel_left();
  if (!value.is_error() && DeepSize(value, kMostWritten) > kMostWritten) {
    out.error_code = "too-large";
    out.error = Error{ErrorKind::Limit,
                      "the value is larger than the " + std::to_string(kMostWritten) +
                          " parts that are written out",
                      std::string(kShown)};
    return;
  }
  if (!value.is_error()) {
    out.value = CelText(value);
    out.json = JsonOf(value);
    return;
  }
  const ProgramPlace& place = (*loaded)->program().places[value.error->place].place;
  out.error_code = EvalErrorName(value.error->code);
  out.error = Error{
      ErrorKind::BadInput, EscapeText(value.error->message) + " [" + out.error_code + "]",
      place.file == kNone ? std::string(kShown)
                          : std::string((*loaded)->program().strings[place.file]) + ":" +
                                std::to_string(place.line) + ":" + std::to_string(place.column)};
}

}  // namespace

EvaluationInput::EvaluationInput()
    : arena_(std::make_unique<Arena>()), text_(std::make_unique<std::string>()) {
  // An empty request cannot be refused.
  if (Result<Action> action = MakeAction(*arena_, WithAction(*arena_, MakeMap(*arena_, {})))) {
    action_ = *action;
  }
}

Result<EvaluationInput> EvaluationInput::Read(std::string text, const JsonLimits& limits) {
  EvaluationInput input;
  *input.text_ = std::move(text);
  Arena& arena = *input.arena_;
  Result<Value> document = ReadJson(arena, *input.text_, limits);
  if (!document) return std::unexpected(document.error());
  if (document->kind != ValueKind::Map) {
    return Fail(ErrorKind::BadInput, "the input is no JSON object: its members are the names");
  }
  const bool request = std::ranges::any_of(kRequestMembers, [&](std::string_view name) {
    return FindMember(*document, name) != nullptr;
  });
  const Value whole = request ? *document : AsContext(arena, *document);
  Result<Action> action = MakeAction(arena, WithAction(arena, whole));
  if (!action) return std::unexpected(action.error());
  input.action_ = *action;
  if (!request) {
    for (const MapEntry& entry : document->map()) {
      input.variables_.push_back({std::string(entry.key.string()), "dyn"});
    }
  }
  return input;
}

Value EvaluationInput::now() const { return action_.time.value_or(StampNow().time); }

std::expected<PolicySelection, ExitCode> SelectForExpressions(const PolicyArguments& arguments) {
  if (!arguments.files.empty()) {
    auto selection = SelectPolicies(arguments);
    if (!selection) return selection;
    if (auto there = CheckFiles(*selection, selection->files); !there) {
      return std::unexpected(there.error());
    }
    return selection;
  }
  Result<Config> config = FindConfig(arguments.config);
  if (config && !arguments.params.empty()) {
    config = Fail(ErrorKind::BadInput, "params are those of a policy: name one with --policy",
                  "--param");
  }
  if (!config) {
    PrintError(config.error());
    return std::unexpected(ExitCode::BadInput);
  }
  PolicySelection selection;
  selection.config = *std::move(config);
  selection.options = OptionsOf(selection.config);
  selection.options.params.clear();
  return selection;
}

Result<EvaluationInput> ReadEvaluationInput(const std::string& path, const JsonLimits& limits) {
  Result<std::string> text = ReadInput(path);
  if (!text) return std::unexpected(text.error());
  Result<EvaluationInput> input = EvaluationInput::Read(*std::move(text), limits);
  if (input) return input;
  Error error = input.error();
  error.where = error.where.empty() ? path : path + ": " + error.where;
  return std::unexpected(std::move(error));
}

Evaluated Evaluate(std::string_view text, const EvaluationInput& input,
                   const PolicySelection& selection) {
  Evaluated out;
  ExpressionScope scope;
  scope.variables = input.variables();
  const CompiledExpression expression =
      CompileExpression(text, std::string(kShown), scope, selection.files, selection.options);
  const Compilation& made = expression.made;
  out.diagnostics =
      FormatDiagnostics(made.diagnostics, made.sources, selection.options.source_limits);
  out.diagnostics_json = DiagnosticsJson(made.diagnostics, made.sources);
  if (!made.program) return out;
  out.compiled = true;
  out.type = expression.type;
  Run(*made.program, expression.let, input, selection.options.program_limits, out);
  return out;
}

}  // namespace remit
