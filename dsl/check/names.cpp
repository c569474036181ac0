// Names and members.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/context.h"
#include "engine/base/escape.h"

namespace remit::checking {
namespace {

struct RootName {
  std::string_view name;
  SlotRoot root;
};
constexpr RootName kRoots[] = {{"subject", SlotRoot::Subject},
                               {"action", SlotRoot::Action},
                               {"resource", SlotRoot::Resource},
                               {"context", SlotRoot::Context},
                               {"now", SlotRoot::Now}};

// Types as values: what `type(x)` is compared with.
struct TypeName {
  std::string_view name;
  ValueKind kind;
};
constexpr TypeName kTypeNames[] = {{"int", ValueKind::Int},
                                   {"uint", ValueKind::Uint},
                                   {"double", ValueKind::Double},
                                   {"bool", ValueKind::Bool},
                                   {"string", ValueKind::String},
                                   {"bytes", ValueKind::Bytes},
                                   {"list", ValueKind::List},
                                   {"map", ValueKind::Map},
                                   {"type", ValueKind::Type},
                                   {"null_type", ValueKind::Null},
                                   {"google.protobuf.Timestamp", ValueKind::Timestamp},
                                   {"google.protobuf.Duration", ValueKind::Duration},
                                   {"optional_type", ValueKind::Optional},
                                   {"net.IP", ValueKind::Ip},
                                   {"net.CIDR", ValueKind::Cidr},
                                   {"semver", ValueKind::Semver}};

constexpr bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
static_assert(std::ranges::all_of(kTypeNames, [](const TypeName& type) {
  const size_t dot = type.name.rfind('.');
  return dot == std::string_view::npos || IsCapital(type.name[dot + 1]);
}));

std::optional<NodeId> TypeValue(Context& context, const Env& env, const std::string& name,
                                bool leading_dot, Span span) {
  for (const std::string& full : CandidateNames(context, env, name, leading_dot)) {
    for (const TypeName& known : kTypeNames) {
      if (known.name != full) continue;
      return MakeConstant(context, MakeType(known.kind),
                          context.bundle.types.Scalar(TypeKind::Type), span);
    }
  }
  return std::nullopt;
}

// What `a.b.c` means as one name, if it means anything: a variable or a type.
std::optional<NodeId> CheckDotted(Context& context, const Env& env, ast::ExprId target,
                                  const ast::Expr& expr) {
  if (expr.optional || expr.quoted) return std::nullopt;
  // In policies only types have dots, so most members need no look.
  if (context.alone == nullptr && !IsCapital(expr.text[0])) return std::nullopt;
  const DottedName around = DottedNameOf(context, env, target);
  if (around.text.empty() || BeginsWithLocal(context, env, target)) return std::nullopt;
  const std::string name = around.text + "." + expr.text;
  if (auto variable = ReadVariable(context, env, name, around.leading_dot, expr.span)) {
    return variable;
  }
  const std::string first = around.text.substr(0, around.text.find('.'));
  if (FindDecl(context, env.file, first) != nullptr) return std::nullopt;
  return TypeValue(context, env, name, around.leading_dot, expr.span);
}

bool IsRoot(std::string_view name) {
  return std::any_of(std::begin(kRoots), std::end(kRoots),
                     [&](const RootName& root) { return root.name == name; });
}

// `subject`, `action`, `resource` or `context`, or members of these.
bool IsActionPath(const Context& context, uint32_t file, ast::ExprId id) {
  const ast::Expr& expr = ExprOf(context, {.file = file}, id);
  if (expr.kind == ast::ExprKind::Name) return IsRoot(expr.text) && expr.text != "now";
  return expr.kind == ast::ExprKind::Select && !expr.optional &&
         IsActionPath(context, file, expr.args[0]);
}

NodeId ReadFacts(Context& context, Env& env, Decl& decl, const std::string& name, Span span) {
  const auto& facts = std::get<ast::Facts>(context.files[decl.file].tree.items[decl.item].node);
  const bool first = decl.state == Decl::State::New;
  if (first) {
    decl.type = ResolveType(context, decl.file, facts.type);
    decl.state = Decl::State::Done;
  }
  NodeId path;
  if (facts.from != ast::kNoExpr && !IsActionPath(context, decl.file, facts.from)) {
    if (first) {
      context.Emit(DiagnosticKind::NotConstant,
                   ExprOf(context, {.file = decl.file}, facts.from).span,
                   "`from` must be a path under `subject`, `action`, `resource` or `context`");
    }
    return Broken(context, span);
  }
  if (facts.from == ast::kNoExpr) {
    const NodeId root =
        MakeNode(context, {.kind = NodeKind::Root, .root = SlotRoot::Context, .span = span});
    path =
        MakeNode(context, {.kind = NodeKind::Select, .name = name, .args = {root}, .span = span});
  } else {
    Env outer{.file = decl.file, .next_local = env.next_local};
    path = CheckExpr(context, outer, facts.from);
    context.bundle.nodes[path].span = span;
  }
  const std::string key = PathKey(context, path);
  // What was said to be missing is not said again of the same condition.
  if (facts.optional && env.present.insert(key).second) {
    context.Emit(DiagnosticKind::PresenceUnknown, span,
                 fmt::format("`{}` is optional and may be absent here", name),
                 fmt::format("establish it first, as in `has({}) && …`", key));
  }
  return Declared(context, path, decl.type);
}

// PathKey of a fact's `from`.
std::string FromKey(const Context& context, uint32_t file, ast::ExprId id) {
  const ast::Expr& expr = ExprOf(context, {.file = file}, id);
  if (expr.kind != ast::ExprKind::Select) return expr.text;
  return MemberKey(FromKey(context, file, expr.args[0]), expr.text);
}

bool DeclaresOptional(const Context& context, uint32_t file, const std::string& key) {
  for (const auto& [name, decl] : context.decls[file]) {
    if (decl.kind != DeclKind::Facts) continue;
    const auto& facts = std::get<ast::Facts>(context.files[decl.file].tree.items[decl.item].node);
    if (!facts.optional) continue;
    const std::string path = facts.from == ast::kNoExpr ? MemberKey("context", name)
                                                        : FromKey(context, decl.file, facts.from);
    if (path == key) return true;
  }
  return false;
}

// Whether the path is that of an optional fact, of the file or of one that it imports.
bool IsOptionalFact(const Context& context, const Env& env, const std::string& key) {
  if (key.empty()) return false;
  if (DeclaresOptional(context, env.file, key)) return true;
  return std::ranges::any_of(context.files[env.file].imports, [&](const auto& import) {
    return DeclaresOptional(context, import.second, key);
  });
}

NodeId NotPure(Context& context, const Env& env, Span span, const std::string& name) {
  if (env.test) {
    context.Emit(DiagnosticKind::BadTest, span,
                 fmt::format("a test's values are constants; `{}` is known only to rules",
                             EscapeText(name)));
    return Broken(context, span);
  }
  context.Emit(DiagnosticKind::NotPure, span,
               fmt::format("a define reads only its parameters, params, patterns and defines, not "
                           "`{}`",
                           EscapeText(name)),
               "hand it over as a parameter");
  return Broken(context, span);
}

struct Member {
  TypeId type = kDyn;
  bool optional = false;  // declared so
  bool known = true;      // false after a diagnostic
};

// What members of other languages are here: `xs.length`.
std::string MemberHelp(TypeKind kind, std::string_view name) {
  const bool sized = kind == TypeKind::List || kind == TypeKind::String || kind == TypeKind::Bytes;
  const bool size = name == "size" || name == "length" || name == "len" || name == "count";
  return sized && size ? "its size is `.size()`" : "";
}

Member FindField(Context& context, TypeId target, std::string_view name, Span span) {
  const TypeTable& types = context.bundle.types;
  const TypeNode node = types.node(target);
  switch (node.kind) {
    case TypeKind::Dyn:
      return {};
    case TypeKind::Map:
      return {.type = node.second};
    case TypeKind::Record: {
      std::vector<std::string> names;
      for (const RecordField& field : types.record(target).fields) {
        if (field.name == name) return {field.type, field.optional};
        names.push_back(field.name);
      }
      context.Emit(DiagnosticKind::UnknownField, span,
                   fmt::format("no field `{}` on `{}`", EscapeText(name), types.Name(target)),
                   Suggest(name, names));
      return {.known = false};
    }
    default:
      context.Emit(
          DiagnosticKind::UnknownField, span,
          fmt::format("`{}` has no fields, so no `{}`", types.Name(target), EscapeText(name)),
          MemberHelp(node.kind, name));
      return {.known = false};
  }
}

// A record that is only selected from need not be checked to be a map: selecting does that.
NodeId WithoutRecordRead(const Context& context, NodeId id) {
  const Node& node = context.bundle.node(id);
  if (node.kind != NodeKind::ReadAs) return id;
  const TypeNode& type = context.bundle.types.node(node.type);
  const TypeId held = type.kind == TypeKind::Optional ? type.first : node.type;
  return context.bundle.types.kind(held) == TypeKind::Record ? node.args[0] : id;
}

}  // namespace

bool IsBuiltinName(std::string_view name) {
  static constexpr std::string_view kOthers[] = {"outcome", "decision", "answer", "match"};
  return IsRoot(name) ||
         std::find(std::begin(kOthers), std::end(kOthers), name) != std::end(kOthers);
}

const Local* FindLocal(const Env& env, const std::string& name) {
  auto found = std::find_if(env.locals.rbegin(), env.locals.rend(),
                            [&](const Local& local) { return local.name == name; });
  return found == env.locals.rend() ? nullptr : &*found;
}

NodeId ReadDecl(Context& context, Env& env, Decl& decl, const std::string& name, Span span) {
  switch (decl.kind) {
    case DeclKind::Param:
      CheckParam(context, decl);
      return MakeNode(
          context, {.kind = NodeKind::Param, .index = decl.index, .type = decl.type, .span = span});
    case DeclKind::Facts:
      if (env.define != nullptr) return NotPure(context, env, span, name);
      return ReadFacts(context, env, decl, name, span);
    case DeclKind::Let:
    case DeclKind::Score:
      if (env.define != nullptr) return NotPure(context, env, span, name);
      CheckLet(context, decl);
      if (decl.state != Decl::State::Done) return Broken(context, span);
      if (env.let_depth != nullptr) *env.let_depth = std::max(*env.let_depth, decl.depth + 1);
      return MakeNode(
          context, {.kind = NodeKind::Let, .index = decl.index, .type = decl.type, .span = span});
    case DeclKind::Import:
    case DeclKind::Type:
    case DeclKind::Define:
    case DeclKind::Patterns:
      break;
  }
  context.Emit(DiagnosticKind::UnknownName, span,
               fmt::format("`{}` is not a value", EscapeText(name)),
               decl.kind == DeclKind::Define     ? "call it with its arguments"
               : decl.kind == DeclKind::Patterns ? "use its `.matches(text)` or `.scan(text)`"
                                                 : "");
  return Broken(context, span);
}

NodeId CheckName(Context& context, Env& env, const ast::Expr& expr) {
  if (!expr.leading_dot) {
    if (const Local* local = FindLocal(env, expr.text)) {
      const NodeId node = MakeNode(
          context,
          {.kind = NodeKind::Local, .index = local->index, .type = local->type, .span = expr.span});
      if (local->stands != Local::Stands::Unknown) context.locals.emplace(node, *local);
      return local->fact ? Declared(context, node, local->type) : node;
    }
  }
  if (auto read = ReadVariable(context, env, expr.text, expr.leading_dot, expr.span)) return *read;
  for (const RootName& root : kRoots) {
    if (root.name != expr.text) continue;
    if (env.define != nullptr) return NotPure(context, env, expr.span, expr.text);
    const TypeId type =
        root.root == SlotRoot::Now ? context.bundle.types.Scalar(TypeKind::Timestamp) : kDyn;
    return MakeNode(context,
                    {.kind = NodeKind::Root, .root = root.root, .type = type, .span = expr.span});
  }
  if (expr.text == "match" && env.match_let != kNone) {
    const TypeTable& types = context.bundle.types;
    const NodeId hits =
        MakeNode(context, {.kind = NodeKind::Let, .index = env.match_let, .span = expr.span});
    const NodeId first = MakeConstant(context, MakeInt(0), types.Scalar(TypeKind::Int), expr.span);
    return MakeNode(context, {.kind = NodeKind::Index,
                              .type = FindDecl(context, 0, "Match")->type,
                              .args = {hits, first},
                              .span = expr.span});
  }
  if (Decl* decl = FindDecl(context, env.file, expr.text)) {
    return ReadDecl(context, env, *decl, expr.text, expr.span);
  }
  if (auto type = TypeValue(context, env, expr.text, expr.leading_dot, expr.span)) return *type;
  const bool kinded = IsBuiltinName(expr.text);
  context.Emit(DiagnosticKind::UnknownName, expr.span,
               kinded ? fmt::format("`{}` has no meaning here", EscapeText(expr.text))
                      : fmt::format("no `{}` is declared", EscapeText(expr.text)),
               kinded ? "" : Suggest(expr.text, NamesInScope(context, env)));
  return Broken(context, expr.span);
}

DottedName DottedNameOf(const Context& context, const Env& env, ast::ExprId id) {
  const ast::Expr& expr = ExprOf(context, env, id);
  if (expr.kind == ast::ExprKind::Name) return {expr.text, expr.leading_dot};
  if (expr.kind != ast::ExprKind::Select || expr.optional || expr.quoted) return {};
  DottedName target = DottedNameOf(context, env, expr.args[0]);
  if (!target.text.empty()) target.text += "." + expr.text;
  return target;
}

bool BeginsWithLocal(const Context& context, const Env& env, ast::ExprId id) {
  const ast::Expr& expr = ExprOf(context, env, id);
  if (expr.kind == ast::ExprKind::Select) return BeginsWithLocal(context, env, expr.args[0]);
  return expr.kind == ast::ExprKind::Name && !expr.leading_dot &&
         FindLocal(env, expr.text) != nullptr;
}

bool NamesImport(const Context& context, const Env& env, ast::ExprId id) {
  const ast::Expr& expr = ExprOf(context, env, id);
  return expr.kind == ast::ExprKind::Name && FindLocal(env, expr.text) == nullptr &&
         !IsBuiltinName(expr.text) && context.files[env.file].imports.contains(expr.text);
}

Decl* ImportedDecl(Context& context, const Env& env, ast::ExprId target, const std::string& name) {
  if (!NamesImport(context, env, target)) return nullptr;
  const ast::Expr& expr = ExprOf(context, env, target);
  return FindDecl(context, context.files[env.file].imports.at(expr.text), name);
}

NodeId CheckSelect(Context& context, Env& env, const ast::Expr& expr) {
  if (auto dotted = CheckDotted(context, env, expr.args[0], expr)) return *dotted;
  if (Decl* decl = ImportedDecl(context, env, expr.args[0], expr.text); decl && !expr.optional) {
    return ReadDecl(context, env, *decl, expr.text, expr.span);
  }
  if (NamesImport(context, env, expr.args[0])) {
    const ast::Expr& target_expr = ExprOf(context, env, expr.args[0]);
    std::vector<std::string> names;
    for (const auto& [name, decl] :
         context.decls[context.files[env.file].imports.at(target_expr.text)]) {
      names.push_back(name);
    }
    context.Emit(DiagnosticKind::UnknownName, expr.name_span,
                 fmt::format("`{}` declares no `{}`", target_expr.text, EscapeText(expr.text)),
                 Suggest(expr.text, names));
    return Broken(context, expr.span);
  }
  const NodeId target = CheckExpr(context, env, expr.args[0]);
  return CheckMember(
      context, env, target,
      {expr.text, context.sources.Text(expr.span), expr.name_span, expr.span, expr.optional});
}

NodeId CheckMember(Context& context, Env& env, NodeId read, const MemberRead& expr) {
  const NodeId target = WithoutRecordRead(context, read);
  TypeTable& types = context.bundle.types;
  const TypeNode type = types.node(context.bundle.node(target).type);
  const bool through = type.kind == TypeKind::Optional;
  const TypeId held = through ? type.first : context.bundle.node(target).type;
  const Member member = FindField(context, held, expr.name, expr.name_span);
  if (!member.known) return Broken(context, expr.span);
  const bool may_be_absent = member.optional || expr.optional;
  const std::string key =
      may_be_absent ? MemberKey(PathKey(context, target), expr.name) : std::string();
  const bool established = !key.empty() && env.present.contains(key);
  if (member.optional && !expr.optional && !established) {
    const bool short_text = !key.empty() && expr.shown.size() <= 60 && !expr.shown.contains('\n');
    const std::string ask =
        short_text ? fmt::format("establish it first with `has({})`, or ", EscapeText(expr.shown))
                   : "";
    context.Emit(
        DiagnosticKind::PresenceUnknown, expr.name_span,
        fmt::format("`{}` is optional on `{}` and may be absent here", expr.name, types.Name(held)),
        fmt::format("{}read it through `.?{}`", ask, expr.name));
    if (!key.empty()) env.present.insert(key);  // said once
  }
  const bool optional = expr.optional || through;
  const TypeId result = optional && types.kind(member.type) != TypeKind::Optional
                            ? types.Optional(member.type)
                            : member.type;
  const bool null_is_absent =
      expr.optional && (member.optional || IsOptionalFact(context, env, key));
  const NodeId node =
      MakeNode(context, {.kind = expr.optional ? NodeKind::OptionalSelect : NodeKind::Select,
                         .null_is_absent = null_is_absent,
                         .name = std::string(expr.name),
                         .args = {target},
                         .span = expr.span});
  const bool facts = HoldsFacts(context, target);
  if (!facts && !context.unchecked) context.bundle.nodes[node].type = result;
  return facts ? Declared(context, node, result) : node;
}

// `has(NAME)` of an optional fact asks for its path.
std::string HasOfFact(const Context& context, const Env& env, const ast::Expr& call) {
  if (call.args.size() != 1) return {};
  const ast::Expr& arg = ExprOf(context, env, call.args[0]);
  const auto decl = context.decls[env.file].find(arg.text);
  const bool facts = arg.kind == ast::ExprKind::Name && decl != context.decls[env.file].end() &&
                     decl->second.kind == DeclKind::Facts;
  if (!facts) return {};
  const Env home{.file = decl->second.file};
  const auto& node =
      std::get<ast::Facts>(context.files[home.file].tree.items[decl->second.item].node);
  const std::string path = node.from == ast::kNoExpr ? "context." + arg.text
                                                     : DottedNameOf(context, home, node.from).text;
  return fmt::format("ask for its path: `has({})`", path);
}

NodeId CheckHas(Context& context, Env& env, const ast::Expr& call) {
  const TypeId boolean = context.bundle.types.Scalar(TypeKind::Bool);
  const bool select = call.args.size() == 1 &&
                      ExprOf(context, env, call.args[0]).kind == ast::ExprKind::Select &&
                      !ExprOf(context, env, call.args[0]).optional;
  if (!select) {
    context.Emit(DiagnosticKind::BadMacro, call.span, "`has` takes one selection, as in `has(a.b)`",
                 HasOfFact(context, env, call));
    return Broken(context, call.span);
  }
  const ast::Expr& expr = ExprOf(context, env, call.args[0]);
  const NodeId target = WithoutRecordRead(context, CheckExpr(context, env, expr.args[0]));
  const TypeNode type = context.bundle.types.node(context.bundle.node(target).type);
  const TypeId held =
      type.kind == TypeKind::Optional ? type.first : context.bundle.node(target).type;
  const Member member = FindField(context, held, expr.text, expr.name_span);
  const std::string key = MemberKey(PathKey(context, target), expr.text);
  return MakeNode(context, {.kind = NodeKind::Has,
                            .null_is_absent = member.optional || IsOptionalFact(context, env, key),
                            .type = boolean,
                            .name = expr.text,
                            .args = {target},
                            .span = call.span});
}

}  // namespace remit::checking
