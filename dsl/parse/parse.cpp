#include "dsl/parse/parse.h"

#include <algorithm>

#include "dsl/parse/grammar.h"
#include "dsl/parse/lexer.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

using Failure = grammar::x3::expectation_failure<const Token*>;

// Whether the text can be lexed at all; reports otherwise.
bool CheckText(const SourceSet& sources, FileId id, Diagnostics& diagnostics,
               const SourceLimits& limits) {
  const std::string& text = sources.file(id).text;
  if (text.size() > limits.bytes) {
    diagnostics.Emit(DiagnosticKind::TooLarge, Span{id, 0, 0},
                     "the file is larger than " + std::to_string(limits.bytes) + " bytes");
    return false;
  }
  const size_t valid = ValidUtf8Prefix(text);
  if (valid == text.size()) return true;
  const auto place = static_cast<uint32_t>(valid);
  diagnostics.Emit(DiagnosticKind::InvalidUtf8, Span{id, place, place + 1},
                   "a byte that is not UTF-8");
  return false;
}

// The `///` lines right before `token`, joined by newlines. Those further up, which the tokens
// before it would have taken, are not its own.
std::string TakeDocumentation(const TokenList& list, const Token* token) {
  const auto index = static_cast<uint32_t>(token - list.tokens.data());
  std::string text;
  bool first = true;
  for (auto line = std::lower_bound(list.docs.begin(), list.docs.end(), index,
                                    [](const DocLine& doc, uint32_t i) { return doc.before < i; });
       line != list.docs.end() && line->before == index; ++line) {
    if (!first) text += '\n';
    first = false;
    text += line->text;
  }
  return text;
}

// Parses with `rule` at `first`; after a mistake goes on at the next item and gives false.
template <typename Rule, typename Attribute>
bool ParseOne(ParseState& state, const Rule& rule, const char* what, const Token*& first,
              const Token* last, Attribute& attribute) {
  const Token* const begin = first;
  const grammar::Context context(state);
  try {
    if (rule.parse(first, last, context, grammar::x3::unused, attribute)) return true;
    ReportExpected(state, *first, what);
    first = SkipToItem(begin, first, last);
  } catch (const Failure& failure) {
    ReportExpected(state, *failure.where(), failure.which());
    first = SkipToItem(begin, failure.where(), last);
  }
  return false;
}

}  // namespace

ast::File ParseFile(const SourceSet& sources, FileId id, Diagnostics& diagnostics,
                    const SourceLimits& limits) {
  ast::File file;
  file.id = id;
  if (!CheckText(sources, id, diagnostics, limits)) return file;
  const TokenList list = Lex(sources, id, diagnostics);
  ParseState state{file, diagnostics, limits, &list};
  // An expression begins with a token of its own, and most are written with two.
  file.exprs.reserve(list.tokens.size() / 2);
  state.heights.reserve(list.tokens.size() / 2);
  state.extents.reserve(list.tokens.size() / 2);
  file.items.reserve(static_cast<size_t>(std::ranges::count_if(list.tokens, BeginsItemAtMargin)));
  const Token* first = list.tokens.data();
  const Token* const last = &list.tokens.back();
  if (first->kind == TokenKind::Identifier && first->text == "policy") {
    file.documentation = TakeDocumentation(list, first);
    ast::Header header;
    ParseOne(state, grammar::kHeader, "a header", first, last, header);
    // Kept even after a mistake, so that the file is not taken for a library.
    file.header = std::move(header);
  }
  while (first != last) {
    ast::Item item;
    item.documentation = TakeDocumentation(list, first);
    if (ParseOne(state, grammar::kDeclaration, "a declaration", first, last, item)) {
      file.items.push_back(std::move(item));
    }
  }
  return file;
}

ast::ExprId ParseExpression(const SourceSet& sources, FileId id, ast::File& file,
                            Diagnostics& diagnostics, const SourceLimits& limits) {
  file.id = id;
  if (!CheckText(sources, id, diagnostics, limits)) return ast::kNoExpr;
  const size_t errors_before = diagnostics.error_count();
  const TokenList list = Lex(sources, id, diagnostics);
  ParseState state{file, diagnostics, limits, &list};
  // The file may hold expressions already; none of them is part of this one.
  state.heights.resize(file.exprs.size());
  state.extents.resize(file.exprs.size());
  const Token* first = list.tokens.data();
  const Token* const last = &list.tokens.back();
  ast::ExprId root = ast::kNoExpr;
  if (ParseOne(state, grammar::kExpression, "an expression", first, last, root) && first != last) {
    ReportExpected(state, *first, "the end of the expression");
  }
  return diagnostics.error_count() == errors_before ? root : ast::kNoExpr;
}

}  // namespace remit
