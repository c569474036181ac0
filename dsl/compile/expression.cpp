#include "dsl/compile/expression.h"

#include <algorithm>
#include <utility>

#include "dsl/compile/constants.h"
#include "dsl/compile/load_files.h"
#include "dsl/compile/params.h"
#include "dsl/compile/policy_root.h"
#include "dsl/parse/parse.h"
#include "engine/vm/pattern_scan.h"

namespace remit {
namespace {

using typed::Node;
using typed::NodeId;
using typed::NodeKind;

bool TakesRegex(FunctionId function) {
  return function == FunctionId::Matches || function == FunctionId::RegexReplace ||
         function == FunctionId::RegexExtract || function == FunctionId::RegexExtractAll;
}

// A constant pattern that is no regex is a mistake of a policy, but CEL's own expressions err only
// where it is used: `true || s.matches('(')` is true. So it is left to be read when evaluated.
void DeferBadRegexes(typed::Bundle& bundle) {
  const size_t count = bundle.nodes.size();
  for (NodeId id = 0; id < count; ++id) {
    const Node& call = bundle.nodes[id];
    if (call.kind != NodeKind::Call || !TakesRegex(call.function) || call.args.size() < 2) continue;
    const NodeId argument = call.args[1];
    const Node& pattern = bundle.nodes[argument];
    const bool constant =
        pattern.kind == NodeKind::Constant && pattern.value.kind == ValueKind::String;
    if (!constant || CompiledRegex::Compile(pattern.value.string())) continue;
    Node dynamic{.kind = NodeKind::Call,
                 .function = FunctionId::ToDyn,
                 .args = {argument},
                 .span = pattern.span};
    bundle.nodes.push_back(std::move(dynamic));
    bundle.nodes[id].args[1] = static_cast<NodeId>(bundle.nodes.size() - 1);
  }
}

// CheckConstants of everything but the expression's own file.
void CheckPolicyConstants(const typed::Bundle& bundle, const SourceSet& sources, FileId own,
                          Diagnostics& diagnostics) {
  Diagnostics found;
  lowering::CheckConstants(bundle, sources, found);
  for (const Diagnostic& one : found.all()) {
    if (one.span.file != own) diagnostics.Emit(one.kind, one.span, one.message, one.help);
  }
}

// The program's let of that name: what is shared stands among those of the policy.
uint32_t LetNamed(const Program& program, const std::string& name) {
  for (uint32_t i = 0; i < program.lets.size(); ++i) {
    const StringId id = program.lets[i].name;
    if (id != kNone && program.strings[id] == name) return i;
  }
  return kNone;
}

}  // namespace

CompiledExpression CompileExpression(std::string_view text, std::string shown,
                                     const ExpressionScope& scope,
                                     const std::vector<std::string>& policies,
                                     const CompileOptions& options) {
  CompiledExpression compiled;
  Compilation& made = compiled.made;
  const auto& limits = options.source_limits;
  std::vector<ParsedFile> files =
      lowering::LoadFiles(lowering::ShownPaths(policies, options), lowering::RootReader(options),
                          limits, made.sources, made.diagnostics);
  ExpressionScope whole = scope;
  whole.file = policies.empty() ? 0 : 1;
  ParsedFile own;
  const FileId id = made.sources.Add(std::move(shown), std::string(text));
  const ast::ExprId root = ParseExpression(made.sources, id, own.tree, made.diagnostics, limits);
  if (made.diagnostics.has_errors()) return compiled;
  own.imports = files[whole.file].imports;
  files.push_back(std::move(own));
  made.bundle = std::make_unique<typed::Bundle>(
      CheckExpression(files, root, whole, made.sources, made.diagnostics));
  if (made.diagnostics.has_errors()) return compiled;
  lowering::SealParams(*made.bundle, options.params, made.sources, made.diagnostics);
  if (made.diagnostics.has_errors()) return compiled;
  CheckPolicyConstants(*made.bundle, made.sources, id, made.diagnostics);
  if (made.diagnostics.has_errors()) return compiled;
  DeferBadRegexes(*made.bundle);
  const Node& value = made.bundle->node(made.bundle->lets.back().value);
  compiled.type = made.bundle->types.CelName(value.type);
  LowerSealed(made, options);
  if (made.program) compiled.let = LetNamed(*made.program, made.bundle->lets.back().name);
  return compiled;
}

}  // namespace remit
