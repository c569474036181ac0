// What the grammar's actions share while they build one file's tree: the tree, the limits, and the
// words of every complaint.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/file.h"
#include "dsl/diagnostics/diagnostic.h"
#include "dsl/parse/token.h"
#include "engine/base/limits.h"

namespace remit {

struct ParseState {
  ast::File& file;
  Diagnostics& diagnostics;
  const SourceLimits& limits;
  const TokenList* tokens = nullptr;  // of the file, or of an expression inside a string

  // For each expression of `file`: levels of nodes under it, itself counted, and its place with
  // the parentheses around it.
  std::vector<uint32_t> heights = {};
  std::vector<Span> extents = {};
  uint32_t depth = 0;  // expressions or types that are being parsed, one in the other

  // The body that is being parsed: its clauses' keywords and those that were there already.
  std::span<const std::string_view> clauses = {};
  std::vector<std::string_view> seen = {};
  bool lost_clause = false;  // one of them did not parse and was left behind

  const TokenValue& value(const Token& token) const { return tokens->values[token.value]; }
};

// From the first of `first` to the last byte of `last`.
Span SpanOf(const ParseState& state, const Token& first, const Token& last);

// Appends an expression whose args are complete; `at` is where the complaint goes if it makes the
// tree deeper than the limit, which ends the item.
ast::ExprId AddExpr(ParseState& state, ast::Expr expr, const Token* at);

// Complains that the nesting is over the limit and gives up the clause or item.
[[noreturn]] void FailTooDeep(ParseState& state, const Token* at);

// "expected WHAT, found `x`" with what help there is; silent where `what` is empty or the token is
// one that the lexer has complained of.
void ReportExpected(ParseState& state, const Token& found, const std::string& what);

// Complains if `keyword` was in this body before. Clauses that share a `key` exclude each other.
void NoteClause(ParseState& state, const Token& keyword, std::string_view key);
// Complains that the declaration named at `at` lacks a clause, unless one was lost to a mistake.
void RequireClause(ParseState& state, const Span& at, std::string_view words);
void OpenBody(ParseState& state, std::span<const std::string_view> clauses);

// Whether `token` begins a declaration at the very start of its line: even inside a body that was
// not closed.
bool BeginsItemAtMargin(const Token& token);

// Where parsing can go on after a mistake in [begin, where]: at a clause of the open body or the
// brace that closes it; at an item. `last` is the End token.
const Token* SkipToClause(const ParseState& state, const Token* begin, const Token* where,
                          const Token* last);
const Token* SkipToItem(const Token* begin, const Token* where, const Token* last);

// Words that CEL keeps: `true`, `in`, … that are never names, and `for`, `import`, … that may be
// selectors only.
bool IsCelKeyword(std::string_view word);
bool IsCelReserved(std::string_view word);

// The text of a string with `{expr}` in it. Mistakes are reported and leave the text alone.
ast::Template ParseTemplate(ParseState& state, const Token& token);

// Checks that name or glob over segments; reports otherwise.
void CheckActionPattern(ParseState& state, const ast::Word& pattern);

}  // namespace remit
