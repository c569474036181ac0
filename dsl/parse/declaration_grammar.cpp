// The header and the declarations that name facts: sections 4 and 5 of the language.
#include "dsl/parse/clause_words.h"
#include "dsl/parse/grammar.h"

namespace remit::grammar {
namespace {

constexpr auto kOpenHeader = [](auto& context) { OpenBody(StateOf(context), kHeaderWords); };
constexpr auto kOpenScore = [](auto& context) { OpenBody(StateOf(context), kScoreWords); };
constexpr auto kOpenEntry = [](auto& context) { OpenBody(StateOf(context), {}); };
constexpr auto kSetNode = [](auto& context) {
  x3::_val(context).node = std::move(x3::_attr(context));
};

// --- plain ones ---

constexpr x3::rule<struct ImportTag, ast::Import> kImport("an import");
constexpr x3::rule<struct ParamTag, ast::Param> kParam("a param");
constexpr x3::rule<struct TypeFieldTag, ast::TypeField> kTypeField("a field");
constexpr x3::rule<struct TypeTag, ast::Type> kType("a type");
constexpr x3::rule<struct FactsTag, ast::Facts> kFacts("facts");
constexpr x3::rule<struct DefineParamTag, ast::DefineParam> kDefineParam("a parameter");
constexpr x3::rule<struct DefineTag, ast::Define> kDefine("a define");
constexpr x3::rule<struct LetTag, ast::Let> kLet("a let");

const auto kImport_def = Keyword("import") > kString[kSet<&ast::Import::path>] >
                         Keyword("as") > kName[kSet<&ast::Import::name>];
const auto kParam_def =
    Keyword("param") > kName[kSet<&ast::Param::name>] > kColon > kTypeRef[kSet<&ast::Param::type>] >
    kAssign > kExpression[kSet<&ast::Param::value>] >
    -(Keyword("at") >> Keyword("least") > kExpression[kSet<&ast::Param::at_least>]) >
    -(Keyword("at") > Keyword("most") > kExpression[kSet<&ast::Param::at_most>]);
const auto kTypeField_def = kName[kSet<&ast::TypeField::name>] >
                            -(kQuestion >> x3::eps[kMark<&ast::TypeField::optional, true>]) > kColon
                            > kTypeRef[kSet<&ast::TypeField::type>];
const auto kType_def = Keyword("type") > kName[kSet<&ast::Type::name>] > kLeftBrace >
                       -(kTypeField[kPush<&ast::Type::fields>] >>
                         *(kComma >> kTypeField[kPush<&ast::Type::fields>])) > -kComma
                       > kRightBrace;
const auto kFacts_def = Keyword("facts") > kName[kSet<&ast::Facts::name>] >
                        -(kQuestion >> x3::eps[kMark<&ast::Facts::optional, true>]) > kColon
                        > kTypeRef[kSet<&ast::Facts::type>] >
                        -(Keyword("from") > kExpression[kSet<&ast::Facts::from>]);
const auto kDefineParam_def =
    kName[kSet<&ast::DefineParam::name>] > kColon > kTypeRef[kSet<&ast::DefineParam::type>];
const auto kDefine_def = Keyword("define") > kName[kSet<&ast::Define::name>] > kLeftParen >
                         -(kDefineParam[kPush<&ast::Define::params>] >>
                           *(kComma > kDefineParam[kPush<&ast::Define::params>])) > kRightParen
                         > kAssign > kExpression[kSet<&ast::Define::body>];
const auto kLet_def =
    Keyword("let") > kName[kSet<&ast::Let::name>] > kAssign > kExpression[kSet<&ast::Let::value>];

// --- pattern sets ---

bool IsAmount(const Token& token) {
  return token.kind == TokenKind::Double || token.kind == TokenKind::Int;
}
constexpr TokenParser kAmount(IsAmount, "a number");
constexpr TokenParser kRegexToken(IsKind<TokenKind::Regex>, "a regex between slashes");

constexpr auto kSetEntropy = [](auto& context) {
  const Token* const token = x3::_attr(context);
  x3::_val(context).entropy =
      token->kind == TokenKind::Double ? token->real : static_cast<double>(token->integer);
};
constexpr auto kWordOfRegex = [](auto& context) {
  const ParseState& state = StateOf(context);
  const Token* const token = x3::_attr(context);
  x3::_val(context) = {state.value(*token).text, SpanOf(state, *token, *token)};
};
constexpr auto kRefuseFrom = [](auto& context) {
  ParseState& state = StateOf(context);
  const Token* const token = x3::_where(context).begin() - 1;
  state.diagnostics.Emit(DiagnosticKind::Syntax, SpanOf(state, *token, *token),
                         "`from` in `patterns` is not supported by this version");
};

constexpr x3::rule<struct RegexTag, ast::Word> kRegex("a regex between slashes");
constexpr x3::rule<struct PatternTextTag, ast::PatternEntry> kPatternEntry("a pattern");
constexpr x3::rule<struct PatternsTag, ast::Patterns> kPatterns("patterns");

// `//` where a regex is wanted: a comment to the lexer, an empty regex to whoever wrote it.
// Reported; the next entry follows.
struct EmptyRegex : x3::parser<EmptyRegex> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  template <typename C, typename R, typename A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A&) const {
    const Token& before = *(first - 1);
    const char* const begin = before.text.data() + before.text.size();
    const std::string_view between(begin, static_cast<size_t>(first->text.data() - begin));
    const size_t slash = between.find_first_not_of(" \t");
    if (slash == std::string_view::npos || !between.substr(slash).starts_with("//")) return false;
    ParseState& state = StateOf(context);
    const auto place = before.end + static_cast<uint32_t>(slash);
    state.diagnostics.Emit(DiagnosticKind::BadRegexLiteral, Span{state.file.id, place, place + 2},
                           "an empty regex",
                           "a regex holds a character at least, and `//` begins a comment");
    return true;
  }
};
constexpr EmptyRegex kEmptyRegex;

// An entry may be named as a declaration is, but no name follows an entry's.
bool BeginsItemNotEntry(const Token& token) {
  return BeginsItemAtMargin(token) && (&token + 1)->kind == TokenKind::Identifier;
}
constexpr TokenParser kItemNotEntry(BeginsItemNotEntry, "a declaration");

const auto kRegex_def = kRegexToken[kWordOfRegex];
const auto kPatternEntry_def =
    kName[kSet<&ast::PatternEntry::name>] >> x3::eps[kOpenEntry] >
    ((kRegex[kSet<&ast::PatternEntry::text>] >> x3::eps[kMark<&ast::PatternEntry::regex, true>]) |
     kString[kSet<&ast::PatternEntry::text>] | kEmptyRegex |
     (x3::eps > NothingElse("a regex between slashes or a string"))) >
    *((Clause("keyword") > kStrings[kSet<&ast::PatternEntry::keywords>]) |
      (Clause("entropy") > kAmount[kSetEntropy]) |
      (Clause("in") > kStrings[kSet<&ast::PatternEntry::paths>]));
const auto kPatterns_def =
    Keyword("patterns") > kName[kSet<&ast::Patterns::name>] > kLeftBrace >
    *((Keyword("allow") > (kRegex[kPush<&ast::Patterns::allow>] | kEmptyRegex |
                           (x3::eps > NothingElse("a regex between slashes")))) |
      (Keyword("from") >> x3::eps[kRefuseFrom] > kString) |
      (!kItemNotEntry >> kPatternEntry[kPush<&ast::Patterns::entries>])) > kBodyEnd;

// --- scores ---

constexpr x3::rule<struct ContributionTag, ast::Contribution> kContribution("a contribution");
constexpr x3::rule<struct ScoreTag, ast::Score> kScore("a score");

const auto kContribution_def =
    kSpanned[Keyword("add") > kExpression[kSet<&ast::Contribution::value>] >
             -(Keyword("when") > kExpression[kSet<&ast::Contribution::when>]) >
             -(Keyword("because") > kTemplate[kSet<&ast::Contribution::because>])];
const auto kScore_def = Keyword("score") > kName[kSet<&ast::Score::name>] > kLeftBrace >>
                        x3::eps[kOpenScore] >
                        *kRecovering[kContribution[kPush<&ast::Score::contributions>] |
                                     (Clause("base") > kExpression[kSet<&ast::Score::base>]) |
                                     (Clause("cap") > kExpression[kSet<&ast::Score::cap>]) |
                                     Stray("a clause of `score` or `}`")] > kBodyEnd;

BOOST_SPIRIT_DEFINE(kImport, kParam, kTypeField, kType, kFacts, kDefineParam, kDefine, kLet, kRegex,
                    kPatternEntry, kPatterns, kContribution, kScore)

// --- what this version leaves out ---

constexpr auto kRefuseItem = [](auto& context) {
  ParseState& state = StateOf(context);
  const Token* const token = x3::_where(context).begin() - 1;
  state.diagnostics.Emit(DiagnosticKind::Syntax, SpanOf(state, *token, *token),
                         "`" + std::string(token->text) + "` is not supported by this version");
  // Reported: the item's recovery only has to find the next one.
  throw x3::expectation_failure<Iterator>(token, "");
};

}  // namespace

const auto kHeader_def =
    kSpanned[Keyword("policy") >> x3::eps[kOpenHeader] > kDotted[kSet<&ast::Header::name>] >
             *((Clause("version") > kString[kSet<&ast::Header::version>]) |
               (Clause("on") > kActionPatterns[kSet<&ast::Header::patterns>]) |
               (Clause("owner") > kStrings[kSet<&ast::Header::owners>]) |
               (Clause("default") > kVerdict[kSet<&ast::Header::default_verdict>]) |
               (Clause("mode") > Keyword("shadow") > x3::eps[kMark<&ast::Header::shadow, true>]))];

const auto kDeclaration_def =
    kSpanned[kImport[kSetNode] | kParam[kSetNode] | kType[kSetNode] | kFacts[kSetNode] |
             kDefine[kSetNode] | kLet[kSetNode] | kPatterns[kSetNode] | kScore[kSetNode] |
             kPolicyRule[kSetNode] | kTest[kSetNode] |
             ((Keyword("history") | Keyword("ladder")) >> x3::eps[kRefuseItem])];

BOOST_SPIRIT_DEFINE(kHeader, kDeclaration)
BOOST_SPIRIT_INSTANTIATE(HeaderRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(DeclarationRule, Iterator, Context)

}  // namespace remit::grammar
