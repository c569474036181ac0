// The order of checking: names and types of every file, then policies by name, then what no rule
// reads; so that neither the order of files nor of declarations shows in what is made.
#include "dsl/check/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "dsl/check/context.h"
#include "engine/base/escape.h"

namespace remit {

using checking::Context;
using checking::Decl;
using checking::DeclKind;

namespace {

void CheckLibrary(Context& context, uint32_t file) {
  for (const ast::Item& item : context.files[file].tree.items) {
    const bool rule = std::holds_alternative<ast::Rule>(item.node);
    if (!rule && !std::holds_alternative<ast::Test>(item.node)) continue;
    context.Emit(DiagnosticKind::RuleInLibrary, item.span,
                 fmt::format("a {} in a file without a `policy` header", rule ? "rule" : "test"));
  }
}

// What nobody read is checked all the same.
void CheckDeclarations(Context& context, uint32_t file) {
  for (auto& [name, decl] : context.decls[file]) {
    switch (decl.kind) {
      case DeclKind::Param:
        checking::CheckParam(context, decl);
        break;
      case DeclKind::Define:
        checking::CheckDefine(context, decl);
        break;
      case DeclKind::Let:
      case DeclKind::Score:
        checking::CheckLet(context, decl);
        break;
      case DeclKind::Patterns:
        checking::CheckPatterns(context, decl);
        break;
      case DeclKind::Facts:
        if (decl.state == Decl::State::New) {
          const auto& facts = std::get<ast::Facts>(context.files[file].tree.items[decl.item].node);
          uint32_t locals = 0;
          checking::Env env{.file = file, .next_local = &locals};
          env.present.insert("context." + name);
          if (!facts.optional)
            checking::ReadDecl(context, env, decl, name, decl.name_span);
          else
            checking::ResolveType(context, file, facts.type);
        }
        break;
      case DeclKind::Import:
      case DeclKind::Type:
        break;
    }
  }
}

// Files of policies by their name; a name that two of them have is said at the second.
std::vector<uint32_t> PolicyFiles(Context& context) {
  std::vector<uint32_t> files;
  for (uint32_t i = 1; i < context.files.size(); ++i) {
    if (context.files[i].tree.header) files.push_back(i);
  }
  auto name = [&](uint32_t file) -> const std::string& {
    return context.files[file].tree.header->name.text;
  };
  std::sort(files.begin(), files.end(),
            [&](uint32_t a, uint32_t b) { return std::tie(name(a), a) < std::tie(name(b), b); });
  for (size_t i = 1; i < files.size(); ++i) {
    if (name(files[i]) != name(files[i - 1])) continue;
    const Span first = context.files[files[i - 1]].tree.header->name.span;
    context.Emit(
        DiagnosticKind::DuplicateName, context.files[files[i]].tree.header->name.span,
        fmt::format("two policies named `{}`", name(files[i])),
        fmt::format("the other is in `{}`", EscapeText(context.sources.file(first.file).path)));
  }
  return files;
}

void AddPolicy(Context& context, uint32_t file) {
  const ast::File& tree = context.files[file].tree;
  const ast::Header& header = *tree.header;
  typed::Policy policy{.name = header.name.text,
                       .version = header.version ? header.version->text : "",
                       .documentation = tree.documentation,
                       .has_default = header.default_verdict.has_value(),
                       .default_verdict = header.default_verdict.value_or(Verdict::Escalate),
                       .shadow = header.shadow,
                       .span = header.span};
  if (policy.name == "remit") {
    context.Emit(DiagnosticKind::ReservedName, header.name.span,
                 "`remit` names the engine's own rules");
  }
  for (const ast::Word& pattern : header.patterns) policy.patterns.push_back(pattern.text);
  for (const ast::Word& owner : header.owners) policy.owners.push_back(owner.text);
  std::sort(policy.owners.begin(), policy.owners.end());
  context.bundle.policies.push_back(std::move(policy));
}

// What happens to an action that nobody mentions is never left to a guess.
void CheckJudged(Context& context) {
  const typed::Bundle& bundle = context.bundle;
  for (size_t i = 0; i < bundle.policies.size(); ++i) {
    if (bundle.policies[i].shadow) continue;
    if (bundle.policies[i].has_default) return;
    for (const typed::Rule& rule : bundle.rules) {
      if (rule.policy == i && rule.kind == RuleKind::Authority && !rule.shadow) return;
    }
  }
  if (bundle.policies.empty()) {
    // Rules in a file without a header have been told of.
    if (context.diagnostics.has_errors()) return;
    const Span span{context.files.size() < 2 ? 0 : context.files[1].tree.id, 0, 0};
    context.Emit(DiagnosticKind::NoDefault, span, "no file has a `policy` header",
                 "a library is imported by a policy, not compiled by itself");
    return;
  }
  context.Emit(DiagnosticKind::NoDefault, bundle.policies[0].span,
               "no policy outside shadow declares an authority or a `default`",
               "add `default escalate` (or `allow`, `notify`) to a header");
}

}  // namespace

namespace {

// Everything that the files declare.
void CheckFiles(Context& context) {
  context.bundle.fact_types.push_back({FactKind::Any, 0});
  const std::vector<ParsedFile>& files = context.files;
  // Most expressions are one node; `&&` of clauses, and what is optimised later, come on top.
  size_t exprs = 0;
  for (const ParsedFile& file : files) exprs += file.tree.exprs.size();
  context.bundle.nodes.reserve(exprs + exprs / 2);
  context.decls.resize(files.size());
  const auto count = static_cast<uint32_t>(files.size());
  for (uint32_t file = 0; file < count; ++file) checking::CollectDeclarations(context, file);
  for (uint32_t file = 0; file < count; ++file) checking::DeclareTypes(context, file);
  checking::CheckRecursiveTypes(context);
  const std::vector<uint32_t> policies = PolicyFiles(context);
  for (uint32_t file : policies) AddPolicy(context, file);
  for (uint32_t i = 0; i < policies.size(); ++i) checking::CheckRules(context, policies[i], i);
  for (uint32_t file : policies) CheckDeclarations(context, file);
  for (uint32_t file = 1; file < count; ++file) {
    if (files[file].tree.header) continue;
    CheckLibrary(context, file);
    CheckDeclarations(context, file);
  }
  for (uint32_t i = 0; i < policies.size(); ++i) {
    checking::CheckTests(context, policies[i], i);
    checking::CheckOwners(context, policies[i], i);
  }
  checking::Settle(context, 0);
}

}  // namespace

typed::Bundle CheckBundle(const std::vector<ParsedFile>& files, const SourceSet& sources,
                          Diagnostics& diagnostics) {
  Context context{.files = files, .sources = sources, .diagnostics = diagnostics};
  CheckFiles(context);
  CheckJudged(context);
  return std::move(context.bundle);
}

typed::Bundle CheckExpression(const std::vector<ParsedFile>& files, ast::ExprId root,
                              const ExpressionScope& scope, const SourceSet& sources,
                              Diagnostics& diagnostics) {
  Context context{.files = files, .sources = sources, .diagnostics = diagnostics};
  CheckFiles(context);
  if (!context.bundle.policies.empty()) CheckJudged(context);
  if (diagnostics.has_errors()) return std::move(context.bundle);
  const auto home = static_cast<uint32_t>(files.size() - 1);
  // What the named file declares has been checked: the expression reads it as its own.
  if (scope.file != 0) context.decls[home] = context.decls[scope.file];
  context.alone = &scope;
  context.unchecked = !scope.checked;
  const checking::NodeId value = checking::CheckRoot(context, {.file = home}, root);
  context.bundle.lets.push_back({.name = "expression",
                                 .shown = "expression",
                                 .value = value,
                                 .span = context.bundle.node(value).span});
  return std::move(context.bundle);
}

}  // namespace remit
