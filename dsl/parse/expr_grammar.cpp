// CEL's expressions: section 2 of the CEL reference. The rules stand from the loosest to the
// tightest, below the shapes that they hand up and the functions that make nodes of these.
#include "dsl/parse/grammar.h"

namespace remit::grammar {
namespace {

using ast::Expr;
using ast::ExprId;
using ast::ExprKind;
using ast::Op;

// --- shapes between tokens and nodes ---

// The tokens that a shape was read from.
struct Extent {
  const Token* first = nullptr;
  const Token* last = nullptr;
};
struct Chain {  // a && b && c
  std::vector<ExprId> args;
  const Token* op = nullptr;
};
struct Tail {  // `+ b` of a + b
  const Token* op = nullptr;
  ExprId operand = ast::kNoExpr;
};
struct Signs {  // !!a
  std::vector<const Token*> signs;
  ExprId operand = ast::kNoExpr;
};
struct Suffix : Extent {  // .name, .?name, .name(args), [index], [?index]
  const Token* name = nullptr;
  bool optional = false;
  bool call = false;
  std::vector<ExprId> args;
};
struct Named : Extent {  // name, .name, name(args)
  const Token* name = nullptr;
  bool leading_dot = false;
  bool call = false;
  std::vector<ExprId> args;
};
struct Elements : Extent {  // of a list or map
  std::vector<ExprId> args;
  std::vector<uint8_t> optionals;
};

struct ExtentNote {
  static void Apply(ParseState&, Extent& value, const Token& first, const Token& last) {
    value.first = &first;
    value.last = &last;
  }
};
// What parentheses enclose keeps its own place; what is built on it begins at the parenthesis.
struct ParensNote {
  static void Apply(ParseState& state, ExprId id, const Token& first, const Token& last) {
    state.extents[id] = SpanOf(state, first, last);
  }
};
constexpr NotedMaker<ExtentNote> kExtent;
constexpr NotedMaker<ParensNote> kInParens;

// --- nodes ---

Span Join(const Span& a, const Span& b) { return {a.file, a.begin, b.end}; }

Op BinaryOp(const Token& token) {
  switch (token.punctuation) {
    case Punctuation::Star:
      return Op::Multiply;
    case Punctuation::Slash:
      return Op::Divide;
    case Punctuation::Percent:
      return Op::Modulo;
    case Punctuation::Plus:
      return Op::Add;
    case Punctuation::Minus:
      return Op::Subtract;
    case Punctuation::Less:
      return Op::Less;
    case Punctuation::LessEqual:
      return Op::LessEqual;
    case Punctuation::Greater:
      return Op::Greater;
    case Punctuation::GreaterEqual:
      return Op::GreaterEqual;
    case Punctuation::Equal:
      return Op::Equal;
    case Punctuation::NotEqual:
      return Op::NotEqual;
    default:
      return Op::In;
  }
}

ExprId MakeOperation(ParseState& state, ExprKind kind, Op op, std::vector<ExprId> args,
                     const Token* at) {
  Expr expr;
  expr.kind = kind;
  expr.op = op;
  expr.name_span = SpanOf(state, *at, *at);
  const Span& first = kind == ExprKind::Unary ? expr.name_span : state.extents[args.front()];
  expr.span = Join(first, state.extents[args.back()]);
  expr.args = std::move(args);
  return AddExpr(state, std::move(expr), at);
}

template <Op op>
ExprId MakeChain(ParseState& state, Chain chain) {
  if (chain.args.size() == 1) return chain.args.front();
  return MakeOperation(state, ExprKind::Binary, op, std::move(chain.args), chain.op);
}

ExprId MakeSigned(ParseState& state, const Signs& shape) {
  ExprId id = shape.operand;
  for (auto sign = shape.signs.rbegin(); sign != shape.signs.rend(); ++sign) {
    const Op op = (*sign)->punctuation == Punctuation::Not ? Op::Not : Op::Negate;
    id = MakeOperation(state, ExprKind::Unary, op, {id}, *sign);
  }
  return id;
}

ExprId MakeConditional(ParseState& state, ExprId condition, const std::vector<ExprId>& arms,
                       const Token* at) {
  Expr expr;
  expr.kind = ExprKind::Conditional;
  expr.args = {condition, arms[0], arms[1]};
  expr.span = Join(state.extents[condition], state.extents[arms[1]]);
  return AddExpr(state, std::move(expr), at);
}

ExprId MakeSuffixed(ParseState& state, ExprId target, Suffix suffix) {
  Expr expr;
  expr.optional = suffix.optional;
  expr.args = std::move(suffix.args);
  expr.args.insert(expr.args.begin(), target);
  expr.span = Join(state.extents[target], SpanOf(state, *suffix.last, *suffix.last));
  if (suffix.name == nullptr) {
    expr.kind = ExprKind::Index;
  } else {
    expr.kind = suffix.call ? ExprKind::Method : ExprKind::Select;
    expr.quoted = suffix.name->kind == TokenKind::Quoted;
    expr.text = expr.quoted ? state.value(*suffix.name).text : std::string(suffix.name->text);
    expr.name_span = SpanOf(state, *suffix.name, *suffix.name);
  }
  return AddExpr(state, std::move(expr), suffix.first);
}

ExprId MakeNamed(ParseState& state, Named shape) {
  Expr expr;
  expr.kind = shape.call ? ExprKind::Call : ExprKind::Name;
  expr.leading_dot = shape.leading_dot;
  expr.text = shape.name->text;
  expr.args = std::move(shape.args);
  expr.span = SpanOf(state, *shape.first, *shape.last);
  expr.name_span = SpanOf(state, *shape.name, *shape.name);
  return AddExpr(state, std::move(expr), shape.name);
}

template <ExprKind kind>
ExprId MakeElements(ParseState& state, Elements shape) {
  Expr expr;
  expr.kind = kind;
  expr.args = std::move(shape.args);
  expr.optionals = std::move(shape.optionals);
  expr.span = SpanOf(state, *shape.first, *shape.last);
  return AddExpr(state, std::move(expr), shape.first);
}

ExprId MakeLiteral(ParseState& state, const Token* token) {
  Expr expr;
  expr.span = SpanOf(state, *token, *token);
  switch (token->kind) {
    case TokenKind::Int:
      expr.kind = ExprKind::Int;
      if (token->integer > INT64_MAX) {
        state.diagnostics.Emit(DiagnosticKind::BadNumber, expr.span, "an int out of range");
      } else {
        expr.integer = static_cast<int64_t>(token->integer);
      }
      break;
    case TokenKind::Uint:
      expr.kind = ExprKind::Uint;
      expr.integer = static_cast<int64_t>(token->integer);
      break;
    case TokenKind::Double:
      expr.kind = ExprKind::Double;
      expr.real = token->real;
      break;
    case TokenKind::String:
    case TokenKind::Bytes:
      expr.kind = token->kind == TokenKind::String ? ExprKind::String : ExprKind::Bytes;
      expr.text = state.value(*token).text;
      break;
    default:
      expr.kind = token->text == "null" ? ExprKind::Null : ExprKind::Bool;
      expr.integer = token->text == "true" ? 1 : 0;
      break;
  }
  return AddExpr(state, std::move(expr), token);
}

// Minus 2^63, whose digits alone are out of range.
ExprId MakeMinimum(ParseState& state, const Token* digits) {
  Expr expr;
  expr.kind = ExprKind::Int;
  expr.integer = INT64_MIN;
  expr.span = SpanOf(state, *(digits - 1), *digits);
  return AddExpr(state, std::move(expr), digits);
}

// --- actions ---

// `make` of the state and the attribute gives the rule's value.
template <auto make>
constexpr auto kMake = [](auto& context) {
  x3::_val(context) = make(StateOf(context), std::move(x3::_attr(context)));
};
constexpr auto kFold = [](auto& context) {
  const Tail& tail = x3::_attr(context);
  x3::_val(context) = MakeOperation(StateOf(context), ExprKind::Binary, BinaryOp(*tail.op),
                                    {x3::_val(context), tail.operand}, tail.op);
};
constexpr auto kFoldArms = [](auto& context) {
  const Token* const at = x3::_where(context).begin() - 1;
  x3::_val(context) = MakeConditional(StateOf(context), x3::_val(context), x3::_attr(context), at);
};
constexpr auto kFoldSuffix = [](auto& context) {
  x3::_val(context) =
      MakeSuffixed(StateOf(context), x3::_val(context), std::move(x3::_attr(context)));
};
constexpr auto kFirstOp = [](auto& context) {
  Chain& chain = x3::_val(context);
  if (chain.op == nullptr) chain.op = x3::_attr(context);
};
template <bool optional>
constexpr auto kElement = [](auto& context) {
  x3::_val(context).args.push_back(x3::_attr(context));
  x3::_val(context).optionals.push_back(optional);
};

// --- tokens ---

template <Punctuation... punctuations>
bool IsOneOf(const Token& token) {
  return token.kind == TokenKind::Punctuation && ((token.punctuation == punctuations) || ...);
}
bool IsRelation(const Token& token) {
  using enum Punctuation;
  return IsOneOf<Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual>(token) ||
         (token.kind == TokenKind::Identifier && token.text == "in");
}
bool IsLiteral(const Token& token) {
  using enum TokenKind;
  return token.kind == Int || token.kind == Uint || token.kind == Double || token.kind == String ||
         token.kind == Bytes ||
         (token.kind == Identifier &&
          (token.text == "true" || token.text == "false" || token.text == "null"));
}
bool IsMinimum(const Token& token) {
  return token.kind == TokenKind::Int && token.integer == uint64_t{1} << 63;
}

constexpr TokenParser kOr(IsOneOf<Punctuation::Or>, "`||`");
constexpr TokenParser kAnd(IsOneOf<Punctuation::And>, "`&&`");
constexpr TokenParser kRelationOp(IsRelation, "a relation");
constexpr TokenParser kSumOp(IsOneOf<Punctuation::Plus, Punctuation::Minus>, "`+`");
constexpr TokenParser kProductOp(
    IsOneOf<Punctuation::Star, Punctuation::Slash, Punctuation::Percent>, "`*`");
constexpr TokenParser kNot(IsOneOf<Punctuation::Not>, "`!`");
constexpr TokenParser kMinus(IsOneOf<Punctuation::Minus>, "`-`");
constexpr TokenParser kLiteral(IsLiteral, "a literal");
constexpr TokenParser kMinimumDigits(IsMinimum, "a literal");
constexpr TokenParser kQuoted(IsKind<TokenKind::Quoted>, "a name");

// --- rules ---

constexpr x3::rule<struct ConditionalTag, ExprId> kConditional("an expression");
constexpr x3::rule<struct ArmsTag, std::vector<ExprId>> kArms("an expression");
constexpr x3::rule<struct OrChainTag, Chain> kOrChain("an expression");
constexpr x3::rule<struct AndChainTag, Chain> kAndChain("an expression");
constexpr x3::rule<struct DisjunctionTag, ExprId> kDisjunction("an expression");
constexpr x3::rule<struct ConjunctionTag, ExprId> kConjunction("an operand");
constexpr x3::rule<struct RelationTag, ExprId> kRelation("an operand");
constexpr x3::rule<struct RelationTailTag, Tail> kRelationTail("a relation");
constexpr x3::rule<struct SumTag, ExprId> kSum("an operand");
constexpr x3::rule<struct SumTailTag, Tail> kSumTail("an operand");
constexpr x3::rule<struct ProductTag, ExprId> kProduct("an operand");
constexpr x3::rule<struct ProductTailTag, Tail> kProductTail("an operand");
constexpr x3::rule<struct UnaryTag, ExprId> kUnary("an operand");
constexpr x3::rule<struct SignedTag, Signs> kSigned("an operand");
constexpr x3::rule<struct MemberTag, ExprId> kMember("an operand");
constexpr x3::rule<struct SuffixTag, Suffix> kSuffix("a member");
constexpr x3::rule<struct SelectorTag, const Token*> kAnySelector("a name");
constexpr x3::rule<struct PrimaryTag, ExprId> kPrimary("an operand");
constexpr x3::rule<struct NamedTag, Named> kNamed("a name");
constexpr x3::rule<struct ParenthesesTag, ExprId> kParentheses("parentheses");
constexpr x3::rule<struct ListTag, Elements> kList("a list");
constexpr x3::rule<struct MapTag, Elements> kMap("a map");
constexpr x3::rule<struct ArgumentsTag, std::vector<ExprId>> kArguments("arguments");

const auto kExpression_def = kNested[kConditional];
const auto kConditional_def = kDisjunction[kAssignValue] >> -(kQuestion > kArms[kFoldArms]);
const auto kArms_def = kDisjunction[kPushValue] > kColon > kExpression[kPushValue];

const auto kDisjunction_def = kOrChain[kMake<MakeChain<Op::Or>>];
const auto kOrChain_def = kConjunction[kPush<&Chain::args>] >>
                          *(kOr[kFirstOp] > kConjunction[kPush<&Chain::args>]);
const auto kConjunction_def = kAndChain[kMake<MakeChain<Op::And>>];
const auto kAndChain_def = kRelation[kPush<&Chain::args>] >>
                           *(kAnd[kFirstOp] > kRelation[kPush<&Chain::args>]);

const auto kRelation_def = kSum[kAssignValue] >> *kRelationTail[kFold];
const auto kRelationTail_def = kRelationOp[kSet<&Tail::op>] > kSum[kSet<&Tail::operand>];
const auto kSum_def = kProduct[kAssignValue] >> *kSumTail[kFold];
const auto kSumTail_def = kSumOp[kSet<&Tail::op>] > kProduct[kSet<&Tail::operand>];
const auto kProduct_def = kUnary[kAssignValue] >> *kProductTail[kFold];
const auto kProductTail_def = kProductOp[kSet<&Tail::op>] > kUnary[kSet<&Tail::operand>];

const auto kUnary_def = kSigned[kMake<MakeSigned>] | kMember[kAssignValue];
const auto kSigned_def = (+kNot[kPush<&Signs::signs>] > kMember[kSet<&Signs::operand>]) |
                         (+(!(kMinus >> kMinimumDigits) >> kMinus[kPush<&Signs::signs>]) >
                          kMember[kSet<&Signs::operand>]);

const auto kMember_def = kPrimary[kAssignValue] >> *kSuffix[kFoldSuffix];
const auto kCall = kArguments[kSet<&Suffix::args>] >> x3::eps[kMark<&Suffix::call, true>];
const auto kOptionalMark = kQuestion >> x3::eps[kMark<&Suffix::optional, true>];
const auto kSuffix_def =
    kExtent[(kDot >>
             ((kOptionalMark > kAnySelector[kSet<&Suffix::name>]) | kQuoted[kSet<&Suffix::name>] |
              (kSelector[kSet<&Suffix::name>] >> -kCall) | (x3::eps > NothingElse("a name")))) |
            (kLeftBracket > -kOptionalMark > kExpression[kPush<&Suffix::args>] > kRightBracket)];
const auto kAnySelector_def = kSelector | kQuoted;

const auto kPrimary_def =
    kLiteral[kMake<MakeLiteral>] | (kMinus >> kMinimumDigits[kMake<MakeMinimum>]) |
    kNamed[kMake<MakeNamed>] | kParentheses[kAssignValue] |
    kList[kMake<MakeElements<ExprKind::List>>] | kMap[kMake<MakeElements<ExprKind::Map>>];
const auto kGlobalCall = kArguments[kSet<&Named::args>] >> x3::eps[kMark<&Named::call, true>];
const auto kNamed_def =
    kExtent[((kDot >> x3::eps[kMark<&Named::leading_dot, true>] > kNameToken[kSet<&Named::name>]) |
             kNameToken[kSet<&Named::name>]) >>
            -kGlobalCall];
const auto kParentheses_def = kInParens[kLeftParen > kExpression > kRightParen];
const auto kArguments_def = kLeftParen > -(kExpression[kPushValue] >>
                                           *(kComma > kExpression[kPushValue])) > kRightParen;
const auto kListElement = (kQuestion > kExpression[kElement<true>]) | kExpression[kElement<false>];
const auto kList_def =
    kExtent[kLeftBracket > -(kListElement >> *(kComma >> kListElement)) > -kComma > kRightBracket];
const auto kMapEntry = ((kQuestion > kExpression[kElement<true>]) | kExpression[kElement<false>]) >
                       kColon > kExpression[kPush<&Elements::args>];
const auto kMap_def =
    kExtent[kLeftBrace > -(kMapEntry >> *(kComma >> kMapEntry)) > -kComma > kRightBrace];

BOOST_SPIRIT_DEFINE(kConditional, kArms, kDisjunction, kOrChain, kConjunction, kAndChain, kRelation,
                    kRelationTail, kSum, kSumTail, kProduct, kProductTail, kUnary, kSigned, kMember,
                    kSuffix, kAnySelector, kPrimary, kNamed, kParentheses, kList, kMap, kArguments)

}  // namespace

BOOST_SPIRIT_DEFINE(kExpression)
BOOST_SPIRIT_INSTANTIATE(ExpressionRule, Iterator, Context)

}  // namespace remit::grammar
