// The second phase's common part: X3 parsers over tokens, and the rules that one file of the
// grammar uses of another. Only the grammar's sources include this (it brings Boost.Spirit).
#pragma once

#include <boost/spirit/home/x3.hpp>
#include <string>
#include <utility>
#include <vector>

#include "dsl/parse/parse_state.h"
#include "dsl/parse/token.h"

namespace remit::grammar {

namespace x3 = boost::spirit::x3;

using Iterator = const Token*;
struct StateTag;
using Context = x3::context<StateTag, ParseState>;

// --- tokens ---

struct PunctuationParser : x3::parser<PunctuationParser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  constexpr explicit PunctuationParser(Punctuation p, const char* t) : punctuation(p), text(t) {}

  template <typename C, typename R, typename A>
  bool parse(Iterator& first, const Iterator&, const C&, R&, A&) const {
    if (first->kind != TokenKind::Punctuation || first->punctuation != punctuation) return false;
    ++first;
    return true;
  }
  Punctuation punctuation;
  const char* text;
};

// An identifier with exactly that text: a contextual keyword.
struct KeywordParser : x3::parser<KeywordParser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  constexpr explicit KeywordParser(const char* t) : text(t) {}

  template <typename C, typename R, typename A>
  bool parse(Iterator& first, const Iterator&, const C&, R&, A&) const {
    if (first->kind != TokenKind::Identifier || first->text != text) return false;
    ++first;
    return true;
  }
  const char* text;
};

// The keyword of a clause that a body has once; `key` is what is counted.
struct ClauseParser : x3::parser<ClauseParser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  constexpr ClauseParser(const char* t, const char* k) : text(t), key(k) {}

  template <typename C, typename R, typename A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A&) const {
    if (first->kind != TokenKind::Identifier || first->text != text) return false;
    NoteClause(x3::get<StateTag>(context), *first, key);
    ++first;
    return true;
  }
  const char* text;
  const char* key;
};

// Any token for which `accepts` holds; its attribute is the token.
struct TokenParser : x3::parser<TokenParser> {
  using attribute_type = const Token*;
  static constexpr bool has_attribute = true;
  using Accepts = bool (*)(const Token&);
  constexpr TokenParser(Accepts a, const char* n) : accepts(a), name(n) {}

  template <typename C, typename R, typename A>
  bool parse(Iterator& first, const Iterator&, const C&, R&, A& attribute) const {
    if (!accepts(*first)) return false;
    x3::traits::move_to(first, attribute);
    ++first;
    return true;
  }
  Accepts accepts;
  const char* name;
};

// Matches nothing: says what was expected.
struct NothingElse : x3::parser<NothingElse> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  constexpr explicit NothingElse(const char* n) : name(n) {}

  template <typename C, typename R, typename A>
  bool parse(Iterator&, const Iterator&, const C&, R&, A&) const {
    return false;
  }
  const char* name;
};

// The brace that closes a body of clauses. One that is missing before the next declaration or at
// the text's end is reported, and the body counts as closed: what it holds is kept.
struct BodyEnd : x3::parser<BodyEnd> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  template <typename C, typename R, typename A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A&) const {
    if (first->kind == TokenKind::Punctuation && first->punctuation == Punctuation::RightBrace) {
      ++first;
      return true;
    }
    if (first->kind != TokenKind::End && !BeginsItemAtMargin(*first)) return false;
    ReportExpected(x3::get<StateTag>(context), *first, "`}`");
    return true;
  }
};
inline constexpr BodyEnd kBodyEnd;

// A construct that can contain itself: refuses nesting over the limit before it recurses.
template <typename Subject>
struct NestedDirective : x3::unary_parser<Subject, NestedDirective<Subject>> {
  using Base = x3::unary_parser<Subject, NestedDirective<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;
  constexpr explicit NestedDirective(const Subject& subject) : Base(subject) {}

  template <typename C, typename R, typename A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& r, A& attribute) const {
    struct Level {
      uint32_t& depth;
      explicit Level(uint32_t& d) : depth(d) { ++depth; }
      ~Level() { --depth; }
    };
    ParseState& state = x3::get<StateTag>(context);
    const Level level(state.depth);
    if (state.depth > state.limits.depth) FailTooDeep(state, first);
    return this->subject.parse(first, last, context, r, attribute);
  }
};
struct NestedMaker {
  template <typename Subject>
  constexpr auto operator[](const Subject& subject) const {
    using Parser = typename x3::extension::as_parser<Subject>::value_type;
    return NestedDirective<Parser>(x3::as_parser(subject));
  }
};
inline constexpr NestedMaker kNested;

// Tells the value of the rule around it which tokens it was read from: `Note::Apply(state, value,
// first, last)`. (X3's own on_success sees no value in a rule with actions.)
template <typename Subject, typename Note>
struct NotedDirective : x3::unary_parser<Subject, NotedDirective<Subject, Note>> {
  using Base = x3::unary_parser<Subject, NotedDirective<Subject, Note>>;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;
  constexpr explicit NotedDirective(const Subject& subject) : Base(subject) {}

  template <typename C, typename R, typename A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& value,
             A& attribute) const {
    const Iterator begin = first;
    if (!this->subject.parse(first, last, context, value, attribute)) return false;
    Note::Apply(x3::get<StateTag>(context), value, *begin, *(first - 1));
    return true;
  }
};
template <typename Note>
struct NotedMaker {
  template <typename Subject>
  constexpr auto operator[](const Subject& subject) const {
    using Parser = typename x3::extension::as_parser<Subject>::value_type;
    return NotedDirective<Parser, Note>(x3::as_parser(subject));
  }
};
// Sets the value's `span`.
struct SpanNote {
  template <typename T>
  static void Apply(ParseState& state, T& value, const Token& first, const Token& last) {
    value.span = SpanOf(state, first, last);
  }
};
inline constexpr NotedMaker<SpanNote> kSpanned;

// A clause of a body: a mistake in it is reported, and parsing goes on with the next clause.
template <typename Subject>
struct RecoveringDirective : x3::unary_parser<Subject, RecoveringDirective<Subject>> {
  using Base = x3::unary_parser<Subject, RecoveringDirective<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;
  constexpr explicit RecoveringDirective(const Subject& subject) : Base(subject) {}

  template <typename C, typename R, typename A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& value,
             A& attribute) const {
    const Iterator begin = first;  // what threw may have moved `first`
    try {
      return this->subject.parse(first, last, context, value, attribute);
    } catch (const x3::expectation_failure<Iterator>& failure) {
      ParseState& state = x3::get<StateTag>(context);
      const Token* const next = SkipToClause(state, begin, failure.where(), last);
      if (next <= begin || next == last) throw;
      state.lost_clause = true;
      ReportExpected(state, *failure.where(), failure.which());
      first = next;
      return true;
    }
  }
};
struct RecoveringMaker {
  template <typename Subject>
  constexpr auto operator[](const Subject& subject) const {
    using Parser = typename x3::extension::as_parser<Subject>::value_type;
    return RecoveringDirective<Parser>(x3::as_parser(subject));
  }
};
inline constexpr RecoveringMaker kRecovering;

constexpr KeywordParser Keyword(const char* text) { return KeywordParser(text); }
constexpr ClauseParser Clause(const char* text) { return {text, text}; }
constexpr ClauseParser Clause(const char* text, const char* key) { return {text, key}; }

inline constexpr PunctuationParser kLeftParen(Punctuation::LeftParen, "(");
inline constexpr PunctuationParser kRightParen(Punctuation::RightParen, ")");
inline constexpr PunctuationParser kLeftBracket(Punctuation::LeftBracket, "[");
inline constexpr PunctuationParser kRightBracket(Punctuation::RightBracket, "]");
inline constexpr PunctuationParser kLeftBrace(Punctuation::LeftBrace, "{");
inline constexpr PunctuationParser kRightBrace(Punctuation::RightBrace, "}");
inline constexpr PunctuationParser kComma(Punctuation::Comma, ",");
inline constexpr PunctuationParser kColon(Punctuation::Colon, ":");
inline constexpr PunctuationParser kQuestion(Punctuation::Question, "?");
inline constexpr PunctuationParser kDot(Punctuation::Dot, ".");
inline constexpr PunctuationParser kAssign(Punctuation::Assign, "=");

template <TokenKind kind>
bool IsKind(const Token& token) {
  return token.kind == kind;
}
inline bool IsSelector(const Token& token) {
  return token.kind == TokenKind::Identifier && !IsCelKeyword(token.text);
}
inline bool IsName(const Token& token) { return IsSelector(token) && !IsCelReserved(token.text); }

inline constexpr TokenParser kSelector(IsSelector, "a name");
inline constexpr TokenParser kNameToken(IsName, "a name");
inline constexpr TokenParser kStringToken(IsKind<TokenKind::String>, "a string");
inline constexpr TokenParser kEnd(IsKind<TokenKind::End>, "the end");
inline constexpr TokenParser kItemAtMargin(BeginsItemAtMargin, "a declaration");

// Where none of a body's clauses begins and neither its end.
constexpr auto Stray(const char* what) {
  return !kRightBrace >> !kEnd >> !kItemAtMargin > NothingElse(what);
}

// --- actions ---

template <typename C>
ParseState& StateOf(const C& context) {
  return x3::get<StateTag>(context);
}

template <auto member>
inline constexpr auto kSet =
    [](auto& context) { x3::_val(context).*member = std::move(x3::_attr(context)); };
template <auto member>
inline constexpr auto kPush =
    [](auto& context) { (x3::_val(context).*member).push_back(std::move(x3::_attr(context))); };
template <auto member, auto value>
inline constexpr auto kMark = [](auto& context) { x3::_val(context).*member = value; };
inline constexpr auto kAssignValue = [](auto& context) {
  x3::_val(context) = std::move(x3::_attr(context));
};
inline constexpr auto kPushValue = [](auto& context) {
  x3::_val(context).push_back(std::move(x3::_attr(context)));
};

// --- rules of one source that others use ---

using ExpressionRule = x3::rule<struct ExpressionTag, ast::ExprId>;
using RecipientsRule = x3::rule<struct RecipientsTag, std::vector<ast::ExprId>>;
using WordRule = x3::rule<struct WordTag, ast::Word>;
using DottedRule = x3::rule<struct DottedTag, ast::Word>;
using StringRule = x3::rule<struct StringTag, ast::Word>;
using StringsRule = x3::rule<struct StringsTag, std::vector<ast::Word>>;
using ActionPatternsRule = x3::rule<struct ActionPatternsTag, std::vector<ast::Word>>;
using TemplateRule = x3::rule<struct TemplateTag, ast::Template>;
using DurationRule = x3::rule<struct DurationTag, ast::Literal>;
using CountRule = x3::rule<struct CountTag, ast::Literal>;
using TimestampRule = x3::rule<struct TimestampTag, ast::Literal>;
using TypeRefRule = x3::rule<struct TypeRefTag, ast::TypeRef>;
using VerdictRule = x3::rule<struct VerdictTag, Verdict>;
using HeaderRule = x3::rule<struct HeaderTag, ast::Header>;
using DeclarationRule = x3::rule<struct DeclarationTag, ast::Item>;
using PolicyRuleRule = x3::rule<struct PolicyRuleTag, ast::Rule>;
using TestRule = x3::rule<struct TestTag, ast::Test>;

inline constexpr ExpressionRule kExpression("an expression");
inline constexpr RecipientsRule kRecipients("an expression");
inline constexpr WordRule kName("a name");
inline constexpr DottedRule kDotted("a name");
inline constexpr StringRule kString("a string");
inline constexpr StringsRule kStrings("a string");
inline constexpr ActionPatternsRule kActionPatterns("an action pattern in quotes");
inline constexpr TemplateRule kTemplate("a string");
inline constexpr DurationRule kDuration("a duration such as `1h30m`");
inline constexpr CountRule kCount("a whole number");
inline constexpr TimestampRule kTimestamp("a timestamp such as `2027-01-01T00:00:00Z`");
inline constexpr TypeRefRule kTypeRef("a type");
inline constexpr VerdictRule kVerdict("`allow`, `notify` or `escalate`");
inline constexpr HeaderRule kHeader("a header");
inline constexpr DeclarationRule kDeclaration("a declaration");
inline constexpr PolicyRuleRule kPolicyRule("a rule");
inline constexpr TestRule kTest("a test");

BOOST_SPIRIT_DECLARE(ExpressionRule, RecipientsRule, WordRule, DottedRule, StringRule, StringsRule,
                     ActionPatternsRule, TemplateRule, DurationRule, CountRule, TimestampRule,
                     TypeRefRule, VerdictRule, HeaderRule, DeclarationRule, PolicyRuleRule,
                     TestRule)

}  // namespace remit::grammar

namespace boost::spirit::x3 {

template <>
struct get_info<remit::grammar::PunctuationParser> {
  using result_type = std::string;
  std::string operator()(const remit::grammar::PunctuationParser& parser) const {
    return std::string("`") + parser.text + "`";
  }
};
template <>
struct get_info<remit::grammar::BodyEnd> {
  using result_type = std::string;
  std::string operator()(const remit::grammar::BodyEnd&) const { return "`}`"; }
};
template <>
struct get_info<remit::grammar::KeywordParser> {
  using result_type = std::string;
  std::string operator()(const remit::grammar::KeywordParser& parser) const {
    return std::string("`") + parser.text + "`";
  }
};
template <>
struct get_info<remit::grammar::TokenParser> {
  using result_type = std::string;
  std::string operator()(const remit::grammar::TokenParser& parser) const { return parser.name; }
};
template <>
struct get_info<remit::grammar::NothingElse> {
  using result_type = std::string;
  std::string operator()(const remit::grammar::NothingElse& parser) const { return parser.name; }
};

// What is expected of a parser with an action, or of several in a row, is the first thing in it.
template <typename Subject, typename Action>
struct get_info<action<Subject, Action>> {
  using result_type = std::string;
  std::string operator()(const action<Subject, Action>& parser) const {
    return what(parser.subject);
  }
};
template <typename Left, typename Right>
struct get_info<sequence<Left, Right>> {
  using result_type = std::string;
  std::string operator()(const sequence<Left, Right>& parser) const { return what(parser.left); }
};

}  // namespace boost::spirit::x3
