// What the parts of the checker share: declarations of every file, the bundle being built, and the
// environment of the expression at hand. Private to dsl/check.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dsl/check/check.h"
#include "dsl/check/typing.h"
#include "engine/base/limits.h"

namespace remit::checking {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

enum class DeclKind : uint8_t { Import, Param, Type, Facts, Define, Let, Score, Patterns };

// A declared name of a file. `item` indexes the file's items.
struct Decl {
  DeclKind kind = DeclKind::Let;
  uint32_t file = 0;
  uint32_t item = 0;
  Span name_span{};
  // Where it stands in the bundle, once checked.
  enum class State : uint8_t { New, Open, Done, Failed } state = State::New;
  uint32_t index = 0;      // params, lets, pattern_sets
  TypeId type = kDyn;      // of the value; Type: the type itself
  uint32_t depth = 0;      // how deep lets read other lets, defines call other defines
  uint64_t expansion = 0;  // defines: nodes of the body with every call in it expanded
};

// A name that an expression binds: a comprehension variable or a define's parameter.
struct Local {
  std::string name{};
  uint32_t index;
  TypeId type;
  bool fact = false;  // an element of facts: read as its type where it is used
  enum class Stands : uint8_t { Unknown, ForValue, ForIndex } stands = Stands::Unknown;
  NodeId value = kNoNode;  // ForValue: of cel.bind
};

struct Context {
  const std::vector<ParsedFile>& files;
  const SourceSet& sources;
  Diagnostics& diagnostics;
  typed::Bundle bundle{};
  std::vector<std::map<std::string, Decl>> decls{};           // by file
  std::map<TypeId, uint32_t> fact_types{};                    // what FactOf has made
  std::map<FunctionId, std::vector<Signature>> signatures{};  // what SignaturesOf has made
  std::map<NodeId, Local> locals{};                           // of each node that reads one
  uint32_t open_lets = 0, open_defines = 0, open_exprs = 0;
  bool too_large = false;  // said once
  // The expression by itself that is being checked, and what it may name; nullptr: a bundle's own.
  const ExpressionScope* alone = nullptr;
  // Of it: nothing is refused but what is too large, every type is dyn, and Broken errs when it is
  // evaluated.
  bool unchecked = false;

  void Emit(DiagnosticKind kind, Span span, std::string message, std::string help = {}) {
    const bool limit = kind == DiagnosticKind::TooLarge || kind == DiagnosticKind::TooDeep;
    if (unchecked && !limit) return;
    diagnostics.Emit(kind, span, std::move(message), std::move(help));
  }
};

// A member as it is read: `target.name`, or `target["name"]` of a record.
struct MemberRead {
  std::string_view name;
  std::string_view shown;  // as `has` takes it
  Span name_span, span;
  bool optional = false;  // `.?name`
};

// Where an expression stands. Copied when a scope opens: presence and locals are short lists.
struct Env {
  uint32_t file = 0;
  std::vector<Local> locals{};
  std::set<std::string> present{};      // optional paths known to be there; see PathKey
  uint32_t* next_local = nullptr;       // of the root expression
  uint32_t match_let = kNone;           // `match` is the first hit of this let
  const ast::Define* define = nullptr;  // only its params, params, patterns, defines may be read
  Decl* checked_define = nullptr;       // its body is being checked: calls are not expanded
  bool test = false;                    // of a `test`: constants only
  uint32_t define_depth = 0;
  uint32_t* let_depth = nullptr;  // of the let being checked: one more than the deepest it reads
};

inline constexpr uint32_t kMaxNodes = CheckLimits{}.nodes;
inline constexpr uint32_t kMaxContributions = CheckLimits{}.contributions;
inline constexpr uint32_t kMaxDepth = CheckLimits{}.depth;
inline constexpr uint32_t kMaxOpenExprs = CheckLimits{}.open_exprs;

// --- types.cpp
TypeId ResolveType(Context& context, uint32_t file, const ast::TypeRef& ref);
void DeclareTypes(Context& context, uint32_t file);
void CheckRecursiveTypes(Context& context);
uint32_t FactOf(Context& context, TypeId type);                   // index in bundle.fact_types
bool Assignable(const TypeTable& types, TypeId to, TypeId from);  // dyn either way is

// --- declarations.cpp
void CollectDeclarations(Context& context, uint32_t file);
Decl* FindDecl(Context& context, uint32_t file, const std::string& name);
// `a` or `alias.a`, for params and pattern sets named in clauses. nullptr after a diagnostic.
Decl* FindDotted(Context& context, uint32_t file, const ast::Word& dotted, DeclKind kind);
void CheckParam(Context& context, Decl& decl);
void CheckLet(Context& context, Decl& decl);  // lets and scores, on demand
void CheckPatterns(Context& context, Decl& decl);
void CheckDefine(Context& context, Decl& decl);
std::string Qualified(const Context& context, uint32_t file, const std::string& name);
std::vector<std::string> NamesInScope(Context& context, const Env& env);

// --- expressions.cpp
NodeId CheckExpr(Context& context, Env& env, ast::ExprId id);
NodeId CheckRoot(Context& context, Env env, ast::ExprId id);       // with a fresh local count
NodeId CheckCondition(Context& context, Env env, ast::ExprId id);  // must be a bool
typed::Template CheckTemplate(Context& context, Env env, const ast::Template& text);
NodeId MakeNode(Context& context, Node node);
NodeId MakeConstant(Context& context, Value value, TypeId type, Span span);
NodeId MakeBinary(Context& context, ast::Op op, std::vector<NodeId> args, Span span);
NodeId MakeNot(Context& context, NodeId arg);
NodeId Broken(Context& context, Span span);  // stands for what did not check
// A member of a fact of declared type `type`: ReadAs around `node`, where it is needed.
NodeId Declared(Context& context, NodeId node, TypeId type);
// Whether elements of the list or map `node` are facts that still have to be read as their type.
bool HoldsFacts(const Context& context, NodeId node);
const ast::Expr& ExprOf(const Context& context, const Env& env, ast::ExprId id);
void RequireBool(Context& context, NodeId node, const char* what);

// --- names.cpp
NodeId CheckName(Context& context, Env& env, const ast::Expr& expr);
NodeId CheckSelect(Context& context, Env& env, const ast::Expr& expr);
NodeId CheckHas(Context& context, Env& env, const ast::Expr& call);
NodeId CheckMember(Context& context, Env& env, NodeId target, const MemberRead& member);
NodeId ReadDecl(Context& context, Env& env, Decl& decl, const std::string& name, Span span);
// Whether the expression is the alias of an import.
bool NamesImport(const Context& context, const Env& env, ast::ExprId id);
// The declaration that `target`.`name` means where `target` is the alias of an import, else
// nullptr.
Decl* ImportedDecl(Context& context, const Env& env, ast::ExprId target, const std::string& name);
const Local* FindLocal(const Env& env, const std::string& name);
// An expression that is nothing but names: "a.b.c". Empty where it is something else.
struct DottedName {
  std::string text{};
  bool leading_dot = false;  // written `.a.b.c`
};
DottedName DottedNameOf(const Context& context, const Env& env, ast::ExprId id);
// Whether the first of the names is a local.
bool BeginsWithLocal(const Context& context, const Env& env, ast::ExprId id);
// `subject`, `match` and the like: names of the language, which no declaration takes.
bool IsBuiltinName(std::string_view name);

// --- elements.cpp
NodeId CheckIndex(Context& context, Env& env, const ast::Expr& expr);

// --- calls.cpp
NodeId CheckCall(Context& context, Env& env, const ast::Expr& expr);
NodeId CheckMethod(Context& context, Env& env, const ast::Expr& expr);
NodeId ExpandDefine(Context& context, Env& env, Decl& decl, const ast::Expr& call,
                    std::span<const ast::ExprId> args);

// --- macros.cpp
// Whether a method's name is a macro's: a comprehension, `cel.bind`, `math.greatest` and the like.
bool IsMacro(const Context& context, const Env& env, const ast::Expr& method);
NodeId CheckMacro(Context& context, Env& env, const ast::Expr& method);

// --- environment.cpp: what an expression by itself may name beside what every expression may
// What `name` may mean, the first that is known counting: `A.B.name`, `A.name`, `name` in the
// container A.B; just `name` after a dot, and in policies.
std::vector<std::string> CandidateNames(const Context& context, const Env& env,
                                        const std::string& name, bool leading_dot);
// The variable of the environment that `name` means; nullopt where there is none.
std::optional<NodeId> ReadVariable(Context& context, const Env& env, const std::string& name,
                                   bool leading_dot, Span span);
// The call, where it is of a function of the environment.
std::optional<NodeId> CheckDeclaredCall(Context& context, Env& env, const ast::Expr& call);

// --- presence.cpp
// The path a node reads, as a key ("context.change.coverage", "#3.branch"), or empty.
std::string PathKey(const Context& context, NodeId node);
// The key of a member of what has the key `target`; empty where that is.
std::string MemberKey(const std::string& target, std::string_view name);
// The paths that are there when the node is true (or false).
void AddPresent(const Context& context, NodeId node, bool when, std::set<std::string>& present);

// --- operators.cpp
TypeId UnaryType(Context& context, ast::Op op, NodeId arg, Span span);
TypeId BinaryType(Context& context, ast::Op op, NodeId left, NodeId right, Span span);

// --- rules.cpp, tests.cpp
void CheckRules(Context& context, uint32_t file, uint32_t policy);
void CheckTests(Context& context, uint32_t file, uint32_t policy);
void CheckOwners(Context& context, uint32_t file, uint32_t policy);

}  // namespace remit::checking
