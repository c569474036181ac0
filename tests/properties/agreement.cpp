#include "tests/properties/agreement.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <set>
#include <sstream>

#include "engine/base/check.h"
#include "engine/program/encode.h"
#include "tests/properties/generate.h"
#include "tests/reference/judge.h"

namespace remit::properties {
namespace {

const Value kNow = MakeTimestamp(1767614400, 0);  // 2026-01-05T12:00:00Z

std::string Names(const std::set<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) text += (text.size() > 1 ? ", " : "") + name;
  return text + "]";
}
std::set<std::string> SetOf(std::span<const std::string_view> names) {
  return {names.begin(), names.end()};
}

using reference::ReferenceDemand;

std::set<ReferenceDemand> SetOf(std::span<const Demand> demands) {
  std::set<ReferenceDemand> set;
  for (const Demand& demand : demands) {
    set.insert({SetOf(demand.roles), demand.quorum, demand.within});
  }
  return set;
}

std::string Show(const std::set<ReferenceDemand>& demands) {
  std::string text;
  for (const ReferenceDemand& demand : demands) {
    text += " {" + Names(demand.roles) + " quorum " + std::to_string(demand.quorum) + " within " +
            std::to_string(demand.within) + "}";
  }
  return text;
}

std::string Show(const reference::ReferenceDecision& decision) {
  std::vector<std::string> lines;
  for (const reference::ReferenceFinding& finding : decision.findings) {
    std::string line = finding.rule + " (" + finding.policy + ") kind " +
                       std::to_string(static_cast<int>(finding.kind)) + " " +
                       std::string(VerdictName(finding.verdict));
    if (finding.shadow) line += " shadow";
    if (finding.prohibited) line += " prohibited";
    if (finding.error) line += " error " + std::string(EvalErrorName(*finding.error));
    line += " clause " + std::to_string(finding.clause) + " severity " +
            std::to_string(static_cast<int>(finding.severity)) + " reason `" + finding.reason + "`";
    line += " to " + Names(finding.recipients) + " demands" + Show(finding.demands);
    if (finding.any_demand) line += " any";
    for (const reference::ReferenceEvidence& evidence : finding.evidence) {
      line += "\n    " + evidence.name + " = " + properties::Show(evidence.value);
    }
    lines.push_back(line);
  }
  std::string text = std::string(VerdictName(decision.verdict)) + " to " +
                     Names(decision.recipients) + " demands" + Show(decision.demands) + "\n";
  for (const std::string& line : lines) text += "  " + line + "\n";
  return text;
}

// The wording of an error is the engine's own: what is compared stops before it.
std::string BeforeMessage(std::string_view text) {
  return std::string(text.substr(0, text.find(": ")));
}

std::vector<reference::ReferenceEvidence> WithoutMessages(std::span<const Evidence> evidence) {
  std::vector<reference::ReferenceEvidence> shown;
  for (const Evidence& one : evidence) {
    Value value = one.value;
    if (one.name == "error")
      value = MakeString(value.string().substr(0, value.string().find(": ")));
    shown.push_back({std::string(one.name), value});
  }
  return shown;
}

constexpr uint64_t kAnyCost = std::numeric_limits<uint64_t>::max();

CompileOptions OptionsOf(const SubjectOptions& given) {
  CompileOptions options;
  options.program_limits.fuel = given.fuel;
  options.program_limits.cost = kAnyCost;
  options.coverage = given.coverage;
  options.optimise = given.optimise;
  return options;
}

// The action, or why it is none.
struct Input {
  Arena arena;
  Result<Action> action;
  explicit Input(const std::string& json) : action(ReadAction(arena, json)) {}
  Value now() const { return action->time ? *action->time : kNow; }
};

std::string ReadLet(const LoadedProgram& loaded, const std::string& name,
                    const std::string& action_json) {
  const Input input(action_json);
  if (!input.action) return "input error " + input.action.error().message;
  const Program& program = loaded.program();
  for (uint32_t i = 0; i < program.lets.size(); ++i) {
    const StringId id = program.lets[i].name;
    if (id == kNone || program.strings[id] != name) continue;
    Vm vm(loaded);
    vm.Begin();
    vm.SetSlots(*input.action, input.now());
    vm.BeginRule();
    return properties::Show(vm.ReadLet(i));
  }
  return "no let";
}

}  // namespace

std::string Show(const Value& value) {
  switch (value.kind) {
    case ValueKind::Error:
      return "error " + std::string(EvalErrorName(value.error->code));
    case ValueKind::Null:
      return "null";
    case ValueKind::Bool:
      return value.boolean ? "true" : "false";
    case ValueKind::Int:
      return std::to_string(value.integer);
    case ValueKind::Uint:
      return std::to_string(value.unsigned_integer) + "u";
    case ValueKind::Double:
      if (value.real != value.real) return "nan";
      return std::to_string(value.real) + "~" + std::to_string(std::bit_cast<uint64_t>(value.real));
    case ValueKind::String:
      return "'" + std::string(value.string()) + "'";
    case ValueKind::Bytes:
      return "b'" + std::string(value.string()) + "'";
    case ValueKind::Timestamp:
      return "t" + std::to_string(value.integer) + "." + std::to_string(value.size);
    case ValueKind::Duration:
      return "d" + std::to_string(value.integer);
    case ValueKind::Ip:
      return "ip " + std::string(value.string());
    case ValueKind::Cidr:
      return "cidr " + std::string(value.string());
    case ValueKind::Semver:
      return "semver " + std::string(value.string());
    case ValueKind::Type:
      return "type " + std::string(ValueKindName(value.named));
    case ValueKind::Optional:
      return value.items == nullptr ? "none" : "some(" + Show(*value.items) + ")";
    case ValueKind::List: {
      std::string text = "[";
      for (const Value& item : value.list()) text += Show(item) + ",";
      return text + "]";
    }
    case ValueKind::Map: {
      std::string text = "{";
      for (const MapEntry& entry : value.map()) {
        text += Show(entry.key) + ":" + Show(entry.value) + ",";
      }
      return text + "}";
    }
  }
  return "";
}

std::string Show(const Decision& decision) {
  reference::ReferenceDecision shown;
  shown.verdict = decision.verdict;
  shown.recipients = SetOf(decision.recipients);
  shown.demands = SetOf(decision.demands);
  for (const Finding& finding : decision.findings) {
    reference::ReferenceFinding f;
    f.policy = finding.policy;
    f.rule = finding.rule;
    f.kind = static_cast<reference::FindingKind>(finding.kind);
    f.verdict = finding.verdict;
    f.shadow = finding.shadow;
    f.prohibited = finding.prohibited;
    if (finding.error != nullptr) f.error = finding.error->code;
    const bool erring = finding.reason.starts_with("cannot be evaluated: ");
    f.reason = erring ? BeforeMessage(finding.reason) : std::string(finding.reason);
    f.clause = finding.clause;
    f.severity = finding.severity;
    f.evidence = WithoutMessages(finding.evidence);
    f.recipients = SetOf(finding.recipients);
    f.demands = SetOf(finding.demands);
    f.any_demand = finding.any_demand;
    shown.findings.push_back(std::move(f));
  }
  return Show(shown);
}

std::optional<Subject> Subject::Load(Compilation compilation, std::string& why) {
  Subject subject;
  subject.compilation_ = std::make_unique<Compilation>(std::move(compilation));
  if (!subject.compilation_->program) {
    why = FormatDiagnostics(subject.compilation_->diagnostics, subject.compilation_->sources);
    return std::nullopt;
  }
  ProgramLimits limits;
  limits.cost = kAnyCost;
  Result<Engine> engine = Engine::Load(EncodeProgram(*subject.compilation_->program), limits);
  REMIT_CHECK(engine.has_value(), "what the compiler made must load");
  subject.engine_ = std::make_unique<Engine>(std::move(*engine));
  return subject;
}

std::optional<Subject> Subject::Compile(const std::map<std::string, std::string>& texts,
                                        std::string& why, const SubjectOptions& options) {
  return Load(CompileTexts(texts, OptionsOf(options)), why);
}

std::optional<Subject> Subject::CompileAlone(const std::string& expression,
                                             const ExpressionScope& scope, std::string& why,
                                             const SubjectOptions& options) {
  return Load(
      std::move(CompileExpression(expression, "expression", scope, {}, OptionsOf(options)).made),
      why);
}

std::string Subject::EngineDecision(const std::string& action_json) const {
  const Input input(action_json);
  if (!input.action) return "input error " + input.action.error().message;
  Decider decider(*engine_);
  return Show(decider.Decide(*input.action, input.now()));
}

std::string Subject::ReferenceDecision(const std::string& action_json) const {
  const Input input(action_json);
  if (!input.action) return "input error " + input.action.error().message;
  Arena arena;
  reference::Evaluation evaluation{*compilation_->bundle, *input.action, input.now(),
                                   compilation_->program->fuel, arena};
  return Show(reference::Judge(evaluation));
}

std::string Subject::EngineLet(const std::string& name, const std::string& action_json) const {
  return ReadLet(engine_->loaded(), name, action_json);
}

std::string Subject::EngineLetWithin(const std::string& name, const std::string& action_json,
                                     uint64_t fuel) const {
  Program program = engine_->program();
  program.fuel = fuel;
  const auto loaded = LoadedProgram::Load(std::move(program));
  REMIT_CHECK(loaded.has_value(), "fuel is nothing that loading a program refuses");
  return ReadLet(**loaded, name, action_json);
}

std::string Subject::ReferenceLet(const std::string& name, const std::string& action_json) const {
  return ReferenceLetWithin(name, action_json, compilation_->program->fuel);
}

std::string Subject::ReferenceLetWithin(const std::string& name, const std::string& action_json,
                                        uint64_t fuel) const {
  const Input input(action_json);
  if (!input.action) return "input error " + input.action.error().message;
  Arena arena;
  reference::Evaluation evaluation{*compilation_->bundle, *input.action, input.now(), fuel, arena};
  for (uint32_t i = 0; i < compilation_->bundle->lets.size(); ++i) {
    if (compilation_->bundle->lets[i].name != name) continue;
    return Show(reference::EvaluateLet(evaluation, i));
  }
  return "no let";
}

uint64_t Subject::ReferenceCost(const std::string& name, const std::string& action_json) const {
  const Input input(action_json);
  if (!input.action) return 0;
  Arena arena;
  reference::Evaluation evaluation{*compilation_->bundle, *input.action, input.now(),
                                   compilation_->program->fuel, arena};
  for (uint32_t i = 0; i < compilation_->bundle->lets.size(); ++i) {
    if (compilation_->bundle->lets[i].name != name) continue;
    reference::EvaluateLet(evaluation, i);
    return evaluation.lets[i]->fuel;
  }
  return 0;
}

void Subject::NoteParts(const std::string& name, Parts& parts) const {
  const typed::Bundle& bundle = *compilation_->bundle;
  std::set<typed::NodeId> seen;
  const auto note = [&](const auto& self, typed::NodeId id) -> void {
    if (!seen.insert(id).second) return;
    const typed::Node& node = bundle.node(id);
    parts.nodes.insert(node.kind);
    if (node.kind == typed::NodeKind::Call) parts.functions.insert(node.function);
    if (node.kind == typed::NodeKind::Let) self(self, bundle.lets[node.index].value);
    for (const typed::NodeId arg : node.args) self(self, arg);
  };
  for (const typed::Let& let : bundle.lets) {
    if (let.name == name) note(note, let.value);
  }
}

std::string Differences(const std::string& engine, const std::string& reference) {
  const auto lines = [](const std::string& text) {
    std::vector<std::string> all;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) all.push_back(line);
    return all;
  };
  const auto missing = [](const std::vector<std::string>& from, const std::vector<std::string>& in,
                          const std::string& mark) {
    std::string text;
    for (const std::string& line : from) {
      if (std::find(in.begin(), in.end(), line) == in.end()) text += mark + line + "\n";
    }
    return text;
  };
  const std::vector<std::string> a = lines(engine), b = lines(reference);
  const std::string text = missing(a, b, "engine    ") + missing(b, a, "reference ");
  return text.empty() && engine != reference ? "the same lines in another order\n" : text;
}

std::map<std::string, std::string> ExpressionPolicy(const std::string& expression) {
  PolicyText policy;
  policy.header = "policy p owner \"lead\" default allow";
  policy.items = VocabularyItems();
  policy.items.push_back("let extra_value = chain\n");
  policy.items.push_back("let e = " + expression + "\n");
  policy.items.push_back("trigger t { when dyn(e) == true notify }\n");
  return {{"p.remit", policy.Text(false)}};
}

}  // namespace remit::properties
