#include "dsl/check/ranges.h"

#include <fmt/format.h>

#include <limits>

#include "engine/base/escape.h"

namespace remit::checking {
namespace {

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
// Ints of JSON, and so of facts.
constexpr int64_t kMostFact = (int64_t{1} << 53) - 1;

// Bounds included; the extremes of int64 stand for no bound.
struct Range {
  int64_t low = kLeast, high = kMost;
  bool literal = false;
  std::string_view hint{};
};

struct FunctionRange {
  FunctionId function;
  int64_t low, high;
  TypeKind receiver = TypeKind::Dyn;  // Dyn: of any
  std::string_view hint{};
};
constexpr FunctionRange kFunctionRanges[] = {
    {FunctionId::Size, 0, kMost},
    {FunctionId::IndexOf, -1, kMost},
    {FunctionId::LastIndexOf, -1, kMost},
    {FunctionId::Family, 4, 6},
    {FunctionId::PrefixLength, 0, 128},
    {FunctionId::GetFullYear, 1, 9999},
    {FunctionId::GetMonth, 0, 11, TypeKind::Dyn, "January is 0"},
    {FunctionId::GetDate, 1, 31},
    {FunctionId::GetDayOfMonth, 0, 30, TypeKind::Dyn, "`getDate()` counts from 1"},
    {FunctionId::GetDayOfYear, 0, 365, TypeKind::Dyn, "the first of January is 0"},
    {FunctionId::GetDayOfWeek, 0, 6, TypeKind::Dyn, "Sunday is 0, Saturday is 6"},
    {FunctionId::GetHours, 0, 23, TypeKind::Timestamp},
    {FunctionId::GetMinutes, 0, 59, TypeKind::Timestamp},
    {FunctionId::GetSeconds, 0, 59, TypeKind::Timestamp},
    {FunctionId::GetMilliseconds, 0, 999, TypeKind::Timestamp},
    {FunctionId::GetMilliseconds, -999, 999, TypeKind::Duration},
    {FunctionId::Sign, -1, 1},
    {FunctionId::Abs, 0, kMost},
};

// What a literal int, also one written `-1`, is.
std::optional<int64_t> Literal(const Context& context, NodeId id) {
  const Node& node = context.bundle.node(id);
  if (node.kind == NodeKind::Constant && node.value.kind == ValueKind::Int) {
    return node.value.integer;
  }
  if (node.kind != NodeKind::Unary || node.op != ast::Op::Negate) return std::nullopt;
  const Node& operand = context.bundle.node(node.args[0]);
  const bool literal = operand.kind == NodeKind::Constant && operand.value.kind == ValueKind::Int &&
                       operand.value.integer > kLeast;
  return literal ? std::optional(-operand.value.integer) : std::nullopt;
}

std::optional<Range> CallRange(const Context& context, const Node& call) {
  for (const FunctionRange& row : kFunctionRanges) {
    if (row.function != call.function) continue;
    const TypeKind receiver = context.bundle.types.kind(context.bundle.node(call.args[0]).type);
    if (row.receiver != TypeKind::Dyn && row.receiver != receiver) continue;
    return Range{.low = row.low, .high = row.high, .hint = row.hint};
  }
  return std::nullopt;
}

std::optional<Range> ParamRange(const Context& context, const typed::Param& param) {
  Range range{.hint = "its declaration has these limits"};
  if (param.at_least != kNoNode) range.low = Literal(context, param.at_least).value_or(kLeast);
  if (param.at_most != kNoNode) range.high = Literal(context, param.at_most).value_or(kMost);
  const bool limited = range.low != kLeast || range.high != kMost;
  return limited ? std::optional(range) : std::nullopt;
}

// Of the record that `url(text)` gives.
bool IsUrlPort(const Context& context, const Node& select) {
  const auto url = context.decls[0].find("Url");
  return select.name == "port" && url != context.decls[0].end() &&
         context.bundle.node(select.args[0]).type == url->second.type;
}

std::optional<Range> RangeOf(const Context& context, NodeId id);

std::optional<Range> LocalRange(const Context& context, NodeId id) {
  const auto local = context.locals.find(id);
  if (local == context.locals.end()) return std::nullopt;
  switch (local->second.stands) {
    case Local::Stands::Unknown:
      return std::nullopt;
    case Local::Stands::ForIndex:
      return Range{.low = 0};
    case Local::Stands::ForValue:
      break;
  }
  const auto range = RangeOf(context, local->second.value);
  return range && range->literal ? std::nullopt : range;  // a constant condition
}

std::optional<Range> RangeOf(const Context& context, NodeId id) {
  if (const auto literal = Literal(context, id)) {
    return Range{.low = *literal, .high = *literal, .literal = true};
  }
  const Node& node = context.bundle.node(id);
  if (context.bundle.types.kind(node.type) != TypeKind::Int) return std::nullopt;
  switch (node.kind) {
    case NodeKind::Call:
      return CallRange(context, node);
    case NodeKind::Param:
      return ParamRange(context, context.bundle.params[node.index]);
    case NodeKind::Local:
      return LocalRange(context, id);
    case NodeKind::Select:
      if (!IsUrlPort(context, node)) return std::nullopt;
      return Range{.low = 0, .high = 65535};
    case NodeKind::Let:
      return RangeOf(context, context.bundle.lets[node.index].value);
    case NodeKind::ReadAs:
      return Range{
          .low = -kMostFact, .high = kMostFact, .hint = "an int of a fact is within ±(2^53 - 1)"};
    default:
      return std::nullopt;
  }
}

// "0 to 11", "0 or more".
std::string Shown(const Range& range) {
  if (range.low == range.high) return fmt::format("{}", range.low);
  if (range.high == kMost) return fmt::format("{} or more", range.low);
  if (range.low == kLeast) return fmt::format("{} or less", range.high);
  return fmt::format("{} to {}", range.low, range.high);
}

// What the comparison is for all values of the ranges; nullopt where it differs.
std::optional<bool> Outcome(ast::Op op, const Range& a, const Range& b) {
  const auto decide = [](bool always, bool never) {
    return always ? std::optional(true) : never ? std::optional(false) : std::nullopt;
  };
  switch (op) {
    case ast::Op::Less:
      return decide(a.high < b.low, a.low >= b.high);
    case ast::Op::LessEqual:
      return decide(a.high <= b.low, a.low > b.high);
    case ast::Op::Greater:
      return decide(a.low > b.high, a.high <= b.low);
    case ast::Op::GreaterEqual:
      return decide(a.low >= b.high, a.high < b.low);
    case ast::Op::Equal:
      return decide(false, a.high < b.low || a.low > b.high);
    case ast::Op::NotEqual:
      return decide(a.high < b.low || a.low > b.high, false);
    default:
      return std::nullopt;
  }
}

bool Within(const Range& range, int64_t value) { return value >= range.low && value <= range.high; }

void EmitLiteral(Context& context, Span span, int64_t value, const Range& range,
                 std::string_view why) {
  context.Emit(DiagnosticKind::IntegerRange, span,
               fmt::format("`{}` is out of range: {} {}", value, why, Shown(range)),
               std::string(range.hint));
}

// What functions take; a literal outside is an error whenever it is evaluated.
struct ArgumentRange {
  FunctionId function;
  size_t argument;  // the receiver is 0
  int64_t low, high;
};
constexpr ArgumentRange kArgumentRanges[] = {
    {FunctionId::CharAt, 1, 0, kMost},
    {FunctionId::IndexOf, 2, 0, kMost},
    {FunctionId::LastIndexOf, 2, 0, kMost},
    {FunctionId::Substring, 1, 0, kMost},
    {FunctionId::Substring, 2, 0, kMost},
    {FunctionId::Slice, 1, 0, kMost},
    {FunctionId::Slice, 2, 0, kMost},
    {FunctionId::BitShiftLeft, 1, 0, kMost},
    {FunctionId::BitShiftRight, 1, 0, kMost},
    {FunctionId::ToTimestamp, 0, kMinTimestampSeconds, kMaxTimestampSeconds},
};

}  // namespace

void CheckComparedRanges(Context& context, ast::Op op, NodeId left, NodeId right, Span span) {
  if (context.alone != nullptr) return;
  const auto a = RangeOf(context, left), b = RangeOf(context, right);
  if (!a || !b || (a->literal && b->literal)) return;
  const auto outcome = Outcome(op, *a, *b);
  if (!outcome) return;
  if (a->literal && !Within(*b, a->low)) {
    return EmitLiteral(context, context.bundle.node(left).span, a->low, *b, "the other side is");
  }
  if (b->literal && !Within(*a, b->low)) {
    return EmitLiteral(context, context.bundle.node(right).span, b->low, *a, "the other side is");
  }
  context.Emit(DiagnosticKind::NeverHolds, span,
               fmt::format("`{}` {} holds: the left side is {}, the right {}", ast::OpText(op),
                           *outcome ? "always" : "never", Shown(*a), Shown(*b)),
               std::string(a->hint.empty() ? b->hint : a->hint));
}

void CheckBandRanges(Context& context, NodeId measure, const typed::Band& band) {
  struct Side {
    ast::Op op;
    NodeId limit;
  };
  std::vector<Side> sides;
  switch (band.bound) {
    case Bound::Above:
      sides = {{ast::Op::Greater, band.low}};
      break;
    case Bound::AtLeast:
      sides = {{ast::Op::GreaterEqual, band.low}};
      break;
    case Bound::Below:
      sides = {{ast::Op::Less, band.low}};
      break;
    case Bound::AtMost:
      sides = {{ast::Op::LessEqual, band.low}};
      break;
    case Bound::Outside:
      sides = {{ast::Op::Less, band.low}, {ast::Op::Greater, band.high}};
      break;
  }
  const auto range = RangeOf(context, measure);
  if (!range || range->literal) return;
  bool never = true, always = false;
  for (const Side& side : sides) {
    const auto limit = RangeOf(context, side.limit);
    const auto outcome = limit ? Outcome(side.op, *range, *limit) : std::nullopt;
    if (outcome && limit->literal && !Within(*range, limit->low)) {
      return EmitLiteral(context, context.bundle.node(side.limit).span, limit->low, *range,
                         "the measure is");
    }
    never = never && outcome == false;
    always = always || outcome == true;
  }
  if (!never && !always) return;
  context.Emit(DiagnosticKind::NeverHolds, band.span,
               fmt::format("this band is {} crossed: the measure is {}",
                           always ? "always" : "never", Shown(*range)),
               std::string(range->hint));
}

void CheckMemberRanges(Context& context, NodeId value, NodeId list) {
  if (context.alone != nullptr || context.bundle.node(list).kind != NodeKind::List) return;
  const auto range = RangeOf(context, value);
  if (!range || range->literal) return;
  for (NodeId element : std::vector(context.bundle.node(list).args)) {
    const auto literal = Literal(context, element);
    if (!literal || Within(*range, *literal)) continue;
    EmitLiteral(context, context.bundle.node(element).span, *literal, *range,
                "what is looked for is");
  }
}

void CheckArgumentRanges(Context& context, FunctionId function, std::span<const NodeId> args) {
  if (context.alone != nullptr) return;
  for (const ArgumentRange& row : kArgumentRanges) {
    if (row.function != function || row.argument >= args.size()) continue;
    const auto literal = Literal(context, args[row.argument]);
    const Range range{.low = row.low, .high = row.high};
    if (!literal || Within(range, *literal)) continue;
    EmitLiteral(context, context.bundle.node(args[row.argument]).span, *literal, range,
                "this argument is");
  }
}

void CheckIndexRange(Context& context, NodeId list, NodeId index) {
  const TypeKind kind = context.bundle.types.kind(context.bundle.node(list).type);
  if (context.alone != nullptr || kind != TypeKind::List) return;
  const auto literal = Literal(context, index);
  if (!literal || *literal >= 0) return;
  EmitLiteral(context, context.bundle.node(index).span, *literal,
              {.low = 0, .hint = "the last element is `xs.last()`"}, "an index is");
}

}  // namespace remit::checking
