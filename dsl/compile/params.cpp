#include "dsl/compile/params.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "dsl/check/check.h"
#include "dsl/compile/lower_expr.h"
#include "dsl/compile/operands.h"
#include "dsl/compile/param_value.h"
#include "engine/base/escape.h"
#include "engine/base/limits.h"
#include "engine/vm/deep_size.h"
#include "engine/vm/vm.h"

namespace remit::lowering {

using typed::kNoNode;
using typed::NodeKind;

namespace {

// A constant expression reads constants, params and what is computed from them.
bool IsConstant(const typed::Bundle& bundle, typed::NodeId id) {
  const typed::Node& node = bundle.node(id);
  switch (node.kind) {
    case NodeKind::Root:
    case NodeKind::Let:
    case NodeKind::Scan:
    case NodeKind::MatchesAny:
      return false;
    default:
      return std::all_of(node.args.begin(), node.args.end(),
                         [&](typed::NodeId arg) { return IsConstant(bundle, arg); });
  }
}

// Copies a value into the bundle's arena: the VM's goes with the VM.
Value Keep(Arena& arena, const Value& value) {
  Value kept = value;
  switch (value.kind) {
    case ValueKind::String:
    case ValueKind::Bytes:
    case ValueKind::Ip:
    case ValueKind::Cidr:
    case ValueKind::Semver:
      kept.text = arena.Copy(value.string()).data();
      break;
    case ValueKind::List: {
      std::span<Value> items = arena.MakeArray<Value>(value.size);
      for (size_t i = 0; i < items.size(); ++i) items[i] = Keep(arena, value.items[i]);
      kept.items = items.data();
      break;
    }
    case ValueKind::Map: {
      std::span<MapEntry> entries = arena.MakeArray<MapEntry>(value.size);
      for (size_t i = 0; i < entries.size(); ++i) {
        entries[i] = {Keep(arena, value.entries[i].key), Keep(arena, value.entries[i].value)};
      }
      kept.entries = entries.data();
      break;
    }
    case ValueKind::Optional:
      if (value.items != nullptr) kept.items = arena.Make(Keep(arena, *value.items));
      break;
    case ValueKind::Error:
      return MakeError(arena, value.error->code, value.error->message);
    default:
      break;
  }
  return kept;
}

bool SetParam(typed::Bundle& bundle, uint32_t index, const Value& value, Span span,
              Diagnostics& diagnostics) {
  typed::Param& param = bundle.params[index];
  param.value = ReadWhole(bundle, param.type, value);
  if (!param.value.is_error()) return true;
  diagnostics.Emit(
      DiagnosticKind::BadParam, span,
      fmt::format("param `{}` is `{}`: {}", EscapeText(param.name), bundle.types.Name(param.type),
                  EscapeText(param.value.error->message)));
  param.value = MakeNull();
  return false;
}

// A param may read params declared after it: each is sealed when it is first needed.
class Sealer {
 public:
  Sealer(typed::Bundle& bundle, const SourceSet& sources, Diagnostics& diagnostics)
      : bundle_(bundle),
        sources_(sources),
        diagnostics_(diagnostics),
        state_(bundle.params.size(), State::New) {}

  void Give(uint32_t param, const Value& value, Span span) { given_[param] = {value, span}; }

  void SealAll() {
    for (uint32_t i = 0; i < bundle_.params.size(); ++i) Seal(i);
  }

 private:
  // Failed: said once, so that params that read it say nothing.
  enum class State : uint8_t { New, Open, Done, Failed };
  struct Given {
    Value value;
    Span span;
  };

  void Seal(uint32_t index) {
    if (state_[index] == State::Done || state_[index] == State::Failed) return;
    typed::Param& param = bundle_.params[index];
    if (state_[index] == State::Open) {
      diagnostics_.Emit(DiagnosticKind::Cycle, param.span, "a param that needs itself");
      state_[index] = State::Failed;
      return;
    }
    state_[index] = State::Open;
    bool reads_failed = false;
    for (typed::NodeId node : {param.initial, param.at_least, param.at_most}) {
      reads_failed = !SealRead(node) || reads_failed;
    }
    if (reads_failed || state_[index] == State::Failed) {
      state_[index] = State::Failed;
      return;
    }
    SealValue(index);
  }

  void SealValue(uint32_t index) {
    const typed::Param& param = bundle_.params[index];
    auto given = given_.find(index);
    const bool is_given = given != given_.end();
    const Span span = is_given ? given->second.span : param.span;
    const std::optional<Value> value =
        is_given ? std::optional(given->second.value) : Constant(param.initial);
    const bool set = value && SetParam(bundle_, index, *value, span, diagnostics_);
    if (set) CheckLimits(index, span);
    state_[index] = set ? State::Done : State::Failed;
  }

  // Seals what the node reads; false if that failed.
  bool SealRead(typed::NodeId id) {
    if (id == kNoNode) return true;
    const typed::Node& node = bundle_.node(id);
    bool good = true;
    if (node.kind == NodeKind::Param) {
      const uint32_t index = node.index;
      Seal(index);
      good = state_[index] == State::Done;
    }
    for (typed::NodeId arg : std::vector(bundle_.node(id).args)) good = SealRead(arg) && good;
    return good;
  }

  std::optional<Value> Constant(typed::NodeId id) {
    const Value value = EvaluateConstant(bundle_, id, sources_);
    if (!value.is_error()) return value;
    diagnostics_.Emit(DiagnosticKind::NotConstant, bundle_.node(id).span,
                      fmt::format("not a constant: {}", EscapeText(value.error->message)));
    return std::nullopt;
  }

  void CheckLimits(uint32_t index, Span span) {
    const typed::Param& param = bundle_.params[index];
    auto check = [&](typed::NodeId limit, bool least) {
      if (limit == kNoNode || !Constant(limit)) return;
      const typed::NodeId self = Add({.kind = NodeKind::Param, .index = index});
      const typed::NodeId within = Add({.kind = NodeKind::Binary,
                                        .op = least ? ast::Op::GreaterEqual : ast::Op::LessEqual,
                                        .args = {self, limit},
                                        .span = bundle_.node(limit).span});
      if (EvaluateConstant(bundle_, within, sources_).is_true()) return;
      diagnostics_.Emit(DiagnosticKind::BadParam, span,
                        fmt::format("param `{}` is {} its `at {}`", EscapeText(param.name),
                                    least ? "below" : "above", least ? "least" : "most"));
    };
    check(param.at_least, true);
    check(param.at_most, false);
  }

  typed::NodeId Add(typed::Node node) {
    bundle_.nodes.push_back(std::move(node));
    return static_cast<typed::NodeId>(bundle_.nodes.size() - 1);
  }

  typed::Bundle& bundle_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  std::vector<State> state_;
  std::map<uint32_t, Given> given_;
};

std::vector<uint32_t> ParamsNamed(const typed::Bundle& bundle, const std::string& name) {
  std::vector<uint32_t> found;
  for (uint32_t i = 0; i < bundle.params.size(); ++i) {
    const std::string& full = bundle.params[i].name;
    if (full == name || full.substr(full.rfind('.') + 1) == name) found.push_back(i);
  }
  return found;
}

// Numbers as JSON gives them (language section 2): one that is whole is an int, however written.
Value WithJsonNumbers(Arena& arena, Value value) {
  constexpr double kLargest = 9007199254740991.0;  // 2^53-1
  if (value.kind == ValueKind::Double && std::abs(value.real) <= kLargest &&
      std::trunc(value.real) == value.real) {
    return MakeInt(static_cast<int64_t>(value.real));
  }
  if (value.kind == ValueKind::List) {
    std::span<Value> items = arena.MakeArray<Value>(value.size);
    for (size_t i = 0; i < items.size(); ++i) items[i] = WithJsonNumbers(arena, value.items[i]);
    value.items = items.data();
  } else if (value.kind == ValueKind::Map) {
    std::span<MapEntry> entries = arena.MakeArray<MapEntry>(value.size);
    for (size_t i = 0; i < entries.size(); ++i) {
      entries[i] = {value.entries[i].key, WithJsonNumbers(arena, value.entries[i].value)};
    }
    value.entries = entries.data();
  }
  return value;
}

// The value of a constant's text, parsed and checked as if it stood in a library file.
std::optional<Value> ParseConstant(typed::Bundle& bundle, SourceSet& sources, FileId file,
                                   Diagnostics& diagnostics) {
  const FileId types_file = sources.Add("built-in types", std::string(BuiltinTypesText()));
  std::vector<ParsedFile> files(2);
  files[0].tree = ParseFile(sources, types_file, diagnostics);
  files[1].tree.id = file;
  const ast::ExprId root = ParseExpression(sources, file, files[1].tree, diagnostics);
  if (root == ast::kNoExpr) return std::nullopt;
  ast::Item item;
  item.span = {file, 0, 0};
  item.node = ast::Let{{"value", item.span}, root};
  files[1].tree.items.push_back(std::move(item));
  Diagnostics quiet;  // a library alone has no default, which does not matter here
  const typed::Bundle alone = CheckBundle(files, sources, quiet);
  for (const Diagnostic& found : quiet.all()) {
    if (found.kind == DiagnosticKind::NoDefault) continue;
    diagnostics.Emit(found.kind, found.span, found.message, found.help);
    return std::nullopt;
  }
  const Value value = EvaluateConstant(alone, alone.lets.back().value, sources);
  if (value.is_error()) {
    diagnostics.Emit(DiagnosticKind::NotConstant, {file, 0, 0},
                     fmt::format("not a constant: {}", EscapeText(value.error->message)));
    return std::nullopt;
  }
  return WithJsonNumbers(*bundle.arena, Keep(*bundle.arena, value));
}

}  // namespace

Value EvaluateConstant(const typed::Bundle& bundle, typed::NodeId node, const SourceSet& sources,
                       uint64_t fuel) {
  if (bundle.node(node).kind == NodeKind::Constant) return bundle.node(node).value;
  // What lowering would put there as one constant; how much may stand there is for the VM to say.
  if (const auto literal = ConstantOf(bundle, *bundle.arena, node)) {
    if (DeepSize(*literal, fuel / 8) <= fuel / 8) return *literal;
  }
  if (!IsConstant(bundle, node)) {
    return MakeError(*bundle.arena, EvalErrorCode::InvalidArgument,
                     "it reads more than constants and params");
  }
  Program program;
  program.fuel = fuel;
  program.types = Table<FactType>(bundle.fact_types);
  Tables tables(program, sources);
  Target target{bundle, bundle.lets, program, tables};
  const ChunkId chunk = LowerChunk(target, node);
  auto loaded = LoadedProgram::Load(std::move(program));
  if (!loaded) {
    return MakeError(*bundle.arena, EvalErrorCode::InvalidArgument, loaded.error().message);
  }
  Vm vm(**loaded);
  vm.Begin();
  vm.BeginRule();
  const Value value = vm.Run(chunk);
  // Parts that the value shares are kept once for each place in which they stand.
  return Keep(*bundle.arena, DeepSize(value, fuel) > fuel ? OutOfFuelError() : value);
}

bool SetParams(typed::Bundle& bundle, const std::map<uint32_t, Value>& given, Span span,
               const SourceSet& sources, Diagnostics& diagnostics) {
  const size_t nodes = bundle.nodes.size();
  Sealer sealer(bundle, sources, diagnostics);
  for (uint32_t i = 0; i < bundle.params.size(); ++i) {
    if (bundle.params[i].is_set) sealer.Give(i, bundle.params[i].value, span);
  }
  for (const auto& [param, value] : given) sealer.Give(param, value, span);
  sealer.SealAll();
  bundle.nodes.resize(nodes);  // those of the limits' checks: a bundle is sealed as often as tested
  return !diagnostics.has_errors();
}

void SealParams(typed::Bundle& bundle, const std::map<std::string, std::string>& given,
                SourceSet& sources, Diagnostics& diagnostics) {
  Sealer sealer(bundle, sources, diagnostics);
  for (const auto& [name, text] : given) {
    const FileId file = sources.Add("param " + name, text);
    const Span span{file, 0, static_cast<uint32_t>(text.size())};
    const std::vector<uint32_t> params = ParamsNamed(bundle, name);
    if (params.size() != 1) {
      std::vector<std::string> known;
      for (const typed::Param& param : bundle.params) {
        known.push_back(param.name);
        known.push_back(param.name.substr(param.name.rfind('.') + 1));
      }
      diagnostics.Emit(DiagnosticKind::BadParam, span,
                       params.empty()
                           ? fmt::format("no param `{}`", EscapeText(name))
                           : fmt::format("several policies have a param `{}`", EscapeText(name)),
                       params.empty() ? Suggest(name, known) : "say POLICY.NAME");
      continue;
    }
    if (const auto value = ParseConstant(bundle, sources, file, diagnostics)) {
      sealer.Give(params[0], *value, span);
      bundle.params[params[0]].is_set = true;
    }
  }
  sealer.SealAll();
}

}  // namespace remit::lowering
