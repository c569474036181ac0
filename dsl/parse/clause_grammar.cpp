// What clauses are made of: names, strings, literals, recipients, types.
#include "dsl/parse/grammar.h"
#include "engine/model/time_text.h"

namespace remit::grammar {
namespace {

// --- literals: a figure, or the name of a param ---

// `1h30m`: units of falling size, each once.
bool IsDurationText(std::string_view text) {
  constexpr std::string_view kUnits[] = {"d", "h", "m", "s", "ms"};
  size_t least = 0;  // the units that may still come
  while (!text.empty()) {
    text.remove_prefix(text.find_first_not_of("0123456789"));
    const std::string_view unit = text.substr(0, text.find_first_of("0123456789"));
    while (least < std::size(kUnits) && kUnits[least] != unit) ++least;
    if (least++ == std::size(kUnits)) return false;
    text.remove_prefix(unit.size());
  }
  return true;
}

bool IsFigure(const Token& token) {
  using enum TokenKind;
  return token.kind == Int || token.kind == Uint || token.kind == Double ||
         token.kind == Duration || token.kind == Timestamp;
}

// The tokens from `first` that stand without a gap: what was meant as one literal.
const Token* EndOfRun(const Token* first) {
  const Token* token = first + 1;
  while (token->kind != TokenKind::End && token->begin == (token - 1)->end &&
         (IsFigure(*token) || token->kind == TokenKind::Identifier ||
          token->punctuation == Punctuation::Minus || token->punctuation == Punctuation::Colon)) {
    ++token;
  }
  return token;
}

enum class Figure : uint8_t { Duration, Count, Timestamp };

// Whether `run` is one token of the form that `figure` wants.
bool IsGood(Figure figure, const Token& token, std::string_view run) {
  if (run != token.text) return false;
  switch (figure) {
    case Figure::Duration:
      return token.kind == TokenKind::Duration && IsDurationText(run);
    case Figure::Count:
      return token.kind == TokenKind::Int && token.integer <= INT64_MAX;
    case Figure::Timestamp:
      return token.kind == TokenKind::Timestamp && ParseTimestamp(run).has_value();
  }
  return false;
}

void ReportFigure(ParseState& state, Figure figure, const Span& span, const std::string& run) {
  const std::string shown = "`" + run + "`";
  switch (figure) {
    case Figure::Duration:
      state.diagnostics.Emit(DiagnosticKind::BadDuration, span, shown + " is no duration",
                             "figures and units from large to small, as in `1h30m`: d h m s ms");
      return;
    case Figure::Count:
      state.diagnostics.Emit(DiagnosticKind::Syntax, span,
                             "expected a whole number, found " + shown);
      return;
    case Figure::Timestamp:
      state.diagnostics.Emit(DiagnosticKind::BadTimestamp, span, shown + " is no timestamp",
                             "RFC 3339 whole, as in `2027-01-01T00:00:00Z`");
      return;
  }
}

// A token that begins with a digit; what is wrong with it is reported here, so that the clause
// goes on behind it.
template <Figure figure>
struct FigureParser : x3::parser<FigureParser<figure>> {
  using attribute_type = ast::Literal;
  static constexpr bool has_attribute = true;

  template <typename C, typename R, typename A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    if (!IsFigure(*first)) return false;
    ParseState& state = StateOf(context);
    const Token* const end = EndOfRun(first);
    ast::Literal literal;
    literal.span = SpanOf(state, *first, *(end - 1));
    const Token& last = *(end - 1);
    const std::string_view run(
        first->text.data(),
        static_cast<size_t>(last.text.data() + last.text.size() - first->text.data()));
    literal.text = figure == Figure::Count ? std::to_string(first->integer) : std::string(run);
    if (!IsGood(figure, *first, run)) {
      ReportFigure(state, figure, literal.span, std::string(run));
    }
    x3::traits::move_to(std::move(literal), attribute);
    first = end;
    return true;
  }
};

constexpr auto kParamName = [](auto& context) {
  ast::Word& word = x3::_attr(context);
  x3::_val(context) = ast::Literal{std::move(word.text), true, word.span};
};

// --- words ---

constexpr auto kWordOfName = [](auto& context) {
  const Token* const token = x3::_attr(context);
  x3::_val(context) = {std::string(token->text), SpanOf(StateOf(context), *token, *token)};
};
constexpr auto kWordOfString = [](auto& context) {
  const Token* const token = x3::_attr(context);
  const ParseState& state = StateOf(context);
  x3::_val(context) = {state.value(*token).text, SpanOf(state, *token, *token)};
};
constexpr auto kAppendSegment = [](auto& context) {
  std::string& text = x3::_val(context).text;
  if (!text.empty()) text += '.';
  text += x3::_attr(context)->text;
};
constexpr auto kCheckPattern = [](auto& context) {
  CheckActionPattern(StateOf(context), x3::_attr(context));
  x3::_val(context).push_back(std::move(x3::_attr(context)));
};
constexpr auto kReadTemplate = [](auto& context) {
  x3::_val(context) = ParseTemplate(StateOf(context), *x3::_attr(context));
};
constexpr auto kTypeName = [](auto& context) {
  x3::_val(context).name = std::move(x3::_attr(context).text);
};
template <Verdict verdict>
constexpr auto kVerdictIs = [](auto& context) { x3::_val(context) = verdict; };

}  // namespace

const auto kName_def = kNameToken[kWordOfName];
const auto kString_def = kStringToken[kWordOfString];
const auto kStrings_def = kString[kPushValue] >> *(kComma > kString[kPushValue]);
const auto kDotted_def =
    kSpanned[kNameToken[kAppendSegment] >> *(kDot > kSelector[kAppendSegment])];
const auto kActionPatterns_def = kString[kCheckPattern] >> *(kComma > kString[kCheckPattern]);
const auto kTemplate_def = kStringToken[kReadTemplate];
const auto kRecipients_def = kExpression[kPushValue] >> *(kComma > kExpression[kPushValue]);

const auto kDuration_def = FigureParser<Figure::Duration>()[kAssignValue] | kDotted[kParamName];
const auto kCount_def = FigureParser<Figure::Count>()[kAssignValue] | kDotted[kParamName];
const auto kTimestamp_def = FigureParser<Figure::Timestamp>()[kAssignValue] | kDotted[kParamName];

const auto kTypeRef_def =
    kNested[kSpanned[kDotted[kTypeName] >>
                     -(kLeftParen > kTypeRef[kPush<&ast::TypeRef::args>] >
                       *(kComma > kTypeRef[kPush<&ast::TypeRef::args>]) > kRightParen)]];
const auto kVerdict_def = (Keyword("allow") >> x3::eps[kVerdictIs<Verdict::Allow>]) |
                          (Keyword("notify") >> x3::eps[kVerdictIs<Verdict::Notify>]) |
                          (Keyword("escalate") >> x3::eps[kVerdictIs<Verdict::Escalate>]);

BOOST_SPIRIT_DEFINE(kRecipients, kName, kDotted, kString, kStrings, kActionPatterns, kTemplate,
                    kDuration, kCount, kTimestamp, kTypeRef, kVerdict)
BOOST_SPIRIT_INSTANTIATE(RecipientsRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(WordRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(DottedRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(StringRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(StringsRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(ActionPatternsRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(TemplateRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(DurationRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(CountRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(TimestampRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(TypeRefRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(VerdictRule, Iterator, Context)

}  // namespace remit::grammar
