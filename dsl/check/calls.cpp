// Calls: functions by their overloads, defines expanded, pattern sets, optionals.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "dsl/check/context.h"
#include "dsl/check/decided.h"
#include "dsl/check/ranges.h"
#include "engine/base/escape.h"
#include "engine/program/function_table.h"

namespace remit::checking {
namespace {

struct Function {
  FunctionId id;
  std::string_view name;
};
constexpr Function kFunctions[] = {
#define REMIT_FUNCTION(id, name, meaning) {FunctionId::id, name},
#define REMIT_OVERLOAD(id, receiver, result, parameters)
#include "engine/program/functions.def"
#undef REMIT_FUNCTION
#undef REMIT_OVERLOAD
};

const Function* FindFunction(std::string_view name) {
  for (const Function& function : kFunctions) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

// Functions that exist but are written the other way round.
std::string OtherStyle(Context& context, const Env& env, const std::string& name, bool method) {
  const Decl* decl = FindDecl(context, env.file, name);
  const bool define = decl != nullptr && decl->kind == DeclKind::Define;
  const Function* function = FindFunction(name);
  if (method && define) return fmt::format("a define is called as in `{}(x)`", name);
  if (function == nullptr) return {};
  return method ? fmt::format("it is called as in `{}(x)`", name)
                : fmt::format("it is called on a value, as in `x.{}()`", name);
}

// Functions of the language's design that programs of this version have no instructions for.
bool IsUnsupported(std::string_view name) { return name == "shell" || name == "origin"; }

// What is known from other languages by another name.
struct Elsewhere {
  std::string_view name, help;
};
constexpr Elsewhere kElsewhere[] = {
    {"len", "a size is `x.size()`"},
    {"length", "a size is `x.size()`"},
    {"count", "a size is `x.size()`; of some elements, `xs.filter(x, …).size()`"},
    {"isEmpty", "it is written `x.size() == 0`"},
    {"empty", "it is written `x.size() == 0`"},
    {"any", "it is `xs.exists(x, …)`"},
    {"some", "it is `xs.exists(x, …)`"},
    {"every", "it is `xs.all(x, …)`"},
    {"find", "it is `xs.filter(x, …).first()`; in a text, `text.indexOf(part)`"},
    {"includes", "it is `text.contains(part)`; of a list, `x in xs`"},
    {"has", "it is `text.contains(part)`; of a list, `x in xs`"},
    {"lower", "it is `text.lowerAscii()`"},
    {"toLower", "it is `text.lowerAscii()`"},
    {"toLowerCase", "it is `text.lowerAscii()`"},
    {"upper", "it is `text.upperAscii()`"},
    {"toUpper", "it is `text.upperAscii()`"},
    {"toUpperCase", "it is `text.upperAscii()`"},
    {"strip", "it is `text.trim()`"},
    {"substr", "it is `text.substring(from, to)`"},
    {"concat", "it is written `a + b`"},
    {"str", "it is `string(x)`"},
    {"toString", "it is `string(x)`"},
    {"parseInt", "it is `int(x)`"},
    {"float", "it is `double(x)`"},
    {"not", "it is written `!x`"},
    {"now", "`now` is a timestamp and no function"},
};

std::string HelpElsewhere(std::string_view name) {
  const auto found = std::ranges::find(kElsewhere, name, &Elsewhere::name);
  return found == std::end(kElsewhere) ? "" : std::string(found->help);
}

NodeId Unknown(Context& context, const Env& env, const ast::Expr& expr, bool method) {
  if (!method && IsUnsupported(expr.text)) {
    context.Emit(DiagnosticKind::UnknownFunction, expr.name_span,
                 fmt::format("`{}` is not supported by this version", expr.text));
    return Broken(context, expr.span);
  }
  if (const std::string help = OtherStyle(context, env, expr.text, method); !help.empty()) {
    context.Emit(DiagnosticKind::UnknownFunction, expr.name_span,
                 fmt::format("`{}` is no {}", EscapeText(expr.text),
                             method ? "method of a value" : "function by itself"),
                 help);
    return Broken(context, expr.span);
  }
  const std::string elsewhere = HelpElsewhere(expr.text);
  std::vector<std::string> names;
  for (const Function& function : kFunctions) names.emplace_back(function.name);
  for (const auto& [name, decl] : context.decls[env.file]) {
    if (decl.kind == DeclKind::Define && !method) names.push_back(name);
  }
  if (method) {
    for (const char* macro : {"all", "exists", "exists_one", "filter", "map", "orValue", "or"}) {
      names.emplace_back(macro);
    }
  } else {
    names.emplace_back("has");
  }
  context.Emit(DiagnosticKind::UnknownFunction, expr.name_span,
               fmt::format("no function `{}`", EscapeText(expr.text)),
               elsewhere.empty() ? Suggest(expr.text, names) : elsewhere);
  return Broken(context, expr.span);
}

// "it is `glob(string, string)`"; empty where there are more forms than help.
std::string Forms(const Function& function, bool method) {
  static constexpr size_t kShown = 3;
  std::vector<std::string> forms;
  for (const OverloadRow& row : OverloadsOf(function.id)) {
    if (row.receiver.empty() == method) continue;
    forms.push_back(method ? fmt::format("`{}.{}({})`", row.receiver, function.name, row.parameters)
                           : fmt::format("`{}({})`", function.name, row.parameters));
  }
  if (forms.size() > kShown) return {};
  return fmt::format("it is {}", fmt::join(forms, " or "));
}

// "`int`, `string`".
std::string TypesOf(const Context& context, std::span<const NodeId> args) {
  std::string types;
  for (NodeId arg : args) {
    types += (types.empty() ? "`" : ", `") +
             context.bundle.types.Name(context.bundle.node(arg).type) + "`";
  }
  return types;
}

// `tags.contains("x")`
bool HoldsElements(const Context& context, FunctionId function, std::span<const NodeId> args) {
  if (function != FunctionId::Contains || args.empty()) return false;
  const TypeKind kind = context.bundle.types.kind(context.bundle.node(args[0]).type);
  return kind == TypeKind::List || kind == TypeKind::Map;
}

// What a function only hands on of its first argument's elements is still to be read as declared.
bool HandsOnFacts(FunctionId function) {
  return function == FunctionId::First || function == FunctionId::Last;
}

NodeId CallFunction(Context& context, const Env& env, const Function& function, bool method,
                    std::vector<NodeId> args, const ast::Expr& expr) {
  const Resolution found = Resolve(context, SignaturesOf(context, function.id), method, args);
  if (!found.style) return Unknown(context, env, expr, method);
  if (!found.result) {
    context.Emit(found.count ? DiagnosticKind::WrongType : DiagnosticKind::WrongCount, expr.span,
                 found.count
                     ? fmt::format("`{}` does not take {}", function.name, TypesOf(context, args))
                     : fmt::format("`{}` does not take {} argument{}", function.name,
                                   args.size() - method, args.size() - method == 1 ? "" : "s"),
                 HoldsElements(context, function.id, args) ? "of a list it is written `x in xs`"
                                                           : Forms(function, method));
    return Broken(context, expr.span);
  }
  const bool facts = HandsOnFacts(function.id) && HoldsFacts(context, args[0]);
  CheckArgumentRanges(context, function.id, args);
  const NodeId node = MakeNode(context, {.kind = NodeKind::Call,
                                         .function = function.id,
                                         .type = *found.result,
                                         .args = std::move(args),
                                         .span = expr.span});
  return facts ? Declared(context, node, *found.result) : node;
}

std::vector<NodeId> CheckArgs(Context& context, Env& env, std::span<const ast::ExprId> ids) {
  std::vector<NodeId> args;
  for (ast::ExprId id : ids) args.push_back(CheckExpr(context, env, id));
  return args;
}

NodeId CheckOr(Context& context, Env& env, const ast::Expr& expr) {
  const bool value = expr.text == "orValue";
  const std::vector<NodeId> args = CheckArgs(context, env, expr.args);
  TypeTable& types = context.bundle.types;
  const auto require_optional = [&](NodeId arg) {
    const TypeKind kind = types.kind(context.bundle.node(arg).type);
    if (kind == TypeKind::Optional || kind == TypeKind::Dyn) return true;
    context.Emit(DiagnosticKind::WrongType, expr.span,
                 fmt::format("`{}` needs an optional, not `{}`", expr.text,
                             types.Name(context.bundle.node(arg).type)));
    return false;
  };
  if (!require_optional(args[0]) || (!value && !require_optional(args[1]))) {
    return Broken(context, expr.span);
  }
  CheckDefault(context, env, args[0], args[1]);
  const TypeId outer = context.bundle.node(args[0]).type;
  const bool known = types.kind(outer) == TypeKind::Optional;
  const TypeId first = value && known ? types.node(outer).first : outer;
  const TypeId type = known ? Join(types, first, context.bundle.node(args[1]).type) : kDyn;
  return MakeNode(context, {.kind = value ? NodeKind::OrValue : NodeKind::OrOptional,
                            .type = type,
                            .args = args,
                            .span = expr.span});
}

NodeId CheckPatternCall(Context& context, Env& env, Decl& decl, const ast::Expr& expr) {
  if (expr.text != "scan" && expr.text != "matches") {
    context.Emit(DiagnosticKind::UnknownFunction, expr.name_span,
                 fmt::format("no function `{}` of a pattern set", EscapeText(expr.text)),
                 "there are `.matches(text)` and `.scan(text)`");
    return Broken(context, expr.span);
  }
  if (expr.args.size() != 2) {
    context.Emit(DiagnosticKind::WrongCount, expr.span,
                 fmt::format("`{}` of a pattern set takes one text", expr.text));
    return Broken(context, expr.span);
  }
  CheckPatterns(context, decl);
  const NodeId text = CheckExpr(context, env, expr.args[1]);
  TypeTable& types = context.bundle.types;
  const TypeKind kind = types.kind(context.bundle.node(text).type);
  if (kind != TypeKind::Dyn && kind != TypeKind::String && kind != TypeKind::List) {
    context.Emit(DiagnosticKind::WrongType, context.bundle.node(text).span,
                 fmt::format("a pattern set searches a string or a list of {{path, line, text}}, "
                             "not `{}`",
                             types.Name(context.bundle.node(text).type)));
  }
  const bool scan = expr.text == "scan";
  const TypeId type =
      scan ? types.List(FindDecl(context, 0, "Match")->type) : types.Scalar(TypeKind::Bool);
  return MakeNode(context, {.kind = scan ? NodeKind::Scan : NodeKind::MatchesAny,
                            .index = decl.index,
                            .type = type,
                            .args = {text},
                            .span = expr.span});
}

// An argument as the define's parameter takes it: an int literal may be a double's value, and what
// is not known to be of the declared type is read as it, when it is read.
NodeId AsParameter(Context& context, const Decl& decl, const ast::DefineParam& param, NodeId id) {
  const TypeId type = ResolveType(context, decl.file, param.type);
  const Node& arg = context.bundle.node(id);
  const TypeTable& types = context.bundle.types;
  const TypeKind wanted = types.kind(type);
  if (arg.kind == NodeKind::Constant && arg.value.kind == ValueKind::Int &&
      wanted == TypeKind::Double) {
    const Span span = arg.span;
    return MakeConstant(context, MakeDouble(static_cast<double>(arg.value.integer)), type, span);
  }
  if (!Assignable(types, type, arg.type)) {
    context.Emit(DiagnosticKind::WrongType, arg.span,
                 fmt::format("parameter `{}` is `{}`, not `{}`", param.name.text, types.Name(type),
                             types.Name(arg.type)));
    return id;
  }
  const bool unknown = types.kind(arg.type) == TypeKind::Dyn && wanted != TypeKind::Dyn;
  return unknown ? Declared(context, id, type) : id;
}

// The pattern set that a method's receiver names: `NAME` or `ALIAS.NAME`.
Decl* PatternsOf(Context& context, const Env& env, ast::ExprId target) {
  const ast::Expr& expr = ExprOf(context, env, target);
  Decl* decl = nullptr;
  if (expr.kind == ast::ExprKind::Name && FindLocal(env, expr.text) == nullptr) {
    decl = FindDecl(context, env.file, expr.text);
  } else if (expr.kind == ast::ExprKind::Select) {
    decl = ImportedDecl(context, env, expr.args[0], expr.text);
  }
  return decl != nullptr && decl->kind == DeclKind::Patterns ? decl : nullptr;
}

}  // namespace

NodeId ExpandDefine(Context& context, Env& env, Decl& decl, const ast::Expr& call,
                    std::span<const ast::ExprId> ids) {
  CheckDefine(context, decl);
  const auto& define = std::get<ast::Define>(context.files[decl.file].tree.items[decl.item].node);
  if (ids.size() != define.params.size()) {
    context.Emit(
        DiagnosticKind::WrongCount, call.span,
        fmt::format("`{}` takes {} argument{}, not {}", define.name.text, define.params.size(),
                    define.params.size() == 1 ? "" : "s", ids.size()));
    return Broken(context, call.span);
  }
  std::vector<NodeId> args = CheckArgs(context, env, ids);
  for (size_t i = 0; i < args.size(); ++i) {
    args[i] = AsParameter(context, decl, define.params[i], args[i]);
  }
  if (decl.state != Decl::State::Done) return Broken(context, call.span);
  if (env.checked_define != nullptr) {
    Decl& caller = *env.checked_define;
    caller.depth = std::max(caller.depth, decl.depth + 1);
    caller.expansion = std::min<uint64_t>(caller.expansion + decl.expansion, kMaxNodes + 1);
    const NodeId stand_in = Broken(context, call.span);
    context.bundle.nodes[stand_in].type = decl.type;
    return stand_in;
  }
  if (context.bundle.nodes.size() + decl.expansion > kMaxNodes) {
    if (!context.too_large) {
      context.Emit(
          DiagnosticKind::TooLarge, call.span,
          fmt::format("with this call the bundle is of more than {} operations", kMaxNodes));
    }
    context.too_large = true;
    return Broken(context, call.span);
  }
  Env inner{.file = decl.file,
            .next_local = env.next_local,
            .define = &define,
            .define_depth = env.define_depth + 1};
  Node bind{.kind = NodeKind::Bind, .index = *env.next_local, .args = {kNoNode}, .span = call.span};
  for (size_t i = 0; i < args.size(); ++i) {
    const TypeId type = ResolveType(context, decl.file, define.params[i].type);
    bind.args.push_back(args[i]);
    inner.locals.push_back({define.params[i].name.text, (*env.next_local)++, type});
  }
  const NodeId body = CheckExpr(context, inner, define.body);
  bind.args[0] = body;
  bind.type = context.bundle.node(body).type;
  return MakeNode(context, std::move(bind));
}

NodeId CheckCall(Context& context, Env& env, const ast::Expr& expr) {
  if (expr.text == "has") return CheckHas(context, env, expr);
  if (Decl* decl = FindDecl(context, env.file, expr.text);
      decl != nullptr && decl->kind == DeclKind::Define) {
    return ExpandDefine(context, env, *decl, expr, expr.args);
  }
  if (const auto declared = CheckDeclaredCall(context, env, expr)) return *declared;
  const Function* function = FindFunction(expr.text);
  if (function == nullptr || expr.text.find('.') != std::string::npos) {
    return Unknown(context, env, expr, false);
  }
  return CallFunction(context, env, *function, false, CheckArgs(context, env, expr.args), expr);
}

NodeId CheckMethod(Context& context, Env& env, const ast::Expr& expr) {
  if (Decl* decl = ImportedDecl(context, env, expr.args[0], expr.text);
      decl != nullptr && decl->kind == DeclKind::Define) {
    return ExpandDefine(context, env, *decl, expr, std::span(expr.args).subspan(1));
  }
  if (Decl* decl = PatternsOf(context, env, expr.args[0])) {
    return CheckPatternCall(context, env, *decl, expr);
  }
  if (IsMacro(context, env, expr)) return CheckMacro(context, env, expr);
  if (const auto declared = CheckDeclaredCall(context, env, expr)) return *declared;
  const ast::Expr& target = ExprOf(context, env, expr.args[0]);
  if (target.kind == ast::ExprKind::Name && FindLocal(env, target.text) == nullptr) {
    if (const Function* function = FindFunction(target.text + "." + expr.text)) {
      return CallFunction(context, env, *function, false,
                          CheckArgs(context, env, std::span(expr.args).subspan(1)), expr);
    }
  }
  if (NamesImport(context, env, expr.args[0])) {
    std::vector<std::string> names;
    for (const auto& [name, decl] :
         context.decls[context.files[env.file].imports.at(target.text)]) {
      if (decl.kind == DeclKind::Define) names.push_back(name);
    }
    context.Emit(DiagnosticKind::UnknownFunction, expr.name_span,
                 fmt::format("`{}` declares no define `{}`", target.text, EscapeText(expr.text)),
                 Suggest(expr.text, names));
    return Broken(context, expr.span);
  }
  if ((expr.text == "orValue" || expr.text == "or") && expr.args.size() == 2) {
    return CheckOr(context, env, expr);
  }
  const Function* function = FindFunction(expr.text);
  if (function == nullptr) return Unknown(context, env, expr, true);
  return CallFunction(context, env, *function, true, CheckArgs(context, env, expr.args), expr);
}

}  // namespace remit::checking
