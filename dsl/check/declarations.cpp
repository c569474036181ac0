// Declarations that name facts: collected by file, checked when first read.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/context.h"
#include "dsl/check/decided.h"
#include "engine/base/escape.h"

namespace remit::checking {
namespace {

struct Named {
  const ast::Word* name;
  DeclKind kind;
};

std::optional<Named> NameOf(const ast::Item& item) {
  if (auto* it = std::get_if<ast::Import>(&item.node)) return Named{&it->name, DeclKind::Import};
  if (auto* it = std::get_if<ast::Param>(&item.node)) return Named{&it->name, DeclKind::Param};
  if (auto* it = std::get_if<ast::Type>(&item.node)) return Named{&it->name, DeclKind::Type};
  if (auto* it = std::get_if<ast::Facts>(&item.node)) return Named{&it->name, DeclKind::Facts};
  if (auto* it = std::get_if<ast::Define>(&item.node)) return Named{&it->name, DeclKind::Define};
  if (auto* it = std::get_if<ast::Let>(&item.node)) return Named{&it->name, DeclKind::Let};
  if (auto* it = std::get_if<ast::Score>(&item.node)) return Named{&it->name, DeclKind::Score};
  if (auto* it = std::get_if<ast::Patterns>(&item.node)) {
    return Named{&it->name, DeclKind::Patterns};
  }
  return std::nullopt;
}

StringId AddString(typed::Bundle& bundle, const std::string& text) {
  bundle.strings.push_back(text);
  return static_cast<StringId>(bundle.strings.size() - 1);
}

// A literal string among patterns is a regex in which nothing is special.
std::string QuoteRegex(const std::string& literal) {
  std::string quoted;
  for (char c : literal) {
    if (c == '\0') {
      quoted += "\\x00";
      continue;
    }
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || (static_cast<unsigned char>(c) & 0x80);
    if (!word) quoted += '\\';
    quoted += c;
  }
  return quoted;
}

// `E when C`, as an optional number: C ? optional.of(E) : optional.none(). What C establishes is
// added to `env`: its `because` is read only where C holds.
NodeId Contribution(Context& context, Env& env, ast::ExprId value, ast::ExprId when) {
  const NodeId condition = when == ast::kNoExpr ? kNoNode : CheckExpr(context, env, when);
  if (condition != kNoNode) {
    RequireBool(context, condition, "a condition");
    CheckDecided(context, env, condition, "this condition");
    AddPresent(context, condition, true, env.present);
  }
  const NodeId number = CheckExpr(context, env, value);
  const Span span = context.bundle.node(number).span;
  const TypeTable& types = context.bundle.types;
  const TypeKind kind = types.kind(context.bundle.node(number).type);
  if (kind != TypeKind::Dyn && kind != TypeKind::Int && kind != TypeKind::Double) {
    context.Emit(DiagnosticKind::WrongType, span,
                 fmt::format("a contribution must be an int or double, not `{}`",
                             types.Name(context.bundle.node(number).type)));
  }
  const TypeId optional = context.bundle.types.Optional(context.bundle.node(number).type);
  const NodeId some = MakeNode(context, {.kind = NodeKind::Call,
                                         .function = FunctionId::OptionalOf,
                                         .type = optional,
                                         .args = {number},
                                         .span = span});
  if (condition == kNoNode) return some;
  const NodeId none = MakeNode(context, {.kind = NodeKind::Call,
                                         .function = FunctionId::OptionalNone,
                                         .type = optional,
                                         .span = span});
  return MakeNode(context, {.kind = NodeKind::Conditional,
                            .type = optional,
                            .args = {condition, some, none},
                            .span = span});
}

// Each contribution is a let of its own, so that what applied can be told afterwards.
typed::Let CheckScore(Context& context, const Env& env, const ast::Score& score,
                      const std::string& qualified) {
  typed::Let let{
      .name = qualified, .shown = score.name.text, .score = true, .span = score.name.span};
  std::vector<NodeId> parts;
  auto add = [&](ast::ExprId value, ast::ExprId when, const std::optional<ast::Template>& because,
                 Span span) {
    uint32_t locals = 0;
    Env inner = env;
    inner.next_local = &locals;
    const NodeId node = Contribution(context, inner, value, when);
    const auto index = static_cast<uint32_t>(context.bundle.lets.size());
    context.bundle.lets.push_back({.name = fmt::format("{}[{}]", qualified, parts.size()),
                                   .shown = "",
                                   .value = node,
                                   .span = span});
    typed::Contribution contribution{.let = index};
    if (because) {
      contribution.has_because = true;
      contribution.because = CheckTemplate(context, inner, *because);
    }
    let.contributions.push_back(std::move(contribution));
    parts.push_back(MakeNode(context, {.kind = NodeKind::Let,
                                       .index = index,
                                       .type = context.bundle.node(node).type,
                                       .span = span}));
  };
  if (score.base != ast::kNoExpr) {
    add(score.base, ast::kNoExpr, std::nullopt, ExprOf(context, env, score.base).span);
  }
  for (const ast::Contribution& contribution : score.contributions) {
    add(contribution.value, contribution.when, contribution.because, contribution.span);
  }
  const TypeId real = context.bundle.types.Scalar(TypeKind::Double);
  let.value = MakeNode(
      context,
      {.kind = NodeKind::Sum, .type = real, .args = std::move(parts), .span = score.name.span});
  if (parts.size() > kMaxContributions) {
    context.Emit(DiagnosticKind::TooLarge, score.name.span,
                 fmt::format("a score of more than {} contributions", kMaxContributions));
  }
  if (score.cap != ast::kNoExpr) {
    const NodeId cap = CheckRoot(context, env, score.cap);
    let.value = MakeNode(context, {.kind = NodeKind::Cap,
                                   .type = real,
                                   .args = {let.value, cap},
                                   .span = context.bundle.node(cap).span});
  }
  return let;
}

}  // namespace

std::string Qualified(const Context& context, uint32_t file, const std::string& name) {
  const ast::File& tree = context.files[file].tree;
  const std::string& owner =
      tree.header ? tree.header->name.text : context.sources.file(tree.id).name;
  return owner + "." + name;
}

void CollectDeclarations(Context& context, uint32_t file) {
  const ast::File& tree = context.files[file].tree;
  for (size_t i = 0; i < tree.items.size(); ++i) {
    const std::optional<Named> named = NameOf(tree.items[i]);
    if (!named) continue;
    const ast::Word& name = *named->name;
    if (IsBuiltinName(name.text)) {
      context.Emit(DiagnosticKind::ReservedName, name.span,
                   fmt::format("`{}` is a name of the language", name.text));
      continue;
    }
    Decl decl{.kind = named->kind,
              .file = file,
              .item = static_cast<uint32_t>(i),
              .name_span = name.span};
    auto [place, inserted] = context.decls[file].emplace(name.text, decl);
    if (!inserted) {
      const LineColumn first = context.sources.Locate(place->second.name_span);
      context.Emit(DiagnosticKind::DuplicateName, name.span,
                   fmt::format("`{}` is declared twice", name.text),
                   fmt::format("first declared at line {}", first.line));
    }
  }
}

Decl* FindDecl(Context& context, uint32_t file, const std::string& name) {
  auto found = context.decls[file].find(name);
  return found == context.decls[file].end() ? nullptr : &found->second;
}

Decl* FindDotted(Context& context, uint32_t file, const ast::Word& dotted, DeclKind kind) {
  const size_t dot = dotted.text.find('.');
  Decl* decl = nullptr;
  std::vector<std::string> near;
  auto names_of = [&](uint32_t from, const std::string& prefix) {
    for (const auto& [name, known] : context.decls[from]) {
      if (known.kind == kind) near.push_back(prefix + name);
    }
  };
  names_of(file, "");
  for (const auto& [alias, from] : context.files[file].imports) names_of(from, alias + ".");
  if (dot == std::string::npos) {
    decl = FindDecl(context, file, dotted.text);
  } else if (auto import = context.files[file].imports.find(dotted.text.substr(0, dot));
             import != context.files[file].imports.end()) {
    decl = FindDecl(context, import->second, dotted.text.substr(dot + 1));
  }
  if (decl != nullptr && decl->kind == kind) return decl;
  context.Emit(DiagnosticKind::UnknownName, dotted.span,
               fmt::format("no {} `{}`", kind == DeclKind::Param ? "param" : "pattern set",
                           EscapeText(dotted.text)),
               Suggest(dotted.text, near));
  return nullptr;
}

void CheckParam(Context& context, Decl& decl) {
  if (decl.state != Decl::State::New) return;
  decl.state = Decl::State::Done;
  const ast::Item& item = context.files[decl.file].tree.items[decl.item];
  const auto& param = std::get<ast::Param>(item.node);
  decl.type = ResolveType(context, decl.file, param.type);
  decl.index = static_cast<uint32_t>(context.bundle.params.size());
  context.bundle.params.push_back({.name = Qualified(context, decl.file, param.name.text),
                                   .type = decl.type,
                                   .fact_type = FactOf(context, decl.type),
                                   .span = param.name.span});
  const Env env{.file = decl.file};
  auto check = [&](ast::ExprId id) {
    return id == ast::kNoExpr ? kNoNode : CheckRoot(context, env, id);
  };
  const NodeId initial = check(param.value), least = check(param.at_least),
               most = check(param.at_most);
  typed::Param& made = context.bundle.params[decl.index];
  made.initial = initial;
  made.at_least = least;
  made.at_most = most;
}

void CheckLet(Context& context, Decl& decl) {
  if (decl.state == Decl::State::Done || decl.state == Decl::State::Failed) return;
  if (decl.state == Decl::State::Open || context.open_lets > kMaxDepth) {
    const bool circle = decl.state == Decl::State::Open;
    context.Emit(circle ? DiagnosticKind::Cycle : DiagnosticKind::TooDeep, decl.name_span,
                 circle ? "a let that needs itself"
                        : fmt::format("lets that read lets are nested deeper than {}", kMaxDepth));
    decl.state = Decl::State::Failed;
    return;
  }
  decl.state = Decl::State::Open;
  ++context.open_lets;
  const ast::Item& item = context.files[decl.file].tree.items[decl.item];
  uint32_t depth = 0;
  Env env{.file = decl.file, .let_depth = &depth};
  typed::Let let;
  if (const auto* score = std::get_if<ast::Score>(&item.node)) {
    let = CheckScore(context, env, *score, Qualified(context, decl.file, score->name.text));
  } else {
    const auto& plain = std::get<ast::Let>(item.node);
    let = {.name = Qualified(context, decl.file, plain.name.text),
           .shown = plain.name.text,
           .value = CheckRoot(context, env, plain.value),
           .span = plain.name.span};
  }
  --context.open_lets;
  decl.depth = depth;
  if (decl.depth > kMaxDepth) {
    context.Emit(DiagnosticKind::TooDeep, decl.name_span,
                 fmt::format("lets that read lets are nested deeper than {}", kMaxDepth));
    decl.state = Decl::State::Failed;
  }
  if (decl.state == Decl::State::Failed) return;
  decl.state = Decl::State::Done;
  decl.type = context.bundle.node(let.value).type;
  decl.index = static_cast<uint32_t>(context.bundle.lets.size());
  context.bundle.lets.push_back(std::move(let));
}

void CheckPatterns(Context& context, Decl& decl) {
  if (decl.state != Decl::State::New) return;
  decl.state = Decl::State::Done;
  typed::Bundle& bundle = context.bundle;
  const auto& patterns =
      std::get<ast::Patterns>(context.files[decl.file].tree.items[decl.item].node);
  typed::PatternSet set;
  typed::PatternSpans spans;
  set.name = AddString(bundle, Qualified(context, decl.file, patterns.name.text));
  std::map<std::string, std::pair<typed::PatternEntry, Span>> entries;
  for (const ast::PatternEntry& entry : patterns.entries) {
    typed::PatternEntry made;
    made.id = AddString(bundle, entry.name.text);
    made.regex = AddString(bundle, entry.regex ? entry.text.text : QuoteRegex(entry.text.text));
    for (const ast::Word& word : entry.keywords)
      made.keywords.push_back(AddString(bundle, word.text));
    for (const ast::Word& word : entry.paths) made.paths.push_back(AddString(bundle, word.text));
    made.entropy = entry.entropy.value_or(0.0);
    const std::pair placed{std::move(made), entry.text.span};
    if (!entries.emplace(entry.name.text, placed).second) {
      context.Emit(DiagnosticKind::DuplicateName, entry.name.span,
                   fmt::format("two entries named `{}`", entry.name.text));
    }
  }
  for (auto& [name, placed] : entries) {
    set.entries.push_back(std::move(placed.first));
    spans.entries.push_back(placed.second);
  }
  for (const ast::Word& allow : patterns.allow) {
    set.allow.push_back(AddString(bundle, allow.text));
    spans.allow.push_back(allow.span);
  }
  decl.index = static_cast<uint32_t>(bundle.pattern_sets.size());
  bundle.pattern_sets.push_back(std::move(set));
  bundle.pattern_spans.push_back(std::move(spans));
}

// The body once by itself, with the parameters as declared: what is wrong in it is said once, here,
// and a call of a define that failed is not expanded. Calls in it are not expanded either, so that
// this takes the time that the text takes; how much they would be is counted instead.
void CheckDefine(Context& context, Decl& decl) {
  if (decl.state == Decl::State::Done || decl.state == Decl::State::Failed) return;
  if (decl.state == Decl::State::Open || context.open_defines > kMaxDepth) {
    const bool circle = decl.state == Decl::State::Open;
    context.Emit(
        circle ? DiagnosticKind::Cycle : DiagnosticKind::TooDeep, decl.name_span,
        circle ? "a define that calls itself"
               : fmt::format("defines that call defines are nested deeper than {}", kMaxDepth));
    decl.state = Decl::State::Failed;
    return;
  }
  decl.state = Decl::State::Open;
  ++context.open_defines;
  const size_t errors = context.diagnostics.error_count();
  const auto& define = std::get<ast::Define>(context.files[decl.file].tree.items[decl.item].node);
  uint32_t locals = 0;
  Env env{.file = decl.file, .next_local = &locals, .define = &define, .checked_define = &decl};
  const size_t nodes = context.bundle.nodes.size();
  std::set<std::string> seen;
  for (const ast::DefineParam& param : define.params) {
    if (!seen.insert(param.name.text).second) {
      context.Emit(DiagnosticKind::DuplicateName, param.name.span,
                   fmt::format("parameter `{}` stands twice", param.name.text));
    }
    env.locals.push_back({param.name.text, locals++, ResolveType(context, decl.file, param.type)});
  }
  const NodeId body = CheckExpr(context, env, define.body);
  Settle(context, static_cast<NodeId>(nodes));
  decl.type = context.bundle.node(body).type;
  decl.expansion += context.bundle.nodes.size() - nodes;
  --context.open_defines;
  if (decl.depth > kMaxDepth) {
    context.Emit(DiagnosticKind::TooDeep, decl.name_span,
                 fmt::format("defines that call defines are nested deeper than {}", kMaxDepth));
  } else if (decl.expansion > kMaxNodes) {
    context.Emit(
        DiagnosticKind::TooLarge, decl.name_span,
        fmt::format("`{}` expands to more than {} operations", define.name.text, kMaxNodes));
  }
  const bool failed =
      decl.state == Decl::State::Failed || context.diagnostics.error_count() != errors;
  decl.state = failed ? Decl::State::Failed : Decl::State::Done;
}

std::vector<std::string> NamesInScope(Context& context, const Env& env) {
  std::vector<std::string> names = {"subject", "action", "resource", "context", "now"};
  for (const Local& local : env.locals) names.push_back(local.name);
  for (const auto& [name, decl] : context.decls[env.file]) names.push_back(name);
  if (context.alone != nullptr) {
    for (const auto& variable : context.alone->variables) names.push_back(variable.name);
  }
  return names;
}

}  // namespace remit::checking
