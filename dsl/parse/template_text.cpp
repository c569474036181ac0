// Strings with interpolation: `reason "a {x} b"`. The braces are found in the string's content, the
// expressions between them are lexed and parsed like any other, at their places in the file.
#include "dsl/parse/grammar.h"
#include "dsl/parse/lexer.h"

namespace remit {
namespace {

void Report(ParseState& state, const TokenValue& value, size_t begin, size_t end,
            std::string message) {
  const Span span{state.file.id, value.places[begin], value.places[end]};
  state.diagnostics.Emit(DiagnosticKind::BadInterpolation, span, std::move(message),
                         "a brace that opens no expression is written `{{`");
}

// The expression of `list`; kNoExpr after a mistake.
ast::ExprId ParseEmbedded(ParseState& state, const TokenList& list) {
  const TokenList* const outer = std::exchange(state.tokens, &list);
  const Token* first = list.tokens.data();
  const Token* const last = &list.tokens.back();
  grammar::Context context(state);
  ast::ExprId id = ast::kNoExpr;
  try {
    if (!grammar::kExpression.parse(first, last, context, grammar::x3::unused, id)) {
      ReportExpected(state, *first, "an expression");
    } else if (first != last) {
      ReportExpected(state, *first, "`}`");
      id = ast::kNoExpr;
    }
  } catch (const grammar::x3::expectation_failure<const Token*>& failure) {
    ReportExpected(state, *failure.where(), failure.which());
    id = ast::kNoExpr;
  }
  state.tokens = outer;
  return id;
}

}  // namespace

ast::Template ParseTemplate(ParseState& state, const Token& token) {
  const TokenValue& value = state.value(token);
  const std::string_view text = value.text;
  ast::Template out;
  out.span = SpanOf(state, token, token);
  out.texts.emplace_back();
  for (size_t i = 0; i < text.size();) {
    if (text[i] != '{') {
      out.texts.back().push_back(text[i++]);
      continue;
    }
    if (text.substr(i).starts_with("{{")) {
      out.texts.back().push_back('{');
      i += 2;
      continue;
    }
    const EmbeddedTokens embedded =
        LexEmbedded(text, value.places, i + 1, state.file.id, state.diagnostics);
    if (!embedded.closed) {
      Report(state, value, i, i + 1, "a brace that is not closed");
      return out;
    }
    if (embedded.list.tokens.size() == 1) {
      Report(state, value, i, embedded.end + 1, "braces without an expression");
    } else if (const ast::ExprId id = ParseEmbedded(state, embedded.list); id != ast::kNoExpr) {
      out.exprs.push_back(id);
      out.texts.emplace_back();
    }
    i = embedded.end + 1;
  }
  return out;
}

}  // namespace remit
