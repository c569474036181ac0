#include "dsl/parse/parse_state.h"

#include <algorithm>
#include <array>
#include <boost/spirit/home/x3.hpp>

#include "dsl/parse/clause_words.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

constexpr size_t kShownToken = 40;  // characters of a token in a message

template <size_t n>
bool Holds(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 4> kCelKeywords = {"true", "false", "null", "in"};
constexpr std::array<std::string_view, 17> kCelReserved = {
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};

// What an operator of another language is called here; empty if the token is none.
std::string_view HelpForOperator(const Token& token) {
  if (token.punctuation == Punctuation::Assign) return "equality is written `==`";
  if (token.kind != TokenKind::Identifier) return {};
  if (token.text == "and") return "`and` is written `&&`";
  if (token.text == "or") return "`or` is written `||`";
  if (token.text == "not") return "`not` is written `!`";
  return {};
}

// The words in backquotes that `what` names, and the keywords that it stands for.
std::vector<std::string> Candidates(const ParseState& state, std::string_view what) {
  std::vector<std::string> words;
  if (what.starts_with("a clause")) words.assign(state.clauses.begin(), state.clauses.end());
  if (what.starts_with("a declaration")) words.assign(kItemWords.begin(), kItemWords.end());
  for (size_t begin = what.find('`'); begin != std::string_view::npos;) {
    const size_t end = what.find('`', begin + 1);
    if (end == std::string_view::npos) break;
    words.emplace_back(what.substr(begin + 1, end - begin - 1));
    begin = what.find('`', end + 1);
  }
  return words;
}

// `not x`: what is found stands behind a name that was meant as an operator.
bool StandsBehindNot(const ParseState& state, const Token& found) {
  const auto& tokens = state.tokens->tokens;
  const auto token = std::ranges::find(tokens, &found, [](const Token& t) { return &t; });
  if (token == tokens.end() || token == tokens.begin()) return false;
  const Token& before = *std::prev(token);
  return before.kind == TokenKind::Identifier && before.text == "not";
}

std::string HelpFor(const ParseState& state, const Token& found, std::string_view what) {
  if (StandsBehindNot(state, found)) return "`not` is written `!`";
  if (found.kind != TokenKind::Identifier) return std::string(HelpForOperator(found));
  const bool name_wanted = what == "a name" || what == "an expression" || what == "an operand";
  if (name_wanted && IsCelReserved(found.text)) {
    return "`" + std::string(found.text) + "` is a reserved word";
  }
  if (name_wanted && IsCelKeyword(found.text)) {
    return "`" + std::string(found.text) + "` is a keyword";
  }
  std::string help = Suggest(found.text, Candidates(state, what));
  return help.empty() ? std::string(HelpForOperator(found)) : help;
}

bool IsBrace(const Token& token, Punctuation brace) {
  return token.kind == TokenKind::Punctuation && token.punctuation == brace;
}

bool BeginsItem(const Token& token) {
  return token.kind == TokenKind::Identifier && token.starts_line && IsItemWord(token.text);
}

// The braces that [begin, end) leaves open.
int OpenBraces(const Token* begin, const Token* end) {
  int depth = 0;
  for (const Token* token = begin; token < end; ++token) {
    if (IsBrace(*token, Punctuation::LeftBrace)) ++depth;
    if (IsBrace(*token, Punctuation::RightBrace) && depth > 0) --depth;
  }
  return depth;
}

}  // namespace

bool BeginsItemAtMargin(const Token& token) { return token.at_margin && BeginsItem(token); }

bool IsCelKeyword(std::string_view word) { return Holds(kCelKeywords, word); }
bool IsCelReserved(std::string_view word) { return Holds(kCelReserved, word); }

Span SpanOf(const ParseState& state, const Token& first, const Token& last) {
  return {state.file.id, first.begin, last.end};
}

ast::ExprId AddExpr(ParseState& state, ast::Expr expr, const Token* at) {
  uint32_t height = 0;
  for (const ast::ExprId arg : expr.args) height = std::max(height, state.heights[arg]);
  if (height >= state.limits.depth) FailTooDeep(state, at);
  const auto id = static_cast<ast::ExprId>(state.file.exprs.size());
  state.heights.push_back(height + 1);
  state.extents.push_back(expr.span);
  state.file.exprs.push_back(std::move(expr));
  return id;
}

void FailTooDeep(ParseState& state, const Token* at) {
  state.diagnostics.Emit(DiagnosticKind::TooDeep, SpanOf(state, *at, *at),
                         "nested deeper than " + std::to_string(state.limits.depth) + " levels");
  throw boost::spirit::x3::expectation_failure<const Token*>(at, "");
}

void ReportExpected(ParseState& state, const Token& found, const std::string& what) {
  if (what.empty() || found.kind == TokenKind::Error) return;
  std::string shown;
  if (found.kind == TokenKind::End) {
    shown = found.text.empty() ? "the end of the text" : "`" + std::string(found.text) + "`";
  } else {
    shown = "`" + EscapeText(found.text, kShownToken) + "`";
  }
  state.diagnostics.Emit(DiagnosticKind::Syntax, SpanOf(state, found, found),
                         "expected " + what + ", found " + shown, HelpFor(state, found, what));
}

void OpenBody(ParseState& state, std::span<const std::string_view> clauses) {
  state.clauses = clauses;
  state.seen.clear();
  state.lost_clause = false;
}

void NoteClause(ParseState& state, const Token& keyword, std::string_view key) {
  if (std::find(state.seen.begin(), state.seen.end(), key) != state.seen.end()) {
    state.diagnostics.Emit(DiagnosticKind::DuplicateClause, SpanOf(state, keyword, keyword),
                           "a second `" + std::string(keyword.text) + "`");
  } else {
    state.seen.push_back(key);
  }
}

void RequireClause(ParseState& state, const Span& at, std::string_view words) {
  // A clause that did not parse may be the one that is missing.
  if (state.lost_clause) return;
  state.diagnostics.Emit(DiagnosticKind::MissingClause, at, "no " + std::string(words));
}

const Token* SkipToClause(const ParseState& state, const Token* begin, const Token* where,
                          const Token* last) {
  int depth = OpenBraces(begin, where);
  for (const Token* token = where; token < last; ++token) {
    if (BeginsItemAtMargin(*token)) return token;
    const bool clause =
        token->kind == TokenKind::Identifier && token->starts_line &&
        std::find(state.clauses.begin(), state.clauses.end(), token->text) != state.clauses.end();
    if (depth == 0 && clause && token != begin) return token;
    if (IsBrace(*token, Punctuation::LeftBrace)) ++depth;
    if (IsBrace(*token, Punctuation::RightBrace) && depth-- == 0) return token;
  }
  return last;
}

const Token* SkipToItem(const Token* begin, const Token* where, const Token* last) {
  int depth = OpenBraces(begin, where);
  for (const Token* token = where; token < last; ++token) {
    if (token != begin && BeginsItem(*token) && (depth == 0 || token->at_margin)) return token;
    if (IsBrace(*token, Punctuation::LeftBrace)) ++depth;
    if (IsBrace(*token, Punctuation::RightBrace) && depth > 0) --depth;
  }
  return last;
}

void CheckActionPattern(ParseState& state, const ast::Word& pattern) {
  const std::string& text = pattern.text;
  bool good = true;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('.', begin), text.size());
    const std::string_view segment = std::string_view(text).substr(begin, end - begin);
    const bool name = !segment.empty() && std::all_of(segment.begin(), segment.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    good = good && (name || segment == "*");
    begin = end + 1;
  }
  if (good) return;
  state.diagnostics.Emit(DiagnosticKind::BadPattern, pattern.span,
                         "`" + EscapeText(text, kShownToken) + "` is no action pattern",
                         "segments of `a-z 0-9 _ -`, or `*`, joined by dots");
}

}  // namespace remit
