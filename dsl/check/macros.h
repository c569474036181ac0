// The macros with variables, one function a kind. Private to dsl/check.
#pragma once

#include "dsl/check/context.h"

namespace remit::checking {

// --- comprehensions.cpp
bool IsComprehensionName(std::string_view name);
// Whether some comprehension of this name takes this many arguments, the receiver not counted.
bool IsComprehension(std::string_view name, size_t args);
NodeId CheckComprehension(Context& context, Env& env, const ast::Expr& method);
// The list or map `range` turned into a list: `body` of each element, which is local `local`.
NodeId MapTo(Context& context, NodeId range, uint32_t local, NodeId body, Span span);
// What one variable takes: elements of a list, keys of a map. WrongType for anything else.
TypeId ElementType(Context& context, NodeId range);
// Makes `name` (a plain identifier) a local of `env`; warns where it hides a name of the language.
uint32_t AddLocal(Context& context, Env& env, const ast::Expr& name, TypeId type, bool fact);
// Whether the expression is a plain identifier, as a macro's variable has to be.
bool IsVariable(const ast::Expr& expr);

// --- binding_macros.cpp
NodeId CheckBind(Context& context, Env& env, const ast::Expr& call);  // cel.bind(x, init, body)
NodeId CheckOptMap(Context& context, Env& env,
                   const ast::Expr& call);  // o.optMap(x, t), optFlatMap
NodeId CheckSortBy(Context& context, Env& env, const ast::Expr& call);  // l.sortBy(x, key)
// math.greatest(a, b, …), math.least(a, b, …)
NodeId CheckExtreme(Context& context, Env& env, const ast::Expr& call);

}  // namespace remit::checking
