#include "dsl/compile/expression.h"

#include <algorithm>
#include <utility>

#include "dsl/compile/constants.h"
#include "dsl/compile/load_files.h"
#include "dsl/compile/params.h"
#include "dsl/compile/policy_root.h"
#include "dsl/parse/parse.h"

namespace remit {
namespace {

using typed::Node;

// CheckConstants of everything but the expression's own file: a constant pattern that is no regex
// is a mistake of a policy, but CEL's own expressions err only where it is used.
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
  const Node& value = made.bundle->node(made.bundle->lets.back().value);
  compiled.type = made.bundle->types.CelName(value.type);
  LowerSealed(made, options);
  if (made.program) compiled.let = LetNamed(*made.program, made.bundle->lets.back().name);
  return compiled;
}

}  // namespace remit
