// A policy file as written: the tree that the parser hands over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dsl/ast/expr.h"
#include "dsl/source/source.h"
#include "engine/model/verdict.h"
#include "engine/program/program.h"

namespace remit::ast {

// A name or string as written, with its place.
struct Word {
  std::string text;
  Span span;
};

// A DURATION, INT or TIMESTAMP in a clause: a literal as written (`1h30m`, `2`,
// `2027-01-01T00:00:00Z`), or the name of a param (`param` true; may be dotted).
struct Literal {
  std::string text;
  bool param = false;
  Span span;
};

// `reason "a {x} b"`: the pieces of a string with interpolation, braces resolved. `texts` has one
// element more than `exprs`.
struct Template {
  std::vector<std::string> texts;
  std::vector<ExprId> exprs;
  Span span;
};

struct TypeRef {
  std::string name;           // "int", "list", "map", "Change", "lib.Payment"
  std::vector<TypeRef> args;  // list: one; map: two
  Span span;
};

struct Import {
  Word path;
  Word name;
};
struct Param {
  Word name;
  TypeRef type;
  ExprId value = kNoExpr;
  ExprId at_least = kNoExpr, at_most = kNoExpr;
};
struct TypeField {
  Word name;
  bool optional = false;
  TypeRef type;
};
struct Type {
  Word name;
  std::vector<TypeField> fields;
};
struct Facts {
  Word name;
  bool optional = false;
  TypeRef type;
  ExprId from = kNoExpr;  // a path; kNoExpr: context.NAME
};
struct DefineParam {
  Word name;
  TypeRef type;
};
struct Define {
  Word name;
  std::vector<DefineParam> params;
  ExprId body = kNoExpr;
};
struct Let {
  Word name;
  ExprId value = kNoExpr;
};
struct PatternEntry {
  Word name;
  bool regex = false;  // written /…/; else a literal string
  Word text;           // `\/` resolved to `/`
  std::vector<Word> keywords;
  std::optional<double> entropy;
  std::vector<Word> paths;
};
struct Patterns {
  Word name;
  std::vector<PatternEntry> entries;
  std::vector<Word> allow;  // regexes
};
struct Contribution {
  ExprId value = kNoExpr;
  ExprId when = kNoExpr;
  std::optional<Template> because;
  Span span;
};
struct Score {
  Word name;
  ExprId base = kNoExpr;
  std::vector<Contribution> contributions;
  ExprId cap = kNoExpr;
};

// Whom a verdict addresses: `to`, `from` or `by` R, quorum, within.
struct Effect {
  Verdict verdict = Verdict::Allow;
  std::vector<ExprId> to;
  std::optional<Literal> quorum;
  std::optional<Literal> within;
  Span span;
};
struct Grant {
  std::vector<Word> patterns;
  ExprId when = kNoExpr;
  Permission permission = Permission::Alone;
  Effect effect;
  Span span;
};
struct Band {
  Bound bound = Bound::Above;
  ExprId low = kNoExpr, high = kNoExpr;
  Effect effect;
  Span span;
};
struct Match {
  Word set;  // dotted
  ExprId text = kNoExpr;
};

struct Rule {
  RuleKind kind = RuleKind::Trigger;
  Word name;
  std::vector<Word> patterns;
  // Common clauses.
  ExprId when = kNoExpr, unless = kNoExpr;
  std::optional<Template> reason;
  Severity severity = Severity::None;
  std::vector<Word> refs;
  bool shadow = false;
  // authority
  ExprId for_whom = kNoExpr;
  std::vector<Grant> grants;
  std::optional<Literal> valid_from, valid_until;
  // threshold
  ExprId measure = kNoExpr;
  std::vector<Band> bands;
  // prohibit
  std::vector<Match> matches;
  std::optional<Effect> waive;
  // trigger
  std::optional<Effect> effect;
};

// TYPE(ID [, PROPERTIES])
struct EntityExpr {
  Word type;
  ExprId id = kNoExpr, properties = kNoExpr;
};
// action(NAME [, CONTEXT]) [with PROPERTIES] [by …] [on …], or a CEL map, or file("case.json").
struct ActionExpr {
  enum class Kind : uint8_t { Action, Map, File } kind = Kind::Action;
  ExprId name = kNoExpr;     // Action: the name; File: the path
  ExprId context = kNoExpr;  // Action: the context; Map: the whole request
  ExprId properties = kNoExpr;
  std::optional<EntityExpr> by, on;
  Span span;
};
struct Expectation {
  enum class Kind : uint8_t { Verdict, NotBy, Error, InputError } kind = Kind::Verdict;
  Verdict verdict = Verdict::Allow;
  std::vector<Word> by;    // rules, bare or POLICY.RULE
  std::vector<ExprId> to;  // recipients: strings
  Span span;
};
struct Test {
  Word name;
  std::vector<std::pair<Word, ExprId>> params;
  std::optional<ActionExpr> given;
  std::optional<Literal> at;
  std::vector<Expectation> expectations;
};

struct Header {
  Word name;  // dotted
  std::optional<Word> version;
  std::vector<Word> patterns;
  std::vector<Word> owners;
  std::optional<Verdict> default_verdict;
  bool shadow = false;
  Span span;
};

struct Item {
  std::string documentation;  // the `///` lines before it, without the slashes; joined by newlines
  Span span;
  std::variant<Import, Param, Type, Facts, Define, Let, Patterns, Score, Rule, Test> node;
};

struct File {
  FileId id = 0;
  std::string documentation;     // of the header
  std::optional<Header> header;  // none: a library
  std::vector<Item> items;
  std::vector<Expr> exprs;  // ExprIds index this

  const Expr& expr(ExprId id) const { return exprs[id]; }
};

}  // namespace remit::ast
