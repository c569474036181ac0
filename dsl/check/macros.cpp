// Which calls are macros, and whose.
#include "dsl/check/macros.h"

#include <algorithm>

namespace remit::checking {
namespace {

// What has this number of arguments, the receiver not counted; all of it where it stands for
// itself.
struct Macro {
  std::string_view receiver;  // the namespace that it is called on; empty: any value
  std::string_view name;
  size_t least_args;
  NodeId (*check)(Context&, Env&, const ast::Expr&);
};
constexpr Macro kMacros[] = {
    {"cel", "bind", 0, CheckBind},
    {"math", "greatest", 2, CheckExtreme},  // of one argument it is a function
    {"math", "least", 2, CheckExtreme},
    {"", "optMap", 0, CheckOptMap},
    {"", "optFlatMap", 0, CheckOptMap},
    {"", "sortBy", 0, CheckSortBy},
};

const Macro* FindMacro(const Context& context, const Env& env, const ast::Expr& method) {
  const ast::Expr& receiver = ExprOf(context, env, method.args[0]);
  const auto fits = [&](const Macro& macro) {
    const bool named = macro.receiver.empty() ||
                       (receiver.kind == ast::ExprKind::Name && receiver.text == macro.receiver &&
                        FindLocal(env, receiver.text) == nullptr);
    return named && macro.name == method.text && method.args.size() > macro.least_args;
  };
  const auto found = std::find_if(std::begin(kMacros), std::end(kMacros), fits);
  return found == std::end(kMacros) ? nullptr : found;
}

// A method that the environment declares under the name of a comprehension.
bool IsDeclaredMethod(const Context& context, const ast::Expr& method) {
  if (context.alone == nullptr) return false;
  const auto& functions = context.alone->functions;
  return std::any_of(functions.begin(), functions.end(), [&](const auto& function) {
    return function.member && function.name == method.text;
  });
}

}  // namespace

bool IsMacro(const Context& context, const Env& env, const ast::Expr& method) {
  if (NamesImport(context, env, method.args[0])) return false;
  if (IsComprehension(method.text, method.args.size() - 1)) return true;
  if (IsDeclaredMethod(context, method)) return false;
  return IsComprehensionName(method.text) || FindMacro(context, env, method) != nullptr;
}

NodeId CheckMacro(Context& context, Env& env, const ast::Expr& method) {
  if (const Macro* macro = FindMacro(context, env, method)) {
    return macro->check(context, env, method);
  }
  return CheckComprehension(context, env, method);
}

}  // namespace remit::checking
