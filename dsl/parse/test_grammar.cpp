// Tests in policy files: section 10 of the language.
#include "dsl/parse/clause_words.h"
#include "dsl/parse/grammar.h"

namespace remit::grammar {
namespace {

using ast::ActionExpr;
using ast::EntityExpr;
using ast::Expectation;
using ParamValue = std::pair<ast::Word, ast::ExprId>;

constexpr auto kOpenTest = [](auto& context) { OpenBody(StateOf(context), kTestWords); };
// Behind the brackets that open at `first`; `first` where none do or they are not closed.
Iterator EndOfBrackets(Iterator first) {
  int depth = 0;
  for (Iterator token = first; token->kind != TokenKind::End; ++token) {
    if (token->kind != TokenKind::Punctuation && depth == 0) break;
    if (token->punctuation == Punctuation::LeftBracket) ++depth;
    if (token->punctuation == Punctuation::RightBracket) --depth;
    if (depth <= 0) return depth == 0 && token != first ? token + 1 : first;
  }
  return first;
}

constexpr auto kRefuse = [](auto& context) {
  ParseState& state = StateOf(context);
  const Token* const token = x3::_attr(context);
  state.diagnostics.Emit(DiagnosticKind::Syntax, SpanOf(state, *token, *token),
                         "`" + std::string(token->text) + "` is not supported by this version");
  // What stands in the brackets of `after` would be taken for clauses.
  throw x3::expectation_failure<Iterator>(EndOfBrackets(token + 1), "");
};

bool IsUnsupported(const Token& token) {
  return token.kind == TokenKind::Identifier &&
         (token.text == "after" || token.text == "approved" || token.text == "waived" ||
          token.text == "refused" || token.text == "halted" || token.text == "level");
}
constexpr TokenParser kUnsupported(IsUnsupported, "a clause");

// --- the action ---

constexpr x3::rule<struct EntityTag, EntityExpr> kEntity("an entity such as `agent(\"id\")`");
const auto kEntity_def = kName[kSet<&EntityExpr::type>] > kLeftParen >
                         kExpression[kSet<&EntityExpr::id>] >
                         -(kComma > kExpression[kSet<&EntityExpr::properties>]) > kRightParen;

constexpr x3::rule<struct ActionTag, ActionExpr> kAction("`action(…)`, `file(…)` or a map");
const auto kParts = -(Keyword("with") > kExpression[kSet<&ActionExpr::properties>]) >>
                    -(Keyword("by") > kEntity[kSet<&ActionExpr::by>]) >>
                    -(Keyword("on") > kEntity[kSet<&ActionExpr::on>]);
const auto kAction_def =
    kSpanned[(Keyword("action") > kLeftParen > kExpression[kSet<&ActionExpr::name>] >
              -(kComma > kExpression[kSet<&ActionExpr::context>]) > kRightParen >> kParts) |
             (Keyword("file") >> x3::eps[kMark<&ActionExpr::kind, ActionExpr::Kind::File>] >
              kLeftParen > kExpression[kSet<&ActionExpr::name>] > kRightParen) |
             (&kLeftBrace >> x3::eps[kMark<&ActionExpr::kind, ActionExpr::Kind::Map>] >
              kExpression[kSet<&ActionExpr::context>])];

// --- what is expected ---

constexpr auto kSetVerdict = [](auto& context) { x3::_val(context).verdict = x3::_attr(context); };
constexpr x3::rule<struct RulesTag, std::vector<ast::Word>> kRules("a rule's name");
const auto kRules_def = kDotted[kPushValue] >> *(kComma > kDotted[kPushValue]);

const auto kBy = Keyword("by") > kRules[kSet<&Expectation::by>];
constexpr x3::rule<struct ExpectationTag, Expectation> kExpectation("an expectation");
const auto kExpectation_def = kSpanned
    [Keyword("expect") >
     ((kVerdict[kSetVerdict] >> -kBy >> -(Keyword("to") > kRecipients[kSet<&Expectation::to>])) |
      (Keyword("not") > x3::eps[kMark<&Expectation::kind, Expectation::Kind::NotBy>] > kBy) |
      (Keyword("error") >> x3::eps[kMark<&Expectation::kind, Expectation::Kind::Error>] >> -kBy) |
      (Keyword("input") > Keyword("error") >
       x3::eps[kMark<&Expectation::kind, Expectation::Kind::InputError>]) |
      (x3::eps >
       NothingElse("`allow`, `notify`, `escalate`, `not by`, `error` or `input error`")))];

// --- the test ---

constexpr auto kSetParamName = [](auto& context) {
  x3::_val(context).first = std::move(x3::_attr(context));
};
constexpr auto kSetParamValue = [](auto& context) {
  x3::_val(context).second = x3::_attr(context);
};
constexpr x3::rule<struct ParamValueTag, ParamValue> kParamValue("a param");
const auto kParamValue_def = kDotted[kSetParamName] > kColon > kExpression[kSetParamValue];
const auto kParams = kLeftBrace > -(kParamValue[kPush<&ast::Test::params>] >>
                                    *(kComma >> kParamValue[kPush<&ast::Test::params>])) > -kComma
                     > kRightBrace;

const auto kTestClause = (Clause("params") > kParams) |
                         (Clause("given") > kAction[kSet<&ast::Test::given>] >
                          -(Keyword("at") > kTimestamp[kSet<&ast::Test::at>])) |
                         kExpectation[kPush<&ast::Test::expectations>] | kUnsupported[kRefuse] |
                         Stray("a clause of `test` or `}`");

struct CompleteNote {
  static void Apply(ParseState& state, ast::Test& test, const Token&, const Token&) {
    if (!test.given) RequireClause(state, test.name.span, "`given`: the action");
    if (test.expectations.empty()) RequireClause(state, test.name.span, "`expect`");
  }
};
constexpr NotedMaker<CompleteNote> kComplete;

BOOST_SPIRIT_DEFINE(kEntity, kAction, kRules, kExpectation, kParamValue)

}  // namespace

const auto kTest_def =
    kComplete[Keyword("test") >> x3::eps[kOpenTest] > kString[kSet<&ast::Test::name>] > kLeftBrace >
              *kRecovering[kTestClause] > kBodyEnd];

BOOST_SPIRIT_DEFINE(kTest)
BOOST_SPIRIT_INSTANTIATE(TestRule, Iterator, Context)

}  // namespace remit::grammar
